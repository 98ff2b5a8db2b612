"""Generated councils for measuring: any size, the same each time, written in bulk.

Unlike the demonstration these rows come from no operation, so nobody's history is behind them.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.kernel.db import Base, db, transaction
from nolimits.people.models import Directorate, Person, RoleGrant
from nolimits.seed.people import DIRECTORATES, FAMILY, GIVEN

TOGETHER = 5_000
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def reference(prefix: str, number: int) -> str:
    """A reference that tells its number to nobody but this file."""
    mixed = number * 387_420_489 % len(LETTERS) ** 8
    word = ""
    for _ in range(8):
        mixed, place = divmod(mixed, len(LETTERS))
        word += LETTERS[place]
    return f"{prefix}-{word}"


@transaction
def people(count: int, *, first: int = 1) -> list[int]:
    """So many members of staff in six directorates; their ids."""
    today = clock.today()
    if not db.session.scalar(sa.select(sa.func.count(Directorate.id))):
        write(
            Directorate,
            (
                {"name": name, "reference": reference("D", number)}
                for number, name in enumerate(DIRECTORATES)
            ),
        )
    start = (db.session.scalar(sa.select(sa.func.max(Person.id))) or 0) + 1
    ids = list(range(start, start + count))
    write(
        Person,
        (
            {
                "id": number,
                "reference": reference("U", number),
                "name": f"{GIVEN[number % 40]} {FAMILY[number // 7 % 24]} {number}",
                "email": f"person.{number}@council.example",
                "employee_number": f"{200_000 + number}",
                "job_title": "Officer",
                "directorate_id": number % len(DIRECTORATES) + 1,
                "joined_on": today - timedelta(days=3000),
            }
            for number in ids
        ),
    )
    write(
        RoleGrant,
        (
            {
                "person_id": number,
                "role": Role.STAFF,
                "from_on": today - timedelta(days=3000),
            }
            for number in ids
        ),
    )
    return ids


def write(table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Insert many rows, some thousands at a time."""
    for some in _together(rows):
        db.session.execute(sa.insert(table), some)


def _together(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    kept: list[dict[str, Any]] = []
    for row in rows:
        kept.append(row)
        if len(kept) == TOGETHER:
            yield kept
            kept = []
    if kept:
        yield kept
