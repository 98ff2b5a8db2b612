"""Reads about young people, always by code and only those whom the reader may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.audit import AuditEntry, Looks
from nolimits.kernel.db import Model, db
from nolimits.people.models import Area, Person
from nolimits.people.queries import by_email, told_at, told_by
from nolimits.young_people.apart import kept_apart_from, may_know
from nolimits.young_people.models import (
    AdultTie,
    CareBasis,
    Consent,
    ConsentGiver,
    ConsentScope,
    Tie,
    YoungPerson,
    YoungPersonState,
)

Wanted = tuple[ConsentScope, ConsentGiver]

OWN = frozenset({ConsentGiver.YOUNG_PERSON})
WITH_COUNCIL = OWN | {ConsentGiver.COUNCIL}
WITH_PARENT = OWN | {ConsentGiver.PARENT}
WHO_CONSENTS: dict[CareBasis | None, tuple[tuple[int, frozenset[ConsentGiver]], ...]] = {
    # From which age, whose yes is needed (R-CARE-5). A parent here is whoever holds parental
    # responsibility beside or instead of the council, a special guardian too.
    CareBasis.CARE_ORDER: ((0, WITH_COUNCIL), (16, OWN), (18, OWN)),
    CareBasis.ACCOMMODATED: ((0, WITH_PARENT), (16, OWN), (18, OWN)),
    CareBasis.SPECIAL_GUARDIANSHIP: ((0, WITH_PARENT), (16, OWN), (18, OWN)),
    None: ((0, WITH_PARENT), (16, OWN), (18, OWN)),
}
BEFORE_MATCHING = (ConsentScope.TAKING_PART, ConsentScope.MATCHING)
BEFORE_ACTIVITIES = (ConsentScope.TAKING_PART, ConsentScope.ACTIVITIES)


def required_consents(age: int, basis: CareBasis | None) -> frozenset[ConsentGiver]:
    """Whose yes is needed at an age in whole years, by the basis of care (R-CARE-5)."""
    return next(givers for from_age, givers in reversed(WHO_CONSENTS[basis]) if age >= from_age)


def needed_consents(
    young_person: YoungPerson, *, on: date, scopes: Sequence[ConsentScope] = BEFORE_MATCHING
) -> list[Wanted]:
    """Every yes that a young person needs on a day before something, as a match."""
    givers = required_consents(young_person.age_on(on), young_person.basis_on(on))
    return [(scope, giver) for scope in scopes for giver in sorted(givers)]


def missing_consents(
    young_person: YoungPerson, *, on: date, scopes: Sequence[ConsentScope] = BEFORE_MATCHING
) -> list[Wanted]:
    """The needed yeses that nobody has given, or that were withdrawn."""
    given = {(one.scope, one.giver) for one in young_person.consents if one.withdrawn_on is None}
    needed = needed_consents(young_person, on=on, scopes=scopes)
    return [wanted for wanted in needed if wanted not in given]


@dataclass(frozen=True)
class ConsentRow:
    """One yes that is needed or was given: when, by whom written down, and whether it stands."""

    scope: ConsentScope
    giver: ConsentGiver
    needed: bool
    given_on: date | None
    withdrawn_on: date | None

    @property
    def stands(self) -> bool:
        """Whether it was given and not withdrawn."""
        return self.given_on is not None and self.withdrawn_on is None


def consent_rows(young_person: YoungPerson) -> list[ConsentRow]:
    """Every yes that is needed today, then every other that was ever given."""
    today = clock.today()
    going = needed_consents(young_person, on=today, scopes=BEFORE_ACTIVITIES[1:])
    # Their own yes to going along is the first yes that they say to something.
    others = [wanted for wanted in going if wanted[1] not in OWN]
    needed = [*needed_consents(young_person, on=today), *others]
    in_order = sorted(young_person.consents, key=lambda one: one.withdrawn_on is None)
    newest = {(one.scope, one.giver): (one.given_on, one.withdrawn_on) for one in in_order}
    more = [one for one in newest if one not in needed]
    return [
        ConsentRow(*which, which in needed, *newest.get(which, (None, None)))
        for which in (*needed, *more)
    ]


def open_consent(young_person: YoungPerson, scope: ConsentScope, giver: ConsentGiver) -> Any:
    """The yes that stands now, or None."""
    return db.session.scalar(
        sa.select(Consent).where(
            Consent.young_person_id == young_person.id,
            Consent.scope == scope,
            Consent.giver == giver,
            Consent.withdrawn_on.is_(None),
        )
    )


def shares_profile(young_person: YoungPerson) -> bool:
    """Whether they agreed that a volunteer sees what they like and when they are free."""
    own = (ConsentScope.SHARING_PROFILE, ConsentGiver.YOUNG_PERSON)
    return any((o.scope, o.giver) == own and not o.withdrawn_on for o in young_person.consents)


def open_tie(young_person: YoungPerson, person: Person, tie: Tie) -> AdultTie | None:
    """The tie that holds now between a young person and an adult."""
    return db.session.scalar(
        sa.select(AdultTie).where(
            AdultTie.young_person_id == young_person.id,
            AdultTie.person_id == person.id,
            AdultTie.tie == tie,
            AdultTie.until_on.is_(None),
        )
    )


def are_tied(young_person: YoungPerson, person_id: int) -> bool:
    """Whether an adult works with them, is related, or is named as not this person (R-MAT-1)."""
    return any(one.person_id == person_id and one.until_on is None for one in young_person.ties)


def visible_to(person: Actor) -> sa.ColumnElement[bool]:
    """Those whom someone may know of: a coordinator all who take part, a worker their own."""
    if Role.COORDINATOR in person.roles:
        taking_part = YoungPerson.state != YoungPersonState.ENDED
        return sa.and_(taking_part, YoungPerson.id.not_in(kept_apart_from(person)))
    return in_caseload_of(person)


def in_caseload_of(person: Actor) -> sa.ColumnElement[bool]:
    """Those who take part and whose worker, accepted by a coordinator, somebody on the staff is."""
    if Role.STAFF not in person.roles:
        return sa.false()
    return sa.and_(
        YoungPerson.worker_id == person.id,
        YoungPerson.worker_accepted_on.is_not(None),
        YoungPerson.state != YoungPersonState.ENDED,
        YoungPerson.id.not_in(kept_apart_from(person)),
    )


def knows_any(person: Actor) -> bool:
    """Whether there is a young person of whom someone may know; a coordinator need not look."""
    if Role.COORDINATOR in person.roles:
        return True
    known = sa.select(YoungPerson.id).where(visible_to(person))
    return bool(db.session.scalar(sa.select(known.exists())))


def ready_to_match() -> Sequence[YoungPerson]:
    """Everyone who waits for a mentor, with all that matching asks."""
    return db.session.scalars(
        sa.select(YoungPerson)
        .where(YoungPerson.state == YoungPersonState.READY_TO_MATCH)
        .options(
            joinedload(YoungPerson.area),
            selectinload(YoungPerson.consents),
            selectinload(YoungPerson.ties),
            selectinload(YoungPerson.care_periods),
        )
        .order_by(YoungPerson.reference)
    ).all()


def history(record: Model, *, but: Collection[str] = ()) -> list[dict[str, str]]:
    """What was done about a record, newest first, some events aside; young people are codes."""
    rows = db.session.execute(
        sa.select(AuditEntry, sa.func.coalesce(YoungPerson.reference, Person.name))
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .outerjoin(YoungPerson, YoungPerson.person_id == Person.id)
        .where(AuditEntry.record_type == record.__tablename__, AuditEntry.record_id == record.id)
        .where(AuditEntry.event.not_in([Looks.LOOKED_AT, *but]))
        .order_by(AuditEntry.id.desc())
    )
    return [
        {"when": told_at(one), "what": _told(one), "who": told_by(one, name or "No Limits itself")}
        for one, name in rows
    ]


def _told(entry: AuditEntry) -> str:
    """An entry in words: "Consent given: matching, council"."""
    event = entry.event.removeprefix(f"{entry.record_type}_")
    more = [
        str(entry.detail[key])
        for key in ("scope", "giver", "whose", "basis")
        if entry.detail.get(key)
    ]
    said = event.replace("_", " ").capitalize() + (f": {', '.join(more)}" if more else "")
    return f"{said} ({entry.reason})".replace("_", " ") if entry.reason else said.replace("_", " ")


def written_to(young_person: YoungPerson) -> list[Person]:
    """Who gets the letters about them: their worker, or the coordinators until one is accepted."""
    return [young_person.worker] if young_person.caseload_id else may_know(young_person)


def referrals_of(person: Actor) -> Sequence[YoungPerson]:
    """Those whom somebody on the staff put forward and does not see; the newest first."""
    if Role.STAFF not in person.roles:
        return []
    own = sa.select(YoungPerson).where(YoungPerson.referred_by_id == person.id)
    unseen = own.where(~visible_to(person), YoungPerson.id.not_in(kept_apart_from(person)))
    return db.session.scalars(unseen.order_by(YoungPerson.id.desc())).all()


def of_person(person: Actor) -> YoungPerson | None:
    """The young person whose account this is."""
    return db.session.scalar(sa.select(YoungPerson).where(YoungPerson.person_id == person.id))


def worker_by_email(email: str) -> Person | None:
    """The member of staff who reads mail at an address; of others' addresses nothing is told."""
    person = by_email(email)
    return person if person and Role.STAFF in person.roles else None


def adult_by_email(email: str) -> Person | None:
    """The adult who reads mail at an address; whether a young person does is told to nobody."""
    person = by_email(email)
    return person if person and Role.YOUNG_PERSON not in person.roles else None


def areas() -> Sequence[Area]:
    """The parts of the borough by name."""
    return db.session.scalars(sa.select(Area).order_by(Area.name)).all()


def area_by_name(name: str) -> Area:
    """One part of the borough."""
    return db.session.scalars(sa.select(Area).where(Area.name == name)).one()


def own_yeses(young_person: YoungPerson) -> set[ConsentScope]:
    """What they have said yes to themselves, and still do."""
    own = [one for one in young_person.consents if one.giver is ConsentGiver.YOUNG_PERSON]
    return {one.scope for one in own if one.withdrawn_on is None}


def open_ties(young_person: YoungPerson) -> set[tuple[int, Tie]]:
    """Who is tied to them today, and how."""
    return {(one.person_id, one.tie) for one in young_person.ties if one.until_on is None}


def tie_of(young_person: YoungPerson, number: int) -> AdultTie | None:
    """One of a young person's ties, by its number."""
    return next((one for one in young_person.ties if one.id == number), None)
