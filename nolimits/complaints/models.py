"""Complaints, and reports of leaks, each with its clock."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted

if TYPE_CHECKING:
    from nolimits.people.models import Person

TO_ACKNOWLEDGE = timedelta(days=30)
TO_TELL = timedelta(hours=72)


class Event(StrEnum):
    """What is done here."""

    COMPLAINED = "complained"
    ACKNOWLEDGED = "complaint_acknowledged"
    TELLING_DECIDED = "complaint_telling_decided"
    ANSWERED = "complaint_answered"


class ComplaintKind(StrEnum):
    """What it is about."""

    DATA = "data"
    SCHEME = "scheme"
    LEAK = "leak"


class ComplaintState(StrEnum):
    """Where it stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"


class Complaint(Referenced, Model, prefix="CP"):
    """Somebody is not happy, or saw what they should not have seen."""

    privacy = Entry(Purpose.RIGHTS, Category.PERSONAL, Keep.BREACH)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[ComplaintKind]
    words: Mapped[str] = mapped_column(Sealed(4000), info=noted(Category.CONFIDENTIAL))
    contact: Mapped[str | None] = mapped_column(Sealed(254), info=noted(Category.CONFIDENTIAL))
    received_at: Mapped[datetime]
    state: Mapped[ComplaintState] = mapped_column(index=True)
    acknowledged_on: Mapped[date | None]
    regulator_told: Mapped[bool | None]
    told_why: Mapped[str | None] = mapped_column(Sealed(1000), info=noted(Category.CONFIDENTIAL))
    telling_decided_at: Mapped[datetime | None]
    telling_decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(Sealed(2000), info=noted(Category.CONFIDENTIAL))
    answered_on: Mapped[date | None]

    person: Mapped["Person | None"] = relationship("Person", foreign_keys=[person_id])

    __table_args__ = (
        sa.CheckConstraint(
            "(regulator_told IS NULL) = (told_why IS NULL) "
            "AND (regulator_told IS NULL) = (telling_decided_at IS NULL)",
            name="telling_has_reason",
        ),
        sa.CheckConstraint("(outcome IS NULL) = (answered_on IS NULL)", name="outcome_has_day"),
    )

    @property
    def kept_apart_ids(self) -> set[int]:
        """The adults who must read nothing of the young person who told us."""
        return self.person.kept_apart_ids if self.person else set()

    @property
    def acknowledge_by(self) -> date:
        """The last day to say that it has come (R-DP-10)."""
        return clock.london_day(self.received_at) + TO_ACKNOWLEDGE

    @property
    def tell_by(self) -> datetime | None:
        """Until when the Information Commissioner must be told of a leak, if at all (R-DP-13)."""
        return self.received_at + TO_TELL if self.kind is ComplaintKind.LEAK else None

    @property
    def is_late(self) -> bool:
        """Whether something should have been done by now."""
        if self.tell_by and self.telling_decided_at is None and clock.now() > self.tell_by:
            return True
        return self.state is ComplaintState.RECEIVED and clock.today() > self.acknowledge_by
