"""Reads of the handbook and the guidance of roles."""

import difflib
from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from nolimits.handbook.models import Acknowledgement, Handbook
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


def read_on(handbook: Handbook, person: Person) -> date | None:
    """When a person said that they read a version."""
    return db.session.scalar(
        sa.select(Acknowledgement.made_on).where(
            Acknowledgement.handbook_id == handbook.id, Acknowledgement.person_id == person.id
        )
    )


def last_read(person: Person) -> Handbook | None:
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


def readers_of_current(person_ids: Collection[int] | None = None) -> dict[int, date]:
    """Who has read the version that is current now, and when they said so."""
    newest = sa.select(sa.func.max(Handbook.number)).scalar_subquery()
    statement = (
        sa.select(Acknowledgement.person_id, Acknowledgement.made_on)
        .join(Acknowledgement.handbook)
        .where(Handbook.number == newest)
    )
    if person_ids is not None:
        statement = statement.where(Acknowledgement.person_id.in_(person_ids))
    return {row.person_id: row.made_on for row in db.session.execute(statement)}


def readers_ever() -> list[Person]:
    """Everyone here today who has read some version: those whom a new one asks again."""
    read = sa.select(Acknowledgement.person_id)
    return _all(
        sa.select(Person)
        .options(selectinload(Person.grants))
        .where(Person.id.in_(read), Person.left_on.is_(None))
        .order_by(Person.id)
    )
