"""Campaigns and their gift needs by code; which child a code stands for is kept apart."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Link, Purpose, noted
from nolimits.kernel.money import Pence

if TYPE_CHECKING:
    from nolimits.funds.models import Fund
    from nolimits.people.models import Person
    from nolimits.strategy.models import Action
    from nolimits.young_people.models import YoungPerson


class Event(StrEnum):
    """What is done here."""

    CAMPAIGN_OPENED = "campaign_opened"
    CAMPAIGN_CLOSED = "campaign_closed"
    GIFT_NEEDED = "gift_needed"
    GIFT_RESERVED = "gift_reserved"
    GIFT_PROMISED = "gift_promised"
    GIFT_RELEASED = "gift_released"
    GIFT_FUNDED = "gift_funded"
    GIFT_BOUGHT = "gift_bought"
    GIFT_GIVEN = "gift_given"
    GIFT_WITHDRAWN = "gift_withdrawn"


class CampaignKind(StrEnum):
    """What is collected for."""

    GIFT_OF_GIVING = "gift_of_giving"
    STARTER_PACKS = "starter_packs"


class Cadence(StrEnum):
    """How often a campaign comes round."""

    ANNUAL = "annual"
    ONCE = "once"


class CampaignState(StrEnum):
    """Where a campaign stands."""

    OPEN = "open"
    CLOSED = "closed"


class GiftItem(StrEnum):
    """What a child gets."""

    BOOK = "book"
    VOUCHER = "voucher"
    HOME_PACK = "home_pack"
    STUDY_PACK = "study_pack"
    BABY_PACK = "baby_pack"


class GiftState(StrEnum):
    """Where one gift stands."""

    AVAILABLE = "available"
    RESERVED = "reserved"
    FUNDED = "funded"
    BOUGHT = "bought"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Campaign(Referenced, Model, prefix="Z"):
    """One season of giving."""

    privacy = Entry(Purpose.GIFTS, Category.NONE, Keep.SCHEME)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    kind: Mapped[CampaignKind]
    cadence: Mapped[Cadence]
    season: Mapped[int]
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"), index=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    closed_on: Mapped[date | None]
    gift_pence: Mapped[Pence]
    state: Mapped[CampaignState] = mapped_column(index=True)

    fund: Mapped["Fund"] = relationship("Fund")
    action: Mapped["Action | None"] = relationship("Action")
    gift_needs: Mapped[list["GiftNeed"]] = relationship(
        back_populates="campaign", order_by="GiftNeed.reference"
    )

    __table_args__ = (
        sa.CheckConstraint("opens_on <= closes_on", name="days_in_order"),
        sa.CheckConstraint("gift_pence > 0", name="gift_positive"),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_has_day"),
    )

    def runs_on(self, day: date) -> bool:
        """Whether gifts can be taken on, on a day."""
        return self.state is CampaignState.OPEN and self.opens_on <= day <= self.closes_on


class GiftNeed(Referenced, Model, prefix="N"):
    """One child's one gift, by code."""

    privacy = Entry(Purpose.GIFTS, Category.PERSONAL, Keep.FINANCE)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaign.id"), index=True)
    item: Mapped[GiftItem]
    state: Mapped[GiftState] = mapped_column(index=True)
    added_on: Mapped[date]
    reserved_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("person.id"), index=True, info=noted(Link.THEIRS)
    )
    reserved_until: Mapped[datetime | None]
    promised_on: Mapped[date | None]
    funded_on: Mapped[date | None]
    bought_on: Mapped[date | None]
    given_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]

    campaign: Mapped[Campaign] = relationship(back_populates="gift_needs")
    reserved_by: Mapped["Person | None"] = relationship("Person")

    __table_args__ = (
        sa.CheckConstraint(
            "(reserved_until IS NULL AND promised_on IS NULL) OR reserved_by_id IS NOT NULL",
            name="reserved_by_someone",
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name="withdrawn_has_day"
        ),
        sa.CheckConstraint("given_on IS NULL OR bought_on IS NOT NULL", name="bought_first"),
        sa.CheckConstraint("bought_on IS NULL OR funded_on IS NOT NULL", name="funded_first"),
    )

    @property
    def person_id(self) -> int | None:
        """Whose gift it is to give: the person who took it on."""
        return self.reserved_by_id

    @property
    def being_paid(self) -> bool:
        """Whether somebody holds it just now, in which time they pay for it."""
        return self.reserved_until is not None and not self.lapsed

    @property
    def lapsed(self) -> bool:
        """Whether its time is up, so that somebody else may take it."""
        return self.reserved_until is not None and self.reserved_until <= clock.now()


class GiftRecipient(Model):
    """Which child a gift's code stands for: read by the coordinator alone (R-FIN-13)."""

    privacy = Entry(Purpose.GIFTS, Category.CHILD, Keep.CARE_CONTENT)
    gift_need_id: Mapped[int] = mapped_column(sa.ForeignKey("gift_need.id"), unique=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaign.id"))
    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)

    gift_need: Mapped[GiftNeed] = relationship()
    young_person: Mapped["YoungPerson"] = relationship("YoungPerson")

    __table_args__ = (sa.UniqueConstraint("campaign_id", "young_person_id"),)
