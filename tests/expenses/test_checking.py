"""Claims checked by somebody who had no hand in them, paid by a third, and in the ledger."""

from datetime import date, timedelta

import pytest

from nolimits.expenses import checking, operations, paying, queries
from nolimits.expenses.kinds import ExpenseState
from nolimits.expenses.queries import print_of
from nolimits.funds import operations as ledger
from nolimits.funds.models import Account, EntryKind
from nolimits.funds.queries import balances, entry_of
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db, transaction
from nolimits.kernel.errors import NotVisible
from nolimits.people import operations as people
from nolimits.retention import queries as retention
from nolimits.retention.due import due
from nolimits.young_people.models import AdultTie, Tie
from tests.databases import KINDS
from tests.factories.contacts import ContactFactory
from tests.factories.expenses import (
    ClaimFactory,
    agreed_limit,
    asked_first,
    cost,
)
from tests.factories.funds import FundFactory
from tests.factories.matching import MatchFactory, refused
from tests.factories.people import coordinator, finance_officer

pytestmark = pytest.mark.usefixtures("app")
once = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
S = ExpenseState


def stands(fund):
    """What a fund holds, what is promised for expenses, and what was spent on them."""
    now = balances(fund)
    return now.held, -now[Account.EXPENSES_COMMITTED], now[Account.EXPENSES]


def test_a_claim_goes_from_its_receipt_to_the_bank_by_the_hands_of_four():
    """R-EXP-2."""
    fund, match = FundFactory(pence=100_00), MatchFactory()
    meeting = ContactFactory(match=match)
    agreed_limit(match, fund=fund)
    claim = ClaimFactory(match=match, pence=8_50)
    officer, checker = finance_officer(), coordinator()

    operations.submit(claim, by=claim.person)
    assert (claim.pence, claim.lines[0].for_contact_id, stands(fund)) == (
        8_50,
        meeting.id,
        (100_00, 0, 0),
    )
    checking.approve(claim, seen=print_of(claim), by=checker)
    assert stands(fund) == (100_00, 8_50, 8_50)
    file = paying.make_file(by=officer)
    paying.pay(claim, "BACS 77", by=officer)

    assert stands(fund) == (91_50, 0, 8_50)
    assert (claim.state, claim.payment_reference, file.control_pence) == (S.PAID, "BACS 77", 8_50)
    assert entry_of(EntryKind.EXPENSE_PAID, claim).narrative == f"Expenses {claim.reference} paid"


def test_nobody_approves_other_lines_than_those_that_they_read(sign_in):
    claim, checker = ClaimFactory(state=S.SUBMITTED), coordinator()
    old = sign_in(checker).visit(f"/expenses/{claim.reference}/approve")
    checking.query(claim, "Is that all?", by=checker)
    cost(claim, 7_00)
    operations.submit(claim, by=claim.person)

    again = old.submit()

    assert again.errors == ["It is not as it was when you opened this page. Read it again"]
    assert (claim.state, claim.pence) == (S.SUBMITTED, 15_50)
    assert "£15.50" in again.text
    again.submit()
    assert claim.state is S.APPROVED


def test_nobody_checks_what_they_claimed_or_agreed_the_limit_or_a_yes_for():
    """Case 58: own approval."""
    person, agreer, answerer = coordinator(), coordinator(), coordinator()
    agreed_limit(by=agreer)
    checking.answer_ask(asked_first(by=person), True, by=answerer)
    claim = ClaimFactory(person=person, state=S.SUBMITTED)

    with pytest.raises(NotVisible):
        checking.approve(claim, seen=print_of(claim), by=claim.person)
    for by, why in ((agreer, "agreed its limit"), (answerer, "before it was spent")):
        assert why in refused(lambda by=by: checking.approve(claim, seen=print_of(claim), by=by))
    assert claim.state is S.SUBMITTED


@once
def test_whoever_approved_a_claim_or_made_it_does_not_pay_it():
    both = coordinator()
    people.grant_role(both, Role.FINANCE_OFFICER, by=SYSTEM)
    claim = ClaimFactory(state=S.SENT_TO_FINANCE, checker=both)
    people.grant_role(claim.person, Role.FINANCE_OFFICER, by=SYSTEM)

    assert "You approved" in refused(lambda: paying.pay(claim, "1", by=both))
    assert "your own" in refused(lambda: paying.pay(claim, "1", by=claim.person))
    assert paying.pay_all(claim.file, "BACS 9", by=finance_officer()) == 1


