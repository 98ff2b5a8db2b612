"""What is due, what was removed, what is held back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.audit import AuditEntry, AuditReason
from nolimits.kernel.db import db
from nolimits.kernel.dictionary import Keep
from nolimits.people.models import Person
from nolimits.retention.due import Due, Period, before, due
from nolimits.retention.due import waiting_for_copy as codes_without_copy
from nolimits.retention.models import LegalHold, RetentionPeriod, RetentionRun, Tombstone
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson

Counts = dict[str, dict[str, int]]  # by class, then by table


def periods(on: date) -> dict[Keep, Period]:
    """How long each class is kept on a day: as was set last, else as in the dictionary."""
    told = {one: (one.years, one.months, one.days) for one in Keep}
    rows = db.session.scalars(
        sa.select(RetentionPeriod)
        .where(RetentionPeriod.from_on <= on)
        .order_by(RetentionPeriod.from_on)
    )
    return told | {Keep[one.keep]: (one.years, one.months, one.days) for one in rows}


def told(on: date) -> dict[Keep, str]:
    """How long each class is kept, in words, as it holds on a day."""
    return {keep: keep.said(*period) for keep, period in periods(on).items()}


def all_due(as_at: date) -> list[Due]:
    """Everything that is due on a day."""
    return list(_of_day(as_at, tuple(periods(as_at).items())))


@lru_cache(maxsize=4)
def _of_day(as_at: date, told: tuple[tuple[Keep, Period], ...]) -> tuple[Due, ...]:
    """The questions of a day, which a removal asks for each of its parts: made once."""
    return tuple(due(as_at, dict(told)))


def counted(as_at: date) -> Counts:
    """How many rows are due on a day, by class and table; nothing is changed."""
    counts: Counts = {}
    for one in all_due(as_at):
        number = db.session.scalar(sa.select(sa.func.count()).select_from(one.rows.subquery()))
        if number:
            counts.setdefault(one.keep.name, {})[one.table.name] = number
    return counts


@dataclass(frozen=True)
class Line:
    """One line of what is due: a class, a table, how many rows."""

    keep: Keep
    table: str
    number: int


def lines(counts: Counts) -> list[Line]:
    """Counts as lines, in the order of the dictionary."""
    return [
        Line(keep, table, number)
        for keep in Keep
        for table, number in sorted(counts.get(keep.name, {}).items())
    ]


def waiting_for_copy(by: Actor, as_at: date) -> Sequence[str]:
    """The codes of those whose contact logs have to be in the case record before they go."""
    limit = before(as_at, periods(as_at)[Keep.CARE_CONTENT])
    apart = YoungPerson.id.in_(kept_apart_from(by))
    return db.session.scalars(codes_without_copy(limit).where(~apart)).all()


def lost_reasons() -> int:
    """How many reasons are gone from beside the trail that no removal took."""
    gone = Tombstone.in_table == AuditReason.__tablename__
    typed, stand, removed = (
        db.session.scalar(one) or 0
        for one in (
            sa.select(sa.func.count(AuditEntry.reason_hash)),
            sa.select(sa.func.count(AuditReason.id)),
            sa.select(sa.func.count(Tombstone.id)).where(gone),
        )
    )
    return typed - stand - removed


def open_run() -> RetentionRun | None:
    """The removal that is proposed or agreed, and neither done nor stopped."""
    return db.session.scalar(
        sa.select(RetentionRun).where(
            RetentionRun.done_at.is_(None), RetentionRun.stopped_at.is_(None)
        )
    )


def past_runs() -> Sequence[RetentionRun]:
    """What was removed, newest first."""
    return db.session.scalars(
        sa.select(RetentionRun)
        .where(RetentionRun.done_at.is_not(None))
        .options(joinedload(RetentionRun.proposed_by), joinedload(RetentionRun.agreed_by))
        .order_by(RetentionRun.id.desc())
        .limit(20)
    ).all()


def holds(by: Actor) -> Sequence[LegalHold]:
    """The holds that stand and that someone may read of, newest first."""
    apart = LegalHold.young_person.has(YoungPerson.id.in_(kept_apart_from(by)))
    account = LegalHold.person.has(Person.kept_apart.any(person_id=by.id))
    return db.session.scalars(
        sa.select(LegalHold)
        .where(LegalHold.lifted_at.is_(None), ~apart, ~account)
        .options(joinedload(LegalHold.person), joinedload(LegalHold.young_person))
        .order_by(LegalHold.id.desc())
    ).all()


def cut_off(keep: Keep) -> date:
    """The day before which things of a short-lived class go by themselves."""
    today = clock.today()
    return before(today, periods(today)[keep])
