"""A campaign: its season, its figures, and nobody left without a gift."""

from datetime import timedelta

import pytest

from nolimits.campaigns import operations, queries
from nolimits.campaigns.models import CampaignKind, GiftItem, GiftState
from nolimits.kernel import audit, clock
from nolimits.kernel.errors import NotAllowed, Refused
from nolimits.young_people import operations as young_people
from tests.factories.campaigns import CampaignFactory, GiftFactory
from tests.factories.people import coordinator, finance_officer, staff
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def test_a_campaign_closes_after_it_opens_and_costs_something():
    with pytest.raises(Refused, match="close after"):
        CampaignFactory(closes_on=clock.today() - timedelta(days=1))
    with pytest.raises(Refused, match="costs"):
        CampaignFactory(gift_pence=0)


def test_a_campaign_has_a_name_of_its_own():
    CampaignFactory(name="Gifts")

    with pytest.raises(Refused, match="already a campaign"):
        CampaignFactory(name="Gifts")


def test_only_the_coordinator_opens_and_closes():
    with pytest.raises(NotAllowed):
        CampaignFactory(by=staff())
    with pytest.raises(NotAllowed):
        operations.close_campaign(CampaignFactory(), by=finance_officer())


def test_a_closed_campaign_takes_no_new_need():
    campaign = CampaignFactory()
    operations.close_campaign(campaign, by=coordinator())

    with pytest.raises(Refused, match="ended"):
        GiftFactory(campaign=campaign)
    with pytest.raises(Refused, match="closed"):
        operations.close_campaign(campaign, by=coordinator())


def test_figures_count_gifts_by_how_far_they_came(held_clock):
    campaign = CampaignFactory()
    for state in GiftState:
        GiftFactory(campaign=campaign, state=state)

    figures = queries.figures(campaign)

    assert (figures.needs, figures.available, figures.reserved) == (5, 1, 1)
    assert (figures.funded, figures.bought, figures.given) == (3, 2, 1)

    held_clock.move_on(minutes=30)
    assert (queries.figures(campaign).available, queries.figures(campaign).reserved) == (2, 0)
    assert queries.campaigns() == [(campaign, queries.figures(campaign))]


def test_whoever_has_no_given_gift_is_counted():
    campaign = CampaignFactory()
    GiftFactory(campaign=campaign, state=GiftState.BOUGHT)
    GiftFactory(campaign=campaign, state=GiftState.GIVEN)
    YoungPersonFactory()

    assert queries.figures(campaign).without == 2


def test_a_given_gift_of_another_campaign_does_not_count():
    child, campaign = YoungPersonFactory(), CampaignFactory()
    GiftFactory(young_person=child, state=GiftState.GIVEN)

    assert queries.figures(campaign).without == 1


def test_those_who_came_after_its_close_or_left_before_are_not_counted(held_clock):
    campaign, gone, stayed = CampaignFactory(), YoungPersonFactory(), YoungPersonFactory()
    held_clock.move_on(days=3)
    young_people.end(gone, by=coordinator())
    held_clock.move_on(days=1)
    operations.close_campaign(campaign, by=coordinator())
    held_clock.move_on(days=1)
    young_people.end(stayed, by=coordinator())
    YoungPersonFactory()

    assert queries.figures(campaign).without == 1


def test_packs_are_not_for_everyone():
    packs = CampaignFactory(kind=CampaignKind.STARTER_PACKS)
    YoungPersonFactory()
    GiftFactory(campaign=packs, item=GiftItem.HOME_PACK)
    GiftFactory(campaign=packs, item=GiftItem.BABY_PACK, state=GiftState.GIVEN)

    assert queries.figures(packs).without == 1


def test_the_audit_trail_never_ties_a_code_to_a_young_person():
    child = YoungPersonFactory()
    gift = GiftFactory(young_person=child, state=GiftState.GIVEN)

    assert all(not one.detail or set(one.detail) == {"before"} for one in audit.timeline(gift))
