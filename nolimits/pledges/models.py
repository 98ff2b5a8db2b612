"""A promise of time or of money; what was really given is recorded elsewhere."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.money import Pence, pounds

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


NEXT: dict[Route | Channel | None, str] = {
    Route.ONE_TO_ONE: (
        "My No Limits always shows your next step: the application to volunteer, of about "
        "15 minutes, then checks and training. Your promise runs once you are cleared."
    ),
    Route.INVITE_ALONG: (
        "Somebody from the team rings you within five working days, to hear more of what you do "
        "and to look at what would keep everyone safe."
    ),
    Channel.TAKE_HOME_PAY: (
        "We tell payroll. It is taken from your take-home pay from the next payroll that is still "
        "open, and shows on your payslip as No Limits."
    ),
    Channel.BANK_TRANSFER: (
        "We write to you within five working days with the account, and with what to put as the "
        "reference of your transfer."
    ),
}


class PledgeState(StrEnum):
    """Where a promise stands."""

    AWAITING_SETUP = "awaiting_setup"
    ACTIVE = "active"
    PAUSED = "paused"
    FULFILLED = "fulfilled"
    ENDED = "ended"


@dataclass(frozen=True)
class TimePromise:
    """Time: by which route, how many hours a month where stated, along to what."""

    route: Route
    hours_a_month: int | None = None
    offer: str | None = None

    def facts(self) -> dict[str, Any]:
        """What a pledge of it holds."""
        return {"kind": PledgeKind.TIME, "route": self.route, "offer": self.offer}

    def amount(self) -> dict[str, Any]:
        """What its first term holds."""
        return {"hours_a_month": self.hours_a_month}


@dataclass(frozen=True)
class MoneyPromise:
    """Money: how often, how it comes, and how much where stated."""

    frequency: Frequency
    channel: Channel
    pence: Pence | None = None

    def facts(self) -> dict[str, Any]:
        """What a pledge of it holds."""
        return {"kind": PledgeKind.MONEY, "frequency": self.frequency, "channel": self.channel}

    def amount(self) -> dict[str, Any]:
        """What its first term holds."""
        return {"pence": self.pence}


class Pledge(Referenced, Model, prefix="P"):
    """One promise by one person."""

    privacy = Entry(Purpose.PLEDGES, Category.PERSONAL, Keep.FINANCE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[PledgeKind]
    route: Mapped[Route | None]
    frequency: Mapped[Frequency | None]
    channel: Mapped[Channel | None]
    offer: Mapped[str | None] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    made_on: Mapped[date]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    cohort: Mapped[str | None] = mapped_column(sa.String(40), index=True, info=noted(Category.NONE))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"), index=True)
    made_with_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pledge.id"), index=True)
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
        sa.CheckConstraint(
            "state NOT IN ('active', 'paused') OR started_on IS NOT NULL", name="start_has_day"
        ),
        sa.Index(
            "uq_pledge_open_time",
            "person_id",
            "route",
            unique=True,
            sqlite_where=sa.text("kind = 'time' AND ended_on IS NULL"),
            postgresql_where=sa.text("kind = 'time' AND ended_on IS NULL"),
        ),
        sa.Index(
            "uq_pledge_open_monthly",
            "person_id",
            "channel",
            unique=True,
            sqlite_where=sa.text("frequency = 'monthly' AND ended_on IS NULL"),
            postgresql_where=sa.text("frequency = 'monthly' AND ended_on IS NULL"),
        ),
    )

    @property
    def term(self) -> "PledgeTerm":
        """What is promised now, or was promised last."""
        return self.terms[-1]

    @property
    def words(self) -> str:
        """What is promised, as people say it: "£5 a month from your pay"."""
        if self.kind == PledgeKind.TIME:
            hours = self.term.hours_a_month
            often = f"{hours} hour{'' if hours == 1 else 's'} a month, " if hours else "Time, "
            how = "one to one" if self.route == Route.ONE_TO_ONE else "inviting along"
            return often + how
        pence = self.term.pence
        amount = pounds(pence) if pence else "Money"
        often = "once" if self.one_off else "a month"
        how = "from pay" if self.channel == Channel.TAKE_HOME_PAY else "by bank transfer"
        return f"{amount} {often} {how}" if pence else f"{amount}, {often} {how}"

    @property
    def next_words(self) -> str:
        """What happens next with it, and when."""
        return NEXT[self.route or self.channel]

    @property
    def one_off(self) -> bool:
        """Whether it is done once, and then fulfilled."""
        return self.frequency == Frequency.ONCE


class PledgeTerm(Model):
    """How much was promised from one day until another; empty where it was never stated."""

    privacy = Entry(Purpose.PLEDGES, Category.FINANCIAL, Keep.FINANCE)
    pledge_id: Mapped[int] = mapped_column(sa.ForeignKey("pledge.id"), index=True)
    pence: Mapped[Pence | None]
    hours_a_month: Mapped[int | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    pledge: Mapped[Pledge] = relationship(back_populates="terms")

    def holds_on(self, day: date) -> bool:
        """Whether this was promised on a day; the last day counts no more."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

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
