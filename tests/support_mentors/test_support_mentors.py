"""The pool of support mentors: who can support how many, who is chosen, and who is left alone."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db, transaction
from nolimits.kernel.errors import Refused
from nolimits.matching.models import MatchState
from nolimits.people import operations as people
from nolimits.people.models import SuspensionReason
from nolimits.volunteers import pool, queries, supporting
from nolimits.volunteers.models import Event, Support, SupportCapacity
from nolimits.volunteers.readiness import Gate
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.matching import MatchFactory, ready_volunteer
from tests.factories.people import PersonFactory, coordinator, support_mentor
from tests.factories.support_mentors import supported
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def able(most, **given):
    """A support mentor who said how many they can support."""
    mentor = support_mentor(**given)
    supporting.say_capacity(mentor, most, by=mentor)
    return mentor


def reasons():
    """The reasons that were typed."""
    return list(db.session.scalars(sa.select(audit.AuditReason.words)))


def test_who_has_most_room_is_proposed_first_and_who_has_none_last():
    full, unsaid, some, most = able(0), support_mentor(), able(1), able(2)

    assert [one.person for one in pool.carriers()] == [most, some, unsaid, full]
    assert [one.room for one in pool.carriers()] == [2, 1, None, 0]


def test_nobody_is_chosen_beyond_what_they_said_without_a_reason():
    mentor, volunteer, by = able(1), VolunteerFactory(), coordinator()
    VolunteerFactory(support_mentor=mentor)

    with pytest.raises(Refused, match="supports 1 volunteer and can support 1") as refusal:
        supporting.assign_support_mentor(volunteer, mentor, by=by, reason="  ")
    assert (refusal.value.field, volunteer.support_mentor_id) == ("reason", None)

    supporting.assign_support_mentor(volunteer, mentor, by=by, reason="They work side by side")
    assert volunteer.support_mentor_id == mentor.id
    assert "They work side by side" in reasons()


def test_what_somebody_can_support_is_dated_and_said_by_them_or_for_them(held_clock):
    mentor = able(3)
    held_clock.move_on(days=10)
    supporting.say_capacity(mentor, 1, by=coordinator())
    supporting.say_capacity(mentor, 1, by=mentor)

    rows = db.session.scalars(sa.select(SupportCapacity).order_by(SupportCapacity.id)).all()
    assert [one.most for one in rows] == [3, 1]
    assert rows[0].until_on == rows[1].from_on == clock.today()
    with pytest.raises(Refused, match="from 0 to 20"):
        supporting.say_capacity(mentor, 21, by=mentor)
    with pytest.raises(Refused, match="is not a support mentor"):
        supporting.say_capacity(PersonFactory(), 1, by=coordinator())


@pytest.mark.parametrize("tie", [Tie.RELATED, Tie.WORKS_WITH])
def test_nobody_tied_to_the_volunteers_young_person_stands_behind_them(tie):
    match, mentor, by = MatchFactory(state=MatchState.SUGGESTED), support_mentor(), coordinator()
    ties.add_tie(match.young_person, mentor, tie, by=match.young_person.worker)

    assert mentor not in [one.person for one in pool.proposed(match.volunteer)]
    with pytest.raises(Refused, match="is too close") as refusal:
        supporting.assign_support_mentor(match.volunteer, mentor, by=by)
    assert match.young_person.reference not in refusal.value.message


def test_neither_their_manager_nor_they_themself_stands_behind_a_volunteer():
    manager, volunteer = support_mentor(email="boss@council.example"), VolunteerFactory()
    managed(volunteer.person, "Boss@council.example")

    assert {manager.id, volunteer.person_id} <= pool.unapt(volunteer)
    with pytest.raises(Refused, match="is too close"):
        supporting.assign_support_mentor(volunteer, manager, by=coordinator())


@transaction
def managed(person, email):
    """What the staff list told of somebody."""
    person.manager_email = email


def test_the_database_refuses_two_support_mentors_at_once():
    volunteer = VolunteerFactory(support_mentor=support_mentor())

    with pytest.raises(IntegrityError, match=r"support\.volunteer_id|uq_support_open"):
        beside(volunteer, support_mentor())


@transaction
def beside(volunteer, mentor):
    """One more who supports them, past every rule."""
    db.session.add(Support(volunteer_id=volunteer.id, mentor=mentor, from_on=clock.today()))


def test_all_whom_somebody_supports_are_handed_over_or_none(mail_to):
    before, after, by = support_mentor(), able(1), coordinator()
    volunteers = [VolunteerFactory(support_mentor=before) for _ in range(2)]

    with pytest.raises(Refused, match=f"{volunteers[1].person.name}: .* can support 1"):
        supporting.hand_over(before, after, by=by)
    assert [one.support_mentor_id for one in volunteers] == [before.id] * 2

    supporting.say_capacity(after, 2, by=after)
    assert supporting.hand_over(before, after, by=by) == 2
    assert [one.support_mentor_id for one in volunteers] == [after.id] * 2
    with pytest.raises(Refused, match="supports nobody"):
        supporting.hand_over(before, after, by=by)


def leaves(mentor):
    people.leave(mentor, on=clock.today(), by=SYSTEM)


def suspended(mentor):
    people.suspend(mentor, SuspensionReason.WORRY, by=SYSTEM)


def loses_the_role(mentor):
    people.end_role(mentor, Role.SUPPORT_MENTOR, by=SYSTEM)


@pytest.mark.parametrize("goes", [leaves, suspended, loses_the_role])
def test_who_is_a_support_mentor_no_more_leaves_nobody_alone_unnoticed(goes, mail_to, sign_in):
    mentor, desk = support_mentor(), coordinator()
    match = MatchFactory(volunteer=ready_volunteer(support_mentor=mentor))
    applied = supported(mentor)

    goes(mentor)

    assert match.state is MatchState.ON_HOLD
    missing = queries.missing_gates(match.volunteer, on=clock.today())
    assert [one.gate for one in missing] == [Gate.SUPPORT_MENTOR]
    told = [one.event for one in audit.timeline(applied)]
    assert Event.SUPPORT_MENTOR_STOPPED in told
    assert Event.GATE_LAPSED not in told  # who was never ready has not stopped being so
    assert [one.template for one in mail_to(desk)].count("support_mentor_gone") == 1
    rows = sign_in(desk).visit("/today").table("Without a support mentor (2)")
    assert {match.volunteer.person.name, applied.person.name} == {row["What"] for row in rows}


def test_a_last_day_that_was_to_come_comes_by_night(held_clock):
    mentor = support_mentor()
    volunteer = VolunteerFactory(support_mentor=mentor)
    people.leave(mentor, on=clock.today() + timedelta(days=5), by=SYSTEM)
    assert volunteer.support_mentor_id == mentor.id

    held_clock.move_on(days=5)

    assert supporting._end_of_support() == 1
    assert (volunteer.support_mentor_id, supporting._end_of_support()) == (None, 0)


def test_the_pool_shows_who_has_room_and_says_it_for_them(sign_in):
    mentor, volunteer = support_mentor(), VolunteerFactory()
    visitor = sign_in(coordinator())
    page = visitor.visit("/support-mentors").follow("Say how many")
    assert page.submit(most=21).errors == ["Enter a number from 0 to 20"]
    page = visitor.visit(f"/support-mentors/{mentor.reference}/capacity").submit(most=1)
    assert page.flash == "Saved"
    assert [row["Room"] for row in page.table("Support mentors")] == ["Room for 1"]

    page = visitor.visit(f"/volunteers/{volunteer.reference}/support-mentor")
    assert f"{mentor.name}: room for 1, supports 0 of 1" in page.text
    supporting.say_capacity(mentor, 0, by=mentor)
    page = page.submit(mentor=mentor.reference)
    assert page.errors == [
        f"{mentor.name} supports 0 volunteers and can support 0. Choose somebody else, or say why "
        "it is them"
    ]
    page.submit(mentor=mentor.reference, reason="Nobody else is near")
    assert volunteer.support_mentor_id == mentor.id


def test_more_support_mentors_and_interviewers_take_no_more_statements(sign_in, statements):
    VolunteerFactory(support_mentor=able(2))
    visitor, asks = sign_in(coordinator()), VolunteerFactory().person
    pages = ("/support-mentors", f"/checks/{asks.reference}/interview")

    def asked(page):
        statements.clear()
        assert visitor.visit(page).status == 200
        return len(statements)

    for page in pages:
        visitor.visit(page)
    few = [asked(page) for page in pages]
    for _ in range(3):
        VolunteerFactory(support_mentor=able(2))

    assert [asked(page) for page in pages] == few


def test_one_hands_over_on_the_page_what_somebody_had(sign_in):
    before, after = support_mentor(), support_mentor()
    volunteer = VolunteerFactory(support_mentor=before)
    page = sign_in(coordinator()).visit(f"/support-mentors/{before.reference}/hand-over")
    assert volunteer.person.name in page.text

    page = page.submit(mentor=after.reference)

    assert (page.flash, volunteer.support_mentor_id) == ("They are handed over", after.id)
    assert sign_in(after).visit("/support-mentors").status == 403
