"""Where few are counted, nobody is found by a number or by what they get."""

from nolimits.campaigns import operations
from nolimits.campaigns.models import CampaignKind, GiftItem, GiftState
from nolimits.campaigns.queries import Figures
from tests.factories.campaigns import CampaignFactory, GiftFactory
from tests.factories.people import coordinator, finance_officer, staff
from tests.factories.young_people import YoungPersonFactory


def test_of_few_only_a_coordinator_learns_how_many_and_what_they_get(sign_in):
    """Case 12: a baby pack that waits points at a young parent."""
    campaign = CampaignFactory(kind=CampaignKind.STARTER_PACKS)
    for item in [GiftItem.HOME_PACK] * 5 + [GiftItem.BABY_PACK]:
        GiftFactory(campaign=campaign, item=item)
    browser, path = sign_in(staff()), f"/campaigns/{campaign.reference}"

    assert "0 of 6 packs given" in browser.visit(path).text
    items = {row["What"] for row in browser.page.table("Packs that nobody has taken on")}
    assert items == {"Pack"}, "one that is not named beside five that are is named by that"
    GiftFactory(campaign=campaign, item=GiftItem.HOME_PACK, state=GiftState.GIVEN)
    assert "of 7" not in browser.visit(path).text
    (row,) = browser.visit("/campaigns").table("Campaigns")
    assert {row[one] for one in ("Gifts", "Paid for", "Given", "Without a gift")} == {"Kept back"}


def test_where_numbers_are_kept_back_one_is_taken_on_and_none_can_be_counted(sign_in):
    """Case 12: a list, or a button that comes and goes, tells the day on which one was added."""
    first = GiftFactory()
    path, donor = f"/campaigns/{first.campaign.reference}", sign_in(staff())
    before = donor.visit(path).text
    GiftFactory(campaign=first.campaign)

    assert donor.visit(path).text == before
    assert first.reference not in before
    assert {donor.visit(path).press("Take one on").h1 for _ in range(2)} == {
        "This gift is yours to give"
    }
    assert donor.visit(path).text == before
    assert "None waits for somebody" in donor.press("Take one on").text


def test_finance_sets_money_aside_without_learning_which_gift_points_at_somebody(sign_in):
    """Case 12."""
    gift = GiftFactory(item=GiftItem.BABY_PACK)
    finance, path = sign_in(finance_officer()), f"/campaigns/{gift.campaign.reference}/fund"

    assert gift.reference in finance.visit(path).text
    assert "Baby pack" not in finance.page.text + finance.follow(gift.reference).text
    assert "Baby pack" in sign_in(coordinator()).visit(f"/gifts/{gift.reference}").text


def test_while_a_campaign_runs_its_numbers_tell_of_nobody_who_joins_the_scheme(sign_in):
    """Case 12: who is without a gift is told when it has ended, and not where few were unasked."""
    campaign = CampaignFactory()
    for _ in range(5):
        GiftFactory(campaign=campaign, state=GiftState.GIVEN)
    path, before = f"/campaigns/{campaign.reference}", sign_in(staff())
    assert "5 of 5 gifts given" in before.visit(path).text
    seen = before.page.text
    YoungPersonFactory()
    assert before.visit(path).text == seen
    assert "Bought" not in seen
    operations.close_campaign(campaign, by=coordinator())
    assert "5 of" not in before.visit(path).text


def test_few_between_two_numbers_of_a_campaign_keep_all_of_them_back():
    states = {GiftState.AVAILABLE: 6, GiftState.FUNDED: 3, GiftState.GIVEN: 8}
    assert Figures(states, without=0, ended=False).tell_of_few
    assert not Figures({**states, GiftState.FUNDED: 5}, without=0, ended=False).tell_of_few
    assert Figures({GiftState.GIVEN: 8}, without=1, ended=True).tell_of_few
