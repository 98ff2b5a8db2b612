"""On the way to being ready, and on the way out: rules, and what rooms above are told."""

from datetime import timedelta

import pytest

from nolimits.checks import queries as checks_queries
from nolimits.checks.operations import replace_reference
from nolimits.handbook.models import Handbook
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.people import operations as people
from nolimits.people.models import Person
from nolimits.pledges import operations as pledges
from nolimits.pledges.models import Channel, PledgeState
from nolimits.volunteers import operations, queries, supporting
from nolimits.volunteers.models import Event, LeavingReason, Volunteer
from nolimits.volunteers.readiness import Gate
from tests.factories import checks
from tests.factories.handbook import HandbookFactory, has_read
from tests.factories.people import coordinator, safeguarding_lead, staff, support_mentor
from tests.factories.pledges import MoneyPledgeFactory, TimePledgeFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def missing(volunteer):
    """The gates they miss today."""
    return [one.gate for one in queries.missing_gates(volunteer, on=clock.today())]


def lapses(volunteer):
    """How often rooms above were told that a gate closed."""
    return [one.event for one in audit.timeline(volunteer)].count(Event.GATE_LAPSED)


def test_nobody_applies_twice():
    volunteer = VolunteerFactory()

    with pytest.raises(Refused, match="applied before"):
        VolunteerFactory(person=volunteer.person)


def test_an_application_that_is_refused_leaves_nothing_behind():
    person = staff(email="referee1@home.example")
    with pytest.raises(Refused, match="own address"):
        VolunteerFactory(person=person)

    assert queries.volunteer_of(person.id) is None
    assert Role.VOLUNTEER not in person.roles


def test_nobody_clears_themself_whatever_their_roles():
    volunteer = VolunteerFactory(ready=True, without="clearance")
    people.grant_role(volunteer.person, Role.COORDINATOR, by=SYSTEM)
    people.grant_role(volunteer.person, Role.SAFEGUARDING_LEAD, by=SYSTEM)

    with pytest.raises(NotVisible):
        operations.clear_volunteer(volunteer, by=volunteer.person)


def test_a_referee_does_not_clear():
    volunteer, referee, by = VolunteerFactory(), safeguarding_lead(), coordinator()
    first = checks_queries.references(volunteer.person)[0]
    replace_reference(first, checks.referee(1, email=referee.email, context=first.context), by=by)

    with pytest.raises(Refused, match="you were asked for a reference"):
        operations.clear_volunteer(volunteer, by=referee)


def test_a_volunteer_is_cleared_once():
    volunteer = VolunteerFactory(ready=True)

    with pytest.raises(Refused, match="cleared already"):
        operations.clear_volunteer(volunteer, by=coordinator())


def test_a_support_mentor_holds_the_role_and_is_somebody_else():
    volunteer, by = VolunteerFactory(), coordinator()
    with pytest.raises(Refused, match="is not a support mentor"):
        supporting.assign_support_mentor(volunteer, staff(), by=by)
    people.grant_role(volunteer.person, Role.SUPPORT_MENTOR, by=SYSTEM)
    with pytest.raises(Refused, match="their own support mentor"):
        supporting.assign_support_mentor(volunteer, volunteer.person, by=by)


def test_a_new_support_mentor_takes_the_place_of_the_one_before():
    before, after = support_mentor(), support_mentor()
    volunteer = VolunteerFactory(support_mentor=before)
    assert volunteer.support_mentor_id == before.id

    supporting.assign_support_mentor(volunteer, after, by=coordinator())

    assert volunteer.support_mentor_id == after.id


@pytest.mark.parametrize(
    ("gate", "take_away"),
    [
        (Gate.CLEARANCE, lambda v, by: operations.withdraw_clearance(v, "Talk", by=by)),
        (Gate.NOT_ON_HOLD, lambda v, by: operations.put_on_hold(v, "A break", by=by)),
        (Gate.NOT_LEFT, lambda v, by: operations.leave(v, LeavingReason.OWN_CHOICE, by=by)),
    ],
)
def test_taking_a_gate_away_is_heard_in_the_same_transaction(gate, take_away):
    volunteer = VolunteerFactory(ready=True)

    take_away(volunteer, coordinator())

    assert gate in missing(volunteer)
    assert lapses(volunteer) == 1


def test_a_break_ends_and_nothing_else_is_lost():
    volunteer, by = VolunteerFactory(ready=True, without="not_on_hold"), coordinator()
    with pytest.raises(Refused, match="on a break already"):
        operations.put_on_hold(volunteer, "Another", by=by)

    operations.return_from_hold(volunteer, by=by)

    assert missing(volunteer) == []
    with pytest.raises(Refused, match="not on a break"):
        operations.return_from_hold(volunteer, by=by)


def test_whoever_leaves_has_no_volunteer_pages_from_that_moment():
    volunteer = VolunteerFactory(ready=True)

    operations.leave(volunteer, LeavingReason.OWN_CHOICE, by=volunteer.person)

    assert Role.VOLUNTEER not in volunteer.person.roles
    assert volunteer.support_mentor_id is None


