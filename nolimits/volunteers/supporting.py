"""Who stands behind whom: what support mentors said they can, who is chosen, who takes over."""

from itertools import groupby

from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import counted
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Event as PeopleEvent
from nolimits.people.models import Person
from nolimits.people.queries import holders
from nolimits.volunteers import pool
from nolimits.volunteers.listening import look
from nolimits.volunteers.models import Event, Support, SupportCapacity, Volunteer
from nolimits.volunteers.readiness import Gate

MOST = 20


@transaction
def say_capacity(person: Person, most: int, *, by: Actor) -> SupportCapacity:
    """Say how many volunteers a support mentor can support, from today."""
    require(by, Permission.SAY_CAPACITY, person)
    if Role.SUPPORT_MENTOR not in person.roles:
        raise Refused(f"{person.name} is not a support mentor")
    if not 0 <= most <= MOST:
        raise Refused(f"Enter a number from 0 to {MOST}", "most")
    lock(person)
    before = pool.capacity_of(person.id)
    if before and before.most == most:
        return before
    if before:
        before.until_on = clock.today()
        db.session.flush()
    said = SupportCapacity(person_id=person.id, most=most, from_on=clock.today())
    with refusing("Somebody has just said another number. Look again", "most"):
        db.session.add(said)
    audit.record(Event.CAPACITY_SAID, person, by=by, most=most)
    return said


@transaction
def assign_support_mentor(
    volunteer: Volunteer, mentor: Person, *, by: Actor, reason: str | None = None
) -> Support:
    """Put an experienced person behind a volunteer, in place of whoever stood there before.

    Who said that they can support no more is chosen only with a reason.
    """
    require(by, Permission.ASSIGN_SUPPORT_MENTOR, volunteer)
    lock(mentor)  # first, as whoever hands over does: two who each choose them see one another
    lock(volunteer)
    reason = (reason or "").strip()
    _may_support(volunteer, mentor)
    said, number = pool.capacity_of(mentor.id), len(pool.supported_by(mentor.id))
    if said and number >= said.most and not reason:
        told = f"{mentor.name} supports {counted(number, 'volunteer')} and can support {said.most}"
        raise Refused(f"{told}. Choose somebody else, or say why it is them", "reason")
    today = clock.today()
    for before in volunteer.supports:
        before.until_on = before.until_on or today
    db.session.flush()
    support = Support(volunteer=volunteer, mentor=mentor, from_on=today)
    with refusing("Somebody has just chosen a support mentor. Look again"):
        db.session.add(support)
    chosen = Event.SUPPORT_MENTOR_ASSIGNED
    audit.record(chosen, volunteer, by=by, reason=reason or None, mentor=mentor.id)
    return support


def _may_support(volunteer: Volunteer, mentor: Person) -> None:
    """Refuse whoever may not stand behind a volunteer; who is tied to whom is not said."""
    if mentor.id == volunteer.person_id:
        raise Refused("Nobody is their own support mentor", "mentor")
    if Role.SUPPORT_MENTOR not in mentor.roles:
        raise Refused(f"{mentor.name} is not a support mentor", "mentor")
    if volunteer.support_mentor_id == mentor.id:
        raise Refused(f"{mentor.name} is their support mentor already", "mentor")
    reading = {mentor.id, *(one.cover_id for one in pool.covers_of([mentor.id]))}
    if reading & pool.unapt(volunteer):
        told = f"{mentor.name} is too close to stand behind {volunteer.person.name}"
        told = told if len(reading) == 1 else f"{told}, or whoever covers for them is"
        raise Refused(f"{told}. Choose somebody else", "mentor")


@transaction
def hand_over(mentor: Person, to: Person, *, by: Actor, reason: str | None = None) -> int:
    """Have another stand behind everyone behind whom somebody stands; all of them or none."""
    require(by, Permission.HAND_OVER_SUPPORT, mentor)
    volunteers = pool.supported_by(mentor.id)
    if not volunteers:
        raise Refused(f"{mentor.name} supports nobody today")
    for volunteer in volunteers:
        if volunteer.person_id == by.id:
            raise Refused("You are one of them, so another coordinator does this")
        try:
            assign_support_mentor(volunteer, to, by=by, reason=reason)
        except Refused as refusal:
            raise Refused(f"{volunteer.person.name}: {refusal.message}", refusal.field) from refusal
    audit.record(Event.SUPPORT_HANDED_OVER, mentor, by=by, to=to.id, number=len(volunteers))
    return len(volunteers)


@transaction
def end_support(support: Support, *, by: Actor) -> None:
    """Note that whoever stood behind a volunteer does so no more; what they had is not ready."""
    require(by, Permission.NOTICE_LAPSE)
    change(support, where=Support.until_on.is_(None), until_on=clock.today())
    volunteer = support.volunteer
    audit.record(Event.SUPPORT_MENTOR_STOPPED, volunteer, by=by, mentor=support.mentor_id)
    look(volunteer.person_id, Gate.SUPPORT_MENTOR, by)


@jobs.nightly("support_mentors_gone")
@transaction
def _end_of_support() -> int:
    """End what support mentors did who are none today; how many volunteers they leave behind."""
    gone = pool.left_behind(clock.today())
    for _, supports in groupby(gone, key=lambda one: one.mentor_id):
        ended = list(supports)
        for support in ended:
            end_support(support, by=SYSTEM)
        for coordinator in holders(Role.COORDINATOR):
            who, number = ended[0].mentor, len(ended)
            mail.queue(coordinator, "support_mentor_gone", person=who, number=number)
    return len(gone)


@audit.heard(PeopleEvent.PERSON_LEFT)
@audit.heard(PeopleEvent.PERSON_SUSPENDED)
@audit.heard(PeopleEvent.ROLE_ENDED)
def _on_support_mentor_gone(person: Person, *, by: Actor) -> None:
    """Whoever is a support mentor no more stands behind nobody, from that moment."""
    _end_of_support()
