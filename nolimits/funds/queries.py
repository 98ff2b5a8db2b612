"""Reads of the ledger: every figure shown anywhere is a sum of postings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from nolimits.funds.balances import Balances, Moved
from nolimits.funds.models import (
    HELD,
    PROMISED,
    UNDONE_THERE,
    Account,
    EntryKind,
    Fund,
    JournalEntry,
    Posting,
)
from nolimits.funds.periods import ALWAYS, Period
from nolimits.kernel.db import db

Sums = sa.func.sum


@dataclass(frozen=True)
class FundFigures:
    """A fund with what its accounts come to."""

    fund: Fund
    balances: Balances


@dataclass(frozen=True)
class StatementEnds:
    """What a fund came to before a period, and after it."""

    opening: Balances
    closing: Balances


def funds() -> list[FundFigures]:
    """Every fund by name, with its figures: one statement."""
    rows = db.session.execute(
        sa.select(Fund, Posting.debit, Posting.credit, Sums(Posting.pence))
        .outerjoin(Posting, Posting.fund_id == Fund.id)
        .group_by(Fund.id, Posting.debit, Posting.credit)
        .order_by(Fund.name)
    )
    moved: defaultdict[Fund, list[Moved]] = defaultdict(list)
    for fund, debit, credit, pence in rows:
        moved[fund].extend([(debit, credit, int(pence))] if debit else [])
    return [FundFigures(fund, Balances.after(moves)) for fund, moves in moved.items()]


def open_funds() -> list[Fund]:
    """The funds that still take and give money, by name."""
    return list(
        db.session.scalars(sa.select(Fund).where(Fund.closed_on.is_(None)).order_by(Fund.name))
    )


def balances(fund: Fund, *, until: date | None = None) -> Balances:
    """What each account of a fund comes to, today or at the end of a day."""
    wanted = sa.select(Posting.debit, Posting.credit, Sums(Posting.pence))
    wanted = wanted.where(Posting.fund_id == fund.id)
    if until is not None:
        wanted = wanted.where(Posting.occurred_on <= until)
    rows = db.session.execute(wanted.group_by(Posting.debit, Posting.credit))
    return Balances.after((debit, credit, int(pence)) for debit, credit, pence in rows)


def available(fund: Fund) -> int:
    """What of a fund may still be promised, in pence."""
    return balances(fund).available


def next_turn(kind: EntryKind, source_type: str, source_id: int) -> int | None:
    """How often the same was posted and reversed; None where it stands as posted."""
    reversal = aliased(JournalEntry)
    reversals = db.session.scalars(
        sa.select(reversal.id)
        .select_from(JournalEntry)
        .outerjoin(reversal, reversal.reverses_id == JournalEntry.id)
        .where(*_same(kind, source_type, source_id))
    ).all()
    return None if None in reversals else len(reversals)


def transfers_from(fund: Fund) -> int:
    """How many times money was moved from a fund to another."""
    same = _same(EntryKind.TRANSFER, Fund.__tablename__, fund.id)
    count = sa.select(sa.func.count()).select_from(JournalEntry)
    return db.session.scalar(count.where(*same)) or 0


def entry_of(kind: EntryKind, source: Any) -> JournalEntry | None:
    """The entry that tells of a record, unless it was reversed."""
    reversal = aliased(JournalEntry)
    return db.session.scalar(
        sa.select(JournalEntry)
        .outerjoin(reversal, reversal.reverses_id == JournalEntry.id)
        .where(*_same(kind, source.__tablename__, source.id), reversal.id.is_(None))
    )


def _same(kind: EntryKind, source_type: str, source_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        JournalEntry.kind == kind,
        JournalEntry.source_type == source_type,
        JournalEntry.source_id == source_id,
    )


def with_postings(entry: JournalEntry) -> JournalEntry:
    """An entry with its lines, their funds, who posted it, and what reversed it."""
    return db.session.scalars(
        sa.select(JournalEntry)
        .where(JournalEntry.id == entry.id)
        .options(
            selectinload(JournalEntry.postings).joinedload(Posting.fund),
            joinedload(JournalEntry.posted_by),
            joinedload(JournalEntry.reverses),
            joinedload(JournalEntry.reversed_by),
        )
        .execution_options(populate_existing=True)
    ).one()


def statement_ends(fund: Fund, period: Period = ALWAYS) -> StatementEnds:
    """A fund's figures before and at the end of a period."""
    nothing = Balances.after(())
    before = period.start - timedelta(days=1) if period.start else None
    return StatementEnds(
        balances(fund, until=before) if before else nothing, balances(fund, until=period.end)
    )


def statement(
    fund: Fund, period: Period = ALWAYS, *, kind: str = "", opening: int = 0
) -> sa.Select[Any]:
    """A fund's postings in a period, newest first, each with what it did and what was left.

    Columns: occurred_on, reference, kind, narrative, approximate, debit, credit, pence,
    held (pence that came, or went below zero), promised, and left_after: what was available
    after it, given what was available at the opening.
    """
    held, promised = _effect(HELD), -_effect(PROMISED)
    in_order = (Posting.occurred_on, Posting.id)
    running = Sums(held - promised).over(order_by=in_order) + opening
    rows = (
        sa.select(
            Posting.id,
            Posting.occurred_on,
            JournalEntry.reference,
            JournalEntry.kind,
            JournalEntry.narrative,
            JournalEntry.approximate,
            Posting.debit,
            Posting.credit,
            Posting.pence,
            held.label("held"),
            promised.label("promised"),
            sa.cast(running, sa.BigInteger).label("left_after"),
        )
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .where(Posting.fund_id == fund.id, *_within(Posting.occurred_on, period))
        .subquery()
    )
    wanted = sa.select(*[column for column in rows.c if column.name != "id"])
    if kind:
        wanted = wanted.where(rows.c.kind == kind)
    return wanted.order_by(rows.c.occurred_on.desc(), rows.c.id.desc())


def all_of(statement: sa.Select[Any]) -> list[Any]:
    """Every row of a list."""
    return list(db.session.execute(statement))


def is_corrected_by_hand(entry: JournalEntry) -> bool:
    """Whether finance may reverse an entry here; grants, gifts and claims are undone there."""
    return (
        entry.kind is not EntryKind.REVERSAL
        and not entry.kind.value.startswith(UNDONE_THERE)
        and entry.reversed_by is None
    )


def _effect(accounts: Iterable[Account]) -> sa.ColumnElement[int]:
    """What a posting adds to some accounts: debits less credits."""
    return sa.case((Posting.debit.in_(accounts), Posting.pence), else_=0) - sa.case(
        (Posting.credit.in_(accounts), Posting.pence), else_=0
    )


def _within(day: Any, period: Period) -> Iterable[sa.ColumnElement[bool]]:
    if period.start:
        yield day >= period.start
    if period.end:
        yield day <= period.end
