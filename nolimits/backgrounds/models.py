"""What somebody told of themself, and what was decided on it."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import Sealed, SealedJSON
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Condition, Entry, Keep, Purpose, noted
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.people.models import Person


class Event(StrEnum):
    """What is done here."""

    BACKGROUND_TOLD = "background_told"
    OVERSEAS_RECORDED = "overseas_recorded"
    OVERSEAS_APPROVED = "overseas_approved"
    SELF_DISCLOSED = "self_disclosed"
    DISCLOSURE_DECIDED = "disclosure_decided"
    DISCLOSURE_SECONDED = "disclosure_seconded"


class Told(StrEnum):
    """Whether somebody told of anything on their record."""

    NOTHING = "nothing"
    SOMETHING = "something"


class DisclosureDecision(StrEnum):
    """What was decided on what somebody told of their record."""

    MAY_GO_ON = "may_go_on"
    NOT_SUITABLE = "not_suitable"


class OverseasWay(StrEnum):
    """How it was found out what a DBS check does not know of somebody who lived abroad."""

    CERTIFICATE = "certificate"
    REFERENCES = "references"


class Background(Sensitive, Model):
    """Their names, their addresses of five years and their time abroad, as told on one day."""

    looked_at = ("person", "person_id")

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    told_on: Mapped[date]
    born_on: Mapped[str] = mapped_column(Sealed(10), info=noted(Category.CONFIDENTIAL))
    names: Mapped[str] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    addresses: Mapped[list[dict[str, Any]]] = mapped_column(
        SealedJSON, info=noted(Category.CONFIDENTIAL)
    )
    countries: Mapped[str] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    months_abroad: Mapped[int]

    person: Mapped["Person"] = relationship("Person")

    @property
    def birthday(self) -> date | None:
        """The day on which they were born; none once it was removed."""
        return date.fromisoformat(self.born_on) if self.born_on else None

    __table_args__ = (sa.CheckConstraint("months_abroad >= 0", name="months"),)


class OverseasCheck(Model):
    """What was found out of somebody's time abroad, by one person and approved by another."""

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    months: Mapped[int]  # how much time abroad it answers for
    way: Mapped[OverseasWay]
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    recorded_by: Mapped["Person"] = relationship("Person", foreign_keys=[recorded_by_id])
    approved_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[approved_by_id])

    __table_args__ = (
        sa.CheckConstraint(
            "(approved_on IS NULL) = (approved_by_id IS NULL)", name="approval_has_day"
        ),
        sa.CheckConstraint(
            "recorded_by_id <> person_id AND (approved_by_id IS NULL OR "
            "(approved_by_id <> recorded_by_id AND approved_by_id <> person_id))",
            name="approved_by_another",
        ),
        sa.Index(
            "uq_overseas_check_open",
            "person_id",
            unique=True,
            sqlite_where=sa.text("approved_on IS NULL"),
            postgresql_where=sa.text("approved_on IS NULL"),
        ),
    )


class SelfDisclosure(Referenced, Sensitive, Model, prefix="SD"):
    """What somebody told of their own record on one day; the newest counts (R-REC-3)."""

    looked_at = ("person", "person_id")

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    made_on: Mapped[date]
    told: Mapped[Told] = mapped_column(
        info=noted(
            Category.CRIMINAL,
            Condition.SAFEGUARDING,
            "it is one of two words, which readiness asks the database for",
        )
    )
    words: Mapped[dict[str, Any] | None] = mapped_column(
        SealedJSON, info=noted(Category.CRIMINAL, Condition.SAFEGUARDING, Keep.DBS_DETAIL)
    )
    decision: Mapped[DisclosureDecision | None] = mapped_column(
        info=noted(
            Category.CRIMINAL,
            Condition.SAFEGUARDING,
            "it is one of two words, which readiness asks the database for",
        )
    )
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    seconded_on: Mapped[date | None]
    seconded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])
    decided_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[decided_by_id])
    seconded_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[seconded_by_id])

    __table_args__ = (
        sa.CheckConstraint("(told = 'nothing') = (words IS NULL)", name="something_in_words"),
        sa.CheckConstraint("told = 'something' OR decision IS NULL", name="decided_on_something"),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL) "
            "AND (decision IS NULL) = (decided_by_id IS NULL) "
            "AND (seconded_on IS NULL) = (seconded_by_id IS NULL) "
            "AND (seconded_on IS NULL OR decision = 'may_go_on')",
            name="decision_has_day",
        ),
        sa.CheckConstraint(
            "(decided_by_id IS NULL OR decided_by_id <> person_id) AND (seconded_by_id IS NULL "
            "OR (seconded_by_id <> decided_by_id AND seconded_by_id <> person_id))",
            name="two_others_decide",
        ),
    )

    @property
    def needs_second(self) -> bool:
        """Whether somebody decided that they may go on, and a second person has yet to agree."""
        return self.decision == DisclosureDecision.MAY_GO_ON and self.seconded_on is None

    @property
    def stands(self) -> str:
        """What it has come to, in words."""
        if self.told == Told.NOTHING:
            return "Nothing to tell"
        if self.decision is None:
            return "Told: waiting for a decision"
        if self.decision == DisclosureDecision.NOT_SUITABLE:
            return "Not suitable"
        return "Waiting for a second decider" if self.needs_second else "May go on"
