"""A campaign in which nobody is left without a gift."""

from nolimits.campaigns.models import Campaign
from tests.journeys.cast import Cast
from tests.journeys.walk import Walkers


def ask(walk: Walkers, campaign: Campaign, cast: Cast) -> None:
    """The coordinator asks for a gift for everyone, by code."""
    at = walk(cast.coordinator).open("/campaigns").follow(campaign.name).follow("Add gifts")
    at.press("Add a gift for each of them", item="book").sees("2 not paid for yet")


def take_on(walk: Walkers, campaign: Campaign, cast: Cast) -> None:
    """Dana takes one on, and says that it is paid."""
    at = walk(cast.dana).open(f"/campaigns/{campaign.reference}").press("Take one on")
    at.sees("This gift is yours to give").press("I have paid").sees("five working days")


def fund_buy_give(walk: Walkers, campaign: Campaign, cast: Cast) -> None:
    """Finance sets the money aside; the coordinator buys the gifts and gives them."""
    path = f"/campaigns/{campaign.reference}"
    at = walk(cast.finance).open(f"{path}/fund").sees(cast.dana.name)
    at.main.get_by_label("Choose every gift").check()
    at.press("Set the money aside")
    at = walk(cast.coordinator)
    for done in ("bought", "given"):
        at.open(f"{path}/work").main.get_by_label("Choose every gift").check()
        at.press(f"Mark as {done}")
    at.open(path).sees("0 young people are without one")
    walk(cast.dana).open("/campaigns").sees(campaign.name)
