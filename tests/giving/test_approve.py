"""A second person approves a batch, and each of its lines is posted and counted."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from nolimits.funds import operations as funds
from nolimits.funds import queries as ledger
from nolimits.funds.models import Account, EntryKind, JournalEntry
from nolimits.giving import operations, queries
from nolimits.giving.models import Batch, BatchState, Contribution
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Overtaken, Refused
from nolimits.people.models import Person
from nolimits.pledges.models import Channel, Frequency, PledgeState
from tests.factories.funds import FundFactory
from tests.factories.giving import approved, import_bank, import_payroll
from tests.factories.people import coordinator, finance_officer
from tests.factories.pledges import MoneyPledgeFactory, TimePledgeFactory
from tests.factories.strategy import make_action


def entries(fund):
    """What was posted to a fund, by kind."""
    return [row.kind for row in ledger.all_of(ledger.statement(fund))]


def by_bank(**kwargs):
    return MoneyPledgeFactory(channel=Channel.BANK_TRANSFER, **kwargs)


def test_each_line_becomes_one_entry_and_one_gift(app):
    fund, pledges = FundFactory(), MoneyPledgeFactory.create_batch(17, state="active")

    approved(import_payroll(*[(one.person.employee_number, 500) for one in pledges], fund=fund))

    assert entries(fund) == [EntryKind.CONTRIBUTION] * 17
    given = db.session.scalars(sa.select(Contribution)).all()
    assert {one.person_id for one in given} == {one.person_id for one in pledges}
    assert sum(one.pence for one in given) == ledger.balances(fund).received == 8500


def test_money_from_pay_is_held_but_not_yet_in_the_bank(app):
    fund, pledge = FundFactory(), MoneyPledgeFactory(state="active")
    batch = approved(import_payroll((pledge.person.employee_number, 500), fund=fund))

    before = ledger.balances(fund)
    operations.remit(batch, date(2026, 11, 20), by=finance_officer())
    after = ledger.balances(fund)

    assert (before.held, before[Account.BANK]) == (500, 0)
    assert (after.held, after[Account.BANK], after[Account.PAYROLL_DEBTOR]) == (500, 500, 0)


def test_payroll_hands_over_once_and_never_before_payday(app):
    batch = approved(import_payroll(("1", 500), fund=FundFactory()))
    by = finance_officer()

    with pytest.raises(Refused, match="before payday"):
        operations.remit(batch, date(2026, 11, 19), by=by)
    operations.remit(batch, date(2026, 11, 20), by=by)
    with pytest.raises(Overtaken):
        operations.remit(batch, date(2026, 11, 20), by=by)


def test_nothing_else_is_handed_over(app):
    waiting = import_payroll(("1", 500))
    bank = approved(import_bank((date(2026, 11, 2), "GIFT", 500)))

    for batch in (waiting, bank):
        with pytest.raises(Refused, match="Only an approved payroll batch"):
            operations.remit(batch, date(2026, 11, 20), by=finance_officer())


def test_a_bank_line_is_in_the_bank_on_its_own_day(app):
    fund, pledge = FundFactory(), by_bank(state="active")
    line = (date(2026, 11, 2), pledge.reference, 500)

    approved(import_bank(line, fund=fund))

    (row,) = ledger.all_of(ledger.statement(fund))
    assert (row.debit, row.credit) == (Account.BANK, Account.DONATIONS)
    assert row.occurred_on == date(2026, 11, 2)


def test_nobody_approves_what_they_imported(app):
    """Case 15."""
    importer = finance_officer()
    batch = import_payroll(("1", 500), by=importer)

    with pytest.raises(Refused, match="You imported this batch: somebody else approves it"):
        operations.approve(batch, by=importer)

    assert batch.state is BatchState.MATCHED


def test_the_database_too_wants_two_people(app):
    batch = import_payroll(("1", 500))

    with pytest.raises(IntegrityError):
        db.session.execute(
            sa.update(Batch.__table__).values(
                state=BatchState.POSTED, approved_by_id=batch.imported_by_id
            )
        )

    db.session.rollback()


def test_only_finance_approves_or_turns_away(app):
    batch, by = import_payroll(("1", 500)), coordinator()

    with pytest.raises(NotVisible):
        operations.approve(batch, by=by)
    with pytest.raises(NotVisible):
        operations.reject(batch, "Mine", by=by)


@pytest.mark.committed
def test_of_two_who_approve_at_once_one_posts(app, together):
    fund = FundFactory()
    batch_id = import_payroll(("1", 500), fund=fund).id
    officers = [finance_officer().id for _ in range(2)]

    def approve(officer_id):
        by = db.session.get(Person, officer_id)
        operations.approve(db.session.get(Batch, batch_id), by=by)

    results = together([lambda one=one: approve(one) for one in officers])

    assert results.count(None) == 1
    assert ledger.balances(fund).held == 500


def test_a_batch_turned_away_posts_nothing_and_its_importer_is_told(app, mail_to):
    importer, fund = finance_officer(), FundFactory()
    batch = import_payroll(("1", 500), by=importer, fund=fund)

    operations.reject(batch, "The wrong month", by=finance_officer())

    assert batch.state is BatchState.REJECTED
    assert entries(fund) == []
    assert [one.subject for one in mail_to(importer)] == ["A batch you imported was turned away"]


def test_the_first_money_sets_a_monthly_promise_going(app):
    pledge = MoneyPledgeFactory()

    approved(import_payroll((pledge.person.employee_number, 500)))

    assert pledge.state is PledgeState.ACTIVE


def test_a_promise_to_give_once_is_kept_when_its_money_comes(app):
    pledge = by_bank(frequency=Frequency.ONCE, pence=2000)

    approved(import_bank((date(2026, 11, 20), pledge.reference, 2000)))

    assert pledge.state is PledgeState.FULFILLED


def test_a_promise_of_which_nothing_was_taken_stays_as_it_was(app):
    pledge = MoneyPledgeFactory()

    approved(import_payroll((pledge.person.employee_number, 0, "Started too late")))

    assert pledge.state is PledgeState.AWAITING_SETUP
    assert queries.given_by(pledge.person).pence == 0


def test_unknown_money_waits_until_somebody_says_whose_it_is(app):
    fund, pledge = FundFactory(), by_bank(frequency=Frequency.ONCE, pence=2000)
    batch = approved(import_bank((date(2026, 11, 2), "A FRIEND", 2000), fund=fund))
    (line,) = batch.lines
    assert (ledger.balances(fund).held, ledger.available(fund)) == (2000, 0)
    assert queries.suspense_count() == 1

    gift = operations.identify_line(line, pledge, by=finance_officer())

    assert ledger.available(fund) == ledger.balances(fund).received == 2000
    assert (gift.person_id, gift.received_on) == (pledge.person_id, date(2026, 11, 2))
    assert queries.suspense_count() == 0
    assert pledge.state is PledgeState.FULFILLED
    with pytest.raises(Refused, match="posted already"):
        operations.identify_line(line, pledge, by=finance_officer())


def test_money_from_pay_can_be_identified_after_it_was_handed_over(app):
    fund, pledge = FundFactory(), MoneyPledgeFactory(state="active")
    batch, by = approved(import_payroll(("999", 500), fund=fund)), finance_officer()
    operations.remit(batch, date(2026, 11, 20), by=by)

    operations.identify_line(batch.lines[0], pledge, by=by)

    assert ledger.available(fund) == 500


def test_only_unknown_lines_of_approved_batches_are_identified(app):
    pledge, by = by_bank(state="active"), finance_officer()
    waiting = import_bank((date(2026, 11, 2), "A FRIEND", 500))
    known = approved(import_bank((date(2026, 11, 3), pledge.reference, 500)))

    for batch in (waiting, known):
        with pytest.raises(Refused, match="Only an unknown line of an approved batch"):
            operations.identify_line(batch.lines[0], pledge, by=by)


def test_money_keeps_no_promise_of_time(app):
    (line,) = approved(import_bank((date(2026, 11, 2), "A FRIEND", 500))).lines

    with pytest.raises(Refused, match="promise of time"):
        operations.identify_line(line, TimePledgeFactory(), by=finance_officer())


def test_a_gift_whose_entry_is_reversed_counts_no_more_and_can_be_given_to_another(app):
    right, wrong, by = by_bank(state="active"), by_bank(state="active"), finance_officer()
    (line,) = approved(import_bank((date(2026, 11, 2), "A FRIEND", 500))).lines
    gift = operations.identify_line(line, wrong, by=by)

    funds.correct(gift.entry, "Somebody else's", by=by)

    assert gift.reversed_on == date(2026, 11, 20)
    assert queries.given_by(wrong.person).pence == 0
    operations.identify_line(line, right, by=by)
    assert queries.given_by(right.person).pence == 500


def test_what_a_person_gave_is_known_by_month(app, held_clock):
    held_clock.move_to(date(2026, 8, 1))
    pledge = MoneyPledgeFactory(state="active")
    held_clock.move_to(date(2026, 11, 20))
    number = pledge.person.employee_number
    for month, pence in ((9, 500), (10, 500), (11, 700)):
        approved(import_payroll((number, pence), received_on=date(2026, month, 20)))

    given = queries.given_by(pledge.person)

    assert given.pence == 1700
    assert given.months == [
        (date(2026, 11, 1), 700),
        (date(2026, 10, 1), 500),
        (date(2026, 9, 1), 500),
    ]


def test_gifts_serve_the_action_that_their_promise_serves(app):
    action = make_action()
    fund, pledge = FundFactory(), MoneyPledgeFactory(state="active", action=action)

    approved(import_payroll((pledge.person.employee_number, 500), fund=fund))

    (entry,) = db.session.scalars(sa.select(JournalEntry)).all()
    assert [one.action_id for one in entry.postings] == [action.id]
    assert entry.posted_by is not SYSTEM
