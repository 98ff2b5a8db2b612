"""Reads about volunteers: who is ready, what each still needs, lists."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.backgrounds.models import OverseasWay
from nolimits.checks.models import ReferenceRequest, Suitability
from nolimits.handbook.models import Audience, Handbook
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db
from nolimits.kernel.permissions import Permission, can
from nolimits.people.models import Person
from nolimits.safeguarding.about import About, stands_for
from nolimits.training.kinds import WARNINGS
from nolimits.training.models import TrainingProgramme
from nolimits.volunteers import dated, gates
from nolimits.volunteers import readiness as engine
from nolimits.volunteers.models import Cover, Event, Support, Volunteer
from nolimits.volunteers.readiness import (
    Facts,
    Gate,
    Missing,
    Overseas,
    Said,
    Span,
    Told,
)
from nolimits.volunteers.texts import Text, Version

SOON = timedelta(days=max(WARNINGS))

# --- Who is ready -------------------------------------------------------------------------------


def readiness(on: date, ids: Collection[int] | None = None) -> dict[int, tuple[Gate, ...]]:
    """The gates that each volunteer misses on a day, in one statement; none missing is ready."""
    conditions = gates.passes(on)
    statement = sa.select(Volunteer.id, *conditions.values())
    if ids is not None:
        statement = statement.where(Volunteer.id.in_(ids))
    return {
        row[0]: tuple(gate for gate, passed in zip(conditions, row[1:], strict=True) if not passed)
        for row in db.session.execute(statement)
    }


def ready_volunteers(on: date) -> sa.Select[Any]:
    """Those who pass every gate on a day."""
    return sa.select(Volunteer).where(*gates.passes(on).values()).order_by(Volunteer.id)


_NEVER = sa.cast(sa.null(), sa.Date)
_OF_ALL: sa.CompoundSelect[Any] = sa.union_all(
    sa.select(
        Handbook.number,
        Handbook.published_on,
        Handbook.due_on,
        sa.cast(Handbook.audience, sa.String),
    ),
    sa.select(TrainingProgramme.id, _NEVER, _NEVER, sa.literal("")).where(
        TrainingProgramme.for_readiness.is_(True)
    ),
)


def facts(ids: Collection[int] | None = None) -> dict[int, Facts]:
    """All that bears on the readiness of some volunteers, or of all, in two statements."""
    asked = frozenset[int]()
    versions: dict[str, tuple[Version, ...]] = defaultdict(tuple)
    for number, out_on, due_on, audience in db.session.execute(_OF_ALL):
        if audience:
            versions[audience] += (Version(number, out_on, due_on),)
        else:
            asked |= {number}
    found: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    statement = dated.dated(of_some=ids is not None)
    rows = db.session.execute(statement, None if ids is None else {"ids": list(ids)})
    for volunteer_id, kind, from_on, until_on, number, text in rows:
        span = Span(from_on, until_on)
        found[volunteer_id][kind].append(_fact(kind, span, number, text))
    return {
        volunteer_id: Facts(
            applied=kinds.pop("applied")[0],
            programmes=asked,
            handbook=Text(versions[Audience.EVERYONE], tuple(kinds.pop("read_everyone", ()))),
            guidance=Text(versions[Audience.MENTOR], tuple(kinds.pop("read_mentor", ()))),
            **{kind: tuple(rows) for kind, rows in kinds.items()},
        )
        for volunteer_id, kinds in found.items()
    }


def _fact(kind: str, span: Span, number: int, text: str) -> Any:
    """A row as the engine takes it."""
    if kind in ("interviews", "dbs"):
        return Said(number, text == Suitability.SUITABLE, span)
    if kind in ("disclosures", "backgrounds"):
        return Told(number, span.from_on, span.until_on, int(text or 0))
    if kind == "overseas":
        by_references = text == OverseasWay.REFERENCES
        return Overseas(number, by_references, span.from_on, span.until_on or span.from_on)
    return {
        "references": (text, span),
        "passes": (number, span),
        "read_everyone": (number, span.from_on),
        "read_mentor": (number, span.from_on),
    }.get(kind, span)


def facts_of(volunteer: Volunteer) -> Facts:
    """All that bears on one volunteer's readiness, in two statements."""
    return facts([volunteer.id])[volunteer.id]


def missing_gates(volunteer: Volunteer, on: date) -> list[Missing]:
    """What one volunteer still needs on a day; empty when they are ready."""
    return engine.missing(facts_of(volunteer), on)


# --- Gates that time closes ---------------------------------------------------------------------


