"""A year of what payroll took and what came into the bank, through the import that people use."""

from datetime import date, timedelta

from nolimits.funds.models import Fund
from nolimits.giving import operations, queries
from nolimits.giving.arrivals import Arrival, promises
from nolimits.giving.files import read
from nolimits.giving.models import Batch, BatchKind
from nolimits.kernel import clock, money, tables
from nolimits.kernel.db import db
from nolimits.pledges.queries import active_money_pledges
from nolimits.seed import Council

MONTHS = 12
PAYDAY, STATEMENT = 26, 5
REASONS = ("On unpaid leave", "Net pay too low this month", "Started after the cut-off")
ONE_IN = 24  # lines from pay that differ from what was promised
PAYROLL = ("Employee number", "Amount taken", "Reason not taken")
BANK = ("Date", "Description", "Amount")
Line = tuple[str, ...]


def fill(council: Council) -> None:
    """Twelve paydays and twelve statements; the last payday waits for a second person."""
    months = [_months_ago(council.today, back) for back in range(MONTHS, -1, -1)]
    paydays = [day for day in (one.replace(day=PAYDAY) for one in months) if day < council.today]
    for payday in paydays[:-1]:
        if batch := _payroll(council, payday):
            _post(council, batch, payday)
    statements = [one.replace(day=STATEMENT) for one in months]
    for number, day in enumerate(day for day in statements if day < council.today):
        if batch := _bank(council, day, number):
            _post(council, batch, day)
    _find_a_giver(council)
    _turn_one_away(council, paydays[-1])
    _payroll(council, paydays[-1], odd=True)


def _payroll(council: Council, payday: date, *, odd: bool = False) -> Batch | None:
    """What payroll took: nearly always what was promised; an odd month has every difference."""
    dice, rows = council.dice, list[Line]()
    for number, gift in sorted(active_money_pledges(payday).items()):
        pence = gift.pence or 500
        if dice.randrange(ONE_IN):
            rows.append((number, money.decimal(pence), ""))
        elif dice.randrange(3):
            rows.append((number, "0.00", dice.choice(REASONS)))
        else:
            rows.append((number, money.decimal(pence + dice.choice((-100, 100, 200))), ""))
    if odd:
        rows[2] = (rows[2][0], money.decimal(money.parse(rows[2][1]) - 100), "")
        rows[5] = (rows[5][0], "0.00", REASONS[0])
        rows[7] = ("999012", "5.00", "")  # in place of somebody who is then not in the file
    name = f"payroll-{payday:%Y-%m}.csv"
    content = tables.write_csv(PAYROLL, rows)
    return _import(council, BatchKind.PAYROLL, payday, name, content) if rows else None


def _bank(council: Council, day: date, number: int) -> Batch | None:
    """What came into the foundation's bank in the month before a statement."""
    rows: list[Line] = []
    for reference, promised in sorted(promises(BatchKind.BANK, day).items()):
        for one in promised:
            came = day - timedelta(days=council.dice.randint(1, 4))
            if one.once:
                came = one.terms[-1][1] or day
                if not day - timedelta(days=30) <= came < day:
                    continue
            pence = one.expected(came)
            if pence:
                rows.append((came.isoformat(), f"FPI {reference}", money.decimal(pence)))
    if number in (4, MONTHS - 1):
        rows.append(((day - timedelta(days=2)).isoformat(), "FPI NO LIMITS GIFT", "20.00"))
    name, content = f"bank-{day:%Y-%m}.csv", tables.write_csv(BANK, rows)
    return _import(council, BatchKind.BANK, day, name, content) if rows else None


def _import(council: Council, kind: BatchKind, day: date, name: str, content: bytes) -> Batch:
    """Hand a file in on the day after it came."""
    file = read(kind, content)
    arrival = Arrival(
        kind=kind,
        fund=_fund(council, kind),
        received_on=day,
        file_name=name,
        content=content,
        control_pence=file.total,
        control_count=len(file.lines),
    )
    with clock.standing_at(day + timedelta(days=1)):
        return operations.import_batch(arrival, by=council.finance_officers[0])


def _fund(council: Council, kind: BatchKind) -> Fund:
    fund = council.council_fund if kind is BatchKind.PAYROLL else council.foundation_fund
    if fund is None:
        raise RuntimeError("the funds come first")
    return fund


def _post(council: Council, batch: Batch, day: date) -> None:
    """A second officer approves; payroll hands the money over a week after payday."""
    with clock.standing_at(min(day + timedelta(days=2), council.today)):
        operations.approve(batch, by=council.finance_officers[1])
    handed_over = day + timedelta(days=7)
    if batch.kind is BatchKind.PAYROLL and handed_over < council.today:
        with clock.standing_at(handed_over):
            operations.remit(batch, handed_over, by=council.finance_officers[0])


def _find_a_giver(council: Council) -> None:
    """Of two payments that nobody knew, one councillor said that it was theirs."""
    waiting = db.session.execute(queries.in_suspense()).all()
    if waiting:
        (line,) = waiting[0]
        pledge = queries.the_money_pledge_of(council.councillors[0].email or "")
        with clock.standing_at(line.paid_on + timedelta(days=12)):
            operations.identify_line(line, pledge, by=council.finance_officers[2])


def _turn_one_away(council: Council, payday: date) -> None:
    """A file that was cut short on its way was turned away."""
    content = b"Employee number,Amount taken,Reason not taken\r\n999999,5.00,\r\n"
    batch = _import(council, BatchKind.PAYROLL, payday, "payroll-part.csv", content)
    with clock.standing_at(min(payday + timedelta(days=2), council.today)):
        reason = "Only the first page of the file was sent"
        operations.reject(batch, reason, by=council.finance_officers[1])


def _months_ago(day: date, back: int) -> date:
    """The first day of a month some months before."""
    number = day.year * 12 + day.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)
