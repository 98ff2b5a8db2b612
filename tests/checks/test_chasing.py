"""Until a reference has come: chased by itself, declined, another named, and nobody told why."""

import pytest

from nolimits.backgrounds import operations as backgrounds
from nolimits.backgrounds.models import OverseasWay
from nolimits.checks import chasing, operations, queries
from nolimits.checks.models import ReferenceContext, Suitability, Verified
from nolimits.checks.referees import doubts
from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY, SYSTEM
from nolimits.kernel.errors import Refused
from nolimits.volunteers import queries as volunteers
from nolimits.volunteers.models import LeavingReason
from nolimits.volunteers.operations import leave
from nolimits.volunteers.readiness import Gate
from tests.factories import checks
from tests.factories.backgrounds import tell_background
from tests.factories.people import PersonFactory, coordinator, safeguarding_lead
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def volunteer():
    """Somebody whose two referees were written to today."""
    dana = PersonFactory(name="Dana Pretend", email="dana@council.example")
    return VolunteerFactory(person=dana)


@pytest.fixture
def reference(volunteer):
    """The first of the two."""
    return queries.references(volunteer.person)[0]


def test_referees_are_written_to_after_five_and_ten_days_then_the_coordinator_is_told(
    volunteer, held_clock, mail_to
):
    team, (one, other) = coordinator(), queries.references(volunteer.person)
    checks.answer(other)
    letters = []
    for _ in range(17):
        held_clock.move_on(days=1)
        chasing.chase_all(by=SYSTEM)
        chasing.chase_all(by=SYSTEM)
        letters.append(len(mail_to(one.email)))

    assert [letters.index(n) + 1 for n in (2, 3)] == [5, 10]
    assert letters[-1] == 3
    assert len(mail_to(other.email)) == 1
    assert [letter.template for letter in mail_to(team)] == ["something_needs_you"]
    assert mail_to(volunteer.person)[-1].template == "referee_wanted"


def test_a_referee_declines_and_the_volunteer_names_another_without_learning_who_it_was(
    visitor, sign_in, volunteer, reference, mail_to
):
    path = f"/references/{checks._link_of(reference)}"
    page = visitor().visit(path).follow("I would rather not").press("I would rather not")
    assert page.h1 == "Thank you for telling us"
    with pytest.raises(Refused, match="needs no answer"):
        operations.receive_reference(path.split("/")[-1], checks.ANSWERS, by=NOBODY)

    own = sign_in(volunteer.person)
    page = own.visit("/volunteering").follow("Name another referee")
    told = page.text + mail_to(volunteer.person)[-1].body
    assert reference.referee_name not in told
    assert "work" not in page.text.lower().split("known you")[0]
    said = {"name": "Kim Notreal", "email": "kim@home.example", "years_known": 3}
    refused = page.submit(**said, context="personal")
    assert "cannot be a referee" in refused.errors[0]
    page = refused.submit(**said, context="personal", apart=True)

    assert page.flash == "We have written to the referee whom you named. Thank you"
    assert reference.replaced_on
    assert own.visit("/volunteering/referee").flash == "Nobody else is needed now. Thank you"


def test_the_same_words_go_to_a_volunteer_whoever_spoke_and_whatever_they_said(mail_to):
    """Whoever was declined, silent or spoken against reads one letter and one page."""
    told = []
    for how in ("declined", "rejected"):
        volunteer, by = VolunteerFactory(), coordinator()
        first, second = queries.references(volunteer.person)
        if how == "declined":
            chasing.decline_reference(checks._link_of(first), by=NOBODY)
        else:
            checks.answer(second, worries="yes")
            operations.decide_reference(second, Suitability.NOT_SUITABLE, by=by)
            chasing.want_another(second, by=by)
        letter = mail_to(volunteer.person)[-1]
        named = queries.asked_to_name(volunteer.person)
        told.append((letter.template, named))
    assert told[0] == told[1]
    assert told[0][1] == [ReferenceContext.PERSONAL], "the part of life that nobody was asked from"


def test_nobody_names_a_referee_whom_nobody_wants(volunteer):
    with pytest.raises(Refused, match="Nobody else is needed"):
        chasing.name_referee(volunteer.person, checks.referee(3), by=volunteer.person)


def test_a_link_that_has_run_out_brings_a_new_one_to_the_same_address_only(
    visitor, reference, held_clock, mail_to
):
    old = checks._link_of(reference)
    held_clock.move_on(days=30)
    page = visitor().visit(f"/references/{old}")
    assert page.h1 == "This link has run out"

    assert page.press("Send me a new link").h1 == "We have sent you a new link"

    assert len(mail_to(reference.email)) == 2
    assert visitor().visit(f"/references/{old}").h1 == "This link no longer works"
    checks.answer(reference)
    assert reference.received_on


