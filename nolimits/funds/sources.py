"""What an entry tells of, in words and with its address, as the room that made it says."""

from collections.abc import Callable
from typing import NamedTuple

from nolimits.funds.models import Fund, JournalEntry


class Source(NamedTuple):
    """The words for a record, and the page where it is; None where it has no page."""

    words: str
    href: str | None = None


_tellers: dict[str, Callable[[int], Source]] = {}


def tells(table: str) -> Callable[[Callable[[int], Source]], Callable[[int], Source]]:
    """Have an upper room's function tell of the records of its table, by their number."""

    def keep(teller: Callable[[int], Source]) -> Callable[[int], Source]:
        _tellers[table] = teller
        return teller

    return keep


def of(entry: JournalEntry) -> Source:
    """What an entry tells of."""
    teller = _tellers.get(entry.source_type)
    if teller is not None:
        return teller(entry.source_id)
    return Source(f"{entry.source_type.replace('_', ' ').capitalize()} number {entry.source_id}")


@tells(Fund.__tablename__)
def _fund(number: int) -> Source:
    return Source("The fund itself")
