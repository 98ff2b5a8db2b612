"""Records opened in an emergency, and what a lead made of a week's looks."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Link, Purpose, noted
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.people.models import Person
    from nolimits.young_people.models import YoungPerson

OPEN_FOR = timedelta(hours=1)


class Event(StrEnum):
    """What people do here."""

    GLASS_BROKEN = "glass_broken"
    GLASS_CLOSED = "glass_closed"
    LOOK_MARKED = "look_marked"
    WEEK_SIGNED_OFF = "week_of_looks_signed_off"
    WEEK_TAKEN = "week_of_looks_taken"
    WEEK_REMINDED = "week_of_looks_reminded"


class Verdict(StrEnum):
    """What a lead made of somebody's looks."""

    RIGHT = "right"
    ASK = "ask"


class BrokenGlass(Referenced, Sensitive, Model, prefix="B"):
    """A young person's record opened in an emergency by somebody who may not see it otherwise."""

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.AUDIT)

    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Sealed(1000), info=noted(Category.CONFIDENTIAL))
    opened_at: Mapped[datetime]
    until_at: Mapped[datetime]

    young_person: Mapped["YoungPerson"] = relationship("YoungPerson")
    person: Mapped["Person"] = relationship("Person")

    __table_args__ = (
        sa.CheckConstraint("until_at >= opened_at", name="ends_after_start"),
        sa.Index("ix_broken_glass_opened_at", "opened_at"),
    )

    @property
    def about_person_id(self) -> int | None:
        """The young person's account: a look at this is a look at them."""
        return self.young_person.person_id

    closed = False  # whoever worked with them reads why, whether they take part still or not

    @property
    def caseload_id(self) -> int | None:
        """The worker whose young person it is: they are told at once, and may read why."""
        return self.young_person.caseload_id

    @property
    def is_open(self) -> bool:
        """Whether it still opens the record; by the clock, and not a moment longer."""
        return self.opened_at <= clock.now() < self.until_at


class LookWeek(Model):
    """A week of looks, from Monday: when the leads were reminded of it, and who signed it off."""

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.AUDIT)

    begins_on: Mapped[date] = mapped_column(unique=True)
    reminded_on: Mapped[date | None]
    signed_off_at: Mapped[datetime | None]
    signed_off_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    signed_off_by: Mapped["Person | None"] = relationship("Person")

    __table_args__ = (
        sa.CheckConstraint("(signed_off_at IS NULL) = (signed_off_by_id IS NULL)", name="by_whom"),
    )


class LookMark(Model):
    """What a lead made of one person's looks at one record in a week; the newest counts."""

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.AUDIT)

    begins_on: Mapped[date] = mapped_column(index=True)
    looker_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id"), index=True, info=noted(Link.THEIRS)
    )
    whose: Mapped[str] = mapped_column(sa.String(40), info=noted(Category.TECHNICAL))
    whose_number: Mapped[int]
    verdict: Mapped[Verdict]
    note: Mapped[str | None] = mapped_column(Sealed(1000), info=noted(Category.CONFIDENTIAL))
    marked_at: Mapped[datetime]
    marked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    marked_by: Mapped["Person"] = relationship("Person", foreign_keys=[marked_by_id])

    __table_args__ = (
        sa.CheckConstraint("marked_by_id <> looker_id", name="marked_by_another"),
        sa.CheckConstraint("verdict <> 'ask' OR note IS NOT NULL", name="asks_something"),
    )
