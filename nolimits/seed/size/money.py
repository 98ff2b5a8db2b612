"""Generated money: monthly promises, and the payroll files of a year that keep them.

The files go the way that every payroll file goes: imported by one officer, approved by another.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from nolimits.funds import operations as funds
from nolimits.funds.models import Fund, Holder
from nolimits.giving import operations as giving
from nolimits.giving.arrivals import Arrival
from nolimits.giving.models import BatchKind
from nolimits.kernel import clock, money, tables
from nolimits.kernel.db import transaction
from nolimits.pledges.models import (
    Channel,
    Frequency,
    Pledge,
    PledgeKind,
    PledgeState,
    PledgeTerm,
)
from nolimits.seed.size import MONTHS, Officers
from nolimits.seed.size.rows import next_id, reference, write


def fill(people: Sequence[int], contributions: int, officers: Officers) -> None:
    """So many contributions, one a month from each giver until there are enough."""
    if not contributions:
        return
    _promise(people)
    fund = funds.open_fund("No Limits account", Holder.COUNCIL, by=officers.finance)
    for month in range(MONTHS):
        givers = people[: max(0, contributions - month * len(people))]
        if givers:
            payday = clock.today() - timedelta(days=30 * (MONTHS - month))
            _take(givers, payday, fund, officers)


@transaction
def _promise(people: Sequence[int]) -> None:
    """A monthly promise of each, from before the first payday."""
    first, made = next_id(Pledge), clock.today() - timedelta(days=400)
    ids = range(first, first + len(people))

    def pledge(number: int) -> dict[str, Any]:
        return {
            "id": number,
            "reference": reference("P", number),
            "person_id": people[number - first],
            "kind": PledgeKind.MONEY,
            "frequency": Frequency.MONTHLY,
            "channel": Channel.TAKE_HOME_PAY,
            "made_on": made,
            "started_on": made,
            "state": PledgeState.ACTIVE,
        }

    write(Pledge, ids, pledge)
    write(
        PledgeTerm,
        ids,
        lambda number: {"pledge_id": number, "pence": _pence(number - first), "from_on": made},
    )


def _pence(place: int) -> int:
    """What the giver at a place promises each month: £1 to £20."""
    return 100 * (place % 20 + 1)


def _take(givers: Sequence[int], payday: date, fund: Fund, officers: Officers) -> None:
    """One payroll file, from import to approval."""
    pence = [_pence(place) for place in range(len(givers))]
    rows = [
        (f"{200_000 + person}", money.decimal(amount))
        for person, amount in zip(givers, pence, strict=True)
    ]
    arrival = Arrival(
        BatchKind.PAYROLL,
        fund,
        payday,
        f"payroll-{payday}.csv",
        tables.write_csv(("Employee number", "Amount taken"), rows),
        sum(pence),
        len(rows),
    )
    batch = giving.import_batch(arrival, by=officers.finance)
    giving.approve(batch, by=officers.approver)
