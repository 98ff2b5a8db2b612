"""What an entry tells of, in words and with its address, as the room that made it says."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import url_for

from nolimits.funds.models import Fund, JournalEntry
from nolimits.kernel.db import Model, db


class Source(NamedTuple):
    """The words for a record, and the address of its page, where it has one."""

    words: str
    href: str | None = None


class _Kind(NamedTuple):
    model: type[Model]
    words: str
    endpoint: str
    key: Callable[[Any], str]


_kinds: dict[str, _Kind] = {}


def tells_of(
    model: type[Model],
    words: str,
    endpoint: str,
    key: Callable[[Any], str] = lambda record: str(record.reference),
) -> None:
    """Have entries about a room's records lead to their pages: `key` fills the address."""
    _kinds[model.__tablename__] = _Kind(model, words, endpoint, key)


def of(entry: JournalEntry) -> Source:
    """What an entry tells of."""
    kind = _kinds.get(entry.source_type)
    record: Any = db.session.get(kind.model, entry.source_id) if kind else None
    if kind is None or record is None:
        return Source(f"{entry.source_type.replace('_', ' ').capitalize()} {entry.source_id}")
    return Source(f"{kind.words} {record.reference}", url_for(kind.endpoint, key=kind.key(record)))


tells_of(Fund, "Fund", "funds.fund")
tells_of(JournalEntry, "Entry", "funds.entry")
