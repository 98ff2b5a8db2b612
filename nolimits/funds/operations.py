"""What is done to money: every change is a new entry, and no fund gives what it has not.

`post` takes a kind of entry and its lines. `models.MOVES` says which accounts each kind debits and
credits, so callers name only fund and pence, and the move where it is not the kind's first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from nolimits.funds import queries
from nolimits.funds.balances import Balances
from nolimits.funds.models import (
    COMMITTING,
    MOVES,
    UNDONE_THERE,
    Account,
    EntryKind,
    Event,
    Fund,
    Holder,
    JournalEntry,
    Move,
    Posting,
)
from nolimits.kernel import audit, clock, money
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import Base, db, lock, new_reference, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.strategy.models import Action

IN_BULK = 5_000


class Line(NamedTuple):
    """Pence of one fund, for one strategy action where it serves one."""

    fund: Fund
    pence: int
    action: Action | None = None
    move: Move | None = None


@dataclass(frozen=True)
class NewEntry:
    """An entry to be posted: what happened, to which record, on which day, with which lines."""

    kind: EntryKind
    lines: Sequence[Line]
    source_type: str
    source_id: int
    narrative: str
    occurred_on: date
    approximate: bool = False
    covers: str | None = None
    turn: int = 0
    reverses_id: int | None = None


@transaction
def open_fund(
    name: str, holder: Holder, *, by: Actor, purpose: str | None = None, opening: int = 0
) -> Fund:
    """Open a fund of the council or of the community foundation, with what its bank holds."""
    require(by, Permission.OPEN_FUND)
    fund = Fund(name=name, holder=holder, purpose=purpose, opened_on=clock.today())
    with refusing("There is already a fund of this name", "name"):
        db.session.add(fund)
    audit.record(Event.FUND_OPENED, fund, by=by)
    if opening:
        post(EntryKind.OPENING, [Line(fund, opening)], fund, narrative="In the bank", by=by)
    return fund


@transaction
def post(
    kind: EntryKind,
    lines: Sequence[Line],
    source: Base,
    *,
    by: Actor,
    narrative: str,
    occurred_on: date | None = None,
    approximate: bool = False,
    covers: str | None = None,
) -> JournalEntry:
    """Tell the ledger what happened to money, once for each kind and source record.

    Refused when it was told before (and not reversed), or when a fund has too little.
    """
    require(by, _permission(kind))
    if source.id is None:
        db.session.flush()
    about = (source.__tablename__, source.id)
    on = occurred_on or clock.today()
    turn = queries.next_turn(kind, *about)
    if turn is None:
        raise Refused("This was posted already")
    new = NewEntry(kind, lines, *about, narrative, on, approximate, covers, turn)
    (entry,) = _write([new], by)
    audit.record(Event.ENTRY_POSTED, entry, by=by, kind=kind.value)
    return entry


@transaction
def post_all(entries: Sequence[NewEntry], *, by: Actor) -> dict[int, int]:
    """Post many entries about different records at once; the entry's id by its source's id."""
    for kind in {entry.kind for entry in entries}:
        require(by, _permission(kind))
    written: dict[int, int] = {}
    for start in range(0, len(entries), IN_BULK):
        some = _write(entries[start : start + IN_BULK], by)
        written |= {entry.source_id: entry.id for entry in some}
    for fund in {line.fund for entry in entries for line in entry.lines}:
        audit.record(Event.ENTRIES_POSTED, fund, by=by, entries=len(entries))
    return written


@transaction
def transfer(
    giver: Fund, taker: Fund, pence: int, reason: str, *, by: Actor, reference: str | None = None
) -> JournalEntry:
    """Move money from one fund to another; the same reference is never taken twice."""
    require(by, Permission.POST_ENTRY)
    if giver.id == taker.id:
        raise Refused("Choose two different funds", "taker")
    out, into = MOVES[EntryKind.TRANSFER]
    lines = [Line(giver, pence, move=out), Line(taker, pence, move=into)]
    lock(giver)
    turn = queries.transfers_from(giver)
    about = (Fund.__tablename__, giver.id)
    new = NewEntry(EntryKind.TRANSFER, lines, *about, reason, clock.today(), turn=turn)
    (entry,) = _write([new], by, reference)
    audit.record(Event.ENTRY_POSTED, entry, by=by, kind=EntryKind.TRANSFER.value)
    return entry


@transaction
def reverse(entry: JournalEntry, reason: str, *, by: Actor) -> JournalEntry:
    """Undo an entry by its opposite, today; what was posted stays for all to see."""
    require(by, _permission(entry.kind))
    if entry.kind is EntryKind.REVERSAL:
        raise Refused("This is a reversal itself: post what should be there instead")
    if entry.reversed_by is not None:
        raise Refused("This was reversed already")
    lines = [
        Line(one.fund, one.pence, _action(one), Move(one.credit, one.debit))
        for one in entry.postings
    ]
    about = (JournalEntry.__tablename__, entry.id)
    new = NewEntry(EntryKind.REVERSAL, lines, *about, reason, clock.today(), reverses_id=entry.id)
    (reversal,) = _write([new], by)
    audit.record(Event.ENTRY_REVERSED, entry, by=by, reason=reason, reversal=reversal.id)
    return reversal


@transaction
def correct(entry: JournalEntry, reason: str, *, by: Actor) -> JournalEntry:
    """Reverse an entry by hand; those of a grant, gift or claim are undone where it was made."""
    require(by, Permission.POST_ENTRY)
    if entry.kind.value.startswith(UNDONE_THERE):
        raise Refused(
            "Undo this where the grant, gift or claim is, so that it and the ledger agree"
        )
    return reverse(entry, reason, by=by)


def _permission(kind: EntryKind) -> Permission:
    return Permission.COMMIT_MONEY if kind in COMMITTING else Permission.POST_ENTRY


def _action(posting: Posting) -> Action | None:
    return db.session.get(Action, posting.action_id) if posting.action_id else None


def _move(kind: EntryKind, line: Line) -> Move:
    """Which accounts a line of a kind goes between; the kind's first where it does not say."""
    moves = MOVES[kind]
    move = line.move or moves[0]
    if moves and move not in moves:
        raise ValueError(f"{kind} has the moves {moves}, and none is {move}")
    return move


