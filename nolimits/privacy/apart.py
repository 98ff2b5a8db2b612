"""What of a copy is of a young person too, and so is kept from adults who are kept apart from any.

A volunteer's own copy holds their matches and what they wrote of each meeting. Whoever is kept
apart from one young person reads such rows of nobody: else they would learn who meets that one.
"""

from typing import Any

import sqlalchemy as sa

from nolimits.kernel.db import Base, db
from nolimits.retention.due import belonging
from nolimits.young_people.apart import kept_apart_from_any
from nolimits.young_people.models import YoungPerson


def adults() -> set[int]:
    """Who reads nothing of young people in the copies of others."""
    return set(db.session.scalars(kept_apart_from_any()))


def rows_of_others(source: str, own: int | None) -> sa.Select[Any] | None:
    """The rows of a table that belong to young people, but for one's own; None where none can."""
    table = Base.metadata.tables.get(source)
    others = sa.select(YoungPerson.id).where(YoungPerson.id.is_distinct_from(own))
    return None if table is None else belonging(table, YoungPerson.__tablename__, others)


def kept_from(source: str, number: int, own: int | None) -> set[int]:
    """The adults from whom a row of a copy is kept."""
    rows = rows_of_others(source, own)
    if rows is None or not db.session.scalar(sa.select(sa.literal(number).in_(rows))):
        return set()
    return adults()
