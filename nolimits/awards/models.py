"""Awards, committed in the ledger when they are offered, and how they reach a young person."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.grants.models import ApplicationState, HowGiven
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced, db
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.money import Pence
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.funds.models import Fund
    from nolimits.grants.models import Application


class Event(StrEnum):
    """What is done here."""

    AWARD_OFFERED = "award_offered"
    AWARD_ACCEPTED = "award_accepted"
    AWARD_APPROVED = "award_approved"
    AWARD_PAID = "award_paid"
    AWARD_CONFIRMED = "award_confirmed"
    AWARD_CANCELLED = "award_cancelled"
    AWARD_RETURNED = "award_returned"


class AwardState(StrEnum):
    """Where an award stands; four different people take it from asked to paid."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    APPROVED_FINANCE = "approved_finance"
    PAID = "paid"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Award(Referenced, Sensitive, Model, prefix="W"):
    """What the panel gives; committed in the ledger when offered, paid by somebody else.

    One that was paid and is cancelled is one whose money came back.
    """

    privacy = Entry(Purpose.GRANTS, Category.CHILD, Keep.CARE_CONTENT)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"), index=True)
    pence: Mapped[Pence]
    how: Mapped[HowGiven]
    state: Mapped[AwardState] = mapped_column(index=True)
    offered_on: Mapped[date]
    accepted_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    paid_on: Mapped[date | None]
    paid_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    payment_reference: Mapped[str | None] = mapped_column(
        sa.String(40), info=noted(Category.FINANCIAL)
    )
    confirmed_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    cancel_reason: Mapped[str | None] = mapped_column(
        Sealed(300), info=noted(Category.CONFIDENTIAL)
    )

    application: Mapped["Application"] = relationship("Application")
    fund: Mapped["Fund"] = relationship("Fund")

    __table_args__ = (
        sa.CheckConstraint("pence > 0", name="pence_positive"),
        sa.CheckConstraint("(approved_on IS NULL) = (approved_by_id IS NULL)", name="approval"),
        sa.CheckConstraint(
            "(paid_on IS NULL) = (paid_by_id IS NULL) "
            "AND (paid_on IS NULL) = (payment_reference IS NULL)",
            name="payment",
        ),
        sa.CheckConstraint(
            "(cancelled_on IS NULL) = (cancel_reason IS NULL) "
            "AND (cancelled_on IS NULL) = (state <> 'cancelled')",
            name="cancellation",
        ),
        sa.CheckConstraint(
            "paid_by_id IS NULL OR (approved_by_id IS NOT NULL AND paid_by_id <> approved_by_id)",
            name="payer_is_not_approver",
        ),
    )

    @classmethod
    def of(cls, application: "Application") -> Self | None:
        """The award that an application led to."""
        return db.session.scalar(sa.select(cls).where(cls.application_id == application.id))

    @property
    def hands(self) -> dict[int | None, str]:
        """What each person did on the way from asked to paid; each must be done by another."""
        return {self.approved_by_id: "approved this", **self.application.hands}

    @property
    def kept_apart_ids(self) -> set[int]:
        """The adults who must read nothing of the young person."""
        return self.application.kept_apart_ids

    @property
    def young_person_id(self) -> int:
        """Whose award it is."""
        return self.application.young_person_id

    @property
    def person_id(self) -> int | None:
        """The account of the young person whose award it is; nobody's own until they are told."""
        told = self.application.state is ApplicationState.TOLD
        return self.application.person_id if told else None
