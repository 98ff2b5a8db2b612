"""What is done in a campaign: gifts needed, taken on, paid for, bought and given, all by code."""

from collections.abc import Sequence
from datetime import date, timedelta

from nolimits.campaigns import queries
from nolimits.campaigns.models import (
    Cadence,
    Campaign,
    CampaignKind,
    CampaignState,
    Event,
    GiftItem,
    GiftNeed,
    GiftRecipient,
    GiftState,
)
from nolimits.funds import operations as funds
from nolimits.funds.models import EntryKind, Fund
from nolimits.funds.operations import Line
from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.people.models import Person
from nolimits.strategy.models import Action
from nolimits.young_people.models import YoungPerson

RESERVED_FOR = timedelta(minutes=30)
MOST_HELD = 3
TAKEN = "Somebody else has just taken this gift on. Choose another one"


def _campaign_open(gift: GiftNeed) -> str | None:
    """Gifts are taken on while their campaign runs."""
    campaign = gift.campaign
    if campaign.state is not CampaignState.OPEN or clock.today() > campaign.closes_on:
        return "This campaign has ended"
    if clock.today() < campaign.opens_on:
        return "This campaign has not begun"
    return None


def _nobody_is_paying(gift: GiftNeed) -> str | None:
    """Two people must not pay for the same gift."""
    if gift.being_paid:
        return "Somebody is paying for this gift just now. Try again in half an hour"
    return None


STATES = States(
    {
        "reserve": step(
            GiftState.AVAILABLE,
            to=GiftState.RESERVED,
            event=Event.GIFT_RESERVED,
            guards=(_campaign_open,),
        ),
        "promise": step(GiftState.RESERVED, to=GiftState.RESERVED, event=Event.GIFT_PROMISED),
        "release": step(GiftState.RESERVED, to=GiftState.AVAILABLE, event=Event.GIFT_RELEASED),
        "fund": step(
            GiftState.AVAILABLE,
            GiftState.RESERVED,
            to=GiftState.FUNDED,
            event=Event.GIFT_FUNDED,
            guards=(_nobody_is_paying,),
        ),
        "buy": step(GiftState.FUNDED, to=GiftState.BOUGHT, event=Event.GIFT_BOUGHT),
        "give": step(GiftState.BOUGHT, to=GiftState.GIVEN, event=Event.GIFT_GIVEN),
        "withdraw": step(
            GiftState.AVAILABLE,
            GiftState.RESERVED,
            GiftState.FUNDED,
            GiftState.BOUGHT,
            to=GiftState.WITHDRAWN,
            event=Event.GIFT_WITHDRAWN,
        ),
    }
)
CAMPAIGN_STATES = States(
    {"close": step(CampaignState.OPEN, to=CampaignState.CLOSED, event=Event.CAMPAIGN_CLOSED)}
)


@transaction
def open_campaign(
    name: str,
    kind: CampaignKind,
    fund: Fund,
    gift_pence: int,
    opens_on: date,
    closes_on: date,
    *,
    by: Actor,
    cadence: Cadence = Cadence.ANNUAL,
    action: Action | None = None,
) -> Campaign:
    """Begin a season of giving: what one gift costs, which fund pays, from when until when."""
    require(by, Permission.RUN_CAMPAIGN)
    if closes_on < opens_on:
        raise Refused("It must close after it opens", "closes_on")
    if gift_pence < 1:
        raise Refused("Say what one gift costs", "gift_pence")
    campaign = Campaign(
        name=name,
        kind=kind,
        cadence=cadence,
        season=opens_on.year,
        fund=fund,
        action=action,
        opens_on=opens_on,
        closes_on=closes_on,
        gift_pence=gift_pence,
        state=CampaignState.OPEN,
    )
    with refusing("There is already a campaign of this name", "name"):
        db.session.add(campaign)
    audit.record(Event.CAMPAIGN_OPENED, campaign, by=by)
    return campaign


@transaction
def close_campaign(campaign: Campaign, *, by: Actor) -> None:
    """End a season: nobody takes on another gift; those taken on are still bought and given."""
    require(by, Permission.RUN_CAMPAIGN)
    CAMPAIGN_STATES.take(campaign, "close", by=by, closed_on=clock.today())


@transaction
def add_gift_need(
    campaign: Campaign, young_person: YoungPerson, item: GiftItem, *, by: Actor
) -> GiftNeed:
    """Ask for one gift for one young person; the gift has a code, and its link is kept apart."""
    require(by, Permission.RUN_CAMPAIGN)
    if campaign.state is not CampaignState.OPEN:
        raise Refused("This campaign has ended")
    if young_person.ended_on is not None and young_person.ended_on <= clock.today():
        raise Refused("This young person has left the scheme", "young_person")
    gift = GiftNeed(campaign=campaign, item=item, state=GiftState.AVAILABLE, added_on=clock.today())
    link = GiftRecipient(gift_need=gift, campaign_id=campaign.id, young_person=young_person)
    with refusing("There is a gift for this young person in this campaign already"):
        db.session.add_all([gift, link])
    audit.record(Event.GIFT_NEEDED, gift, by=by)
    return gift


@transaction
def add_needs_for_everyone(campaign: Campaign, item: GiftItem, *, by: Actor) -> int:
    """Ask for a gift for every young person of the scheme who has none yet; how many."""
    require(by, Permission.RUN_CAMPAIGN)
    waiting = queries.without_a_need(campaign)
    for young_person in waiting:
        add_gift_need(campaign, young_person, item, by=by)
    return len(waiting)


