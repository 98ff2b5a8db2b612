"""Reads of money that arrived: batches, their lines, contributions, what each person gave."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from nolimits.funds.models import Account, EntryKind, Fund, JournalEntry, Posting
from nolimits.funds.periods import ALWAYS, Period
from nolimits.giving.models import (
    Batch,
    BatchLine,
    BatchState,
    Contribution,
    LineKind,
)
from nolimits.kernel import money
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, can
from nolimits.people.models import Person
from nolimits.pledges.models import Channel, Frequency, Pledge, PledgeKind, PledgeState, PledgeTerm
from nolimits.strategy.models import Action

COUNT = sa.func.count


def not_in_file(batch: Batch) -> list[Any]:
    """Who pay was expected from on a payroll's day, and is not in its file: name, pledge, pence."""
    there = sa.select(BatchLine.pledge_id).where(
        BatchLine.batch_id == batch.id, BatchLine.pledge_id.is_not(None)
    )
    columns: list[Any] = [Person.name, Pledge.reference, PledgeTerm.pence]
    wanted = (
        sa.select(*columns)
        .join(Pledge, Pledge.person_id == Person.id)
        .join(PledgeTerm, PledgeTerm.pledge_id == Pledge.id)
        .where(
            Pledge.channel == Channel.TAKE_HOME_PAY,
            Pledge.frequency == Frequency.MONTHLY,
            Pledge.started_on <= batch.received_on,
            PledgeTerm.from_on <= batch.received_on,
            sa.or_(PledgeTerm.until_on.is_(None), PledgeTerm.until_on > batch.received_on),
            Pledge.id.not_in(there),
        )
        .order_by(Person.name, Pledge.id)
    )
    return list(db.session.execute(wanted))


def batches(kind: str = "", state: str = "") -> sa.Select[Any]:
    """Batches with the fund and who imported them, those that wait first, then the newest."""
    statement = (
        sa.select(Batch)
        .options(joinedload(Batch.fund), joinedload(Batch.imported_by))
        .order_by(
            sa.case((Batch.state == BatchState.MATCHED, 0), else_=1),
            Batch.received_on.desc(),
            Batch.id.desc(),
        )
    )
    for column, value in ((Batch.kind, kind), (Batch.state, state)):
        if value:
            statement = statement.where(sa.cast(column, sa.String) == value)
    return statement


@dataclass(frozen=True)
class LineTotals:
    """How many lines of a batch are of a kind, and what came and what was expected, in pence."""

    kind: LineKind
    lines: int
    pence: int
    expected: int


def totals(batch: Batch) -> dict[LineKind, LineTotals]:
    """A batch's lines counted by kind; kinds without a line too."""
    unstated = sa.case((BatchLine.kind == LineKind.TAKEN, BatchLine.pence), else_=0)
    expected = sa.func.coalesce(BatchLine.expected_pence, unstated)
    rows = db.session.execute(
        sa.select(BatchLine.kind, COUNT(), sa.func.sum(BatchLine.pence), sa.func.sum(expected))
        .where(BatchLine.batch_id == batch.id)
        .group_by(BatchLine.kind)
    )
    found = {kind: LineTotals(kind, many, int(came), int(due)) for kind, many, came, due in rows}
    return {kind: found.get(kind, LineTotals(kind, 0, 0, 0)) for kind in LineKind}


def lines(batch: Batch, kind: str = "") -> sa.Select[Any]:
    """A batch's lines, those that differ first, with pledge, giver and what they became."""
    statement = (
        sa.select(BatchLine)
        .where(BatchLine.batch_id == batch.id)
        .options(
            joinedload(BatchLine.pledge).joinedload(Pledge.person),
            joinedload(BatchLine.contribution).joinedload(Contribution.person),
        )
        .order_by(sa.case((BatchLine.kind == LineKind.TAKEN, 1), else_=0), BatchLine.number)
    )
    return statement.where(sa.cast(BatchLine.kind, sa.String) == kind) if kind else statement


def in_suspense() -> sa.Select[Any]:
    """Posted lines that nobody has been found for yet, the oldest first."""
    return (
        _of_nobody(sa.select(BatchLine))
        .options(contains_eager(BatchLine.batch))
        .order_by(BatchLine.paid_on, BatchLine.id)
    )


def suspense_count(batch: Batch | None = None) -> int:
    """How many lines nobody has been found for, of all batches or of one."""
    waiting = _of_nobody(sa.select(COUNT(BatchLine.id)))
    if batch is not None:
        waiting = waiting.where(BatchLine.batch_id == batch.id)
    return db.session.scalar(waiting) or 0


def _of_nobody(statement: sa.Select[Any]) -> sa.Select[Any]:
    reversal = aliased(JournalEntry)
    sent_back = (
        sa.select(reversal.id)
        .join(JournalEntry, JournalEntry.id == reversal.reverses_id)
        .where(
            JournalEntry.source_type == BatchLine.__tablename__,
            JournalEntry.source_id == BatchLine.id,
            JournalEntry.kind == EntryKind.UNIDENTIFIED,
        )
        .correlate(BatchLine)
    )
    return (
        statement.join(BatchLine.batch)
        .outerjoin(BatchLine.contribution)
        .where(
            BatchLine.kind == LineKind.UNKNOWN,
            Batch.state == BatchState.POSTED,
            Contribution.id.is_(None),
            ~sent_back.exists(),
        )
    )


