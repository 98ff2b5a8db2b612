"""reasons: what somebody typed as a reason stands sealed beside the trail, and can go one day.

The trail is chained anew, and only where it was whole before: `flask audit verify` says what is not.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Moment, append_only, not_append_only

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

BATCH = 500
FIELDS = (
    "id event actor_id actor record_type record_id state at detail reason previous hash"
).split()
TYPES = {"at": Moment(), "detail": sa.JSON()}
ENTRY = sa.table("audit_entry", *(sa.column(name, TYPES.get(name)) for name in FIELDS))
REASON = sa.table(
    "audit_reason", sa.column("audit_entry_id"), sa.column("salt"), sa.column("words", Sealed())
)
HEAD = sa.table("audit_head", sa.column("hash"))


def upgrade() -> None:
    op.create_table(
        "audit_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_entry_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_entry_id"], ["audit_entry.id"], name=op.f("fk_audit_reason_audit_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_reason")),
        sa.UniqueConstraint("audit_entry_id", name=op.f("uq_audit_reason_audit_entry_id")),
    )
    _chain_anew("reason", "reason_hash", _set_apart)


def downgrade() -> None:
    _chain_anew("reason_hash", "reason", _put_back)
    op.drop_table("audit_reason")


def _set_apart(entry: Any) -> str | None:
    """Keep the words elsewhere; their hash stays."""
    if entry["reason"] is None:
        return None
    salt = secrets.token_hex(16)
    one = {"audit_entry_id": entry["id"], "salt": salt, "words": entry["reason"]}
    op.execute(REASON.insert().values(one))
    return hashlib.sha256((salt + entry["reason"]).encode()).hexdigest()


def _put_back(entry: Any) -> str | None:
    """The words again; nothing is chained that was not what the entry was written with."""
    theirs = sa.select(REASON.c.salt, REASON.c.words).where(REASON.c.audit_entry_id == entry["id"])
    said = op.get_bind().execute(theirs).one_or_none()
    if said and hashlib.sha256((said.salt + said.words).encode()).hexdigest() != entry["reason"]:
        raise RuntimeError(f"the reason of entry {entry['id']} is not what was typed")
    return said.words if said else None


def _chain_anew(before: str, after: str, turn: Any) -> None:
    """Turn what each entry says of its reason, and chain the trail by what it says then."""
    dialect = op.get_bind().dialect.name
    for statement in not_append_only("audit_entry", dialect=dialect):
        op.execute(statement)
    if after == "reason":
        _rename(before, after, sa.String())
    was = chain = "0" * 64
    for entry in _entries():
        if entry["previous"] != was or _hash(entry, before) != entry["hash"]:
            raise RuntimeError(f"the audit trail is broken at entry {entry['id']}")
        was = entry["hash"]
        entry |= {"reason": turn(entry), "previous": chain}
        chain = _hash(entry, after)
        new = {"reason": entry["reason"], "previous": entry["previous"], "hash": chain}
        op.execute(ENTRY.update().where(ENTRY.c.id == entry["id"]).values(new))
    op.execute(HEAD.update().where(HEAD.c.hash == was).values(hash=chain))
    if after == "reason_hash":
        _rename(before, after, sa.String(length=64))
    for statement in append_only("audit_entry", dialect=dialect):
        op.execute(statement)


def _entries() -> Iterator[dict[str, Any]]:
    """Every entry in order, a batch at a time."""
    after = 0
    while True:
        page = sa.select(ENTRY).where(ENTRY.c.id > after).order_by(ENTRY.c.id).limit(BATCH)
        rows = op.get_bind().execute(page).mappings().all()
        yield from map(dict, rows)
        if not rows:
            return
        after = rows[-1]["id"]


def _rename(before: str, after: str, kind: sa.types.TypeEngine[Any]) -> None:
    with op.batch_alter_table("audit_entry") as batch:
        batch.alter_column(before, new_column_name=after, existing_type=sa.String(), type_=kind)


def _hash(entry: dict[str, Any], reason: str) -> str:
    fields = {name: value for name, value in entry.items() if name not in ("hash", "reason")}
    fields |= {"at": fields["at"].isoformat(timespec="microseconds"), reason: entry["reason"]}
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
