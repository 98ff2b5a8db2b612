"""Generated claims of what training cost: of every fifth person, at every step."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.expenses.kinds import About, ExpenseKind, ExpenseState, Vehicle
from nolimits.expenses.models import (
    ExpenseClaim,
    ExpenseFile,
    ExpenseLimit,
    ExpenseLine,
    MileageRate,
    PreApproval,
)
from nolimits.funds import operations as funds
from nolimits.funds.models import Holder
from nolimits.kernel import clock
from nolimits.kernel.db import db, transaction
from nolimits.seed.size import Officers
from nolimits.seed.size.rows import next_id, reference, write

OF_SO_MANY = 5
S = ExpenseState
STEPS = (S.DRAFT, S.SUBMITTED, S.APPROVED, S.SENT_TO_FINANCE, *(S.PAID,) * 6)
CHECKED = (S.APPROVED, S.SENT_TO_FINANCE, S.PAID)
IN_FILE = (S.SENT_TO_FINANCE, S.PAID)
TOGETHER = 50  # claims of one file
PENCE = 11_00


@transaction
def fill(people: Sequence[int], officers: Officers) -> None:
    """What was agreed, and claims of some people with two journeys each."""
    fund = funds.open_fund("What volunteers spend", Holder.COUNCIL, by=officers.finance)
    some, since = people[::OF_SO_MANY], clock.today() - timedelta(days=300)
    limit = ExpenseLimit(
        fund=fund,
        visit_pence=20_00,
        month_pence=60_00,
        match_pence=400_00,
        within_days=92,
        from_on=since,
        agreed_on=since,
        agreed_by_id=officers.second.id,
    )
    db.session.add(limit)
    db.session.flush()
    of_cars = sa.select(MileageRate.id).where(MileageRate.vehicle == Vehicle.CAR)
    rate = db.session.scalars(of_cars.order_by(MileageRate.from_on.desc())).first()
    first = next_id(ExpenseClaim)
    numbers = range(first, first + len(some))
    kept = [number for number in numbers if _step(number) in IN_FILE]
    file_of = {number: 1 + place // TOGETHER for place, number in enumerate(kept)}
    write(ExpenseFile, sorted(set(file_of.values())), lambda file: _file(file, officers))
    write(
        ExpenseClaim,
        numbers,
        lambda number: {
            **_claim(number, officers),
            "person_id": some[number - first],
            "expense_file_id": file_of.get(number),
        },
    )
    write(ExpenseLine, range(len(some) * 2), lambda row: _line(first, row, limit.id, rate))
    write(PreApproval, range(0, len(some), 10), lambda place: _ask(place, some[place]))


def _step(number: int) -> ExpenseState:
    return STEPS[number % len(STEPS)]


def _file(number: int, officers: Officers) -> dict[str, Any]:
    return {
        "id": number,
        "reference": reference("XF", number),
        "made_on": clock.today() - timedelta(days=3),
        "made_by_id": officers.finance.id,
        "control_pence": TOGETHER * PENCE,
        "control_count": TOGETHER,
    }


def _claim(number: int, officers: Officers) -> dict[str, Any]:
    """A claim as far as it has come."""
    step, today = _step(number), clock.today()
    checked, paid = step in CHECKED, step is S.PAID
    return {
        "id": number,
        "reference": reference("X", number),
        "about": About.TRAINING,
        "state": step,
        "begun_on": today - timedelta(days=10),
        "submitted_on": None if step is S.DRAFT else today - timedelta(days=9),
        "pence": PENCE,
        "checked_on": today - timedelta(days=5) if checked else None,
        "checked_by_id": officers.coordinator.id if checked else None,
        "paid_on": today - timedelta(days=1) if paid else None,
        "paid_by_id": officers.approver.id if paid else None,
        "payment_reference": f"BACS {number}" if paid else None,
    }


def _line(first: int, row: int, limit: int, rate: int | None) -> dict[str, Any]:
    """One of the two journeys of a claim: ten miles by car."""
    return {
        "reference": reference("XL", row + 1),
        "expense_claim_id": first + row // 2,
        "day": clock.today() - timedelta(days=11 + row % 2),
        "kind": ExpenseKind.CAR,
        "what": "To training and back",
        "pence": PENCE // 2,
        "tenths": 100,
        "mileage_rate_id": rate,
        "expense_limit_id": limit,
    }


def _ask(place: int, person: int) -> dict[str, Any]:
    return {
        "reference": reference("XA", place + 1),
        "person_id": person,
        "about": About.TRAINING,
        "planned_on": clock.today() + timedelta(days=12),
        "pence": 38_00,
        "what": "A day by the sea",
        "asked_on": clock.today(),
    }
