"""The audit trail: what was done, by whom, when; each entry holds the hash of the one before.

Entries are gathered during a transaction and written at its end, in one chain. The database
refuses to change or remove them; `verify` finds what was done behind its back.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.crypto import CannotUnseal, Sealed, unseal
from nolimits.kernel.db import Base, Model, before_commit, db
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted

Listener = Callable[..., None]
_listeners: dict[StrEnum, list[Listener]] = {}

BEGINNING = "0" * 64
_CHAIN_LOCK = 4_021_958  # any number, the same in every process


class Looks(StrEnum):
    """Looks stand in the trail too, yet not in the history of a record: they are for review."""

    LOOKED_AT = "looked_at"


class AuditEntry(Model):
    """One thing that was done. Holds identifiers, never a person's name or words about them."""

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.TRAIL)
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(sa.String(60), info=noted(Category.TECHNICAL))
    actor_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(sa.String(20), info=noted(Category.TECHNICAL))
    record_type: Mapped[str] = mapped_column(sa.String(40), info=noted(Category.TECHNICAL))
    record_id: Mapped[int]
    state: Mapped[str | None] = mapped_column(sa.String(40), info=noted(Category.TECHNICAL))
    reason_hash: Mapped[str | None] = mapped_column(sa.String(64), info=noted(Category.TECHNICAL))
    detail: Mapped[dict[str, Any]] = mapped_column(info=noted(Category.TECHNICAL))
    previous: Mapped[str] = mapped_column(sa.String(64), info=noted(Category.TECHNICAL))
    hash: Mapped[str] = mapped_column(sa.String(64), info=noted(Category.TECHNICAL))

    __table_args__ = (
        sa.Index("ix_audit_entry_record", "record_type", "record_id"),
        sa.Index(None, "event", "at"),
    )

    said: Mapped["AuditReason | None"] = relationship(lazy="joined", viewonly=True)

    @property
    def reason(self) -> str | None:
        """Why it was done, as somebody typed it, while that is kept."""
        return self.said.words if self.said else None


class AuditReason(Model):
    """Why something was done, as somebody typed it: beside the trail, so that it can go one day.

    The entry holds a hash of the words and of a salt; once the row is gone nobody can guess them.
    """

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.AUDIT)
    audit_entry_id: Mapped[int] = mapped_column(sa.ForeignKey("audit_entry.id"), unique=True)
    salt: Mapped[str] = mapped_column(sa.String(32), info=noted(Category.TECHNICAL))
    words: Mapped[str] = mapped_column(Sealed(), info=noted(Category.CONFIDENTIAL))


class AuditHead(Model):
    """How long the trail is and where it ends, so that a shortened trail shows."""

    privacy = Entry(Purpose.SECURITY, Category.NONE, Keep.SCHEME)
    entries: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(64))


# These are sent by each transaction: they are made once, and no objects are made of their rows.
_END = sa.select(AuditHead.entries, AuditHead.hash)
_LENGTHEN = sa.insert(AuditEntry)
_SAY_WHY = sa.insert(AuditReason)
_MOVE_END = sa.update(AuditHead)


def record(
    event: StrEnum,
    about: Base,
    *,
    by: Actor,
    state: str | None = None,
    reason: str | None = None,
    **detail: Any,
) -> None:
    """Write down what was done; rooms that listen for it act in the same transaction."""
    if about.id is None:
        db.session.flush()
    table = about.__tablename__
    write(event, table, about.id, by=by, state=state, reason=reason, detail=detail)
    for listener in _listeners.get(event, ()):
        listener(about, by=by)


def write(
    event: StrEnum,
    record_type: str,
    record_id: int,
    *,
    by: Actor,
    detail: dict[str, Any],
    state: str | None = None,
    reason: str | None = None,
) -> None:
    """Put one entry on the transaction's list, about a record that need not be at hand."""
    entry = {
        "at": clock.now(),
        "event": event.value,
        "actor_id": by.id,
        "actor": by.kind,
        "record_type": record_type,
        "record_id": record_id,
        "state": state,
        "reason": reason,
        "detail": detail,
    }
    db.session.info.setdefault("audit", []).append(entry)


