"""Whatever is done in whatever order, the ledger balances and no fund is overdrawn."""

from collections import Counter

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from nolimits.funds import operations, queries
from nolimits.funds.models import MOVES, Account, EntryKind, Fund, JournalEntry, Move, Posting
from nolimits.funds.operations import Line
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from tests.factories.funds import FundFactory
from tests.factories.people import DirectorateFactory

KINDS = [kind for kind in EntryKind if MOVES[kind] and kind is not EntryKind.TRANSFER]
PENCE = st.integers(1, 2000)
WHICH = st.integers(0, 1)


class Ledger(RuleBasedStateMachine):
    """Two funds in the database of a test, and everything that can be done to them."""

    def __init__(self) -> None:
        super().__init__()
        self.funds = [FundFactory(pence=1000), FundFactory()]
        self.sources = DirectorateFactory.create_batch(3)
        self.entries: list[JournalEntry] = []

    def totals(self) -> list[dict[Account, int]]:
        return [dict(queries.balances(fund).of_account) for fund in self.funds]

    def attempt(self, act) -> None:
        """Do it; where it is refused, nothing may have changed."""
        before = self.totals()
        try:
            self.entries.append(act())
        except Refused:
            assert self.totals() == before

    @rule(
        kind=st.sampled_from(KINDS),
        fund=WHICH,
        source=st.integers(0, 2),
        pence=PENCE,
        move=st.integers(0, 2),
    )
    def post(self, kind, fund, source, pence, move) -> None:
        moves = MOVES[kind]
        line = Line(self.funds[fund], pence, move=moves[move % len(moves)])
        self.attempt(
            lambda: operations.post(kind, [line], self.sources[source], narrative="Any", by=SYSTEM)
        )

    @rule(giver=WHICH, taker=WHICH, pence=PENCE)
    def transfer(self, giver, taker, pence) -> None:
        funds = self.funds[giver], self.funds[taker]
        self.attempt(lambda: operations.transfer(*funds, pence, "Any", by=SYSTEM))

    @precondition(lambda self: self.entries)
    @rule(which=st.integers(0, 99))
    def reverse(self, which) -> None:
        entry = self.entries[which % len(self.entries)]
        self.attempt(lambda: operations.reverse(entry, "Any", by=SYSTEM))

    @precondition(lambda self: self.entries)
    @rule(which=st.integers(0, 99))
    def reverse_and_post_again(self, which) -> None:
        """A reversal restores: the same can be posted again, and all is as it was."""
        entry = self.entries[which % len(self.entries)]
        if entry.kind in (EntryKind.REVERSAL, EntryKind.TRANSFER) or entry.reversed_by:
            return
        before, (line,) = self.totals(), entry.postings
        source = next(one for one in self.sources if one.id == entry.source_id)
        again = Line(line.fund, line.pence, move=Move(line.debit, line.credit))
        try:
            operations.reverse(entry, "Any", by=SYSTEM)
            self.entries.append(
                operations.post(entry.kind, [again], source, narrative="Any", by=SYSTEM)
            )
        except Refused:
            return
        assert self.totals() == before

    @invariant()
    def every_account_is_the_sum_of_its_rows(self) -> None:
        rows = db.session.query(Posting).where(Posting.fund_id.in_([f.id for f in self.funds]))
        counted: dict[int, Counter[Account]] = {fund.id: Counter() for fund in self.funds}
        for row in rows:
            counted[row.fund_id][row.debit] += row.pence
            counted[row.fund_id][row.credit] -= row.pence
        shown = {one.fund.id: one.balances for one in queries.funds()}
        for fund in self.funds:
            assert all(shown[fund.id][one] == counted[fund.id][one] for one in Account)
            assert sum(shown[fund.id].of_account.values()) == 0
        assert sum(shown[fund.id][Account.TRANSFERS] for fund in self.funds) == 0

    @invariant()
    def no_fund_is_overdrawn(self) -> None:
        for fund in self.funds:
            assert min(queries.balances(fund).limits.values()) >= 0

    @invariant()
    def the_statement_ends_at_what_is_left(self) -> None:
        fund: Fund = self.funds[0]
        lines = queries.all_of(queries.statement(fund))
        assert lines[0].left_after == queries.available(fund)


def test_any_order_of_operations_keeps_the_ledger_whole(app):
    run_state_machine_as_test(
        Ledger,
        settings=settings(max_examples=12, stateful_step_count=20, phases=[Phase.generate]),
    )
