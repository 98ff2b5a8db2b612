"""The looks that were written down, as tests ask for them."""

from typing import Any

import sqlalchemy as sa

from nolimits.kernel.audit import AuditEntry, Looks
from nolimits.kernel.db import db
from nolimits.kernel.reads import MANY


def looks_at(record: Any) -> list[tuple[int | None, str]]:
    """Who looked at somebody's record, on which page; oldest first."""
    return [(one.actor_id, one.detail["page"]) for one in _looks(record.__tablename__, record.id)]


def lists_of(table: str) -> list[tuple[int | None, str, list[Any]]]:
    """Who was shown a list, on which page, and whose numbers stood there; oldest first."""
    found = _looks(table, MANY)
    return [(one.actor_id, one.detail["page"], one.detail["ids"]) for one in found]


def _looks(table: str, number: int) -> list[AuditEntry]:
    return list(
        db.session.scalars(
            sa.select(AuditEntry)
            .where(AuditEntry.event == Looks.LOOKED_AT)
            .where(AuditEntry.record_type == table, AuditEntry.record_id == number)
            .order_by(AuditEntry.id)
        )
    )
