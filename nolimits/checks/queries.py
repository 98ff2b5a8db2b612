"""Reads about checks."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.checks.models import (
    IdentityCheck,
    Interview,
    ReferenceContext,
    ReferenceRequest,
)
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.people.queries import holders

INTERVIEWERS = (Role.COORDINATOR, Role.SAFEGUARDING_LEAD, Role.SUPPORT_MENTOR)


def references(person: Person) -> list[ReferenceRequest]:
    """Everyone who was asked about a person, those replaced too, in the order of asking."""
    return list(
        db.session.scalars(
            sa.select(ReferenceRequest)
            .options(joinedload(ReferenceRequest.person))
            .where(ReferenceRequest.person_id == person.id)
            .order_by(ReferenceRequest.id)
        )
    )


def contexts(person: Person) -> set[ReferenceContext]:
    """From where the referees know a person who were asked and not replaced."""
    rows = sa.select(ReferenceRequest.context).where(
        ReferenceRequest.person_id == person.id, ReferenceRequest.replaced_on.is_(None)
    )
    return set(db.session.scalars(rows))


def referee_addresses(person: Person) -> set[str]:
    """The addresses of everyone who was asked about a person."""
    rows = sa.select(ReferenceRequest.email).where(ReferenceRequest.person_id == person.id)
    return set(db.session.scalars(rows))


def against(reference: ReferenceRequest) -> str | None:
    """Why a reference cannot be accepted, whatever else it says (R-REC-2)."""
    answers = reference.answers or {}
    if answers.get("related") == "yes":
        return "A relative or partner cannot be a referee"
    if answers.get("worries") == "yes":
        return "They know of a reason for worry, which is the safeguarding lead's to look at"
    return None


def address_of(actor: Actor) -> str | None:
    """The address of whoever acts."""
    return db.session.scalar(sa.select(Person.email).where(Person.id == actor.id))


def latest_identity(person: Person) -> IdentityCheck | None:
    """When somebody's originals were last seen."""
    return db.session.scalar(
        sa.select(IdentityCheck)
        .options(joinedload(IdentityCheck.seen_by))
        .where(IdentityCheck.person_id == person.id)
        .order_by(IdentityCheck.id.desc())
        .limit(1)
    )


def latest_interview(person: Person) -> Interview | None:
    """The interview that counts: the last that was recorded."""
    return db.session.scalar(
        sa.select(Interview)
        .options(joinedload(Interview.first_interviewer), joinedload(Interview.second_interviewer))
        .where(Interview.person_id == person.id)
        .order_by(Interview.id.desc())
        .limit(1)
    )


def interviewers(person: Person) -> list[Person]:
    """Everyone who may interview somebody."""
    found = {one.id: one for role in INTERVIEWERS for one in holders(role) if one.id != person.id}
    return sorted(found.values(), key=lambda one: one.name)
