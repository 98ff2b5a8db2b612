"""Reads of the handbook and the guidance of roles."""

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
