"""What tests of the kernel write down: the smallest operations that there are."""

from enum import StrEnum

import sqlalchemy as sa

from nolimits.kernel import audit
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import db, transaction
from nolimits.people.models import Directorate


class Event(StrEnum):
    """What happened in a test."""

    NAMED = "named_in_a_test"


@transaction
def name_directorate(name: str, *, by: Actor = SYSTEM, reason: str | None = None) -> Directorate:
    """Add a directorate with an audit entry."""
    directorate = Directorate(name=name)
    db.session.add(directorate)
    audit.record(Event.NAMED, directorate, by=by, reason=reason, length=len(name))
    return directorate


@transaction
def write_entry(number: int, *, by: Actor = SYSTEM) -> None:
    """Write an audit entry, and nothing else."""
    audit.write(Event.NAMED, "directorate", number, by=by, detail={})


@transaction
def add_one(to: int) -> None:
    """Read a number, and write one more: what loses updates where reads are stale."""
    statement = sa.select(Directorate).where(Directorate.id == to).with_for_update()
    directorate = db.session.scalars(statement).one()
    directorate.name = str(int(directorate.name) + 1)


def directorates() -> int:
    """How many directorates there are."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Directorate)) or 0


def entries() -> int:
    """How many audit entries there are."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(audit.AuditEntry)) or 0
