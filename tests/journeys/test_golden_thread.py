"""The thread of No Limits, walked in a browser by everyone who would walk a part of it."""

import pytest

from tests.databases import KINDS
from tests.factories.campaigns import CampaignFactory
from tests.factories.dbs import role_open
from tests.factories.funds import FundFactory
from tests.factories.grants import ProgrammeFactory, RoundFactory
from tests.factories.matching import ready_volunteer
from tests.factories.people import board_reader
from tests.factories.pledges import MoneyPledgeFactory
from tests.factories.young_people import YoungPersonFactory
from tests.journeys import giving_gifts, giving_money, giving_time, meeting, telling
from tests.journeys.cast import Cast

# Pages look the same on both databases, and the rooms' own tests ask both of every rule. The thread
# of money, which meets the most of what a database itself refuses, is walked on both.
on_one_database = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)


@pytest.fixture
def cast(app):
    """Everyone who takes part, where mentors are asked for a DBS check."""
    role_open()
    return Cast()


@on_one_database
def test_a_councillor_comes_from_the_start_page_to_ready(walk, cast, held_clock):
    """One referee is replaced, a link runs out, and a day of training is missed and made up."""
    giving_time.promise_time_and_money(walk, cast.chris)
    giving_time.apply_to_volunteer(walk, cast.chris, cast)
    giving_time.tell_of_oneself(walk, cast.chris)
    giving_time.replace_a_referee(walk, cast.chris)
    giving_time.check(walk, cast.chris, cast)
    giving_time.train(walk, cast.chris, cast, held_clock)
    giving_time.answer_too_late(walk)
    giving_time.believe_referees(walk, cast.chris, cast)
    giving_time.become_ready(walk, cast.chris, cast)


@on_one_database
def test_from_a_referral_to_a_mentor_who_visits(walk, cast, held_clock):
    ready_volunteer(person=cast.dana, area=cast.area, support_mentor=cast.support_mentor)

    key = meeting.refer(walk, cast)
    comet = cast.comet()
    meeting.consent_and_wait(walk, comet, key, cast)
    match = meeting.agree(walk, cast.dana, comet, cast)
    meeting.arrange(walk, match, cast)
    held_clock.move_on(days=3)
    meeting.begin(walk, match, cast)
    meeting.visit(walk, cast.dana, comet, match, cast)


def test_from_pay_to_what_a_young_person_has_in_hand(walk, cast):
    MoneyPledgeFactory(person=cast.dana, state="active")
    comet = YoungPersonFactory(account=True, age=16, worker=cast.worker).person
    fund = FundFactory(name="Invented fund for what helps", pence=100_000)
    round_ = RoundFactory(programme=ProgrammeFactory(fund=fund))

    giving_money.arrive(walk, fund, cast)
    key = giving_money.ask(walk, comet)
    giving_money.check(walk, key, cast)
    giving_money.decide(walk, key, round_, cast)
    giving_money.receive(walk, key, comet, fund, cast)


@on_one_database
def test_from_a_gift_that_is_needed_to_nobody_without_one(walk, cast):
    YoungPersonFactory.create_batch(2)
    campaign = CampaignFactory(name="Gift of Giving 2026")

    giving_gifts.ask(walk, campaign, cast)
    giving_gifts.take_on(walk, campaign, cast)
    giving_gifts.fund_buy_give(walk, campaign, cast)


@on_one_database
def test_from_a_figure_to_its_records_and_a_report_that_stays(walk, cast):
    MoneyPledgeFactory(person=cast.dana, state="active")
    reader = board_reader()

    telling.read_totals(walk, reader, cast)
    telling.report(walk, reader, cast)
