"""What was promised on each day: terms, what payroll expects, what it adds up to."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from nolimits.kernel.money import Pence
from nolimits.pledges import operations, queries
from nolimits.pledges.models import Channel, Frequency, PledgeState
from tests.factories.pledges import MoneyPledgeFactory, TimePledgeFactory

TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.usefixtures("app")


def test_payroll_expects_what_was_promised_on_its_day(held_clock):
    pledge = MoneyPledgeFactory(state="active")
    MoneyPledgeFactory()  # not set up yet
    MoneyPledgeFactory(state="active", channel=Channel.BANK_TRANSFER)
    MoneyPledgeFactory(state="active", frequency=Frequency.ONCE)
    number = pledge.person.employee_number
    held_clock.move_on(days=10)
    operations.change_terms(pledge, pence=Pence(800), by=pledge.person)
    held_clock.move_on(days=10)
    operations.pause(pledge, by=pledge.person)

    expected = {
        days: {
            key: gift.pence
            for key, gift in queries.active_money_pledges(TODAY + timedelta(days=days)).items()
        }
        for days in (-1, 0, 9, 10, 19, 20)
    }
    assert expected == {
        -1: {},
        0: {number: 500},
        9: {number: 500},
        10: {number: 800},
        19: {number: 800},
        20: {},
    }


def test_what_is_promised_adds_up():
    MoneyPledgeFactory(state="active")
    MoneyPledgeFactory(state="active", channel=Channel.BANK_TRANSFER, pence=Pence(250))
    MoneyPledgeFactory(state="active", frequency=Frequency.ONCE)
    MoneyPledgeFactory(state="paused")
    TimePledgeFactory(state="active")

    assert queries.promised_on(TODAY) == queries.Promised(2, Pence(750), 1, 4)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["start", "pause", "resume", "end", "change"]),
        st.integers(min_value=0, max_value=40),
        st.integers(min_value=100, max_value=2000),
    ),
    max_size=12,
)


@settings(max_examples=20)
@given(steps=STEPS)
def test_terms_never_overlap_and_no_amount_is_ever_forgotten(steps, held_clock):
    held_clock.move_to(TODAY)
    pledge = MoneyPledgeFactory()
    promised = [Pence(500)]
    for name, days, pence in steps:
        held_clock.move_on(days=days)
        before = [(term.id, term.pence, term.from_on) for term in pledge.terms]
        try:
            if name == "change":
                operations.change_terms(pledge, pence=Pence(pence), by=SYSTEM)
                promised.append(Pence(pence))
            else:
                getattr(operations, name)(pledge, by=SYSTEM)
        except Refused:
            pass
        kept = [(term.id, term.pence, term.from_on) for term in pledge.terms]
        assert kept[: len(before)] == before

    terms = pledge.terms
    for earlier, later in pairwise(terms):
        assert earlier.until_on is not None
        assert earlier.until_on <= later.from_on
    running = pledge.state in (PledgeState.AWAITING_SETUP, PledgeState.ACTIVE)
    assert (terms[-1].until_on is None) == running
    assert [one for one in promised if one not in {term.pence for term in terms}] == []


def test_the_database_itself_refuses_a_second_open_term():
    pledge = MoneyPledgeFactory()
    table = pledge.term.__table__
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.session.execute(sa.insert(table).values(pledge_id=pledge.id, pence=100, from_on=TODAY))
