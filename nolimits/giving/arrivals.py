"""A file that is handed in, and what must be known to match and post it, in few statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.funds.models import Fund
from nolimits.funds.periods import month
from nolimits.giving.models import Batch, BatchKind, BatchLine, BatchState
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.pledges.models import Channel, Frequency, Pledge, PledgeKind, PledgeState, PledgeTerm
from nolimits.strategy.models import Action

CHANNELS = {
    BatchKind.PAYROLL: Channel.TAKE_HOME_PAY,
    BatchKind.BANK: Channel.BANK_TRANSFER,
}


@dataclass(frozen=True)
class Arrival:
    """A file as a person hands it in, with the control total and count that they were told."""

    kind: BatchKind
    fund: Fund
    received_on: date
    file_name: str
    content: bytes
    control_pence: int
    control_count: int


@dataclass(frozen=True)
class Promise:
    """A promise of money with its terms: from a day, until another, so many pence if stated."""

    pledge_id: int
    once: bool
    terms: list[tuple[date, date | None, int | None]]

    def expected(self, on: date) -> int | None:
        """What should come on a day, in pence: nothing while it rests; None if never stated."""
        if self.once:
            return self.terms[-1][2]
        on = max(on, self.terms[0][0])  # a first payment may be early
        return next(
            (pence for begun, over, pence in self.terms if begun <= on < (over or date.max)), 0
        )


def promises(kind: BatchKind, on: date) -> dict[str, list[Promise]]:
    """What may arrive in a batch, by employee number or pledge reference, monthly ones first.

    What payroll takes for a promise that is over was taken by mistake, and is nobody's gift; what
    comes into a bank with a pledge's reference was meant.
    """
    payer: Any = Person.employee_number if kind is BatchKind.PAYROLL else Pledge.reference
    statement = (
        sa.select(
            Pledge.id,
            payer,
            Pledge.frequency,
            PledgeTerm.from_on,
            PledgeTerm.until_on,
            PledgeTerm.pence,
        )
        .join(Person, Person.id == Pledge.person_id)
        .join(PledgeTerm, PledgeTerm.pledge_id == Pledge.id)
        .where(
            Pledge.kind == PledgeKind.MONEY,
            Pledge.channel == CHANNELS[kind],
            Pledge.made_on <= on,
            payer.is_not(None),
        )
        .order_by(
            sa.case((Pledge.frequency == Frequency.MONTHLY, 0), else_=1), Pledge.id, PledgeTerm.id
        )
    )
    if kind is BatchKind.PAYROLL:
        running = sa.or_(Pledge.ended_on.is_(None), Pledge.ended_on >= on)
        statement = statement.where(running)
    found: defaultdict[str, dict[int, Promise]] = defaultdict(dict)
    for pledge_id, name, frequency, *term in db.session.execute(statement):
        new = Promise(pledge_id, frequency is Frequency.ONCE, [])
        found[name].setdefault(pledge_id, new).terms.append(tuple(term))
    return {name: list(promised.values()) for name, promised in found.items()}


def batch_of_file(sha256: str, arrival: Arrival) -> Batch | None:
    """The batch that a file became, unless it was rejected.

    Where the same people give the same each month, payroll's files are alike to the letter; so of
    payroll only one of the same month counts. A bank's lines have days of their own.
    """
    same = sa.select(Batch).where(Batch.file_sha256 == sha256, Batch.state != BatchState.REJECTED)
    if arrival.kind is BatchKind.PAYROLL:
        its = month(arrival.received_on.replace(day=1))
        same = same.where(Batch.received_on.between(its.start, its.end))
    return db.session.scalar(same.limit(1))


LineKey = tuple[date | None, str, int]


def line_key(kind: BatchKind, paid_on: date | None, payer: str, pence: int) -> LineKey:
    """What makes two lines of two files the same: of payroll, one person's one payday."""
    return (paid_on, payer, pence if kind is BatchKind.BANK else 0)


def lines_before(kind: BatchKind, days: Iterable[date]) -> dict[LineKey, str]:
    """The lines of these days in earlier batches that were not rejected, with their batch."""
    wanted = sorted(days)
    rows = db.session.execute(
        sa.select(BatchLine.paid_on, BatchLine.payer, BatchLine.pence, Batch.reference)
        .join(Batch, Batch.id == BatchLine.batch_id)
        .where(
            Batch.kind == kind,
            Batch.state != BatchState.REJECTED,
            BatchLine.paid_on.between(wanted[0], wanted[-1]),
        )
    )
    return {line_key(kind, on, payer, pence): batch for on, payer, pence, batch in rows}


def lines_to_post(batch: Batch) -> list[Any]:
    """A batch's lines that brought money: id, pence, paid_on, pledge_id, person_id, action_id."""
    rows = db.session.execute(
        sa.select(
            BatchLine.id,
            BatchLine.pence,
            BatchLine.paid_on,
            BatchLine.pledge_id,
            Pledge.person_id,
            Pledge.action_id,
        )
        .outerjoin(Pledge, Pledge.id == BatchLine.pledge_id)
        .where(BatchLine.batch_id == batch.id, BatchLine.pence > 0)
        .order_by(BatchLine.number)
    )
    return list(rows)


def actions_of(batch: Batch) -> dict[int | None, Action]:
    """The strategy actions that a batch's money serves, by number."""
    served = (
        sa.select(Pledge.action_id)
        .join(BatchLine, BatchLine.pledge_id == Pledge.id)
        .where(BatchLine.batch_id == batch.id)
    )
    return {
        one.id: one for one in db.session.scalars(sa.select(Action).where(Action.id.in_(served)))
    }


def pledges_to_keep(batch: Batch) -> list[Pledge]:
    """Promises that a batch's money sets going, or keeps for good."""
    came = sa.select(BatchLine.pledge_id).where(BatchLine.batch_id == batch.id, BatchLine.pence > 0)
    running = Pledge.state.in_((PledgeState.AWAITING_SETUP, PledgeState.ACTIVE))
    first = sa.or_(Pledge.state == PledgeState.AWAITING_SETUP, Pledge.frequency == Frequency.ONCE)
    return list(
        db.session.scalars(
            sa.select(Pledge)
            .where(Pledge.id.in_(came), running, first)
            .options(joinedload(Pledge.person))
        )
    )
