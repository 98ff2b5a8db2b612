"""Many rows at once, the same each time."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

from nolimits.kernel.db import Base, db

TOGETHER = 5_000
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def reference(prefix: str, number: int) -> str:
    """A reference that gives its number away to nobody who does not know this rule."""
    mixed = number * 387_420_489 % len(LETTERS) ** 8
    word = ""
    for _ in range(8):
        mixed, place = divmod(mixed, len(LETTERS))
        word += LETTERS[place]
    return f"{prefix}-{word}"


def some(things: Sequence[str], number: int, count: int) -> list[str]:
    """A few of some things, others for each number."""
    return sorted({things[(number + step * step * 3) % len(things)] for step in range(count)})


def write(table: type[Base], numbers: Iterable[int], row: Callable[[int], dict[str, Any]]) -> None:
    """Insert a row for each number, some thousands at a time."""
    rows = (row(number) for number in numbers)
    while together := list(islice(rows, TOGETHER)):
        db.session.execute(sa.insert(table), together)
    if db.session.connection().dialect.name == "postgresql":
        # It numbers rows from a sequence of its own, which knows nothing of numbers given here.
        sequence = sa.func.pg_get_serial_sequence(f'"{table.__tablename__}"', "id")
        db.session.execute(sa.select(sa.func.setval(sequence, sa.func.max(table.id))))


def next_id(table: type[Base]) -> int:
    """The number that the next row of a table may have."""
    return (db.session.scalar(sa.select(sa.func.max(table.id))) or 0) + 1


def ids(table: type[Base]) -> list[int]:
    """The numbers of the rows that there are, in order."""
    return list(db.session.scalars(sa.select(table.id).order_by(table.id)))
