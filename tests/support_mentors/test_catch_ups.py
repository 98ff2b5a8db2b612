"""Catch-ups: written down on a phone, read by few, overdue where somebody sees it."""

from datetime import timedelta

import pytest

from nolimits.kernel import clock, drafts
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.permissions import Permission, can
from nolimits.support_mentors import operations, queries
from nolimits.volunteers import supporting
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.matching import MatchFactory, ready_volunteer
from tests.factories.people import coordinator, safeguarding_lead, support_mentor
from tests.factories.support_mentors import CatchUpFactory

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def mentor():
    return support_mentor()


@pytest.fixture
def match(mentor, held_clock):
    """Two who met today, with a support mentor behind the volunteer."""
    return MatchFactory(volunteer=ready_volunteer(support_mentor=mentor))


def opens(person, catch_up):
    return can(person, Permission.SEE_CATCH_UP, catch_up)


def test_the_days_due_stay_where_they_were_however_late_each_is_held(mentor, match, held_clock):
    volunteer, met = match.volunteer, match.introduction_on
    assert queries.next_of(volunteer).due_on == met + timedelta(days=14)
    held_clock.move_on(days=20)
    assert [one.volunteer for one in queries.overdue(clock.today())] == [volunteer]

    made = operations.hold_catch_up(volunteer, clock.today(), "Well", by=mentor)

    assert made.due_on == met + timedelta(days=14)
    assert queries.next_of(volunteer).due_on == met + timedelta(days=14 + 42)
    assert queries.overdue(clock.today()) == []


def test_a_day_is_written_down_once_and_makes_sense(mentor, match, held_clock):
    today, hold = clock.today(), operations.hold_catch_up
    with pytest.raises(Refused, match="cannot be in the future"):
        hold(match.volunteer, today + timedelta(days=1), "Well", by=mentor)
    with pytest.raises(Refused, match="You support them since"):
        hold(match.volunteer, today - timedelta(days=1), "Well", by=mentor)
    with pytest.raises(Refused, match="is a day to come"):
        hold(match.volunteer, today, "Well", today, by=mentor)
    with pytest.raises(Refused, match="agree on a day until then"):
        hold(match.volunteer, today, "Well", today + timedelta(days=57), by=mentor)
    made = hold(match.volunteer, today, "Well", today + timedelta(days=56), by=mentor)
    assert queries.next_of(match.volunteer).agreed_on == made.next_on
    with pytest.raises(Refused, match="written down already"):
        hold(match.volunteer, today, "Well again", by=mentor)


def test_what_was_said_is_read_by_the_support_mentor_and_coordinators_alone(mentor, match):
    catch_up = CatchUpFactory(volunteer=match.volunteer)

    assert opens(mentor, catch_up)
    assert opens(coordinator(), catch_up)
    others = [match.volunteer.person, support_mentor(), safeguarding_lead(), match.young_person]
    assert [
        one for one in [*others[:3], others[3].person, others[3].worker] if opens(one, catch_up)
    ] == []


def test_whoever_comes_after_reads_what_is_said_from_then_on_and_who_went_nothing(mentor, match):
    old, after = CatchUpFactory(volunteer=match.volunteer), support_mentor()

    supporting.assign_support_mentor(match.volunteer, after, by=coordinator())

    assert (opens(mentor, old), opens(after, old)) == (False, False)
    with pytest.raises(NotVisible):
        operations.hold_catch_up(match.volunteer, clock.today(), "Well", by=mentor)


def test_who_is_kept_apart_from_the_young_person_reads_nothing_of_it(mentor, match):
    catch_up, desk = CatchUpFactory(volunteer=match.volunteer), coordinator()
    for adult in (mentor, desk):
        ties.add_tie(match.young_person, adult, Tie.RELATED, by=match.young_person.worker)

    assert [opens(mentor, catch_up), opens(desk, catch_up)] == [False, False]


def test_a_support_mentor_writes_one_down_and_tells_of_a_worry_at_once(sign_in, mentor, match):
    visitor = sign_in(mentor)
    page = visitor.visit("/my-volunteers").follow("Write down a catch-up")
    refused = page.submit(words="")
    assert refused.errors == ["Say how it is going"]
    visitor.post(f"{page.path}/save", words="It goes")
    page = visitor.visit(page.path)
    assert page.form().fields["words"] == "It goes"

    page = page.submit(words="It goes well", worried=True)

    assert page.path == "/worried"
    assert drafts.begun(mentor, queries.DRAFT, match.volunteer.reference) == {}
    assert "Last spoken" in visitor.visit("/my-volunteers").text
    read = visitor.visit("/catch-ups").follow(f"with {match.volunteer.person.name}")
    assert "It goes well" in read.text


def test_overdue_ones_stand_on_today_and_with_the_support_mentor(
    sign_in, mentor, match, held_clock
):
    held_clock.move_on(days=15)

    (row,) = sign_in(coordinator()).visit("/today").table("Catch-ups overdue (1)")
    assert row["What"] == match.volunteer.person.name
    assert mentor.name in row["Why"]
    visitor = sign_in(mentor)
    assert "1 catch-up is overdue" in visitor.visit("/my-volunteers").text
    assert f"Catch up with {match.volunteer.person.name}" in visitor.visit("/my").text
    assert sign_in(match.volunteer.person).visit("/my-volunteers").status == 403
