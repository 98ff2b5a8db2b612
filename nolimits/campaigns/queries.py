"""Reads of campaigns. Only `links` and `without_a_gift` say anything about young people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from nolimits.campaigns.models import (
    Campaign,
    CampaignKind,
    CampaignState,
    GiftNeed,
    GiftRecipient,
    GiftState,
)
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import db
from nolimits.kernel.permissions import Permission, can
from nolimits.strategy.models import Action
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson

FEW = 5  # of fewer somebody could be found (R-DP-12)
PAID_FOR = (GiftState.FUNDED, GiftState.BOUGHT, GiftState.GIVEN)


@dataclass(frozen=True)
class Figures:
    """How a campaign stands: gifts in each state, and young people without a given gift.

    Only once it has ended does everybody learn how many are without: while it runs that number
    tells of each young person who joins the scheme.
    """

    states: dict[GiftState, int]
    without: int
    ended: bool

    def _in(self, *states: GiftState) -> int:
        return sum(self.states.get(state, 0) for state in states)

    @property
    def needs(self) -> int:
        """Gifts asked for and not withdrawn."""
        return sum(self.states.values()) - self._in(GiftState.WITHDRAWN)

    @property
    def available(self) -> int:
        """Gifts that nobody has taken on."""
        return self._in(GiftState.AVAILABLE)

    @property
    def reserved(self) -> int:
        """Gifts that somebody has taken on, and whose money has not come yet."""
        return self._in(GiftState.RESERVED)

    @property
    def funded(self) -> int:
        """Gifts whose money is there, bought or given already or not."""
        return self._in(*PAID_FOR)

    @property
    def bought(self) -> int:
        """Gifts that were bought, given already or not."""
        return self._in(GiftState.BOUGHT, GiftState.GIVEN)

    @property
    def given(self) -> int:
        """Gifts that reached their young person."""
        return self._in(GiftState.GIVEN)

    @property
    def tell_of_few(self) -> bool:
        """Whether few young people are counted, or few are left where one is taken from another."""
        shown = (self.needs, self.funded, self.given, 0)
        left = [more - less for more, less in combinations(shown, 2)]
        if self.ended:
            left += [self.without, abs(self.without - (self.needs - self.given))]
        return any(0 < number < FEW for number in left)


def campaigns(action: str = "") -> list[tuple[Campaign, Figures]]:
    """Every campaign, running ones and the newest first, perhaps those that serve an action."""
    statement = (
        sa.select(Campaign, _without_count())
        .options(joinedload(Campaign.action), joinedload(Campaign.fund))
        .order_by(Campaign.closed_on.is_(None).desc(), Campaign.opens_on.desc(), Campaign.id)
    )
    if action:
        statement = statement.where(Campaign.action.has(Action.reference == action))
    found: list[tuple[Campaign, int]] = [
        (campaign, without) for campaign, without in db.session.execute(statement)
    ]
    states = _states([campaign.id for campaign, _ in found])
    return [(one, _figures(one, states, without)) for one, without in found]


def figures(campaign: Campaign) -> Figures:
    """How one campaign stands."""
    without = db.session.scalar(sa.select(_without_count()).where(Campaign.id == campaign.id))
    return _figures(campaign, _states([campaign.id]), without or 0)


def _figures(campaign: Campaign, states: dict[int, dict[GiftState, int]], without: int) -> Figures:
    return Figures(
        states.get(campaign.id, {}), without, ended=campaign.state is CampaignState.CLOSED
    )


def _states(campaign_ids: Collection[int]) -> dict[int, dict[GiftState, int]]:
    """Gifts of each state of each campaign; a reservation whose time is up is none."""
    state = sa.case(
        (_lapsed(), sa.literal(GiftState.AVAILABLE, GiftNeed.state.type)), else_=GiftNeed.state
    )
    statement = (
        sa.select(GiftNeed.campaign_id, state.label("stands"), sa.func.count())
        .where(GiftNeed.campaign_id.in_(campaign_ids))
        .group_by(GiftNeed.campaign_id, sa.text("stands"))
    )
    found: dict[int, dict[GiftState, int]] = {}
    for campaign_id, stands, count in db.session.execute(statement):
        found.setdefault(campaign_id, {})[GiftState(stands)] = count
    return found


def _lapsed() -> sa.ColumnElement[bool]:
    return sa.and_(GiftNeed.state == GiftState.RESERVED, GiftNeed.reserved_until <= clock.now())


def kinds_told(campaign: Campaign, by: Actor) -> bool:
    """Whether there are so many gifts of each kind that none points at anybody, or all is told."""
    if can(by, Permission.SEE_SMALL_NUMBERS):
        return True
    kinds = sa.select(sa.func.count()).where(GiftNeed.campaign_id == campaign.id)
    return min(db.session.scalars(kinds.group_by(GiftNeed.item)), default=0) >= FEW


# --- Gifts, by code -----------------------------------------------------------------------------


def free(campaign: Campaign) -> sa.Select[Any]:
    """The gifts that may be taken on, by code."""
    return gifts(campaign).where(sa.or_(GiftNeed.state == GiftState.AVAILABLE, _lapsed()))


def any_free(campaign: Campaign) -> GiftNeed | None:
    """One of them, whichever it is."""
    by_chance = free(campaign).order_by(None).order_by(sa.func.random())
    found: GiftNeed | None = db.session.scalar(by_chance.limit(1))
    return found


def gifts(campaign: Campaign, state: str = "") -> sa.Select[Any]:
    """The gifts of a campaign by code, perhaps those of one state."""
    statement = (
        sa.select(GiftNeed)
        .options(joinedload(GiftNeed.reserved_by))
        .where(GiftNeed.campaign_id == campaign.id)
        .order_by(GiftNeed.reference)
    )
    return statement.where(GiftNeed.state == state) if state else statement


def to_fund(campaign: Campaign) -> list[GiftNeed]:
    """The gifts that money can be set aside for: those somebody says are paid come first."""
    promised = GiftNeed.promised_on.is_not(None)
    free_or_promised = sa.or_(GiftNeed.state == GiftState.AVAILABLE, promised, _lapsed())
    waiting = (GiftState.AVAILABLE, GiftState.RESERVED)
    first = (promised.desc(), GiftNeed.promised_on, GiftNeed.reference)
    found = gifts(campaign).where(GiftNeed.state.in_(waiting), free_or_promised)
    return list(db.session.scalars(found.order_by(None).order_by(*first)))


def taken_on_by(person_id: int | None) -> list[GiftNeed]:
    """The gifts that a person gives or gave, the newest first."""
    return list(
        db.session.scalars(
            sa.select(GiftNeed)
            .options(joinedload(GiftNeed.campaign))
            .where(GiftNeed.reserved_by_id == person_id)
            .order_by(GiftNeed.id.desc())
        )
    )


def lapsed() -> list[GiftNeed]:
    """The gifts whose half hour is up."""
    return list(db.session.scalars(sa.select(GiftNeed).where(_lapsed())))


# --- Young people: for the coordinator alone ----------------------------------------------------


def ended_on() -> sa.ColumnElement[date]:
    """The day on which a campaign ends: when it was closed, or is to close."""
    return sa.func.coalesce(Campaign.closed_on, Campaign.closes_on)


def _counted_on() -> sa.ColumnElement[date]:
    """The day on which a campaign asks who is in the scheme: its end, or today before that."""
    today = sa.literal(clock.today())
    return sa.case((ended_on() < today, ended_on()), else_=today)


def in_scheme(day: Any) -> sa.ColumnElement[bool]:
    """Whether a young person is in the scheme on a day."""
    return sa.and_(
        YoungPerson.referred_on <= day,
        sa.or_(YoungPerson.ended_on.is_(None), YoungPerson.ended_on > day),
    )


def _has_gift(*where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return (
        sa.select(GiftRecipient.id)
        .join(GiftRecipient.gift_need)
        .where(
            GiftRecipient.campaign_id == Campaign.id,
            GiftRecipient.young_person_id == YoungPerson.id,
            *where,
        )
        .correlate(Campaign, YoungPerson)
        .exists()
    )


def without_gift(day: Any, *, given_by: date) -> sa.ColumnElement[bool]:
    """Whether somebody of the scheme on a day had no gift of a campaign by another day."""
    return sa.and_(in_scheme(day), ~_has_gift(GiftNeed.given_on <= given_by))


def _without_count() -> sa.ScalarSelect[int]:
    """Young people of the scheme without a given gift; for packs, packs that are not given."""
    children = (
        sa.select(sa.func.count(YoungPerson.id))
        .where(without_gift(_counted_on(), given_by=clock.today()))
        .correlate(Campaign)
        .scalar_subquery()
    )
    waiting = (
        sa.select(sa.func.count(GiftNeed.id))
        .where(
            GiftNeed.campaign_id == Campaign.id,
            GiftNeed.state.not_in((GiftState.GIVEN, GiftState.WITHDRAWN)),
        )
        .correlate(Campaign)
        .scalar_subquery()
    )
    everyone = Campaign.kind == CampaignKind.GIFT_OF_GIVING
    return (
        sa.select(sa.case((everyone, children), else_=waiting))
        .correlate(Campaign)
        .scalar_subquery()
    )


def without_a_need(campaign: Campaign, by: Actor = SYSTEM) -> list[YoungPerson]:
    """Young people for whom nothing was asked in a campaign yet, as far as someone may know."""
    return list(
        db.session.scalars(
            sa.select(YoungPerson)
            .join(Campaign, Campaign.id == campaign.id)
            .where(in_scheme(_counted_on()), ~_has_gift())
            .where(YoungPerson.id.not_in(kept_apart_from(by)))
            .order_by(YoungPerson.reference)
        )
    )


def link_of(gift: GiftNeed) -> GiftRecipient | None:
    """The row that says which young person a code stands for."""
    return db.session.scalar(sa.select(GiftRecipient).where(GiftRecipient.gift_need_id == gift.id))


def links(campaign: Campaign, by: Actor) -> list[GiftRecipient]:
    """The codes of a campaign with the young people whom someone may know, and their workers."""
    young = joinedload(GiftRecipient.young_person)
    return list(
        db.session.scalars(
            sa.select(GiftRecipient)
            .join(GiftRecipient.gift_need)
            .options(contains_eager(GiftRecipient.gift_need))
            .options(young.joinedload(YoungPerson.worker), young.selectinload(YoungPerson.ties))
            .where(GiftRecipient.campaign_id == campaign.id)
            .where(GiftRecipient.young_person_id.not_in(kept_apart_from(by)))
            .order_by(GiftNeed.reference)
        )
    )


def serving(action: Action) -> int:
    """How many campaigns serve an action of the strategy."""
    count = sa.select(sa.func.count(Campaign.id)).where(Campaign.action_id == action.id)
    return db.session.scalar(count) or 0