@transaction
def reserve(gift: GiftNeed, *, by: Actor) -> None:
    """Take a gift on for half an hour, in which to pay for it.

    Nobody else can take it meanwhile; one whose time is up is there for whoever comes next.
    """
    require(by, Permission.RESERVE_GIFT)
    lock(gift)
    if gift.state is GiftState.RESERVED and gift.lapsed:
        _let_go(gift, by)
    if gift.state is not GiftState.AVAILABLE:
        mine = gift.reserved_by_id == by.id
        raise Refused("You have taken this gift on already" if mine else TAKEN)
    lock(db.session.get_one(Person, by.id))  # or two presses at once would be one gift too many
    if sum(one.being_paid for one in queries.taken_on_by(by.id)) >= MOST_HELD:
        raise Refused("You hold three gifts. Pay for one of them first, or let one go")
    until = clock.now() + RESERVED_FOR
    STATES.take(gift, "reserve", by=by, reserved_by_id=by.id, reserved_until=until)


@transaction
def promise_payment(gift: GiftNeed, *, by: Actor) -> None:
    """Say that one has paid for the gift that one took on; it is then kept until that is seen."""
    require(by, Permission.KEEP_GIFT, gift)
    lock(gift)
    if gift.reserved_by is None or by.id != gift.reserved_by_id:
        raise Refused("Only the person who took this gift on can say that it is paid")
    if gift.promised_on is not None:
        raise Refused("You have told us already. Thank you")
    if gift.lapsed:
        raise Refused("The half hour was up. Take the gift on again, if it is still there")
    STATES.take(gift, "promise", by=by, promised_on=clock.today(), reserved_until=None)
    mail.queue(gift.reserved_by, "gift_promised", gift=gift)


@transaction
def release(gift: GiftNeed, *, by: Actor) -> None:
    """Let a gift go that was taken on and not paid for, so that somebody else can take it."""
    require(by, Permission.KEEP_GIFT, gift)
    lock(gift)
    if by.kind == "system" and not gift.lapsed:
        raise Refused("Its time is not up")
    _let_go(gift, by)


@transaction
def fund_gift(gift: GiftNeed, *, by: Actor) -> None:
    """Set money of the campaign's fund aside for a gift, where the fund has it.

    Whoever took the gift on does not confirm their own payment.
    """
    require(by, Permission.FUND_GIFT)
    lock(gift)
    if gift.promised_on is not None and gift.reserved_by_id == by.id:
        raise Refused("Somebody else must confirm the payment for a gift that you took on")
    if gift.state is GiftState.RESERVED and gift.lapsed:
        _let_go(gift, by)
    STATES.take(gift, "fund", by=by, funded_on=clock.today(), reserved_until=None)
    _post(EntryKind.GIFT_FUNDED, gift, by)
    if gift.reserved_by:
        mail.queue(gift.reserved_by, "gift_funded", gift=gift)


@transaction
def buy(gift: GiftNeed, *, by: Actor) -> None:
    """Say that a gift was bought with the money set aside for it."""
    require(by, Permission.RUN_CAMPAIGN)
    STATES.take(gift, "buy", by=by, bought_on=clock.today())
    # What was set aside leaves the bank; finance agreed to that when they set it aside.
    _post(EntryKind.GIFT_BOUGHT, gift, SYSTEM)


@transaction
def give(gift: GiftNeed, *, by: Actor) -> None:
    """Say that a gift reached its young person, and thank whoever gave it."""
    require(by, Permission.RUN_CAMPAIGN)
    STATES.take(gift, "give", by=by, given_on=clock.today())
    if gift.reserved_by:
        mail.queue(gift.reserved_by, "gift_given", gift=gift)


@transaction
def mark(gifts: Sequence[GiftNeed], done: GiftState, *, by: Actor) -> int:
    """Say that several gifts are funded, bought or given, all or none of them; how many."""
    funds_it = done is GiftState.FUNDED
    require(by, Permission.FUND_GIFT if funds_it else Permission.RUN_CAMPAIGN)
    if not gifts:
        raise Refused("Choose at least one gift", "gifts")
    for gift in gifts:
        if funds_it:
            fund_gift(gift, by=by)
        elif done is GiftState.BOUGHT:
            buy(gift, by=by)
        else:
            give(gift, by=by)
    return len(gifts)


@transaction
def withdraw(gift: GiftNeed, reason: str, *, by: Actor) -> None:
    """Take a gift out of its campaign; money set aside goes back, and its code means nobody."""
    require(by, Permission.RUN_CAMPAIGN)
    if not reason.strip():
        raise Refused("Say why the gift is withdrawn", "reason")
    before = gift.state
    STATES.take(
        gift,
        "withdraw",
        by=by,
        reason=reason,
        withdrawn_on=clock.today(),
        reserved_until=None,
    )
    if before is GiftState.FUNDED:
        _post(EntryKind.GIFT_RELEASED, gift, by)
    if link := queries.link_of(gift):
        db.session.delete(link)


@jobs.every_minute("release_lapsed_gifts")
def _release_lapsed() -> int:
    """Let go of every gift whose half hour is up; how many."""
    released = 0
    for gift in queries.lapsed():
        try:
            release(gift, by=SYSTEM)
        except Refused:
            continue  # somebody paid or took it on meanwhile
        released += 1
    return released


def _let_go(gift: GiftNeed, by: Actor) -> None:
    STATES.take(gift, "release", by=by, reserved_by_id=None, reserved_until=None, promised_on=None)


def _post(kind: EntryKind, gift: GiftNeed, by: Actor) -> None:
    """Tell the ledger, by the gift's code alone."""
    campaign = gift.campaign
    line = Line(campaign.fund, campaign.gift_pence, campaign.action)
    funds.post(kind, [line], gift, by=by, narrative=f"{campaign.name}: gift {gift.reference}")
