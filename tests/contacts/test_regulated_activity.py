"""Whether what a volunteer does is regulated activity, over all that is logged and planned."""

from datetime import timedelta

import pytest

from nolimits.activities.models import PlaceState
from nolimits.contacts import pooled
from nolimits.dbs.regulated import Why
from nolimits.kernel import clock
from nolimits.matching.models import MatchState
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.activities import OfferFactory, PlaceFactory
from tests.factories.contacts import ContactFactory
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, staff

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def match():
    """Two who meet, every four weeks as agreed."""
    return MatchFactory(state=MatchState.ACTIVE)


def why(volunteer):
    """What all that is known comes to."""
    return pooled.pooled(volunteer, clock.today(), coordinator()).found().why


def test_what_was_logged_and_what_is_planned_count_together(match, held_clock):
    """R-DBS-3: four days in thirty, in two settings and none of them many."""
    volunteer = match.volunteer
    held_clock.move_on(days=20)
    for days in (2, 9):
        ContactFactory(match=match, held_on=clock.today() - timedelta(days=days))
    offer = OfferFactory(volunteer=volunteer, day=clock.today() + timedelta(days=5))
    PlaceFactory(offer=offer, state=PlaceState.CONSENT_OK)
    assert why(volunteer) == frozenset()

    other = OfferFactory(volunteer=volunteer, day=clock.today() + timedelta(days=12))
    assert why(volunteer) == frozenset(), "nobody comes yet"
    PlaceFactory(offer=other, state=PlaceState.CONSENT_OK)

    assert why(volunteer) == {Why.DAYS}


def test_nobody_reads_when_somebody_meets_a_young_person_from_whom_they_are_kept_apart(match):
    """Neither what was, nor what is planned, nor that it was agreed."""
    volunteer, by = match.volunteer, coordinator()
    ContactFactory(match=match)
    place = PlaceFactory(offer=OfferFactory(volunteer=volunteer), state=PlaceState.CONSENT_OK)
    before = pooled.pooled(volunteer, clock.today(), by)

    for one in (match.young_person, place.young_person):
        ties.add_tie(one, by, Tie.NOT_THIS_PERSON, by=one.worker)

    after = pooled.pooled(volunteer, clock.today(), by)
    counts = [[len(found) for found in vars(known).values()] for known in (before, after)]
    assert counts == [[1, 1, 0, 1], [0, 0, 0, 0]]


def test_a_coordinator_sees_what_more_days_would_come_to(match, sign_in):
    by = coordinator()
    page = sign_in(by).visit(f"/volunteers/{match.volunteer.reference}")
    page = page.follow("Is it regulated activity?")
    assert "It is not regulated activity with children" in page.text
    page = page.submit(days="next Tuesday")
    assert page.errors == ["Enter one day on each line, 100 at most, like 27 3 2027"]

    page = page.submit(days="1 2 2027\n8/2/2027\n15.2.2027\n2027")
    assert page.errors != []
    page = page.submit(days="1 2 2027\n8/2/2027\n15.2.2027\n22-2-2027")

    assert "On more than 3 days in one window of 30" in page.text
    assert "from 1 February 2027 to 22 February 2027" in page.text
    assert match.young_person.reference not in page.text
    path = f"/contacts/regulated-activity/{match.volunteer.reference}"
    assert sign_in(staff()).visit(path).status == 404
