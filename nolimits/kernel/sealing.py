"""For migrations: columns that hold rows become sealed, and can be read again on the way down.

A migration names its columns and what they were: `seal("contact", {"notes": sa.String(2000)})`,
and undoes it with `unseal` of the same. The rows are opened and sealed by the application's keys.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from nolimits.kernel.crypto import seal as sealed
from nolimits.kernel.crypto import unseal as unsealed
from nolimits.kernel.db import append_only, not_append_only

Types = dict[str, sa.types.TypeEngine[Any]]
BATCH = 500


def seal(table: str, were: Types, *, guarded: bool = False) -> None:
    """Make columns sealed text; guarded: the table is append-only, and is so again afterwards."""
    _retype(table, were, {name: sa.Text() for name in were}, guarded)
    # JSON holds nothing as the word null, which a sealed column holds as nothing at all.
    for name, was in were.items():
        if isinstance(was, sa.JSON):
            column = sa.column(name, sa.Text)
            held = sa.table(table, column)
            op.execute(held.update().where(column == "null").values({name: None}))
    _each(table, list(were), sealed, guarded)


def unseal(table: str, were: Types, *, guarded: bool = False) -> None:
    """Make sealed columns what they were, with what they hold in clear."""
    _each(table, list(were), unsealed, guarded)
    _retype(table, {name: sa.Text() for name in were}, were, guarded)


def _retype(table: str, before: Types, after: Types, guarded: bool) -> None:
    """Change the types; SQLite copies the table, and forgets its triggers in doing so."""
    dialect = op.get_bind().dialect.name
    with op.batch_alter_table(table) as batch:
        for name, now in after.items():
            kind = "json" if isinstance(now, sa.JSON) else str(now.compile(op.get_bind().dialect))
            batch.alter_column(
                name,
                existing_type=before[name],
                type_=now,
                postgresql_using=f"{name}::text::{kind}",
            )
    if guarded and dialect == "sqlite":
        for statement in append_only(table, dialect=dialect):
            op.execute(statement)


def _each(table: str, names: list[str], turn: Callable[[str], str], guarded: bool) -> None:
    """Turn what each row holds, a batch at a time."""
    connection = op.get_bind()
    _guard(table, guarded, not_append_only)
    rows = sa.table(table, sa.column("id"), *(sa.column(name, sa.Text) for name in names))
    after: int | None = 0
    while after is not None:
        page = sa.select(rows).where(rows.c.id > after).order_by(rows.c.id).limit(BATCH)
        after = None
        for row in connection.execute(page).mappings().all():
            after = row["id"]
            turned = {name: turn(row[name]) for name in names if row[name] is not None}
            if turned:
                connection.execute(rows.update().where(rows.c.id == after).values(**turned))
    _guard(table, guarded, append_only)


def _guard(table: str, guarded: bool, statements: Callable[..., list[str]]) -> None:
    if guarded:
        for statement in statements(table, dialect=op.get_bind().dialect.name):
            op.execute(statement)
