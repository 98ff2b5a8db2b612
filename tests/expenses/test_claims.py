"""From what somebody spent to what they are paid: claimed, checked, paid and in the ledger."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from nolimits.expenses import agreed, checking, operations, paying, queries
from nolimits.expenses.kinds import AskState, ExpenseKind, ExpenseState, Vehicle
from nolimits.expenses.models import ExpenseClaim, ExpenseLine, MileageRate
from nolimits.expenses.rates import Rate
from nolimits.funds import operations as ledger
from nolimits.funds.models import Account, EntryKind
from nolimits.funds.queries import balances, entry_of
from nolimits.kernel import clock, files
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db, transaction
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.matching.models import MatchState
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
    brought,
    cost,
    receipt,
)
from tests.factories.funds import FundFactory
from tests.factories.matching import MatchFactory, refused
from tests.factories.people import coordinator, finance_officer
from tests.factories.photos import from_camera

pytestmark = pytest.mark.usefixtures("app")
once = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
S = ExpenseState


def stands(fund):
    """What a fund holds, what is promised for expenses, and what was spent on them."""
    now = balances(fund)
    return now.held, -now[Account.EXPENSES_COMMITTED], now[Account.EXPENSES]


def drive(claim, tenths, day=None):
    said = (day or clock.today(), ExpenseKind.CAR, tenths, "To meet")
    return operations.add_journey(claim, *said, by=claim.person)


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
    checking.approve(claim, by=checker)
    assert stands(fund) == (100_00, 8_50, 8_50)
    file = paying.make_file(by=officer)
    paying.pay(claim, "BACS 77", by=officer)

    assert stands(fund) == (91_50, 0, 8_50)
    assert (claim.state, claim.payment_reference, file.control_pence) == (S.PAID, "BACS 77", 8_50)
    assert entry_of(EntryKind.EXPENSE_PAID, claim).narrative == f"Expenses {claim.reference} paid"


def test_nobody_checks_what_they_claimed_or_agreed_the_limit_or_a_yes_for():
    """Case 58: own approval."""
    person, agreer, answerer = coordinator(), coordinator(), coordinator()
    agreed_limit(by=agreer)
    checking.answer_ask(asked_first(by=person), True, by=answerer)
    claim = ClaimFactory(person=person, state=S.SUBMITTED)

    with pytest.raises(NotVisible):
        checking.approve(claim, by=claim.person)
    for by, why in ((agreer, "agreed its limit"), (answerer, "before it was spent")):
        assert why in refused(lambda by=by: checking.approve(claim, by=by))
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


WRONG_CLAIMS = (
    {"state": "paid", "paid_on": date(2026, 11, 20), "paid_by_id": 1, "payment_reference": "x"},
    {"state": "approved"},
    {"state": "rejected"},
    {"pence": -1},
    {"pence": 500_001},
)
WRONG_LINES = ({"pence": -1}, {"pence": 50_001}, {"receipt": None}, {"tenths": 5_001})


def test_the_database_holds_nothing_paid_unchecked_checked_by_who_made_it_or_absurd():
    claim = ClaimFactory(state=S.SUBMITTED)
    own = {"state": "approved", "checked_by_id": claim.person_id, "checked_on": clock.today()}

    @transaction
    def behind(model, values):
        db.session.execute(sa.update(model).values(**values))

    for model, wrong in ((ExpenseClaim, (*WRONG_CLAIMS, own)), (ExpenseLine, WRONG_LINES)):
        for values in wrong:
            with pytest.raises(IntegrityError):
                behind(model, values)


def test_the_same_receipt_is_claimed_once():
    """Case 58: duplicate receipt."""
    claim, again = ClaimFactory(), receipt()
    cost(claim, 1_00, receipt=again)

    assert "claim already" in refused(lambda: cost(claim, 1_00, receipt=again))
    other = ClaimFactory()
    assert "claim already" in refused(lambda: cost(other, 1_00, receipt=again))
    assert len(claim.lines) == 2


@once
def test_a_receipt_is_made_anew_without_where_it_was_taken_and_sealed():
    claim, content = ClaimFactory(), from_camera(size=(40, 30))
    line = cost(claim, receipt=operations.Receipt(files.photo(content), content))
    raw = sa.select(sa.literal_column("receipt")).select_from(sa.text("expense_line"))
    held = db.session.scalars(raw.where(sa.text(f"id = {line.id}"))).one()

    assert held.startswith("gAAAA")
    picture = operations.crypto.as_bytes(line.receipt)
    assert picture[:3] == b"\xff\xd8\xff"
    assert b"Canary" not in picture


def test_more_than_was_agreed_is_not_sent_unless_somebody_agreed_first():
    """Case 58: over limit."""
    agreed_limit(visit=20_00)
    claim = ClaimFactory(pence=45_00)
    assert "£45 on 20 November 2026" in refused(lambda: operations.submit(claim, by=claim.person))
    ask = asked_first(by=claim.person, pence=45_00)
    assert "more than" in refused(lambda: operations.submit(claim, by=claim.person))

    checking.answer_ask(ask, True, by=coordinator())
    operations.submit(claim, by=claim.person)

    assert (claim.state, claim.lines[0].pre_approval) == (S.SUBMITTED, ask)


@once
def test_a_yes_comes_before_it_is_spent_or_not_at_all(held_clock):
    ask = asked_first()
    with pytest.raises(Refused, match="Ask before"):
        operations.ask_first(None, clock.today() - timedelta(days=1), 1, "x", by=ask.person)
    held_clock.move_on(days=1)

    assert "over" in refused(lambda: checking.answer_ask(ask, True, by=coordinator()))
    assert ask.state is AskState.ASKED


@once
def test_a_limit_of_a_match_holds_before_that_of_all_and_from_its_day():
    match = MatchFactory()
    agreed_limit(visit=5_00)
    own = agreed_limit(match, visit=9_00)

    assert agreed.limit_on(match, clock.today()) == own
    assert agreed.limit_on(None, clock.today()).visit_pence == 5_00
    assert agreed.limit_on(match, date(2020, 1, 1)) is None
    assert "Nothing was agreed" in refused(
        lambda: cost(ClaimFactory(match=match), day=date(2024, 1, 1))
    )


@once
def test_days_on_which_nothing_can_be_claimed_say_why():
    claim = ClaimFactory(match=MatchFactory())
    tomorrow, before = (clock.today() + timedelta(days=n) for n in (1, -1))

    assert "future" in refused(lambda: cost(claim, day=tomorrow))
    assert "first met" in refused(lambda: cost(claim, day=before))
    assert "too long ago" in refused(lambda: cost(claim, day=clock.today() - timedelta(days=93)))
    trained = ClaimFactory()
    assert trained.lines[0].training_day_id
    assert "register" in refused(lambda: cost(trained, day=before))


@once
def test_words_of_a_claim_name_no_young_person():
    claim = ClaimFactory(match=MatchFactory())
    name = claim.match.young_person.called

    assert "Leave their name out" in refused(lambda: cost(claim, what=f"Cinema with {name}"))


def test_miles_are_pooled_over_the_tax_year_with_those_told_of_elsewhere():
    """R-EXP-1: mile 10,001."""
    agreed_limit(visit=400_00, month=400_00, whole=400_00)
    first = ClaimFactory()
    operations.tell_other_miles(2026, 9_990, by=first.person)
    drive(first, 50)
    brought(first, S.SUBMITTED)
    second = operations.begin(None, by=first.person)
    across = drive(second, 70)

    operations.submit(second, by=second.person, papers=True)

    assert across.pence == 50 * 55 // 10 + 20 * 25 // 10
    assert agreed.miles_before(second, 2026) == 99_900 + 50


def test_the_rate_is_that_of_the_day():
    """R-EXP-1: 45p until 5 April 2026, 55p from 6 April."""
    days = {date(2026, 4, 5): 45, date(2026, 4, 6): 55, clock.today(): 55}

    assert {day: agreed.rate_on(Vehicle.CAR, day).pence for day in days} == days
    assert agreed.rate_on(Vehicle.PASSENGER, clock.today()).rate == Rate(5)


def test_the_council_may_pay_less_than_is_free_of_tax_and_never_more():
    by, car = finance_officer(), Rate(55, 25, 10_000)
    wrong = (Vehicle.CAR, clock.today(), Rate(56, 25, 10_000), car)
    assert "free of tax" in refused(lambda: paying.set_rate(*wrong, by=by))
    paying.set_rate(Vehicle.CAR, clock.today(), Rate(40, 25, 10_000), car, by=by)

    assert agreed.rate_on(Vehicle.CAR, clock.today()).pence == 40

    @transaction
    def behind():
        db.session.execute(sa.update(MileageRate).values(pence=MileageRate.ceiling_pence + 1))

    with pytest.raises(IntegrityError):
        behind()


@once
def test_whoever_drove_says_that_licence_insurance_and_mot_were_in_order():
    """R-TRA-1: no papers are kept, so it is said with each claim."""
    claim = ClaimFactory()
    drive(claim, 100)
    assert "licence" in refused(lambda: operations.submit(claim, by=claim.person))

    operations.submit(claim, by=claim.person, papers=True)

    assert claim.papers_said_on == clock.today()


def test_what_is_given_back_lets_go_of_its_money_and_comes_again():
    fund, checker = FundFactory(pence=50_00), coordinator()
    agreed_limit(fund=fund)
    claim = ClaimFactory(state=S.APPROVED)

    checking.query(claim, "The bus was £2", by=checker)
    assert (claim.state, claim.reply, stands(fund)) == (S.QUERIED, "The bus was £2", (50_00, 0, 0))
    operations.remove_line(claim.lines[0], by=claim.person)
    cost(claim, 2_00)
    operations.submit(claim, by=claim.person)
    checking.approve(claim, by=checker)

    assert stands(fund) == (50_00, 2_00, 2_00)


@once
def test_a_claim_that_was_sent_stands_still():
    claim = ClaimFactory(state=S.SUBMITTED)
    for change in (
        lambda: cost(claim),
        lambda: operations.remove_line(claim.lines[0], by=claim.person),
        lambda: operations.throw_away(claim, by=claim.person),
        lambda: operations.submit(claim, by=claim.person),
    ):
        assert "sent" in refused(change)


@once
def test_a_draft_is_one_for_each_match_and_can_be_thrown_away():
    claim = ClaimFactory()
    assert operations.begin(None, by=claim.person) == claim

    operations.throw_away(claim, by=claim.person)

    assert (queries.mine(claim.person), db.session.scalars(sa.select(ExpenseLine)).all()) == (
        [],
        [],
    )


@once
def test_nobody_is_paid_what_the_fund_does_not_have():
    agreed_limit(fund=FundFactory(pence=8_49))
    claim = ClaimFactory(state=S.SUBMITTED)

    assert "£8.49 left" in refused(lambda: checking.approve(claim, by=coordinator()))
    assert claim.state is S.SUBMITTED


def test_a_payment_that_came_back_waits_in_its_file_again():
    claim = ClaimFactory(state=S.PAID)
    fund = claim.lines[0].limit.fund
    entry, promise = (
        entry_of(kind, claim) for kind in (EntryKind.EXPENSE_PAID, EntryKind.EXPENSE_APPROVED)
    )
    assert "Undo this where" in refused(lambda: ledger.correct(promise, "x", by=finance_officer()))

    ledger.correct(entry, "The account is closed", by=finance_officer())

    assert (claim.state, claim.paid_on, stands(fund)[1]) == (S.SENT_TO_FINANCE, None, 8_50)
    paying.pay(claim, "BACS 78", by=finance_officer())
    assert claim.state is S.PAID


@once
def test_costs_of_a_match_that_is_over_are_claimed_for_a_while(held_clock):
    """R-END-1: expenses closed."""
    match = MatchFactory(state=MatchState.CLOSED)
    agreed_limit(match)
    person = match.volunteer.person

    assert list(queries.matches_of(person)) == [match]
    claim = operations.begin(match, by=person)
    cost(claim, 3_00)
    held_clock.move_on(days=92)
    assert list(queries.matches_of(person)) == [match]
    held_clock.move_on(days=1)

    assert queries.matches_of(person) == []
    assert "too long ago" in refused(lambda: operations.submit(claim, by=person))


def test_no_claim_about_somebody_opens_to_whom_they_are_kept_apart_from():
    claim, kept = ClaimFactory(match=MatchFactory(), state=S.APPROVED), coordinator()
    people.grant_role(kept, Role.FINANCE_OFFICER, by=SYSTEM)

    @transaction
    def tie():
        young = claim.match.young_person
        tie = Tie.NOT_THIS_PERSON
        young.ties.append(AdultTie(person=kept, tie=tie, from_on=young.referred_on))

    assert db.session.scalars(queries.to_pay(kept)).unique().all() == [claim]
    tie()

    assert db.session.scalars(queries.to_pay(kept)).unique().all() == []
    assert "No claim" in refused(lambda: paying.make_file(by=kept))


def test_looks_alike_is_shown_to_whoever_checks():
    first = ClaimFactory(state=S.SUBMITTED)
    second = ClaimFactory(person=first.person)

    assert agreed.alike(second) == {second.lines[0].id: first.reference}


def test_claims_and_their_receipts_go_six_council_years_later():
    """R-DP-6."""
    claim = ClaimFactory(state=S.PAID)
    last = date(2033, 3, 31)
    tables = {one.table.name: one for one in due(last, retention.periods(last))}

    assert "expense_claim" not in retention.counted(last - timedelta(days=1)).get("FINANCE", {})
    assert retention.counted(last)["FINANCE"]["expense_line"] == len(claim.lines)
    assert {"what", "receipt", "receipt_print"} <= set(tables["expense_line"].emptied)
    assert {"reply", "payment_reference"} <= set(tables["expense_claim"].emptied)