def test_a_gate_that_time_closes_is_told_once_each_time(held_clock, mail_to):
    volunteer = VolunteerFactory(ready=True)
    operations._notice_lapses()
    assert lapses(volunteer) == 0
    HandbookFactory()
    held_clock.move_on(days=29)
    operations._notice_lapses()
    assert lapses(volunteer) == 0

    held_clock.move_on(days=4)  # three nights were missed
    operations._notice_lapses()
    operations._notice_lapses()

    assert lapses(volunteer) == 1
    assert mail_to(volunteer.person)[-1].subject == "Something to renew before you go on"

    newest = db.session.query(Handbook).order_by(Handbook.number.desc()).first()
    has_read(volunteer.person, newest)
    assert missing(volunteer) == []
    held_clock.move_on(days=365 * 2)  # the training runs out
    operations._notice_lapses()
    assert lapses(volunteer) == 2


def test_nobody_is_told_of_a_gate_before_they_were_cleared(held_clock):
    volunteer = VolunteerFactory(ready=True, without="clearance")
    held_clock.move_on(days=365 * 4)

    operations._notice_lapses()

    assert lapses(volunteer) == 0


@pytest.mark.committed
def test_of_two_who_clear_at_once_one_does(together):
    volunteer = VolunteerFactory(ready=True, without="clearance")
    people_ids = [coordinator().id, safeguarding_lead().id]
    key = volunteer.reference

    def clear(person_id):
        return operations.clear_volunteer(
            Volunteer.by_key(key), by=db.session.get(Person, person_id)
        )

    results = together([lambda one=one: clear(one) for one in people_ids])

    assert sum(isinstance(one, Refused) for one in results) == 1


def test_ready_volunteers_are_those_who_miss_nothing():
    ready = VolunteerFactory(ready=True)
    VolunteerFactory(ready=True, without="dbs")

    found = db.session.scalars(queries.ready_volunteers(clock.today())).all()

    assert found == [ready]
    assert not db.session.scalars(queries.ready_volunteers(clock.today() - timedelta(days=1))).all()


def one_to_one(volunteer, state="awaiting_setup"):
    """Their promise of time one to one."""
    return TimePledgeFactory(person=volunteer.person, state=state)


def test_clearing_a_volunteer_starts_what_they_promised():
    volunteer = VolunteerFactory(ready=True, without="clearance")
    mine, other = (
        one_to_one(volunteer),
        MoneyPledgeFactory(person=volunteer.person, channel=Channel.BANK_TRANSFER),
    )

    operations.clear_volunteer(volunteer, by=coordinator())

    assert mine.state == PledgeState.ACTIVE
    assert mine.started_on == clock.today()
    assert other.state == PledgeState.AWAITING_SETUP


def test_a_promise_that_rests_stays_so_when_its_volunteer_is_cleared():
    volunteer = VolunteerFactory(ready=True)
    mine = one_to_one(volunteer, "paused")
    operations.withdraw_clearance(volunteer, "To be talked over", by=coordinator())

    operations.clear_volunteer(volunteer, by=coordinator())

    assert mine.state == PledgeState.PAUSED


def test_whoever_stops_volunteering_promises_it_no_more(mail_to):
    team, volunteer = coordinator(), VolunteerFactory(ready=True)
    mine = one_to_one(volunteer, "active")

    operations.leave(volunteer, LeavingReason.OWN_CHOICE, by=volunteer.person)

    assert mine.state == PledgeState.ENDED
    assert not mail_to(team)


@pytest.mark.parametrize("act", [pledges.pause, pledges.end])
def test_whoever_rests_their_promise_is_rung_before_a_young_person_hears(act, mail_to):
    team, volunteer = coordinator(), VolunteerFactory(ready=True)

    act(one_to_one(volunteer, "active"), by=volunteer.person)

    (letter,) = mail_to(team)
    assert volunteer.reference in letter.body
    assert volunteer.person.name not in letter.subject + letter.body
    assert missing(volunteer) == []


def test_nobody_is_rung_over_a_promise_of_money(mail_to):
    team, volunteer = coordinator(), VolunteerFactory(ready=True)

    pledges.end(
        MoneyPledgeFactory(person=volunteer.person, channel=Channel.BANK_TRANSFER),
        by=volunteer.person,
    )

    assert not mail_to(team)


def test_whoever_leaves_the_council_stops_volunteering_on_their_last_day(held_clock):
    volunteer = VolunteerFactory(ready=True)
    people.leave(volunteer.person, clock.today() + timedelta(days=2), by=SYSTEM)
    assert missing(volunteer) == []

    held_clock.move_on(days=2)
    assert operations._stop_leavers() == 1

    assert Gate.NOT_LEFT in missing(volunteer)
    assert volunteer.left_reason == LeavingReason.CHANGED_JOB
    assert operations._stop_leavers() == 0


def test_whoever_has_left_the_council_stops_volunteering_at_once():
    volunteer = VolunteerFactory(ready=True)

    people.leave(volunteer.person, clock.today(), by=SYSTEM)

    assert Gate.NOT_LEFT in missing(volunteer)
    assert lapses(volunteer) == 1


@pytest.mark.parametrize(
    "hello",
    [
        "Text me: 07700 900 123",
        "I am @dana on there",
        "Look at dana.example.com",
        "Call me Mr Pretend",
    ],
)
def test_a_greeting_holds_no_way_to_be_in_touch_and_no_surname(hello):
    with pytest.raises(Refused, match="out") as refusal:
        VolunteerFactory(person=staff(name="Dana Pretend"), profile=hello)

    assert refusal.value.field == "profile"
