"""Two people at the same moment: no fund gives what it has not, nothing is paid twice."""

import pytest

from nolimits.awards import operations
from nolimits.awards.models import Award, AwardState
from nolimits.funds import queries as funds
from nolimits.funds.models import EntryKind, Fund, JournalEntry
from nolimits.grants.models import Application, ApplicationState
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from nolimits.panel import operations as panel
from nolimits.panel.models import Outcome
from nolimits.people.models import Person
from tests.factories.awards import AwardFactory
from tests.factories.funds import FundFactory
from tests.factories.grants import (
    ApplicationFactory,
    ProgrammeFactory,
    RoundFactory,
    on_panel,
    scored,
    young_panel_member,
)
from tests.factories.people import coordinator, finance_officer, panel_member

ROUNDS = 20
pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.committed]


def deciding(application, decider):
    """Write a yes down, as a call that finds its own records."""

    def call():
        asked, by = db.session.get(Application, application), db.session.get(Person, decider)
        return panel.decide(asked, Outcome.YES, "It is a good idea", "Wait for it", by=by).id

    return call


def test_of_two_awards_at_once_the_fund_bears_one_and_the_other_is_refused(together):
    """£500 is there and £400 is asked twice: one award, one clear no, never a debt."""
    deciders = [coordinator().id, coordinator().id]
    adults = [panel_member() for _ in range(2)]
    panel_of = [*adults, young_panel_member()]
    for _ in range(ROUNDS):
        fund, pair = two_with_the_panel(panel_of)

        results = together([deciding(*one) for one in zip(pair, deciders, strict=True)])

        refused = [one for one in results if isinstance(one, Refused)]
        assert sorted(type(one).__name__ for one in results) == ["Refused", "int"], results
        assert refused[0].message.startswith("There is £100 left in")
        states = [db.session.get(Application, one).state for one in pair]
        assert sorted(states) == [ApplicationState.DECIDED_YES, ApplicationState.WITH_PANEL]
        assert funds.available(db.session.get(Fund, fund)) == 10_000


def two_with_the_panel(members):
    """A fund of £500, and two scored applications for £400 of it."""
    fund = FundFactory(pence=50_000)
    programme = ProgrammeFactory(fund=fund, most_pence=40_000)
    round_ = RoundFactory(programme=programme, panel=False)
    for member in members:
        on_panel(round_, member)
    pair = []
    for _ in range(2):
        made = ApplicationFactory(round=round_, pence=40_000, state=ApplicationState.WITH_PANEL)
        scored(made)
        pair.append(made.id)
    return fund.id, pair


def test_an_award_that_two_pay_at_once_is_paid_once(together):
    payers = [finance_officer().id, finance_officer().id]
    round_ = RoundFactory(programme=ProgrammeFactory(fund=FundFactory(pence=10_000_000)))
    for _ in range(ROUNDS // 5):
        application = ApplicationFactory(round=round_, state=ApplicationState.TOLD)
        award = AwardFactory(application=application, state=AwardState.APPROVED_FINANCE).id

        results = together([paying(award, payer) for payer in payers])

        assert len([one for one in results if isinstance(one, Refused)]) == 1, results
        entries = db.session.query(JournalEntry).filter_by(
            kind=EntryKind.GRANT_PAID, source_type="award", source_id=award
        )
        assert entries.count() == 1
        assert db.session.get(Award, award).state is AwardState.PAID


def paying(award, payer):
    def call():
        by = db.session.get(Person, payer)
        operations.pay(db.session.get(Award, award), f"BACS {payer}", by=by)

    return call