def owed_by_payroll(batch: Batch) -> int:
    """What payroll took in a batch and still owes, in pence: without what was reversed."""
    reversed_entry = aliased(JournalEntry)
    told_of = sa.func.coalesce(reversed_entry.source_type, JournalEntry.source_type)
    number = sa.func.coalesce(reversed_entry.source_id, JournalEntry.source_id)
    of_lines = sa.and_(
        told_of == BatchLine.__tablename__,
        number.in_(sa.select(BatchLine.id).where(BatchLine.batch_id == batch.id)),
    )
    of_batch = sa.and_(told_of == Batch.__tablename__, number == batch.id)
    debtor = Account.PAYROLL_DEBTOR
    owed = (
        sa.select(sa.func.sum(sa.case((Posting.debit == debtor, 1), else_=-1) * Posting.pence))
        .join(JournalEntry, JournalEntry.id == Posting.entry_id)
        .outerjoin(reversed_entry, reversed_entry.id == JournalEntry.reverses_id)
        .where(
            Posting.fund_id == batch.fund_id,
            sa.or_(Posting.debit == debtor, Posting.credit == debtor),
            sa.or_(of_lines, of_batch),
        )
    )
    return int(db.session.scalar(owed) or 0)


def the_money_pledge_of(words: str) -> Pledge:
    """The money pledge that finance means by its reference, an employee number or an address.

    Of several of one person, a running one, then the newest. Refused where there is none.
    """
    text = words.strip()
    over = sa.case((Pledge.state.in_((PledgeState.ENDED, PledgeState.FULFILLED)), 1), else_=0)
    pledge = db.session.scalar(
        sa.select(Pledge)
        .join(Pledge.person)
        .where(
            Pledge.kind == PledgeKind.MONEY,
            sa.or_(
                Pledge.reference == text.upper(),
                Person.employee_number == text,
                Person.email == text.lower(),
            ),
        )
        .order_by(over, Pledge.made_on.desc(), Pledge.id.desc())
        .limit(1)
    )
    if pledge is None:
        raise Refused("Nobody of that reference, number or address promised money", "words")
    return pledge


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The money that someone may read of: all, where the table says so, or their own."""
    return sa.true() if can(by, Permission.SEE_CONTRIBUTIONS) else Contribution.person_id == by.id


LISTED: list[Any] = [
    Contribution.reference,
    Contribution.received_on,
    Person.name,
    Contribution.channel,
    Fund.name.label("fund"),
    Batch.reference.label("batch"),
    Contribution.pence,
    Contribution.reversed_on,
]


def contributions(
    by: Actor,
    period: Period = ALWAYS,
    channel: str = "",
    search: str = "",
    fund: str = "",
    action: str = "",
) -> sa.Select[Any]:
    """Money that arrived, the newest first, in the columns of LISTED."""
    statement = (
        sa.select(*LISTED)
        .join(BatchLine, BatchLine.id == Contribution.batch_line_id)
        .join(Batch, Batch.id == BatchLine.batch_id)
        .join(Fund, Fund.id == Batch.fund_id)
        .outerjoin(Person, Person.id == Contribution.person_id)
        .where(visible_to(by))
        .order_by(Contribution.received_on.desc(), Contribution.id.desc())
    )
    if period.start:
        statement = statement.where(Contribution.received_on >= period.start)
    if period.end:
        statement = statement.where(Contribution.received_on <= period.end)
    if channel:
        statement = statement.where(sa.cast(Contribution.channel, sa.String) == channel)
    if fund:
        statement = statement.where(Fund.reference == fund)
    if action:
        served = Pledge.action.has(Action.reference == action)
        statement = statement.where(Contribution.pledge.has(served))
    if search:
        like = "%" + search.replace("%", r"\%").replace("_", r"\_") + "%"
        statement = statement.where(Person.name.ilike(like, escape="\\"))
    return statement


def count_serving(action: Action) -> int:
    """How many gifts of money serve an action, those that were reversed left out."""
    served = Contribution.pledge.has(Pledge.action_id == action.id)
    gifts = sa.select(COUNT(Contribution.id)).where(served, Contribution.reversed_on.is_(None))
    return db.session.scalar(gifts) or 0


def total(statement: sa.Select[Any]) -> int:
    """What the contributions of a list come to, in pence; those that were reversed left out."""
    rows = statement.order_by(None).subquery()
    still = sa.select(sa.func.coalesce(sa.func.sum(rows.c.pence), 0))
    return int(db.session.scalar(still.where(rows.c.reversed_on.is_(None))) or 0)


def first_day() -> date | None:
    """When the first money arrived."""
    return db.session.scalar(sa.select(sa.func.min(Contribution.received_on)))


@dataclass(frozen=True)
class Given:
    """What one person gave: all together, and by month, the newest first; pence."""

    pence: int
    months: list[tuple[date, int]]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Each month with its amount, in words."""
        return [(f"{first:%B %Y}", money.pounds(pence)) for first, pence in self.months]

    @property
    def columns(self) -> list[tuple[str, int, str]]:
        """The last twelve months of giving for a chart: label, pence and words, oldest first."""
        last = reversed(self.months[:12])
        return [(f"{first:%b}", pence, money.pounds(pence)) for first, pence in last]


def given_by(person: Actor) -> Given:
    """What a person gave that reached a fund."""
    rows = db.session.execute(
        sa.select(Contribution.received_on, sa.func.sum(Contribution.pence))
        .where(Contribution.person_id == person.id, Contribution.reversed_on.is_(None))
        .group_by(Contribution.received_on)
    )
    months: defaultdict[date, int] = defaultdict(int)
    for received_on, pence in rows:
        months[received_on.replace(day=1)] += int(pence)
    return Given(sum(months.values()), sorted(months.items(), reverse=True))