def test_an_answer_from_the_volunteers_own_browser_or_sign_in_is_not_believed(
    sign_in, volunteer, reference
):
    browser, link = sign_in(volunteer.person), checks._link_of(reference)
    page = browser.visit(f"/references/{link}").submit(**checks.ANSWERS)
    assert "You are signed in as the person whom this is about" in page.errors[0]


def test_what_points_to_one_household_is_told_to_who_decides(volunteer, reference):
    tell_background(volunteer.person)  # at TS99 9ZZ
    other = queries.references(volunteer.person)[1]
    checks.answer(reference, postcode="ts999zz", years=1, same_browser="yes")
    checks.answer(other, postcode="TS99 9ZZ")
    home, all_ = queries.home_of(volunteer.person), queries.references(volunteer.person)

    told = " ".join(doubts(reference, all_, home))

    for words in ("a browser in which", "volunteer's postcode", "Another referee", "They say 1"):
        assert words in told


@pytest.mark.parametrize("years", [0, 1])
def test_who_has_known_them_for_less_than_two_years_is_not_accepted(reference, years):
    checks.answer(reference, years=years)

    with pytest.raises(Refused, match="less than 2 years"):
        operations.decide_reference(reference, Suitability.SUITABLE, by=coordinator())


def test_two_referees_from_one_part_of_life_are_not_both_accepted(volunteer):
    """However many were asked before: a coordinator asks another, from where nobody is accepted."""
    by, (one, other) = coordinator(), queries.references(volunteer.person)
    checks.accept(one, by)
    chasing.want_another(other, by=by)
    personal = checks.referee(3, context=ReferenceContext.PERSONAL)
    third = chasing.name_referee(volunteer.person, personal, by=volunteer.person)
    chasing.want_another(third, by=by)
    again = checks.referee(4, context=one.context)
    same = chasing.name_referee(volunteer.person, again, by=volunteer.person)
    checks.answer(same)

    with pytest.raises(Refused, match="same part of life"):
        operations.decide_reference(same, Suitability.SUITABLE, Verified.MET, by=by)

    replaced = operations.replace_reference(
        same, checks.referee(5, context=ReferenceContext.PERSONAL), by=by
    )
    checks.accept(replaced, by)


def test_who_knew_them_abroad_is_named_beside_the_two_and_in_nobody_elses_place(volunteer):
    by, person = coordinator(), volunteer.person
    home = queries.references(person)[0]
    tell_background(person, countries="Spain", more_months=20)
    backgrounds.record_overseas(person, OverseasWay.REFERENCES, by=by)
    chasing.want_another(home, by=by)
    abroad = [checks.referee(n, context=ReferenceContext.ABROAD) for n in (5, 6, 7, 8)]
    first, second = (chasing.name_referee(person, one, by=person) for one in abroad[:2])
    assert home.replaced_on is None
    assert queries.asked_to_name(person) == [ReferenceContext.PERSONAL]

    chasing.decline_reference(checks._link_of(first), by=NOBODY)
    assert queries.asked_to_name(person) == [ReferenceContext.ABROAD]
    third = chasing.name_referee(person, abroad[2], by=person)

    assert first.replaced_on
    assert home.replaced_on is None
    with pytest.raises(Refused, match="Nobody else is needed"):
        chasing.name_referee(person, abroad[3], by=person)
    backgrounds.approve_overseas(person, by=safeguarding_lead())
    checks.accept(second, by)
    gates = {one.gate for one in volunteers.missing_gates(volunteer, on=clock.today())}
    assert Gate.OVERSEAS in gates
    checks.accept(third, by)
    gates = {one.gate for one in volunteers.missing_gates(volunteer, on=clock.today())}
    assert Gate.OVERSEAS not in gates


def test_nobody_is_written_to_for_somebody_who_withdrew(volunteer, reference, mail_to):
    other = queries.references(volunteer.person)[1]
    leave(volunteer, LeavingReason.OWN_CHOICE, by=volunteer.person)
    before = len(mail_to(volunteer.person))

    chasing.decline_reference(checks._link_of(reference), by=NOBODY)

    assert len(mail_to(volunteer.person)) == before
    assert reference.another_wanted_on is None
    for step in (
        lambda: chasing.want_another(reference, by=coordinator()),
        lambda: operations.replace_reference(other, checks.referee(3), by=coordinator()),
    ):
        with pytest.raises(Refused, match="Only somebody who applied"):
            step()


def test_another_is_wanted_once_and_in_place_of_nobody_who_is_accepted_or_undecided(volunteer):
    by, (one, other) = coordinator(), queries.references(volunteer.person)
    checks.answer(one)
    with pytest.raises(Refused, match="Decide on what they wrote first"):
        chasing.want_another(one, by=by)
    operations.decide_reference(one, Suitability.SUITABLE, Verified.MET, by=by)
    with pytest.raises(Refused, match="needs no other"):
        chasing.want_another(one, by=by)
    chasing.want_another(other, by=by)

    with pytest.raises(Refused, match="asked for another already"):
        chasing.want_another(other, by=by)
