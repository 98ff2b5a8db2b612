"""Reads about concerns: only ever those that whoever asks may know of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.people.queries import holders
from nolimits.safeguarding import deadlines
from nolimits.safeguarding.about import about
from nolimits.safeguarding.kinds import Source, What, Why
from nolimits.safeguarding.models import (
    Concern,
    ConcernStep,
    ContactStop,
    Event,
    KeptFrom,
    OverdueNotice,
)
from nolimits.young_people import names
from nolimits.young_people.models import Tie, YoungPerson

FAR = datetime.max.replace(tzinfo=UTC)
DRAFT = "concern"
EVERYDAY = names.EVERYDAY | frozenset(
    "baker bell black brook brown carter cook cross dale day dean eve field fisher forest frank "
    "grant gray green grey hall heather hill holly hunt hunter ivy king lane law lily long love "
    "mason miles moss olive page park patience penny poppy price ray read rich river robin sandy "
    "short small star stone sunny taylor the walker ward west white wood woods young "
    "cllr dr miss mr mrs ms".split()
)
"""Parts of names that are words of every day."""
FINDERS = {Role.COORDINATOR, Role.ADMINISTRATOR}
"""Who learns that no lead may have a concern: they find one, and can give them the role."""


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """Those that someone may read: a safeguarding lead's, but for those kept from them."""
    if Role.SAFEGUARDING_LEAD not in by.roles:
        return sa.false()
    kept = sa.and_(KeptFrom.person_id == by.id, KeptFrom.until_at.is_(None))
    return ~Concern.kept.any(kept)


def _open() -> sa.ColumnElement[bool]:
    """Those that nobody closed, or that were looked at anew since."""
    last = (
        sa.select(sa.func.max(ConcernStep.number))
        .where(
            ConcernStep.concern_id == Concern.id,
            ConcernStep.what.in_((What.TRIAGED, What.CLOSED)),
        )
        .correlate(Concern)
        .scalar_subquery()
    )
    closed = Concern.steps.any(sa.and_(ConcernStep.what == What.CLOSED, ConcernStep.number == last))
    return ~closed


def _whole() -> sa.Select[Concern]:
    return sa.select(Concern).options(
        selectinload(Concern.steps).joinedload(ConcernStep.by),
        selectinload(Concern.kept).joinedload(KeptFrom.person),
        joinedload(Concern.raised_by),
        joinedload(Concern.young_person),
    )


def open_concerns(by: Actor) -> list[Concern]:
    """The open ones that someone may read, what is due first before the rest."""
    return _by_due(db.session.scalars(_whole().where(visible_to(by), _open())))


def closed_concerns(by: Actor) -> sa.Select[Any]:
    """The closed ones that someone may read, the newest first."""
    return _whole().where(visible_to(by), ~_open()).order_by(Concern.id.desc())


def _by_due(concerns: Iterable[Concern]) -> list[Concern]:
    return sorted(concerns, key=lambda one: (one.due_at or FAR, one.raised_at, one.id))


def others(concern: Concern, by: Actor) -> list[Concern]:
    """What else somebody may read about the same young person or the same adults, newest first."""
    named = [one.person_id for one in concern.kept if one.why is Why.NAMED]
    same = [Concern.kept.any(sa.and_(KeptFrom.person_id.in_(named), KeptFrom.why == Why.NAMED))]
    if concern.young_person_id:
        same.append(Concern.young_person_id == concern.young_person_id)
    found = _whole().where(visible_to(by), Concern.id != concern.id, sa.or_(*same))
    return list(db.session.scalars(found.order_by(Concern.id.desc())))


def takers(concern: Concern) -> list[Person]:
    """The safeguarding leads who may have a concern."""
    kept = concern.kept_from_ids
    return [one for one in holders(Role.SAFEGUARDING_LEAD) if one.id not in kept]


def is_read(concern: Concern, by: Actor) -> bool:
    """Whether whoever raised a concern is told that a lead can read it.

    Anybody can type a code: whoever cannot see its young person does not learn here that a lead is
    kept apart from them.
    """
    if concern.source is Source.YOUNG_PERSON or about(concern.came_from or "", by).seen:
        return bool(takers(concern))
    told = {one.person_id for one in concern.kept if not one.until_at and one.why != Why.RELATED}
    return any(one.id not in told for one in holders(Role.SAFEGUARDING_LEAD))


def finders_of_a_lead(concern: Concern) -> list[Person]:
    """Those who find another lead where none may have a concern, but for those kept from it."""
    kept = concern.kept_from_ids
    found = {one.id: one for role in sorted(FINDERS) for one in holders(role)}
    return [one for one in found.values() if one.id not in kept]


def without_lead(by: Actor) -> int:
    """How many open concerns no lead may have, for those who may know that much."""
    if not FINDERS & by.roles:
        return 0
    leads = {one.id for one in holders(Role.SAFEGUARDING_LEAD)}
    mine = sa.and_(KeptFrom.person_id == by.id, KeptFrom.until_at.is_(None))
    told = db.session.scalars(_whole().where(_open(), ~Concern.kept.any(mine)))
    return sum(1 for one in told if leads <= one.kept_from_ids)


def all_about(young_person: YoungPerson) -> list[Concern]:
    """Every concern about a young person."""
    found = sa.select(Concern).where(Concern.young_person_id == young_person.id)
    return list(db.session.scalars(found))


def told_by(young_person: YoungPerson) -> list[Concern]:
    """What a young person told themself."""
    return [one for one in all_about(young_person) if one.source is Source.YOUNG_PERSON]


