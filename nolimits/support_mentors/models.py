"""Catch-ups of support mentors with the volunteers behind whom they stand."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.matching.models import Match
    from nolimits.people.models import Person
    from nolimits.volunteers.models import Support, Volunteer


class Event(StrEnum):
    """What is done here."""

    CATCH_UP_HELD = "catch_up_held"


class CatchUp(Referenced, Sensitive, Model, prefix="CU"):
    """One time that a support mentor and a volunteer spoke of how it goes."""

    looked_at = ("person", "person_id")

    privacy = Entry(Purpose.VOLUNTEERS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), index=True)
    support_id: Mapped[int] = mapped_column(sa.ForeignKey("support.id"), index=True)
    held_on: Mapped[date]
    due_on: Mapped[date | None]
    next_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(Sealed(2000), info=noted(Category.CONFIDENTIAL))
    logged_on: Mapped[date]
    held_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    volunteer: Mapped["Volunteer"] = relationship("Volunteer")
    support: Mapped["Support"] = relationship("Support")
    held_by: Mapped["Person"] = relationship("Person")
    matches: Mapped[list["Match"]] = relationship(
        "Match",
        primaryjoin="CatchUp.volunteer_id == foreign(Match.volunteer_id)",
        uselist=True,
        viewonly=True,
    )

    __table_args__ = (
        sa.CheckConstraint("held_on <= logged_on", name="written_down_later"),
        sa.CheckConstraint("next_on > held_on", name="next_is_later"),
        sa.UniqueConstraint("volunteer_id", "held_on", name="uq_catch_up_day"),
        sa.UniqueConstraint("volunteer_id", "due_on", name="uq_catch_up_due"),
        sa.Index(None, "held_on", "id"),  # lists are in this order, the newest first
    )

    @property
    def person_id(self) -> int:
        """The volunteer's account: nobody reads for the scheme what was said of themself."""
        return self.volunteer.person_id

    @property
    def support_mentor_id(self) -> int | None:
        """Who stood behind the volunteer then and stands there still; who follows reads anew."""
        return self.support.mentor_id if self.support.until_on is None else None

    @property
    def covering_id(self) -> int | None:
        """Who held it while they cover: of what others were told they read nothing."""
        covers = self.support.until_on is None and self.volunteer.covering_id == self.held_by_id
        return self.held_by_id if covers else None

    @property
    def kept_apart_ids(self) -> set[int]:
        """The adults who must read nothing of a young person of whom it may tell."""
        young = {one.young_person for one in self.matches if one.proposed_on}
        return set().union(*(one.kept_apart_ids for one in young))
