"""What is done to check a person: identity, interview, references."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.backgrounds.models import Event as BackgroundEvent
from nolimits.backgrounds.models import OverseasCheck, SelfDisclosure
from nolimits.checks import queries
from nolimits.checks.documents import EVIDENCE, Document
from nolimits.checks.links import send_new_link, still_awaited
from nolimits.checks.models import (
    Event,
    IdentityCheck,
    Interview,
    RecruiterTraining,
    ReferenceContext,
    ReferenceRequest,
    Suitability,
    Verified,
)
from nolimits.checks.referees import Referee, letterbox
from nolimits.checks.refusals import has_applied, not_in_future, not_their_referee
from nolimits.checks.talk import QUESTIONS, Scores, worried
from nolimits.kernel import audit, clock, crypto, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person

# Settings as from November 2026; each is the council's own policy unless a rule is named.
CHASE_AFTER = timedelta(days=5)


@transaction
def record_identity(
    person: Person, documents: Sequence[Document], seen_on: date, *, by: Actor
) -> IdentityCheck:
    """Write down which originals showed somebody's name, date of birth and address."""
    require(by, Permission.RECORD_CHECK, person)
    has_applied(person)
    not_in_future(seen_on, "seen_on")
    shown = frozenset[str]().union(*(EVIDENCE[one] for one in documents))
    if lacking := [f for f in ("name", "date of birth", "address") if f not in shown]:
        raise Refused(f"These documents do not show their {' or '.join(lacking)}", "documents")
    check = IdentityCheck(
        person_id=person.id, seen_on=seen_on, seen_by_id=by.id, documents=sorted(documents)
    )
    db.session.add(check)
    audit.record(Event.IDENTITY_SEEN, check, by=by, person=person.id)
    return check


@transaction
def record_recruiter_training(person: Person, trained_on: date, *, by: Actor) -> RecruiterTraining:
    """Write down that somebody who interviews was trained in safer recruitment."""
    require(by, Permission.RECORD_CHECK, person)
    not_in_future(trained_on, "trained_on")
    if not person.roles & set(queries.INTERVIEWERS):
        raise Refused("Only coordinators, safeguarding leads and support mentors interview")
    training = RecruiterTraining(person_id=person.id, trained_on=trained_on, recorded_by_id=by.id)
    with refusing("That day is on record already", "trained_on"):
        db.session.add(training)
    audit.record(Event.RECRUITER_TRAINED, training, by=by, person=person.id)
    return training


@transaction
def record_interview(
    person: Person,
    first: Person,
    second: Person,
    outcome: Suitability,
    held_on: date,
    *,
    scores: Scores,
    apart: bool,
    by: Actor,
) -> Interview:
    """Write down that two people talked with somebody who applied, and what came of it.

    Both have said that they are `apart`: no relative or partner of theirs, and no referee.
    """
    require(by, Permission.RECORD_CHECK, person)
    has_applied(person)
    not_in_future(held_on, "held_on")
    if not apart:
        raise Refused("Only people who are not related to them interview them", "apart")
    if set(scores) != set(QUESTIONS):
        raise Refused("Score each of the six questions")
    _may_interview(person, first, second, held_on)
    if outcome == Suitability.SUITABLE and (worries := worried(scores)):
        raise Refused(f"Nobody is suitable with a worry about this: {worries[0]}", "outcome")
    interview = Interview(
        person_id=person.id,
        first_interviewer_id=first.id,
        second_interviewer_id=second.id,
        outcome=outcome,
        held_on=held_on,
        scores={name: list(said) for name, said in scores.items()},
    )
    db.session.add(interview)
    audit.record(Event.INTERVIEWED, interview, by=by, person=person.id, apart=apart)
    return interview


def _may_interview(person: Person, first: Person, second: Person, on: date) -> None:
    if first.id == second.id:
        raise Refused("Choose two different interviewers", "second")
    if person.id in (first.id, second.id):
        raise Refused("Nobody interviews themself", "first")
    if any(queries.is_referee(one, person.id) for one in (first, second)):
        raise Refused("A referee cannot be an interviewer too", "first")
    if not (queries.is_trained(first, on) or queries.is_trained(second, on)):
        raise Refused("One of the two must be trained in safer recruitment", "first")


