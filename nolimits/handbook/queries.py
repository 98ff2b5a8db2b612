"""Reads of the handbook and the guidance of roles."""

import difflib
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from nolimits.handbook.models import Acknowledgement, Handbook
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.people.models import Person


def _all(statement: sa.Select[Any]) -> list[Any]:
    return list(db.session.scalars(statement))


def current_handbook() -> Handbook | None:
    """The version that everyone is asked to have read."""
    return db.session.scalar(sa.select(Handbook).order_by(Handbook.number.desc()).limit(1))


def handbooks() -> list[Handbook]:
    """Every version, the newest first."""
    return _all(sa.select(Handbook).order_by(Handbook.number.desc()))


def read_on(handbook: Handbook, person: Actor) -> date | None:
    """When a person said that they read a version."""
    return db.session.scalar(
        sa.select(Acknowledgement.made_on).where(
            Acknowledgement.handbook_id == handbook.id, Acknowledgement.person_id == person.id
        )
    )


def last_read(person: Actor) -> Handbook | None:
    """The newest version that a person said they read."""
    read = sa.select(Acknowledgement.handbook_id).where(Acknowledgement.person_id == person.id)
    theirs = sa.select(Handbook).where(Handbook.id.in_(read))
    return db.session.scalar(theirs.order_by(Handbook.number.desc()).limit(1))


def changed(before: Handbook | None, after: Handbook) -> list[tuple[str, str]]:
    """The lines that two versions do not share: "added" or "removed", with the words, in order."""
    if before is None or before.id == after.id:
        return []
    lines = [[line for line in one.text.splitlines() if line.strip()] for one in (before, after)]
    kinds = {"+ ": "added", "- ": "removed"}
    return [
        (kinds[line[:2]], line[2:].lstrip("#- "))
        for line in difflib.ndiff(lines[0], lines[1])
        if line[:2] in kinds
    ]


def readers(handbook: Handbook) -> int:
    """How many people said that they read a version."""
    read = sa.select(sa.func.count(Acknowledgement.id)).filter_by(handbook_id=handbook.id)
    return db.session.scalar(read) or 0


def readers_ever() -> list[Person]:
    """Everyone here today who has read some version: those whom a new one asks again."""
    read = sa.select(Acknowledgement.person_id)
    return _all(
        sa.select(Person)
        .options(selectinload(Person.grants))
        .where(Person.id.in_(read), Person.left_on.is_(None))
        .order_by(Person.id)
    )
