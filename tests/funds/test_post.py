"""What happens to money is told once, by a new entry, and never beyond what a fund has."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from nolimits.funds import operations, queries
from nolimits.funds.models import (
    COMMITTING,
    MOVES,
    Account,
    EntryKind,
    Fund,
    JournalEntry,
    Move,
    Posting,
)
from nolimits.funds.operations import Line, NewEntry
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, Refused
from nolimits.people.models import Directorate
from tests.factories.funds import FundFactory, award
from tests.factories.people import DirectorateFactory, coordinator, finance_officer, staff


def test_an_entry_balances_and_tells_of_its_source(app):
    fund, source = FundFactory(pence=50000), DirectorateFactory()

    entry = award(fund, 40000, source)

    (line,) = entry.postings
    assert (line.debit, line.credit, line.pence) == (
        Account.GRANTS,
        Account.GRANTS_COMMITTED,
        40000,
    )
    assert (entry.source_type, entry.source_id) == ("directorate", source.id)
    assert queries.entry_of(EntryKind.GRANT_AWARDED, source) == entry
    figures = queries.balances(fund)
    assert (figures.held, figures.promised, figures.available) == (50000, 40000, 10000)


def test_a_thing_is_told_once(app):
    fund, source = FundFactory(pence=50000), DirectorateFactory()
    award(fund, 100, source)

    with pytest.raises(Refused, match="posted already"):
        award(fund, 100, source)

    assert queries.balances(fund).promised == 100


def test_a_thing_that_was_reversed_can_be_told_again(app):
    fund, source = FundFactory(pence=50000), DirectorateFactory()
    operations.reverse(award(fund, 100, source), "The wrong amount", by=SYSTEM)

    again = award(fund, 300, source)

    assert again.turn == 1
    assert queries.entry_of(EntryKind.GRANT_AWARDED, source) == again
    assert queries.balances(fund).promised == 300


def test_no_more_is_promised_than_is_left(app):
    fund = FundFactory(name="Sunny fund", pence=40000)

    with pytest.raises(Refused, match="There is £400 left in Sunny fund"):
        award(fund, 40001, DirectorateFactory())

    assert queries.available(fund) == 40000


def test_money_that_payroll_still_holds_can_be_promised_but_not_paid(app):
    fund, source = FundFactory(name="Sunny fund"), DirectorateFactory()
    _, taken, _ = MOVES[EntryKind.CONTRIBUTION]
    operations.post(
        EntryKind.CONTRIBUTION,
        [Line(fund, 500, move=taken)],
        source,
        narrative="From pay",
        by=SYSTEM,
    )
    award(fund, 500, source)

    with pytest.raises(Refused, match="There is £0 in the bank for Sunny fund"):
        operations.post(
            EntryKind.GRANT_PAID, [Line(fund, 500)], source, narrative="Paid", by=SYSTEM
        )

    operations.post(
        EntryKind.REMITTANCE, [Line(fund, 500)], source, narrative="Handed over", by=SYSTEM
    )
    operations.post(EntryKind.GRANT_PAID, [Line(fund, 500)], source, narrative="Paid", by=SYSTEM)
    assert queries.balances(fund).held == 0


def test_money_that_nobody_has_claimed_cannot_be_promised(app):
    fund, source = FundFactory(), DirectorateFactory()
    operations.post(EntryKind.UNIDENTIFIED, [Line(fund, 500)], source, narrative="Who?", by=SYSTEM)

    with pytest.raises(Refused, match="£0 left"):
        award(fund, 1, source)


def test_no_more_is_paid_than_was_awarded(app):
    fund, source = FundFactory(name="Sunny fund", pence=50000), DirectorateFactory()
    award(fund, 100, source)

    with pytest.raises(Refused, match="Grants of £1 are waiting to be paid from Sunny fund"):
        operations.post(
            EntryKind.GRANT_PAID, [Line(fund, 101)], source, narrative="Paid", by=SYSTEM
        )


@pytest.mark.parametrize("pence", [0, -5])
def test_an_amount_is_above_nothing(app, pence):
    with pytest.raises(Refused, match="above nothing"):
        award(FundFactory(pence=100), pence, DirectorateFactory())


def test_nothing_is_posted_before_its_day(app):
    fund = FundFactory(pence=100)

    with pytest.raises(Refused, match="still to come"):
        operations.post(
            EntryKind.GRANT_AWARDED,
            [Line(fund, 1)],
            fund,
            narrative="Too soon",
            occurred_on=clock.today() + timedelta(days=1),
            by=SYSTEM,
        )


def test_money_moves_between_two_funds_and_none_is_lost(app):
    giver, taker = FundFactory(pence=1000), FundFactory()

    operations.transfer(giver, taker, 300, "For the winter campaign", by=SYSTEM)
    operations.transfer(giver, taker, 200, "And some more", by=SYSTEM)

    assert (queries.available(giver), queries.available(taker)) == (500, 500)
    assert queries.balances(giver)[Account.TRANSFERS] == 500
    assert queries.balances(taker)[Account.TRANSFERS] == -500


def test_a_transfer_sent_twice_is_made_once(app):
    giver, taker = FundFactory(pence=1000), FundFactory()
    operations.transfer(giver, taker, 300, "Once", by=SYSTEM, reference="J-23456789")

    with pytest.raises(Refused, match="posted already"):
        operations.transfer(giver, taker, 300, "Once", by=SYSTEM, reference="J-23456789")

    assert queries.available(taker) == 300


def test_a_reversal_restores_and_happens_once(app):
    fund = FundFactory(pence=1000)
    entry = award(fund, 300, fund)
    before = queries.available(fund)

    reversal = operations.reverse(entry, "Not meant", by=SYSTEM)

    assert (before, queries.available(fund)) == (700, 1000)
    assert reversal.reverses == entry
    with pytest.raises(Refused, match="reversed already"):
        operations.reverse(entry, "Again", by=SYSTEM)
    with pytest.raises(Refused, match="reversal itself"):
        operations.reverse(reversal, "No, not no", by=SYSTEM)


def test_what_was_promised_already_cannot_be_taken_back(app):
    fund = FundFactory(name="Sunny fund")
    opening = operations.post(
        EntryKind.OPENING, [Line(fund, 1000)], fund, narrative="Start", by=SYSTEM
    )
    award(fund, 800, fund)

    with pytest.raises(Refused, match="There is £2 left in Sunny fund"):
        operations.reverse(opening, "It was never there", by=SYSTEM)


def test_a_grants_entry_is_not_undone_by_hand(app):
    fund, officer = FundFactory(pence=1000), finance_officer()
    entry = award(fund, 300, fund)

    with pytest.raises(Refused, match="where the grant, gift or claim is"):
        operations.correct(entry, "By hand", by=officer)


def test_many_entries_are_posted_at_once(app):
    fund = FundFactory()
    people = DirectorateFactory.create_batch(3)

    entries = operations.post_all(
        [
            NewEntry(
                EntryKind.CONTRIBUTION,
                [Line(fund, 500)],
                Directorate.__tablename__,
                one.id,
                "Given",
                date(2026, 11, 1),
            )
            for one in people
        ],
        by=SYSTEM,
    )

    assert sorted(entries) == [one.id for one in people]
    assert queries.balances(fund).received == 1500


def test_a_coordinator_sets_money_aside_but_moves_none(app):
    fund, by = FundFactory(pence=1000), coordinator()
    award(fund, 100, fund, by=by)

    with pytest.raises(NotAllowed):
        operations.post(EntryKind.GRANT_PAID, [Line(fund, 100)], fund, narrative="Paid", by=by)
    with pytest.raises(NotAllowed):
        operations.transfer(fund, FundFactory(), 1, "Mine", by=by)
    with pytest.raises(NotAllowed):
        award(fund, 100, DirectorateFactory(), by=staff())


def test_the_table_names_every_kind_and_what_only_commits_touches_no_bank():
    assert set(MOVES) == set(EntryKind)
    for kind in COMMITTING:
        assert Account.BANK not in {account for move in MOVES[kind] for account in move}


def test_a_move_that_a_kind_does_not_have_is_a_mistake_of_ours(app):
    fund = FundFactory()
    odd = Line(fund, 1, move=Move(Account.GIFTS, Account.BANK))

    with pytest.raises(ValueError, match="has the moves"):
        operations.post(EntryKind.OPENING, [odd], fund, narrative="Odd", by=SYSTEM)


@pytest.mark.committed
def test_of_two_awards_that_a_fund_cannot_both_bear_it_bears_one(app, together):
    directorates = [one.id for one in DirectorateFactory.create_batch(2)]

    for _ in range(30):
        fund_id = FundFactory(pence=50000).id

        def offer(source_id: int, fund_id: int = fund_id) -> JournalEntry:
            fund, source = db.session.get(Fund, fund_id), db.session.get(Directorate, source_id)
            return award(fund, 40000, source)

        results = together([lambda one=one: offer(one) for one in directorates])

        refusals = [str(one) for one in results if isinstance(one, Refused)]
        assert len(refusals) == 1, results
        assert "There is £100 left" in refusals[0]
        fund = db.session.get(Fund, fund_id)
        assert queries.balances(fund).promised == 40000
        for entry in db.session.scalars(
            sa.select(JournalEntry)
            .join(Posting)
            .where(Posting.fund_id == fund_id, JournalEntry.kind == EntryKind.GRANT_AWARDED)
        ).all():
            operations.reverse(entry, "For the next round", by=SYSTEM)
