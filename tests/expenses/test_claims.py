"""What can be claimed: with its receipt, in time, within what was agreed, each thing once."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from nolimits.expenses import agreed, asking, checking, operations, paying, queries
from nolimits.expenses.kinds import About, AskState, ExpenseKind, ExpenseState, Vehicle
from nolimits.expenses.models import ExpenseClaim, ExpenseLine, MileageRate
from nolimits.expenses.rates import Rate
from nolimits.kernel import clock, files
from nolimits.kernel.db import db, transaction
from nolimits.kernel.errors import Refused
from nolimits.matching.models import MatchState
from tests.databases import KINDS
from tests.factories.expenses import (
    ClaimFactory,
    agreed_limit,
    asked_first,
    brought,
    cost,
    receipt,
)
from tests.factories.matching import MatchFactory, refused
from tests.factories.people import coordinator, finance_officer
from tests.factories.photos import from_camera

pytestmark = pytest.mark.usefixtures("app")
once = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
S = ExpenseState


def drive(claim, tenths, day=None):
    said = (day or clock.today(), ExpenseKind.CAR, tenths, "To meet")
    return operations.add_journey(claim, *said, by=claim.person)


def test_a_button_that_was_pressed_twice_claims_and_asks_once():
    claim = ClaimFactory()
    drive(claim, 124)
    assert refused(lambda: drive(claim, 124)) == "This journey is in your claim already"
    drive(claim, 125)

    ask = asked_first(by=claim.person)
    assert "asked this already" in refused(lambda: asked_first(by=claim.person))
    asked_first(by=claim.person, pence=46_00)
    checking.answer_ask(ask, False, by=coordinator())
    asked_first(by=claim.person)


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
    line = cost(claim, receipt=operations.Receipt(files.receipt(content), content))
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
        asking.ask_first(About.TRAINING, clock.today() - timedelta(days=1), 1, "x", by=ask.person)
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
    asking.tell_other_miles(2026, 9_990, by=first.person)
    drive(first, 50)
    brought(first, S.SUBMITTED)
    second = operations.begin(About.TRAINING, by=first.person)
    across = drive(second, 70)

    operations.submit(second, by=second.person, papers=True)

    assert across.pence == 50 * 55 // 10 + 20 * 25 // 10
    assert agreed.miles_before(second, 2026) == 99_900 + 50


@once
def test_a_claim_given_back_or_refused_changes_nothing_of_what_a_years_miles_come_to():
    """R-EXP-1: the first 10,000 miles have the first rate once, in whatever order they are sent."""
    agreed_limit(visit=400_00, month=400_00, whole=400_00)
    first, checker = ClaimFactory(), coordinator()
    asking.tell_other_miles(2026, 9_995, by=first.person)
    whole, after = (50 * 55 + 10 * 25) // 10, 40 * 25 // 10
    early = drive(first, 60)
    brought(first, S.SUBMITTED)
    second = operations.begin(About.TRAINING, by=first.person)
    late = drive(second, 40)
    operations.submit(second, by=second.person, papers=True)

    checking.query(first, "Which day?", by=checker)
    operations.submit(first, by=first.person, papers=True)
    assert (early.pence, late.pence) == (whole, after)
    checking.query(second, "Which day?", by=checker)
    checking.reject(first, "Nobody met", by=checker)
    operations.submit(second, by=second.person, papers=True)
    assert late.pence == 40 * 55 // 10
    third = operations.begin(About.TRAINING, by=first.person)
    left = drive(third, 60)
    operations.submit(third, by=third.person, papers=True)
    assert left.pence == (10 * 55 + 50 * 25) // 10


def test_the_rate_is_that_of_the_day():
    """R-EXP-1: 45p until 5 April 2026, 55p from 6 April."""
    days = {date(2026, 4, 5): 45, date(2026, 4, 6): 55, clock.today(): 55}

    assert {day: agreed.rate_on(Vehicle.CAR, day).pence for day in days} == days
    assert agreed.as_rate(agreed.rate_on(Vehicle.PASSENGER, clock.today())) == Rate(5)


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
def test_what_was_sent_in_time_is_mended_however_late(held_clock):
    claim, checker = ClaimFactory(state=S.QUERIED), coordinator()
    for _ in range(3):
        held_clock.move_on(days=60)
        operations.submit(claim, by=claim.person)
        checking.query(claim, "Which day was it?", by=checker)

    late, day = operations.begin(About.TRAINING, by=claim.person), claim.lines[0].day
    assert "too long ago" in refused(lambda: cost(late, day=day))


@once
def test_a_draft_is_one_for_each_match_and_can_be_thrown_away():
    claim = ClaimFactory()
    assert operations.begin(About.TRAINING, by=claim.person) == claim

    operations.throw_away(claim, by=claim.person)

    assert (queries.mine(claim.person), db.session.scalars(sa.select(ExpenseLine)).all()) == (
        [],
        [],
    )


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