def heard(event: StrEnum) -> Callable[[Listener], Listener]:
    """Have an upper room act, in the same transaction, when a lower one records an event."""

    def listen(listener: Listener) -> Listener:
        _listeners.setdefault(event, []).append(listener)
        return listener

    return listen


def timeline(about: Base) -> list[AuditEntry]:
    """Everything that was done to a record, newest first; who looked at it stands apart."""
    return list(
        db.session.scalars(
            sa.select(AuditEntry)
            .where(AuditEntry.record_type == about.__tablename__, AuditEntry.record_id == about.id)
            .where(AuditEntry.event != Looks.LOOKED_AT)
            .order_by(AuditEntry.id.desc())
        )
    )


@before_commit
def _write_chain() -> None:
    """Chain the transaction's entries to the trail's end, one transaction at a time."""
    entries = db.session.info.pop("audit", None)
    if not entries:
        return
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CHAIN_LOCK)))
    number, previous = connection.execute(_END).one()
    reasons = []
    for entry in entries:
        number += 1
        entry["id"], entry["previous"] = number, previous
        entry["reason_hash"], words = None, entry.pop("reason")
        if words is not None:
            salt = secrets.token_hex(16)
            entry["reason_hash"] = _reason_hash(salt, words)
            reasons.append({"audit_entry_id": number, "salt": salt, "words": words})
        entry["hash"] = previous = _hash(entry)
    connection.execute(_LENGTHEN, entries)
    if reasons:
        connection.execute(_SAY_WHY, reasons)
    connection.execute(_MOVE_END, {"entries": number, "hash": previous})


@sa.event.listens_for(db.session.session_factory, "after_rollback")
def _forget(session: Any) -> None:
    session.info.pop("audit", None)


def _hash(entry: dict[str, Any]) -> str:
    """SHA-256 over an entry's fields and the hash of the entry before it."""
    fields = {name: value for name, value in entry.items() if name != "hash"}
    fields["at"] = fields["at"].isoformat(timespec="microseconds")
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _reason_hash(salt: str, words: str) -> str:
    return hashlib.sha256((salt + words).encode()).hexdigest()


def end_of_trail() -> tuple[int, str]:
    """How many entries there are said to be, and the hash of the last one."""
    entries, end = db.session.execute(_END).one()
    return entries, end


def verify() -> Iterator[str]:
    """Walk the whole trail; yield one sentence for each thing that is wrong with it."""
    expected, previous = 1, BEGINNING
    columns = list(AuditEntry.__table__.columns)
    rows = db.session.execute(
        sa.select(*columns).order_by(AuditEntry.id).execution_options(yield_per=1000)
    )
    for row in rows.mappings():
        if row["id"] > expected:
            yield f"entries {expected} to {row['id'] - 1} are missing"
        elif row["id"] < expected:
            yield f"entry {row['id']} was put in"
        if row["previous"] != previous and row["id"] == expected:
            yield f"entry {row['id']} does not follow the one before it"
        if _hash(dict(row)) != row["hash"]:
            yield f"entry {row['id']} was changed"
        expected, previous = row["id"] + 1, row["hash"]
    head = db.session.execute(_END).one_or_none()
    if head is None:
        yield "the record of where the trail ends is missing"
    elif (head.entries, head.hash) != (expected - 1, previous):
        yield f"the trail ends at entry {expected - 1}, but {head.entries} were written"
    yield from _changed_reasons()


def _changed_reasons() -> Iterator[str]:
    """Reasons that are not those given; one that is gone may have been kept long enough."""
    one = AuditReason
    sealed = sa.type_coerce(one.words, sa.Text)  # so that what cannot be read stops nothing
    columns = (one.audit_entry_id, one.salt, sealed, AuditEntry.reason_hash)
    rows = sa.select(*columns).join(AuditEntry).order_by(one.audit_entry_id)
    for number, salt, words, hashed in db.session.execute(rows.execution_options(yield_per=1000)):
        if _sealed_hash(salt, words) != hashed:
            yield f"the reason of entry {number} was changed"


def _sealed_hash(salt: str, sealed: str) -> str | None:
    """The hash of words as they stand; None where nobody can read them."""
    try:
        return _reason_hash(salt, unseal(sealed))
    except CannotUnseal:
        return None