def raised_by(person: Actor) -> list[Concern]:
    """What somebody raised themself, the newest first."""
    own = sa.select(Concern).where(Concern.raised_by_id == person.id)
    return list(db.session.scalars(own.order_by(Concern.id.desc())))


# --- Whom a concern is about --------------------------------------------------------------------


def mentors_of(young_person: YoungPerson) -> list[Person]:
    """The mentors whom a young person meets, is about to, or would meet after a pause."""
    return [one.volunteer.person for one in _taken_up(young_person)]


def _taken_up(young_person: YoungPerson) -> list[Any]:
    return [one for one in young_person.matches if one.taken_up_on and not one.ended_on]


def close_to(young_person: YoungPerson | None, *, themself: bool) -> set[int]:
    """The accounts of adults who are too close to a young person to read what is said of them.

    What they tell themself goes past everybody who works with them, too, and past their mentors
    and those who support these: so it is promised.
    """
    if young_person is None:
        return set()
    ties = [one for one in young_person.ties if one.until_on is None]
    close = {one.person_id for one in ties if themself or one.tie != Tie.WORKS_WITH}
    if themself:
        volunteers = [one.volunteer for one in _taken_up(young_person)]
        close |= {young_person.worker_id, *(one.person_id for one in volunteers)}
        behind = ((one.support_mentor_id, one.covering_id) for one in volunteers)
        close |= {number for pair in behind for number in pair if number}
    return close


def kept_person(concern: Concern, reference: str) -> Person | None:
    """Somebody from whom a concern is kept, by the reference of their account."""
    kept = (one.person for one in concern.kept)
    return next((one for one in kept if one.reference == reference), None)


def mentioned(texts: Iterable[str | None], leads: Sequence[Person]) -> list[Person]:
    """Those of whose name a part stands in what somebody wrote, in capitals or not.

    One lead too many is the safe side. Only where none would be left does a word of every day in
    small letters ("may", "will") name nobody; as names are written, or in full, it still does.
    """
    text = " ".join(filter(None, texts))
    found = [one for one in leads if _named(one, text)]
    if len(found) < len(leads):
        return found
    return [one for one in leads if _named(one, text, EVERYDAY)]


def _named(person: Person, text: str, everyday: frozenset[str] = frozenset()) -> bool:
    """Whether a part of a name stands in a text; some parts not in small letters."""
    parts = [one for one in re.split(r"[\s-]+", person.name) if len(one) > 1]
    whole = person.name.casefold() in text.casefold()
    return whole or any(names.stands_in(one, text, everyday) for one in parts)


def is_stopped(person_id: int | None) -> bool:
    """Whether an adult meets nobody for now, on a safeguarding lead's word."""
    stops = sa.exists().where(ContactStop.person_id == person_id, ContactStop.until_at.is_(None))
    return bool(db.session.scalar(sa.select(stops)))


def allegations_about(person_id: int) -> list[Concern]:
    """The open concerns about what an adult did."""
    named = sa.and_(KeptFrom.person_id == person_id, KeptFrom.until_at.is_(None))
    found = db.session.scalars(_whole().where(_open(), Concern.kept.any(named)))
    return [one for one in found if one.is_allegation and person_id in {by.id for by in one.named}]


def names_adult(person_id: int) -> bool:
    """Whether an open concern is about what an adult did."""
    return bool(allegations_about(person_id))


def stopped_volunteering(concern: Concern) -> datetime | None:
    """When somebody whom a concern is about stopped volunteering, since it was raised."""
    return next(
        (one.at for one in audit.timeline(concern) if one.event == Event.STOPPED_VOLUNTEERING),
        None,
    )


# --- In a copy of somebody's own data -----------------------------------------------------------


def rows_that_tell(person_id: int | None) -> set[tuple[str, int]]:
    """The rows, by table and number, by which somebody would learn that a concern names them."""
    return {
        (kind.__tablename__, number)
        for kind in (KeptFrom, ContactStop)
        for number in db.session.scalars(sa.select(kind.id).where(kind.person_id == person_id))
    }


def kept_from_any(numbers: sa.Select[Any]) -> sa.Select[Any]:
    """The accounts from which any of some concerns is kept; `numbers` selects the concerns."""
    return sa.select(KeptFrom.person_id).where(
        KeptFrom.concern_id.in_(numbers), KeptFrom.until_at.is_(None)
    )


# --- What is overdue ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Overdue:
    """A concern of which something is overdue, and the number that its next notice has."""

    concern: Concern
    number: int


def overdue(now: datetime) -> list[Overdue]:
    """Open concerns of which something is overdue, and of which nobody was told for a while."""
    concerns = db.session.scalars(_whole().where(_open())).all()
    late = [one for one in concerns if one.due_at and one.due_at < now]
    last = {
        row.concern_id: row
        for row in db.session.execute(
            sa.select(
                OverdueNotice.concern_id,
                sa.func.max(OverdueNotice.number).label("number"),
                sa.func.max(OverdueNotice.at).label("at"),
            )
            .where(OverdueNotice.concern_id.in_([one.id for one in late]))
            .group_by(OverdueNotice.concern_id)
        )
    }
    wait = deadlines.limits_on(clock.london_day(now)).repeat_after
    return [
        Overdue(one, last[one.id].number + 1 if one.id in last else 1)
        for one in late
        if one.id not in last or last[one.id].at + wait <= now
    ]
