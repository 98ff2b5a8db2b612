"""What is done on the way to being a ready volunteer, and on the way out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from nolimits.checks.operations import ask_reference
from nolimits.checks.referees import Referee
from nolimits.checks.refusals import not_their_referee
from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import listed
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import SLOTS, Area, Interest, Person
from nolimits.people.models import Event as PeopleEvent
from nolimits.people.operations import end_role, grant_role
from nolimits.people.queries import holders
from nolimits.pledges import operations as pledges
from nolimits.pledges import queries as pledges_queries
from nolimits.pledges.models import Event as PledgeEvent
from nolimits.pledges.models import Pledge, PledgeState, Route
from nolimits.safeguarding import operations as safeguarding
from nolimits.safeguarding import queries as safeguarding_queries
from nolimits.safeguarding.models import ContactStop
from nolimits.safeguarding.models import Event as SafeguardingEvent
from nolimits.volunteers import queries
from nolimits.volunteers.leaving import DutyToRefer, grounds
from nolimits.volunteers.listening import lapse
from nolimits.volunteers.models import (
    NEUTRAL,
    Agreement,
    Clearance,
    Event,
    Hold,
    LeavingReason,
    Volunteer,
)
from nolimits.volunteers.readiness import Gate
from nolimits.volunteers.wording import told_too_much


@dataclass(frozen=True)
class Application:
    """What somebody says who asks to volunteer."""

    motivation: str
    area: Area
    interests: list[Interest]
    availability: list[str]
    profile: str
    referees: tuple[Referee, Referee]
    capacity: int = 1


@transaction
def apply(application: Application, *, by: Actor) -> Volunteer:
    """Ask to volunteer, and have both referees written to."""
    require(by, Permission.APPLY_TO_VOLUNTEER)
    if not application.availability or not set(application.availability) <= set(SLOTS):
        raise Refused("Choose when you could give time", "availability")
    if why := told_too_much(application.profile, db.session.get_one(Person, by.id).name):
        raise Refused(why, "profile")
    volunteer = Volunteer(
        person_id=by.id,
        area=application.area,
        applied_on=clock.today(),
        motivation=application.motivation,
        profile=application.profile,
        interests=[interest.value for interest in application.interests],
        availability=application.availability,
        capacity=application.capacity,
    )
    with refusing("You have applied before. Talk to a coordinator about coming back"):
        db.session.add(volunteer)
    person = volunteer.person
    if Role.VOLUNTEER not in person.roles:
        grant_role(person, Role.VOLUNTEER, by=SYSTEM)
    audit.record(Event.APPLIED, volunteer, by=by)
    for referee in application.referees:
        ask_reference(person, referee, by=by)
    mail.queue(person, "volunteer_applied", volunteer=volunteer)
    return volunteer


@transaction
def sign_agreement(volunteer: Volunteer, *, by: Actor) -> Agreement:
    """Promise to keep to the volunteer agreement."""
    require(by, Permission.MEET_OWN_GATE, volunteer)
    lock(volunteer)
    _still_here(volunteer)
    agreement = Agreement(volunteer_id=volunteer.id, signed_on=clock.today())
    with refusing("You have signed already"):
        db.session.add(agreement)
    audit.record(Event.AGREEMENT_SIGNED, volunteer, by=by)
    return agreement


@transaction
def clear_volunteer(volunteer: Volunteer, *, by: Actor) -> Clearance:
    """Say, having looked at everything, that a volunteer may start (R-REC-5)."""
    require(by, Permission.CLEAR_VOLUNTEER, volunteer)
    lock(volunteer)
    not_their_referee(by, volunteer.person_id)
    missing = queries.missing_gates(volunteer, on=clock.today())
    if safeguarding_queries.is_stopped(volunteer.person_id):
        raise Refused(NEUTRAL)
    if left := [str(one) for one in missing if one.gate != Gate.CLEARANCE]:
        raise Refused(f"{volunteer.person.name} still needs {listed(left)}")
    clearance = Clearance(volunteer_id=volunteer.id, cleared_by_id=by.id, cleared_on=clock.today())
    with refusing(f"{volunteer.person.name} is cleared already"):
        db.session.add(clearance)
    audit.record(Event.CLEARED, volunteer, by=by)
    for pledge in pledges_queries.one_to_one_of(volunteer.person):
        if pledge.state == PledgeState.AWAITING_SETUP:
            pledges.start(pledge, by=SYSTEM)
    mail.queue(volunteer.person, "volunteer_cleared", volunteer=volunteer)
    return clearance


@transaction
def withdraw_clearance(volunteer: Volunteer, reason: str, *, by: Actor) -> None:
    """Take back that a volunteer may volunteer; their matches pause at once."""
    require(by, Permission.CLEAR_VOLUNTEER, volunteer)
    clearance = next((one for one in volunteer.clearances if one.until_on is None), None)
    if clearance is None:
        raise Refused("They are not cleared")
    change(clearance, where=Clearance.until_on.is_(None), until_on=clock.today())
    audit.record(Event.CLEARANCE_WITHDRAWN, volunteer, by=by, reason=reason)
    lapse(volunteer, Gate.CLEARANCE, by)


@transaction
def put_on_hold(volunteer: Volunteer, reason: str, *, by: Actor) -> Hold:
    """Have a volunteer take a break; their matches pause at once."""
    require(by, Permission.PUT_ON_HOLD, volunteer)
    _still_here(volunteer)
    hold = Hold(volunteer_id=volunteer.id, from_on=clock.today(), reason=reason)
    with refusing("They are on a break already"):
        db.session.add(hold)
    audit.record(Event.PUT_ON_HOLD, volunteer, by=by)
    lapse(volunteer, Gate.NOT_ON_HOLD, by)
    return hold


@transaction
def return_from_hold(volunteer: Volunteer, *, by: Actor) -> None:
    """Welcome a volunteer back after a break."""
    require(by, Permission.PUT_ON_HOLD, volunteer)
    hold = next((one for one in volunteer.holds if one.until_on is None), None)
    if hold is None:
        raise Refused("They are not on a break")
    if safeguarding_queries.is_stopped(volunteer.person_id):
        raise Refused(NEUTRAL)
    change(hold, where=Hold.until_on.is_(None), until_on=clock.today())
    audit.record(Event.RETURNED, volunteer, by=by)


@transaction
def leave(
    volunteer: Volunteer,
    reason: LeavingReason,
    *,
    by: Actor,
    harm: bool = False,
    duty: DutyToRefer | None = None,
) -> None:
    """Stop volunteering: clearance and support end, and so do the role's pages, at once.

    With `harm`, whatever the reason, the decision on the DBS comes with it (R-DBS-18).
    """
    require(by, Permission.STOP_VOLUNTEERING, volunteer)
    _still_here(volunteer)
    change(
        volunteer,
        where=Volunteer.left_on.is_(None),
        left_on=clock.today(),
        left_reason=reason,
        **grounds(volunteer, harm, duty),
    )
    going_on: list[Any] = [*volunteer.clearances, *volunteer.supports, *volunteer.holds]
    for row in going_on:
        row.until_on = row.until_on or clock.today()
    if Role.VOLUNTEER in volunteer.person.roles:
        end_role(volunteer.person, Role.VOLUNTEER, by=SYSTEM)
    for pledge in pledges_queries.one_to_one_of(volunteer.person):
        pledges.end(pledge, by=SYSTEM, reason="stopped volunteering")
    audit.record(Event.LEFT, volunteer, by=by, reason=reason.value)
    safeguarding.notice_leaving(volunteer.person, by=SYSTEM)
    lapse(volunteer, Gate.NOT_LEFT, by)


@transaction
def notice_lapse(volunteer: Volunteer, gate: Gate, on: date, *, by: Actor) -> None:
    """Make known that time alone closed a gate; their matches pause at once."""
    require(by, Permission.NOTICE_LAPSE)
    lock(volunteer)
    seen = queries.last_lapses([volunteer.id]).get(volunteer.id)
    if seen is None or seen < on:
        audit.record(Event.GATE_LAPSED, volunteer, by=by, gate=gate.value, on=on.isoformat())
        mail.queue(volunteer.person, "gate_lapsed", gate=gate)


@jobs.nightly("volunteers_whose_gates_lapsed")
def _notice_lapses() -> int:
    """Look for gates of cleared volunteers that closed with the day; the number found."""
    found = queries.newly_lapsed(clock.today())
    for volunteer, gate, on in found:
        notice_lapse(volunteer, gate, on, by=SYSTEM)
    return len(found)


@audit.heard(SafeguardingEvent.CONTACT_STOPPED)
def _on_contact_stopped(stop: ContactStop, *, by: Actor) -> None:
    """Whoever is to meet nobody pauses like anybody who pauses (R-SAF-4)."""
    volunteer = queries.volunteer_of(stop.person_id)
    if volunteer is None or volunteer.left_on:
        return
    if all(one.until_on for one in volunteer.holds):
        volunteer.holds.append(Hold(from_on=clock.today(), reason=NEUTRAL))
        audit.record(Event.PUT_ON_HOLD, volunteer, by=by)
    lapse(volunteer, Gate.NOT_ON_HOLD, by)


@audit.heard(PeopleEvent.PERSON_LEFT)
def _on_person_left(person: Person, *, by: Actor) -> None:
    """Whoever has left the council is no volunteer of it; a last day yet to come is waited for."""
    _stop_leavers()


@audit.heard(PeopleEvent.PERSON_SUSPENDED)
@audit.heard(PeopleEvent.ROLE_ENDED)
def _on_account_shut(person: Person, *, by: Actor) -> None:
    """Whoever cannot sign in as a volunteer meets nobody either; each match waits for a person."""
    volunteer = queries.volunteer_of(person.id)
    if volunteer and not volunteer.left_on and Role.VOLUNTEER not in person.roles:
        lapse(volunteer, Gate.ACCOUNT, by)


@jobs.nightly("volunteers_who_left_the_council")
def _stop_leavers() -> int:
    """End the volunteering of people whose last day has come; how many."""
    left = queries.whose_last_day_came(clock.today())
    for volunteer in left:
        leave(volunteer, LeavingReason.CHANGED_JOB, by=SYSTEM)
    return len(left)


@audit.heard(PledgeEvent.PLEDGE_PAUSED)
@audit.heard(PledgeEvent.PLEDGE_ENDED)
def _on_promise_rests(pledge: Pledge, *, by: Actor) -> None:
    """Whoever stops giving time one to one is rung first, so that it ends well for somebody."""
    volunteer = queries.volunteer_of(by.id)
    if volunteer and volunteer.person_id == pledge.person_id and pledge.route == Route.ONE_TO_ONE:
        for coordinator in holders(Role.COORDINATOR):
            mail.queue(coordinator, "volunteer_to_ring", volunteer=volunteer)


def _still_here(volunteer: Volunteer) -> None:
    if volunteer.left_on:
        raise Refused("The volunteering has ended already")
