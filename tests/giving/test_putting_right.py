"""A wrong line of a batch is put right, before and after its money is handed over."""

from datetime import date

import pytest

from nolimits.funds import operations as funds
from nolimits.funds import queries as ledger
from nolimits.funds.models import Account, EntryKind
from nolimits.giving import operations, queries
from nolimits.kernel.errors import Refused
from nolimits.pledges.models import Channel
from tests.factories.funds import FundFactory
from tests.factories.giving import approved, import_bank, import_payroll
from tests.factories.people import finance_officer
from tests.factories.pledges import MoneyPledgeFactory


def test_what_was_reversed_before_payroll_hands_over_is_not_handed_over(app):
    fund, kept, wrong = FundFactory(), *MoneyPledgeFactory.create_batch(2, state="active")
    numbers = [(one.person.employee_number, 500) for one in (kept, wrong)]
    batch = approved(import_payroll(*numbers, fund=fund))
    funds.correct(batch.lines[1].contribution.entry, "Not theirs", by=finance_officer())

    operations.remit(batch, date(2026, 11, 20), by=finance_officer())

    after = ledger.balances(fund)
    assert (after[Account.BANK], after[Account.PAYROLL_DEBTOR], after.received) == (500, 0, 500)


def test_after_the_handing_over_is_reversed_a_line_can_be_put_right_and_it_is_handed_over_anew(app):
    fund, by = FundFactory(), finance_officer()
    pledges = MoneyPledgeFactory.create_batch(2, state="active")
    batch = approved(
        import_payroll(*[(one.person.employee_number, 500) for one in pledges], fund=fund)
    )
    operations.remit(batch, date(2026, 11, 20), by=by)
    entry = batch.lines[1].contribution.entry

    with pytest.raises(Refused, match="reverse what it handed over first"):
        funds.correct(entry, "Not theirs", by=by)
    funds.correct(ledger.entry_of(EntryKind.REMITTANCE, batch), "A line was wrong", by=by)
    assert batch.remitted_on is None
    funds.correct(entry, "Not theirs", by=by)
    assert queries.owed_by_payroll(batch) == 500
    operations.remit(batch, date(2026, 11, 20), by=by)

    after = ledger.balances(fund)
    assert (after[Account.BANK], after[Account.PAYROLL_DEBTOR]) == (500, 0)
    assert queries.owed_by_payroll(batch) == 0


def test_an_unknown_line_that_was_reversed_waits_no_more_and_is_nobodys(app):
    fund, pledge = FundFactory(), MoneyPledgeFactory(channel=Channel.BANK_TRANSFER, state="active")
    day = date(2026, 11, 2)
    batch = approved(import_bank((day, "ONE", 500), (day, "TWO", 500), fund=fund))
    line = batch.lines[0]
    assert queries.suspense_count() == 2

    funds.correct(ledger.entry_of(EntryKind.UNIDENTIFIED, line), "Sent back", by=finance_officer())

    assert queries.suspense_count() == 1
    with pytest.raises(Refused, match="This line was reversed"):
        operations.identify_line(line, pledge, by=finance_officer())
