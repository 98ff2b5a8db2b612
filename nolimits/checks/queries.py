"""Reads about checks."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.backgrounds import queries as backgrounds
from nolimits.backgrounds.abroad import EXTRA_REFERENCES, later
from nolimits.backgrounds.models import OverseasWay
from nolimits.checks.models import (
    IdentityCheck,
    Interview,
    RecruiterTraining,
    ReferenceContext,
    ReferenceRequest,
    ReferenceState,
    Suitability,
)
from nolimits.checks.referees import letterbox, postcode
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.people.queries import holds

LEAST_YEARS = 2  # R-REC-2
TRAINED_YEARS = 3  # as from November 2026: how long training in safer recruitment counts
INTERVIEWERS = (Role.COORDINATOR, Role.SAFEGUARDING_LEAD, Role.SUPPORT_MENTOR)


def references(person: Actor) -> list[ReferenceRequest]:
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


def unanswered() -> list[ReferenceRequest]:
    """All from whom an answer is waited for, the first asked first."""
    waits = sa.and_(
        ReferenceRequest.received_on.is_(None),
        ReferenceRequest.declined_on.is_(None),
        ReferenceRequest.replaced_on.is_(None),
    )
    with_roles = joinedload(ReferenceRequest.person).selectinload(Person.grants)
    asked = sa.select(ReferenceRequest).options(with_roles).where(waits)
    return list(db.session.scalars(asked.order_by(ReferenceRequest.id)))


def wanting(person: Actor) -> list[ReferenceRequest]:
    """In whose place a person was asked to name another; who has answered well since is kept."""
    well = ReferenceRequest.received_on.is_not(None) & ReferenceRequest.decision.is_(None)
    rows = sa.select(ReferenceRequest).where(
        ReferenceRequest.person_id == person.id,
        ReferenceRequest.another_wanted_on.is_not(None),
        ReferenceRequest.replaced_on.is_(None),
        sa.func.coalesce(ReferenceRequest.decision, "") != Suitability.SUITABLE,
        ~well,
    )
    return list(db.session.scalars(rows.order_by(ReferenceRequest.id)))


def wants_abroad(person: Actor) -> bool:
    """Whether a person's time abroad is looked into by references, and some are not named yet."""
    overseas = backgrounds.overseas_of(person)
    if overseas is None or overseas.way is not OverseasWay.REFERENCES:
        return False
    gone = {one.id for one in wanting(person)}
    still = [
        one
        for one in references(person)
        if is_abroad(one) and one.replaced_on is None and one.id not in gone
    ]
    return len(still) < EXTRA_REFERENCES


def is_abroad(reference: ReferenceRequest) -> bool:
    """Whether somebody is asked about time abroad, beside the two whom everybody names."""
    return reference.context is ReferenceContext.ABROAD


def asked_to_name(person: Actor) -> list[ReferenceContext]:
    """From which parts of life a person is to name one more referee; none where none is needed."""
    if wants_abroad(person):
        return [ReferenceContext.ABROAD]
    return never_asked(person) if any(not is_abroad(one) for one in wanting(person)) else []


def never_asked(person: Actor) -> list[ReferenceContext]:
    """From which parts of life nobody was asked yet; all of them where somebody was from each."""
    ours = list(ReferenceContext)
    ours.remove(ReferenceContext.ABROAD)
    asked = {one.context for one in references(person)}
    return [one for one in ours if one not in asked] or ours


def home_of(person: Person) -> str:
    """The postcode where somebody lives now, as they told it."""
    background = backgrounds.background_of(person)
    lived = backgrounds.addresses_of(background) if background else []
    return postcode(lived[0].words) if lived else ""


def referee_addresses(person: Person) -> set[str]:
    """The addresses of everyone who was asked about a person."""
    rows = sa.select(ReferenceRequest.email).where(ReferenceRequest.person_id == person.id)
    return set(db.session.scalars(rows))


def is_referee(by: Actor, person_id: int) -> bool:
    """Whether somebody was asked about a person, under any spelling of their address (R-REC-5)."""
    rows = sa.select(ReferenceRequest.email).where(ReferenceRequest.person_id == person_id)
    own = letterbox(address_of(by))
    return any(own == letterbox(one) for one in db.session.scalars(rows))


def has_interviewed(email: str, person: Person) -> bool:
    """Whether an address is that of somebody who interviewed a person."""
    them = sa.or_(
        Person.id == Interview.first_interviewer_id, Person.id == Interview.second_interviewer_id
    )
    rows = sa.select(Person.email).join(Interview, them).where(Interview.person_id == person.id)
    return any(letterbox(email) == letterbox(one) for one in db.session.scalars(rows))


def against(reference: ReferenceRequest) -> str | None:
    """Why a reference cannot be accepted, whatever else it says (R-REC-2)."""
    answers = reference.answers or {}
    if answers.get("related") == "yes" or answers.get("lives_with") == "yes":
        return "A relative or partner, or somebody of the same household, cannot be a referee"
    years = answers.get("years")  # 0 is an answer; who answered before it was asked gave none
    if years is not None and int(years) < LEAST_YEARS:
        return "They say that they have known them for less than 2 years"
    if answers.get("worries") == "yes":
        return "They know of a reason for worry, which is the safeguarding lead's to look at"
    others = [one for one in references(reference.person) if one.id != reference.id]
    accepted = {one.context for one in others if one.state is ReferenceState.ACCEPTED}
    if reference.context in accepted - {ReferenceContext.ABROAD}:
        return "Another accepted referee knows them from the same part of life"
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


def is_trained(person: Person, on: date) -> bool:
    """Whether somebody's training in safer recruitment counts on a day."""
    counts = sa.exists().where(
        RecruiterTraining.person_id == person.id,
        RecruiterTraining.trained_on <= on,
        RecruiterTraining.trained_on > later(on, -TRAINED_YEARS),
    )
    return bool(db.session.scalar(sa.select(counts)))


def trained_ids(on: date) -> set[int]:
    """The numbers of all whose training in safer recruitment counts on a day."""
    rows = sa.select(RecruiterTraining.person_id).where(
        RecruiterTraining.trained_on <= on,
        RecruiterTraining.trained_on > later(on, -TRAINED_YEARS),
    )
    return set(db.session.scalars(rows))


def interviewers(person: Person) -> list[Person]:
    """Everyone who may interview somebody."""
    others = sa.select(Person).where(holds(*INTERVIEWERS), Person.id != person.id)
    with_roles = others.options(selectinload(Person.grants)).order_by(Person.name, Person.id)
    return list(db.session.scalars(with_roles))
