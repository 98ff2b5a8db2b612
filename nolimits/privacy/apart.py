"""What of a copy is of a young person too, and so is kept from the adults tied to them.

A volunteer's own copy holds their matches and what they wrote of each meeting.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from nolimits.kernel.db import Base, db
from nolimits.retention.due import belonging
from nolimits.young_people.models import YoungPerson


def rows_of(young_people: sa.Select[Any], source: str) -> sa.Select[Any] | None:
    """The rows of a table that belong to some young people; None where none can."""
    table = Base.metadata.tables.get(source)
    return None if table is None else belonging(table, YoungPerson.__tablename__, young_people)


def kept_from(source: str, number: int) -> set[int]:
    """The adults who are kept apart from whoever a row belongs to."""
    whose = aliased(YoungPerson)
    rows = rows_of(sa.select(whose.id).correlate(whose), source)
    if rows is None:
        return set()
    found = db.session.scalars(sa.select(whose).where(sa.literal(number).in_(rows)))
    return {adult for one in found for adult in one.kept_apart_ids}
