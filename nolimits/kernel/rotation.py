"""Sealing everything anew, a batch at a time, so that an old key can be thrown away.

Rows of append-only tables stay as they are: the database refuses to change them, which is worth
more than a fresh seal, so the keys that they are under must be kept.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from nolimits.kernel import audit
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.crypto import Sealed, sealed_anew
from nolimits.kernel.db import Base, append_only_tables, db, transaction

BATCH = 500


class Event(StrEnum):
    """What is done here."""

    SEALED_ANEW = "sealed_anew"


class Counted(NamedTuple):
    """How a table stands: its rows with anything sealed, under old keys, and sealed anew."""

    table: str
    rows: int
    old: int
    renewed: int
    kept: bool  # append-only: old keys must stay


def rotate(*, only_count: bool = False, batch: int = BATCH) -> Iterator[Counted]:
    """Go through every sealed column of every table; stopped half way, it can be started again.

    Raises CannotUnseal at the first row whose key is not among those given.
    """
    guarded, anew = append_only_tables(), 0
    for table in Base.metadata.sorted_tables:
        names = [one.name for one in table.columns if isinstance(one.type, Sealed)]
        if not names:
            continue
        kept = table.name in guarded
        rows = old = after = 0
        while True:
            last, seen, stale = _batch(table.name, names, after, batch, only_count or kept)
            rows, old = rows + seen, old + stale
            if last is None:
                break
            after = last
        renewed = 0 if only_count or kept else old
        anew += renewed
        yield Counted(table.name, rows, old, renewed, kept)
    if anew:
        _write_down(anew)


@transaction
def _write_down(rows: int) -> None:
    """That everything was sealed anew: how many rows, and nothing of any key."""
    audit.write(Event.SEALED_ANEW, "audit_head", 1, by=SYSTEM, detail={"rows": rows})


@transaction
def _batch(
    name: str, names: list[str], after: int, size: int, only_count: bool
) -> tuple[int | None, int, int]:
    """The last id of a batch (None: there is no more), how many rows, how many under old keys."""
    raw = sa.table(name, sa.column("id"), *(sa.column(one) for one in names))
    wanted = sa.select(raw).where(raw.c.id > after).order_by(raw.c.id).limit(size)
    last, seen, stale = None, 0, 0
    for row in db.session.execute(wanted).mappings().all():
        last = row["id"]
        held = {one: row[one] for one in names if row[one] is not None}
        anew = {one: new for one, kept in held.items() if (new := sealed_anew(kept))}
        seen, stale = seen + bool(held), stale + bool(anew)
        if anew and not only_count:
            # Somebody who wrote the row meanwhile wrote it under the newest key.
            same = [raw.c[one] == row[one] for one in anew]
            db.session.execute(sa.update(raw).where(raw.c.id == last, *same).values(**anew))
    return last, seen, stale