def _write(
    entries: Sequence[NewEntry], by: Actor, reference: str | None = None
) -> list[JournalEntry]:
    """Write entries with their lines, in two statements, once their funds can bear them."""
    for entry in entries:
        _refuse_impossible(entry)
    _refuse_overdrawn(entries)
    named = {reference or new_reference(JournalEntry.REFERENCE_PREFIX): one for one in entries}
    with refusing("This was posted already"):
        written = db.session.scalars(
            sa.insert(JournalEntry).returning(JournalEntry),
            [_entry_row(name, entry, by) for name, entry in named.items()],
        ).all()
    db.session.execute(
        sa.insert(Posting),
        [
            _posting_row(row, entry.kind, line)
            for row in written
            for entry in (named[row.reference],)
            for line in entry.lines
        ],
    )
    return list(written)


def _refuse_impossible(entry: NewEntry) -> None:
    """Refuse what no ledger could hold."""
    if entry.occurred_on > clock.today():
        raise Refused("That day is still to come", "occurred_on")
    if not entry.lines or any(line.pence <= 0 for line in entry.lines):
        raise Refused("Enter an amount above nothing", "pence")
    for line in entry.lines:
        if line.fund.closed_on is not None:
            raise Refused(f"{line.fund.name} is closed")


def _refuse_overdrawn(entries: Iterable[NewEntry]) -> None:
    """Hold each fund from which something is taken, and refuse what it does not have."""
    moved: dict[Fund, list[tuple[Account, Account, int]]] = {}
    for entry in entries:
        for line in entry.lines:
            moved.setdefault(line.fund, []).append((*_move(entry.kind, line), line.pence))
    for fund in sorted(moved, key=lambda one: one.id):
        change = Balances.after(moved[fund])
        if min(change.limits.values()) < 0:
            lock(fund)
            before = queries.balances(fund)
            after = (before + change).limits
            for words, there_is in before.limits.items():
                if after[words] < min(0, there_is):
                    raise Refused(words.format(money.pounds(there_is), fund.name), "pence")


def _entry_row(reference: str, entry: NewEntry, by: Actor) -> dict[str, object]:
    return {
        "reference": reference,
        "occurred_on": entry.occurred_on,
        "posted_at": clock.now(),
        "kind": entry.kind,
        "narrative": entry.narrative,
        "approximate": entry.approximate,
        "covers": entry.covers,
        "source_type": entry.source_type,
        "source_id": entry.source_id,
        "turn": entry.turn,
        "posted_by_id": by.id,
        "reverses_id": entry.reverses_id,
    }


def _posting_row(entry: JournalEntry, kind: EntryKind, line: Line) -> dict[str, object]:
    move = _move(kind, line)
    return {
        "entry_id": entry.id,
        "occurred_on": entry.occurred_on,
        "fund_id": line.fund.id,
        "debit": move.debit,
        "credit": move.credit,
        "pence": line.pence,
        "action_id": line.action.id if line.action else None,
    }
