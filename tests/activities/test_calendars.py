"""Calendars: a secret address that says the day and nothing more, and ends."""

from datetime import timedelta

import pytest

from nolimits.activities import calendars, operations
from nolimits.kernel import clock, limits
from nolimits.kernel.errors import Refused
from nolimits.people import operations as people
from nolimits.people.models import SuspensionReason
from tests.factories.activities import PlaceFactory
from tests.factories.people import administrator, staff
from tests.matching.test_races import called


@pytest.fixture
def client(app):
    """A calendar program, which signs in nowhere."""
    return app.test_client()


pytestmark = pytest.mark.usefixtures("app")


def test_a_calendar_says_the_day_and_never_hour_place_title_or_name(client):
    """No hostile relative learns where a young person is from what they can get hold of."""
    place = PlaceFactory()
    offer, young = place.offer, place.young_person
    for person in (offer.person, young.person):
        token = calendars.make_link(by=person)

        answer = client.get(f"/calendars/{token}")

        text = answer.get_data(as_text=True)
        assert f"DTSTART;VALUE=DATE:{offer.on:%Y%m%d}" in text
        told = (offer.title, offer.what, "bandstand", offer.area.name, offer.person.name)
        for word in (*told, young.called, young.reference, offer.reference):
            assert word not in text
        assert "no-store" in answer.headers["Cache-Control"]
        assert f"{offer.on:%Y%m%d}T" not in text
        assert "DTEND" not in text


def test_an_address_ends_with_its_time_a_new_one_its_person_and_at_once():
    place = PlaceFactory()
    person = place.offer.person
    first = calendars.make_link(by=person)
    second = calendars.make_link(by=person)
    assert calendars.days_of(first) is None
    assert len(calendars.days_of(second)) == 1
    assert calendars.days_of(place.offer.reference) is None

    with clock.standing_at(clock.today() + calendars.LASTS + timedelta(days=1)):
        assert calendars.days_of(second) is None
    operations.cancel(place.offer, by=person)
    assert list(calendars.days_of(second)) == []


def test_an_address_ends_with_the_account_and_does_not_come_back_with_it():
    shut, left, goes = (PlaceFactory().offer.person for _ in range(3))
    by, soon = administrator(), clock.today() + timedelta(days=1)
    tokens = {one.id: calendars.make_link(by=one) for one in (shut, left, goes)}
    people.suspend(shut, SuspensionReason.OTHER, by=by)
    people.leave(left, clock.today(), by=by)
    people.leave(goes, soon, by=by)
    assert calendars.days_of(tokens[shut.id]) is None
    assert calendars.days_of(tokens[left.id]) is None
    assert len(calendars.days_of(tokens[goes.id])) == 1

    with clock.standing_at(clock.now() + timedelta(days=2)):
        for one in (shut, left, goes):
            people.bring_back(one, by=by)
            assert calendars.days_of(tokens[one.id]) is None


@pytest.mark.committed
def test_pressed_twice_at_once_one_address_is_made(together):
    person = staff()

    results = together([called(calendars.make_link, by=person)] * 2)

    failed = [one for one in results if isinstance(one, Exception)]
    assert all(isinstance(one, Refused) for one in failed), results
    assert calendars.link_of(person)


def test_it_is_made_and_ended_on_a_page_and_told_once(sign_in):
    person = PlaceFactory().young_person.person
    page = sign_in(person).visit("/my-calendar").press("Make an address")
    assert "/calendars/" in page.html
    token = page.html.partition("/calendars/")[2].partition('"')[0]
    assert token not in sign_in(person).visit("/my-calendar").html

    page = page.press("End it now")

    assert calendars.days_of(token) is None


def test_whoever_guesses_addresses_is_slowed_down(client, monkeypatch):
    monkeypatch.setattr(limits, "CALENDARS", limits.Limit("calendars read", 2, 60))
    guesses = [client.get(f"/calendars/guess{number}").status_code for number in range(3)]

    assert guesses == [404, 404, 429]