def last_lapses(ids: Collection[int]) -> dict[int, date]:
    """The day on which each volunteer's gates were last said to have closed."""
    rows = db.session.execute(
        sa.select(AuditEntry.record_id, sa.func.max(AuditEntry.at))
        .where(
            AuditEntry.record_type == Volunteer.__tablename__,
            AuditEntry.record_id.in_(ids),
            AuditEntry.event == Event.GATE_LAPSED.value,
        )
        .group_by(AuditEntry.record_id)
    )
    return {record_id: clock.london_day(at) for record_id, at in rows}


def cleared_without(gate: Gate, on: date) -> list[Volunteer]:
    """Those who were cleared and still volunteer, and do not pass a gate on a day."""
    passed = gates.passes(on)
    lacking = sa.and_(~passed[gate], passed[Gate.CLEARANCE], passed[Gate.NOT_LEFT])
    return list(db.session.scalars(sa.select(Volunteer).where(lacking)))


def newly_lapsed(on: date) -> list[tuple[Volunteer, Gate, date]]:
    """Cleared volunteers with a gate that time closed, of which nobody was told yet."""
    timed, gone = {Gate.DBS, Gate.TRAINING, Gate.HANDBOOK}, {Gate.CLEARANCE, Gate.NOT_LEFT}
    ids = [
        volunteer_id
        for volunteer_id, missing in readiness(on).items()
        if timed & set(missing) and not gone & set(missing)
    ]
    told = last_lapses(ids)
    closed = {}
    for volunteer_id, known in facts(ids).items() if ids else ():
        lapsed = engine.lapses(known, on)
        gate = max(lapsed, key=lambda gate: lapsed[gate], default=None)
        if gate and (volunteer_id not in told or told[volunteer_id] < lapsed[gate]):
            closed[volunteer_id] = (gate, lapsed[gate])
    found = db.session.scalars(sa.select(Volunteer).where(Volunteer.id.in_(closed)))
    return [(volunteer, *closed[volunteer.id]) for volunteer in found]


def running_out(on: date) -> dict[int, dict[Gate, date]]:
    """Of those who volunteer, the gates that time alone closes soon, each with its day."""
    ids = db.session.scalars(sa.select(Volunteer.id).where(gates.ends(on, on + SOON))).all()
    known = facts(ids) if ids else {}
    return {one: engine.next_lapse(theirs, on, SOON) for one, theirs in known.items()}


# --- Lists and records --------------------------------------------------------------------------


@stands_for("V")
def _about(reference: str, by: Actor) -> About:
    volunteer = Volunteer.by_key(reference)
    seen = can(by, Permission.SEE_VOLUNTEER, volunteer)
    return About(adult=volunteer.person, seen=seen) if volunteer else About()


def volunteer_of(person_id: int | None) -> Volunteer | None:
    """The volunteer whom a person is, or was."""
    return db.session.scalar(sa.select(Volunteer).where(Volunteer.person_id == person_id))


def by_id(ids: Collection[int]) -> dict[int, Volunteer]:
    """Some volunteers by their numbers, with their accounts."""
    some = sa.select(Volunteer).options(joinedload(Volunteer.person)).where(Volunteer.id.in_(ids))
    return {one.id: one for one in db.session.scalars(some)}


def whose_last_day_came(on: date) -> list[Volunteer]:
    """Volunteers still, whose last day at the council has come."""
    over = sa.and_(Volunteer.left_on.is_(None), Volunteer.person.has(Person.left_on <= on))
    return list(db.session.scalars(sa.select(Volunteer).where(over)))


def awaits_referee(volunteer: Volunteer) -> bool:
    """Whether a referee has not answered yet, so that a word of the volunteer may help."""
    waits = sa.exists().where(
        ReferenceRequest.person_id == volunteer.person_id,
        ReferenceRequest.received_on.is_(None),
        ReferenceRequest.replaced_on.is_(None),
    )
    return bool(db.session.scalar(sa.select(waits)))


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """Everyone, for those who run the scheme; for a support mentor, whom they stand behind."""
    if by.roles & {Role.COORDINATOR, Role.SAFEGUARDING_LEAD}:
        return sa.true()
    return Volunteer.supports.any(stands_behind(by))


def stands_behind(by: Actor) -> sa.ColumnElement[bool]:
    """Support that somebody gives today, or gives while whoever does is away."""
    today = clock.today()
    covers = Support.covers.any(
        sa.and_(Cover.cover_id == by.id, Cover.from_on <= today, Cover.until_on > today)
    )
    return sa.and_(Support.until_on.is_(None), sa.or_(Support.mentor_id == by.id, covers))