@transaction
def ask_reference(
    person: Person, referee: Referee, *, by: Actor, any_context: bool = False
) -> ReferenceRequest:
    """Ask somebody, by an emailed link, what they know of a person who applied.

    With `any_context`, from whichever part of life: a refusal would tell who is not asked any more.
    """
    require(by, Permission.ASK_REFERENCE, person)
    has_applied(person)
    lock(person)  # nobody is asked twice under two spellings of one address
    if letterbox(referee.email) in {letterbox(person.email), letterbox(person.new_email)}:
        raise Refused("A referee is somebody else: this is their own address", "email")
    asked = queries.referee_addresses(person) - {referee.address}
    if letterbox(referee.email) in {letterbox(one) for one in asked}:
        raise Refused("This is an address of somebody who was asked already", "email")
    if queries.has_interviewed(referee.email, person):
        raise Refused("Somebody who interviewed them cannot be a referee too", "email")
    if referee.years_known < queries.LEAST_YEARS:
        raise Refused("A referee must have known them for 2 years or more", "years_known")
    if not any_context and referee.context in queries.contexts(person) - {ReferenceContext.ABROAD}:
        raise Refused("The two referees must know them from different parts of life", "context")
    token = crypto.new_token()
    request = ReferenceRequest(
        person=person,
        referee_name=referee.name,
        email=referee.address,
        context=referee.context,
        years_known=referee.years_known,
        token_print=crypto.fingerprint(token),
        asked_on=clock.today(),
    )
    with refusing("This person was asked already. Give another referee", "email"):
        db.session.add(request)
    audit.record(Event.REFERENCE_ASKED, request, by=by, person=person.id)
    mail.queue(request, "reference_asked", reference=request, token=token)
    return request


@transaction
def chase_reference(reference: ReferenceRequest, *, by: Actor) -> None:
    """Write to a referee again, with a new link in place of the old one."""
    require(by, Permission.RECORD_CHECK, reference)
    still_awaited(reference)
    written = reference.chased_on or reference.asked_on
    if clock.today() < written + CHASE_AFTER:
        raise Refused("We have only just written to them. Give them 5 days")
    send_new_link(reference)
    audit.record(Event.REFERENCE_CHASED, reference, by=by, person=reference.person_id)


@transaction
def receive_reference(token: str, answers: dict[str, Any], *, by: Actor) -> ReferenceRequest:
    """Take a referee's answers; their link is the only key, and works once."""
    require(by, Permission.ANSWER_REFERENCE)
    reference = ReferenceRequest.by_token(token)
    if reference is None:
        raise Refused("This link no longer works. We may have sent you a newer one")
    still_awaited(reference)
    if by.id == reference.person_id:
        raise Refused("You are signed in as the person whom this is about. Sign out first")
    if reference.is_over:
        raise Refused("This link has run out. Ask for a new one")
    change(
        reference,
        where=sa.and_(
            ReferenceRequest.received_on.is_(None), ReferenceRequest.declined_on.is_(None)
        ),
        received_on=clock.today(),
        answers=answers,
    )
    audit.record(Event.REFERENCE_RECEIVED, reference, by=by, person=reference.person_id)
    return reference


@transaction
def decide_reference(
    reference: ReferenceRequest,
    decision: Suitability,
    verified: Verified | None = None,
    *,
    by: Actor,
) -> None:
    """Accept a reference that was received, from somebody seen to be who they say, or do not."""
    require(by, Permission.RECORD_CHECK, reference)
    if reference.answers is None or reference.replaced_on:
        raise Refused("There is nothing to decide on: no answer has come")
    not_their_referee(by, reference.person_id)
    lock(reference.person)  # two from one part of life are never accepted at once
    against = queries.against(reference) if decision == Suitability.SUITABLE else None
    if against:
        raise Refused(f"{against}. Ask for another", "decision")
    if decision == Suitability.SUITABLE and verified is None:
        raise Refused("Say how you checked that it is them", "verified")
    change(
        reference,
        where=ReferenceRequest.decided_on.is_(None),
        decision=decision,
        decided_on=clock.today(),
        decided_by_id=by.id,
        verified=verified if decision == Suitability.SUITABLE else None,
    )
    audit.record(Event.REFERENCE_DECIDED, reference, by=by, person=reference.person_id)


@transaction
def replace_reference(
    reference: ReferenceRequest, referee: Referee, *, by: Actor
) -> ReferenceRequest:
    """Ask somebody else in place of a referee who did not answer, or not well enough."""
    require(by, Permission.RECORD_CHECK, reference)
    if reference.decision == Suitability.SUITABLE:
        raise Refused("This reference was accepted, so it needs no other in its place")
    change(reference, where=ReferenceRequest.replaced_on.is_(None), replaced_on=clock.today())
    audit.record(Event.REFERENCE_REPLACED, reference, by=by, person=reference.person_id)
    return ask_reference(reference.person, referee, by=by)


@audit.heard(BackgroundEvent.DISCLOSURE_DECIDED)
@audit.heard(BackgroundEvent.DISCLOSURE_SECONDED)
@audit.heard(BackgroundEvent.OVERSEAS_APPROVED)
def _not_by_their_referee(about: SelfDisclosure | OverseasCheck, *, by: Actor) -> None:
    """Whoever speaks for somebody decides nothing about them, one room down either (R-REC-5)."""
    not_their_referee(by, about.person_id)
