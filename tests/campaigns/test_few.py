"""Where few are counted, nobody is found by a number or by what they get."""

from nolimits.campaigns.models import CampaignKind, GiftItem, GiftState
from tests.factories.campaigns import CampaignFactory, GiftFactory
from tests.factories.people import staff


def test_of_few_only_a_coordinator_learns_how_many_and_what_they_get(sign_in):
    """Case 12: a baby pack that waits points at a young parent."""
    campaign = CampaignFactory(kind=CampaignKind.STARTER_PACKS)
    for item in [GiftItem.HOME_PACK] * 5 + [GiftItem.BABY_PACK]:
        GiftFactory(campaign=campaign, item=item)
    browser, path = sign_in(staff()), f"/campaigns/{campaign.reference}"

    assert "0 of 6 packs given" in browser.visit(path).text
    items = [row["What"] for row in browser.page.table("Gifts that nobody has taken on")]
    assert sorted(items) == ["Home pack"] * 5 + ["Pack"]
    GiftFactory(campaign=campaign, item=GiftItem.HOME_PACK, state=GiftState.GIVEN)
    assert "of 7" not in browser.visit(path).text
    (row,) = browser.visit("/campaigns").table("Campaigns")
    assert {row[one] for one in ("Gifts", "Paid for", "Given", "Without a gift")} == {"Kept back"}
