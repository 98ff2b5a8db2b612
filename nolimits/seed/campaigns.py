"""The invented council's campaigns: last Christmas, this one, and packs for big moments."""

from datetime import date, timedelta
from itertools import cycle

from nolimits.campaigns import operations, queries
from nolimits.campaigns.models import (
    Cadence,
    Campaign,
    CampaignKind,
    GiftItem,
    GiftNeed,
    GiftState,
)
from nolimits.funds import operations as funds
from nolimits.funds.models import Account, EntryKind, Fund, Holder, Move
from nolimits.funds.operations import Line
from nolimits.kernel import clock
from nolimits.kernel.money import Pence
from nolimits.people.models import Person
from nolimits.seed import Council

GIFT, PACK = Pence(10_00), Pence(150_00)
LEFT_OVER = 1_200_00
LAST_OPENED, LAST_CLOSED, THIS_OPENED = 382, 348, 17  # days ago
# How far this Christmas's gifts have come; all others are there to be taken on.
STAND = (
    (GiftState.GIVEN, True),
    (GiftState.BOUGHT, True),
    (GiftState.BOUGHT, False),
    (GiftState.FUNDED, True),
    (GiftState.FUNDED, True),
    (GiftState.FUNDED, False),
    (GiftState.RESERVED, True),
    (GiftState.RESERVED, True),
)
PACKS = (
    (GiftItem.HOME_PACK, GiftState.GIVEN),
    (GiftItem.STUDY_PACK, GiftState.FUNDED),
    (GiftItem.HOME_PACK, GiftState.AVAILABLE),
    (GiftItem.BABY_PACK, GiftState.AVAILABLE),
)


def fill(council: Council) -> None:
    """A fund of their own, last Christmas fulfilled, this one running, and a few packs."""
    fund = _fund(council)
    donors = cycle(council.dice.sample(council.staff[20:], 12) + council.councillors[:3])
    _last_christmas(council, fund, donors)
    _packs(council, fund, donors)
    _this_christmas(council, fund, donors)


def _fund(council: Council) -> Fund:
    officer = council.finance_officers[0]
    with clock.standing_at(council.ago(days=400)):
        fund = funds.open_fund(
            "Gift of Giving",
            Holder.COUNCIL,
            by=officer,
            purpose="A gift for each young person at Christmas, and packs for big moments",
        )
        left = Line(fund, LEFT_OVER, move=Move(Account.BANK, Account.OPENING))
        narrative = "Left from the years before the ledger"
        funds.post(EntryKind.OPENING, [left], fund, by=officer, narrative=narrative)
    return fund


def _open(
    council: Council, name: str, kind: CampaignKind, fund: Fund, opens: date, closes: date
) -> Campaign:
    """A campaign, opened on its first day, for the action that it serves."""
    yearly = kind is CampaignKind.GIFT_OF_GIVING
    action = "corporate_parenting/no-limits" if yearly else "care_experienced/refreshed-cl-offer"
    with clock.standing_at(opens):
        return operations.open_campaign(
            name,
            kind,
            fund,
            GIFT if yearly else PACK,
            opens,
            closes,
            by=council.coordinators[0],
            cadence=Cadence.ANNUAL if yearly else Cadence.ONCE,
            action=council.actions.get(action),
        )


def _last_christmas(council: Council, fund: Fund, donors: "cycle[Person]") -> None:
    """Everyone then in the scheme got one: nobody was left without a gift."""
    opens, closes = council.ago(days=LAST_OPENED), council.ago(days=LAST_CLOSED)
    name = f"Gift of Giving {opens.year}"
    campaign = _open(council, name, CampaignKind.GIFT_OF_GIVING, fund, opens, closes)
    coordinator = council.coordinators[0]
    for day in (opens, closes):
        with clock.standing_at(day):
            operations.add_needs_for_everyone(campaign, GiftItem.VOUCHER, by=coordinator)
            gifts = _free(campaign)
        for number, gift in enumerate(gifts):
            donor = next(donors) if number % 3 and day != closes else None
            _bring(council, gift, GiftState.GIVEN, donor, min(day + timedelta(number), closes))
    with clock.standing_at(closes):
        operations.close_campaign(campaign, by=coordinator)


def _this_christmas(council: Council, fund: Fund, donors: "cycle[Person]") -> None:
    """Gifts at every state, and most of them free to be taken on."""
    opens = council.ago(days=THIS_OPENED)
    name = f"Gift of Giving {opens.year}"
    closes = council.today + timedelta(days=28)
    campaign = _open(council, name, CampaignKind.GIFT_OF_GIVING, fund, opens, closes)
    coordinator = council.coordinators[0]
    with clock.standing_at(opens):
        operations.add_needs_for_everyone(campaign, GiftItem.BOOK, by=coordinator)
        gifts = _free(campaign)
    for number, (gift, (state, taken)) in enumerate(zip(gifts, STAND, strict=False)):
        donor = next(donors) if taken else None
        _bring(council, gift, state, donor, opens + timedelta(days=1 + number))
    if len(gifts) <= len(STAND):
        return
    with clock.standing_at(council.ago(days=3)):
        waiting = set(queries.without_a_need(campaign))
        operations.withdraw(gifts[-1], "A voucher suits better", by=coordinator)
        for young_person in set(queries.without_a_need(campaign)) - waiting:
            operations.add_gift_need(campaign, young_person, GiftItem.VOUCHER, by=coordinator)
    operations.reserve(gifts[-2], by=next(donors))


def _packs(council: Council, fund: Fund, donors: "cycle[Person]") -> None:
    """A few packs for those who are old enough for a first home."""
    opens, closes = council.ago(days=75), council.today + timedelta(days=100)
    name = "Starter packs"
    campaign = _open(council, name, CampaignKind.STARTER_PACKS, fund, opens, closes)
    with clock.standing_at(opens):
        old = [one for one in queries.without_a_need(campaign) if one.age_on(opens) >= 16]
    for number, (young_person, (item, state)) in enumerate(zip(old, PACKS, strict=False)):
        begins = opens + timedelta(weeks=number)
        with clock.standing_at(begins):
            gift = operations.add_gift_need(
                campaign, young_person, item, by=council.coordinators[0]
            )
        _bring(council, gift, state, None, begins + timedelta(days=2))


def _free(campaign: Campaign) -> list[GiftNeed]:
    """The gifts that nobody has taken on yet."""
    return [one for one in queries.to_fund(campaign) if one.state is GiftState.AVAILABLE]


def _bring(
    council: Council, gift: GiftNeed, state: GiftState, donor: Person | None, begins: date
) -> None:
    """Bring a gift as far as a state, a step every few days from a day on."""
    coordinator, reached = council.coordinators[-1], list(GiftState).index(state)
    last = min(council.today, gift.campaign.closes_on)
    with clock.standing_at(min(begins, last)):
        if donor:
            operations.reserve(gift, by=donor)
            operations.promise_payment(gift, by=donor)
    with clock.standing_at(min(begins + timedelta(days=2), last)):
        if reached >= list(GiftState).index(GiftState.FUNDED):
            operations.fund_gift(gift, by=council.finance_officers[0])
    with clock.standing_at(min(begins + timedelta(days=5), last)):
        if reached >= list(GiftState).index(GiftState.BOUGHT):
            operations.buy(gift, by=coordinator)
    with clock.standing_at(min(begins + timedelta(days=8), last)):
        if reached >= list(GiftState).index(GiftState.GIVEN):
            operations.give(gift, by=coordinator)