@once
def test_ones_own_claim_goes_into_a_file_that_somebody_else_makes():
    claim = ClaimFactory(state=S.APPROVED)
    people.grant_role(claim.person, Role.FINANCE_OFFICER, by=SYSTEM)

    assert "somebody else" in refused(lambda: paying.make_file(by=claim.person))


def test_what_is_given_back_lets_go_of_its_money_and_comes_again():
    fund, checker = FundFactory(pence=50_00), coordinator()
    agreed_limit(fund=fund)
    claim = ClaimFactory(state=S.APPROVED)

    checking.query(claim, "The bus was £2", by=checker)
    assert (claim.state, claim.reply, stands(fund)) == (S.QUERIED, "The bus was £2", (50_00, 0, 0))
    operations.remove_line(claim.lines[0], by=claim.person)
    cost(claim, 2_00)
    operations.submit(claim, by=claim.person)
    checking.approve(claim, seen=print_of(claim), by=checker)

    assert stands(fund) == (50_00, 2_00, 2_00)


@once
def test_nobody_is_paid_what_the_fund_does_not_have():
    agreed_limit(fund=FundFactory(pence=8_49))
    claim = ClaimFactory(state=S.SUBMITTED)

    assert "£8.49 left" in refused(
        lambda: checking.approve(claim, seen=print_of(claim), by=coordinator())
    )
    assert claim.state is S.SUBMITTED


def in_file(file):
    """The day of payment and the amount of each line of a file, as finance takes it away."""
    rows = db.session.execute(queries.lines_of_file(finance_officer(), file))
    return [cells[:3:-1] for cells in map(queries.file_cells, rows)]


def test_a_payment_that_came_back_waits_in_its_file_again():
    claim = ClaimFactory(state=S.PAID)
    fund = claim.lines[0].limit.fund
    entry, promise = (
        entry_of(kind, claim) for kind in (EntryKind.EXPENSE_PAID, EntryKind.EXPENSE_APPROVED)
    )
    assert "Undo this where" in refused(lambda: ledger.correct(promise, "x", by=finance_officer()))

    assert in_file(claim.file) == [(claim.paid_on.isoformat(), "8.50")]
    ledger.correct(entry, "The account is closed", by=finance_officer())

    assert in_file(claim.file) == [("", "8.50")]
    assert (claim.state, claim.paid_on, stands(fund)[1]) == (S.SENT_TO_FINANCE, None, 8_50)
    paying.pay(claim, "BACS 78", by=finance_officer())
    assert claim.state is S.PAID


@transaction
def apart(young, person):
    """Have a young person kept apart from somebody."""
    tie = Tie.NOT_THIS_PERSON
    young.ties.append(AdultTie(person=person, tie=tie, from_on=young.referred_on))


def test_no_claim_about_somebody_opens_to_whom_they_are_kept_apart_from():
    claim, kept = ClaimFactory(match=MatchFactory(), state=S.APPROVED), coordinator()
    people.grant_role(kept, Role.FINANCE_OFFICER, by=SYSTEM)

    assert db.session.scalars(queries.to_pay(kept)).unique().all() == [claim]
    apart(claim.match.young_person, kept)

    assert db.session.scalars(queries.to_pay(kept)).unique().all() == []
    assert "No claim" in refused(lambda: paying.make_file(by=kept))


def test_looks_alike_is_shown_to_whoever_checks():
    first = ClaimFactory(match=MatchFactory(), state=S.SUBMITTED)
    second, checker = ClaimFactory(person=first.person), coordinator()

    assert queries.alike(second, checker) == {second.lines[0].id: first.reference}
    apart(first.match.young_person, checker)
    assert queries.alike(second, checker) == {}  # it would tell them whom this volunteer meets


def test_claims_and_their_receipts_go_six_council_years_after_that_of_the_payment(held_clock):
    """R-DP-6."""
    claim = ClaimFactory(state=S.SENT_TO_FINANCE)
    held_clock.move_to(date(2027, 4, 2))
    paying.pay(claim, "BACS 5151", by=finance_officer())
    last = date(2034, 3, 31)
    tables = {one.table.name: one for one in due(last, retention.periods(last))}

    assert "expense_claim" not in retention.counted(last - timedelta(days=1)).get("FINANCE", {})
    assert retention.counted(last)["FINANCE"]["expense_line"] == len(claim.lines)
    assert {"what", "receipt", "receipt_print"} <= set(tables["expense_line"].emptied)
    assert {"reply", "payment_reference"} <= set(tables["expense_claim"].emptied)
