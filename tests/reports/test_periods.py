"""Figures of stretches of days add up, agree with the ledger, and say what stood then."""

from datetime import date

from nolimits.campaigns import operations as campaigns
from nolimits.campaigns import queries as gifts
from nolimits.campaigns.models import CampaignKind
from nolimits.funds import operations as funds
from nolimits.pledges.models import Channel
from nolimits.reports.catalogue import FIGURES, lines, shown
from nolimits.reports.figures import Period
from tests.factories.campaigns import CampaignFactory
from tests.factories.giving import approved, import_bank
from tests.factories.people import coordinator, finance_officer
from tests.factories.pledges import MoneyPledgeFactory
from tests.factories.young_people import YoungPersonFactory

OCTOBER = Period(date(2026, 10, 31), date(2026, 10, 1))
NOVEMBER = Period(date(2026, 11, 30), date(2026, 11, 1))
BOTH = Period(date(2026, 11, 30), date(2026, 10, 1))


def amount(key, period):
    return FIGURES[key].value(period).amount


def test_money_that_is_reversed_later_leaves_the_days_in_which_it_came(app, held_clock):
    held_clock.move_to(date(2026, 10, 20))
    pledge = MoneyPledgeFactory(channel=Channel.BANK_TRANSFER, state="active")
    batch = approved(import_bank((date(2026, 10, 20), pledge.reference, 500)))
    held_clock.move_to(date(2026, 11, 10))
    funds.correct(batch.lines[0].contribution.entry, "Sent back", by=finance_officer())

    key = "contributions_received"
    assert [amount(key, one) for one in (OCTOBER, NOVEMBER, BOTH)] == [500, -500, 0]


def test_a_campaign_and_a_report_say_alike_who_is_without_a_gift_however_it_ended(app, held_clock):
    held_clock.move_to(date(2026, 11, 2))
    facts = {"kind": CampaignKind.GIFT_OF_GIVING, "opens_on": date(2026, 11, 1)}
    campaign = CampaignFactory(**facts, closes_on=date(2026, 12, 10))
    YoungPersonFactory()
    held_clock.move_to(date(2026, 11, 20))
    campaigns.close_campaign(campaign, by=coordinator())
    held_clock.move_to(date(2026, 11, 25))
    YoungPersonFactory()

    key, until = "children_without_gift", Period(date(2026, 11, 25))
    assert amount(key, until) == gifts.figures(campaign).without == 1
    assert amount(key, Period(date(2026, 11, 19))) == 0


def test_few_applications_grants_and_gifts_are_hidden_like_few_people(app):
    keys = ["applications_received", "grants_awarded_count", "gifts_given", "contacts_logged"]
    few = [{**line, "value": 4} for line in lines(keys, BOTH)]
    assert [one.words for one in shown(few, whole=False)] == ["fewer than 5"] * 4
    assert [one.words for one in shown(few, whole=True)] == ["4"] * 4
