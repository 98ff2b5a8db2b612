"""What of a row is emptied when its time is over, read off the field dictionary, and how."""

import re
from datetime import date
from typing import Any

import sqlalchemy as sa

from nolimits.dbs.models import REMOVED
from nolimits.kernel.crypto import Sealed, SealedJSON
from nolimits.kernel.dictionary import Category, Entry

# No figure counts their rows: they go whole. What points at nobody tells of nobody.
GO_WHOLE = {"adult_tie", "audit_reason", "authenticator_app", "passkey", "recovery_code"}
EMPTIED = "Removed"
NO_NUMBER = {"dbs_record.number": REMOVED}  # its twelve figures are counted on the way down
DAYS = {"young_person.born_on"}  # no figure asks for it once their record is over
NO_DAY = date(1900, 1, 1)  # so long ago that what else is theirs is still found


def tells(column: sa.Column[Any], entry: Entry) -> bool:
    """Whether a column says something of somebody in words, or is a print of such words."""
    if column.name.endswith("_print") or str(column) in DAYS:
        return True
    words = isinstance(column.type, Sealed | sa.String | sa.JSON) and not isinstance(
        column.type, sa.Enum
    )
    return words and entry.category not in (Category.NONE, Category.TECHNICAL)


def what_stays(column: sa.Column[Any]) -> Any:
    """What stands there afterwards; what the tables demand of one another still holds."""
    if isinstance(column.type, sa.Date):
        return NO_DAY
    if isinstance(column.type, SealedJSON):
        return {}
    if isinstance(column.type, Sealed):
        return NO_NUMBER.get(str(column), "")
    if isinstance(column.type, sa.JSON):
        return []
    alone = column.unique or column.name in ("email",) or column.name.endswith("_print")
    if column.nullable and not _must_stand(column):
        return None
    number = sa.cast(column.table.c.id, sa.String)
    return sa.literal("removed-").concat(number) if alone else EMPTIED


def _must_stand(column: sa.Column[Any]) -> bool:
    """Whether a rule of its table asks that something stands there, beside a day that stays."""
    rules = (one for one in column.table.constraints if isinstance(one, sa.CheckConstraint))
    return any(re.search(rf"\b{column.name} IS (NOT )?NULL", str(one.sqltext)) for one in rules)
