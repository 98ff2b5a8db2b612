"""A promise of time or of money; what was really given is recorded elsewhere."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.money import Pence

if TYPE_CHECKING:
    from nolimits.people.models import Person
    from nolimits.strategy.models import Action


class Event(StrEnum):
    """What is done here."""

    PLEDGED = "pledged"
    PLEDGE_STARTED = "pledge_started"
    PLEDGE_CHANGED = "pledge_changed"
    PLEDGE_PAUSED = "pledge_paused"
    PLEDGE_RESUMED = "pledge_resumed"
    PLEDGE_FULFILLED = "pledge_fulfilled"
    PLEDGE_ENDED = "pledge_ended"


class PledgeKind(StrEnum):
    """What is promised."""

    TIME = "time"
    MONEY = "money"


class Route(StrEnum):
    """How time is given."""

    ONE_TO_ONE = "one_to_one"
    INVITE_ALONG = "invite_along"


class Frequency(StrEnum):
    """How often money is given."""

    MONTHLY = "monthly"
    ONCE = "once"


class Channel(StrEnum):
    """How money comes."""

    TAKE_HOME_PAY = "take_home_pay"
    BANK_TRANSFER = "bank_transfer"


class PledgeState(StrEnum):
    """Where a promise stands."""

    AWAITING_SETUP = "awaiting_setup"
    ACTIVE = "active"
    PAUSED = "paused"
    FULFILLED = "fulfilled"
    ENDED = "ended"


class Pledge(Referenced, Model, prefix="P"):
    """One promise by one person."""

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[PledgeKind]
    route: Mapped[Route | None]
    frequency: Mapped[Frequency | None]
    channel: Mapped[Channel | None]
    offer: Mapped[str | None] = mapped_column(sa.String(500))
    made_on: Mapped[date]
    ended_on: Mapped[date | None]
    cohort: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"), index=True)
    state: Mapped[PledgeState] = mapped_column(index=True)

    person: Mapped["Person"] = relationship("Person")
    action: Mapped["Action | None"] = relationship("Action")
    terms: Mapped[list["PledgeTerm"]] = relationship(
        back_populates="pledge", order_by="PledgeTerm.from_on, PledgeTerm.id"
    )

    __table_args__ = (
        sa.CheckConstraint("(kind = 'time') = (route IS NOT NULL)", name="time_has_route"),
        sa.CheckConstraint(
            "(kind = 'money') = (frequency IS NOT NULL)", name="money_has_frequency"
        ),
        sa.CheckConstraint("(kind = 'money') = (channel IS NOT NULL)", name="money_has_channel"),
        sa.CheckConstraint(
            "(state IN ('ended', 'fulfilled')) = (ended_on IS NOT NULL)", name="end_has_day"
        ),
    )


class PledgeTerm(Model):
    """How much was promised from one day until another; empty where it was never stated."""

    pledge_id: Mapped[int] = mapped_column(sa.ForeignKey("pledge.id"))
    pence: Mapped[Pence | None]
    hours_a_month: Mapped[int | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    pledge: Mapped[Pledge] = relationship(back_populates="terms")

    __table_args__ = (
        sa.CheckConstraint("pence IS NULL OR pence > 0", name="pence_positive"),
        sa.CheckConstraint("hours_a_month IS NULL OR hours_a_month > 0", name="hours_positive"),
        sa.CheckConstraint("pence IS NULL OR hours_a_month IS NULL", name="one_kind"),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
        sa.Index(
            "uq_pledge_term_open",
            "pledge_id",
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        ),
    )
