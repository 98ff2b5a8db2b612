"""What is done until a reference has come: written again, declined, another named in its place."""

from datetime import timedelta

import sqlalchemy as sa

from nolimits.checks import queries
from nolimits.checks.links import send_new_link, still_awaited
from nolimits.checks.models import Event, ReferenceContext, ReferenceRequest, Suitability
from nolimits.checks.operations import CHASE_AFTER, ask_reference
from nolimits.checks.referees import Referee
from nolimits.checks.refusals import has_applied
from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, lock, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.people.telling import tell_coordinators

SILENT_AFTER = timedelta(days=15)  # as from November 2026: after two letters, another is asked


@transaction
def decline_reference(token: str, *, by: Actor) -> ReferenceRequest:
    """Say, as a referee, that one would rather not; nobody asks why."""
    require(by, Permission.ANSWER_REFERENCE)
    reference = ReferenceRequest.by_token(token)
    if reference is None:
        raise Refused("This link no longer works. We may have sent you a newer one")
    still_awaited(reference)
    change(
        reference,
        where=sa.and_(
            ReferenceRequest.received_on.is_(None), ReferenceRequest.declined_on.is_(None)
        ),
        declined_on=clock.today(),
    )
    audit.record(Event.REFERENCE_DECLINED, reference, by=by, person=reference.person_id)
    _want_another(reference, by)
    return reference


@transaction
def renew_link(token: str, *, by: Actor) -> None:
    """Send a referee whose link has run out another, to the address that was given and no other."""
    require(by, Permission.ANSWER_REFERENCE)
    reference = ReferenceRequest.by_token(token)
    if reference is None or not reference.is_over:
        raise Refused("This link no longer works. Look for our last email")
    still_awaited(reference)
    send_new_link(reference)
    audit.record(Event.REFERENCE_CHASED, reference, by=by, person=reference.person_id)


@transaction
def want_another(reference: ReferenceRequest, *, by: Actor) -> None:
    """Have the volunteer name somebody else, without a word of which referee it is about."""
    require(by, Permission.RECORD_CHECK, reference)
    if reference.decision == Suitability.SUITABLE or reference.replaced_on:
        raise Refused("This reference needs no other in its place")
    if reference.another_wanted_on:
        raise Refused("The volunteer was asked for another already")
    if reference.received_on and not reference.decided_on:
        raise Refused("Decide on what they wrote first")
    has_applied(reference.person)
    _want_another(reference, by)


@transaction
def name_referee(person: Person, referee: Referee, *, by: Actor) -> ReferenceRequest:
    """Name, as the volunteer, another referee where one more is needed."""
    require(by, Permission.ASK_REFERENCE, person)
    lock(person)
    abroad = referee.context is ReferenceContext.ABROAD
    wanting = [one for one in queries.wanting(person) if queries.is_abroad(one) == abroad]
    if not (queries.wants_abroad(person) if abroad else wanting):
        raise Refused("Nobody else is needed now")
    for one in wanting[:1]:
        change(one, where=ReferenceRequest.replaced_on.is_(None), replaced_on=clock.today())
        audit.record(Event.REFERENCE_REPLACED, one, by=by, person=person.id)
    return ask_reference(person, referee, by=by, any_context=True)


@transaction
def chase_all(*, by: Actor) -> int:
    """Write again to who has not answered for 5 days, and 10; after 15 tell the coordinators."""
    require(by, Permission.CHASE_REFERENCES)
    done, today = 0, clock.today()
    for reference in queries.unanswered():
        asked = reference.asked_on
        due = max(n for n in (0, 1, 2) if asked + n * CHASE_AFTER <= today)
        if Role.VOLUNTEER not in reference.person.roles:
            continue
        if asked + SILENT_AFTER <= today:
            if reference.another_wanted_on is None:
                _want_another(reference, by)
                done += 1
        elif due and (reference.chased_on or asked) < asked + due * CHASE_AFTER:
            send_new_link(reference)
            audit.record(Event.REFERENCE_CHASED, reference, by=by, person=reference.person_id)
            done += 1
    return done


@jobs.nightly("references_to_chase", hour=7)
def _chase_this_morning() -> int:
    """Early, so that a letter stands on top when a working day begins."""
    return chase_all(by=SYSTEM)


def _want_another(reference: ReferenceRequest, by: Actor) -> None:
    """The volunteer reads that one more is needed; coordinators read that something needs them."""
    if reference.another_wanted_on or Role.VOLUNTEER not in reference.person.roles:
        return
    change(
        reference,
        where=ReferenceRequest.another_wanted_on.is_(None),
        another_wanted_on=clock.today(),
    )
    audit.record(Event.REFERENCE_ANOTHER_WANTED, reference, by=by, person=reference.person_id)
    mail.queue(reference.person, "referee_wanted")
    tell_coordinators(but=reference.person_id)
