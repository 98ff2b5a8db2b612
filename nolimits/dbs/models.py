"""DBS checks: what may be held of them, and where each stands."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model
from nolimits.kernel.dictionary import Category, Condition, Entry, Keep, Purpose, noted

if TYPE_CHECKING:
    from nolimits.people.models import Person


class Event(StrEnum):
    """What is done here."""

    DBS_STARTED = "dbs_started"
    DBS_CERTIFICATE_SEEN = "dbs_certificate_seen"
    DBS_DECIDED = "dbs_decided"
    DBS_SECONDED = "dbs_seconded"


class DbsLevel(StrEnum):
    """How much a DBS check looks at (R-DBS-1)."""

    BASIC = "basic"
    STANDARD = "standard"
    ENHANCED = "enhanced"
    ENHANCED_BARRED = "enhanced_barred"


class Workforce(StrEnum):
    """For work with whom a DBS check was made."""

    CHILD = "child"
    ADULT = "adult"
    CHILD_AND_ADULT = "child_and_adult"
    OTHER = "other"


# What one to one volunteering with children asks for (R-DBS-1, R-DBS-4); asking for more or
# less than a role is eligible for is refused (R-DBS-2).
ROLE_LEVEL = DbsLevel.ENHANCED_BARRED
ROLE_WORKFORCES = (Workforce.CHILD, Workforce.CHILD_AND_ADULT)


class Shown(StrEnum):
    """How a certificate was shown; only the first counts (R-DBS-11)."""

    ORIGINAL_IN_PERSON = "original_in_person"
    COPY = "copy"
    VIDEO = "video"


class DbsDecision(StrEnum):
    """What was decided on seeing a certificate."""

    CLEAR = "clear"
    CLEAR_AFTER_RISK_ASSESSMENT = "clear_after_risk_assessment"
    NOT_SUITABLE = "not_suitable"


class DbsState(StrEnum):
    """Where a DBS check stands; told by its dates."""

    APPLIED = "applied"
    CERTIFICATE_SEEN = "certificate_seen"
    WAITING_FOR_SECOND = "waiting_for_second"
    DECIDED = "decided"


class DbsRecord(Model):
    """What may be held of a DBS check, and nothing more (R-DBS-8)."""

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    level: Mapped[DbsLevel]
    workforce: Mapped[Workforce]
    applied_on: Mapped[date]
    number: Mapped[str | None] = mapped_column(
        Sealed(12), info=noted(Category.CRIMINAL, Condition.SAFEGUARDING, Keep.DBS_DETAIL)
    )
    issued_on: Mapped[date | None]
    seen_on: Mapped[date | None]
    seen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decision: Mapped[DbsDecision | None] = mapped_column(
        info=noted(
            Category.CRIMINAL,
            Condition.SAFEGUARDING,
            "it is one of three words, which readiness asks the database for",
        )
    )
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    seconded_on: Mapped[date | None]
    seconded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recheck_on: Mapped[date | None]

    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])
    seen_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[seen_by_id])
    decided_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[decided_by_id])
    seconded_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[seconded_by_id])

    __table_args__ = (
        sa.CheckConstraint(
            "(seen_on IS NULL) = (number IS NULL) AND (seen_on IS NULL) = (issued_on IS NULL) "
            "AND (seen_on IS NULL) = (seen_by_id IS NULL)",
            name="seen_whole",
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL) "
            "AND (decision IS NULL) = (decided_by_id IS NULL) "
            "AND (seconded_on IS NULL) = (seconded_by_id IS NULL)",
            name="decision_has_day",
        ),
        sa.CheckConstraint("decision IS NULL OR seen_on IS NOT NULL", name="seen_before_decided"),
        sa.CheckConstraint(
            "decision = 'not_suitable' OR (decision IS NULL) = (recheck_on IS NULL)",
            name="clear_is_rechecked",
        ),
        sa.CheckConstraint(
            "seconded_by_id IS NULL OR seconded_by_id <> decided_by_id", name="risk_needs_two"
        ),
        sa.Index(
            "uq_dbs_record_undecided",
            "person_id",
            unique=True,
            sqlite_where=sa.text("decision IS NULL"),
            postgresql_where=sa.text("decision IS NULL"),
        ),
    )

    @property
    def state(self) -> DbsState:
        """Where it stands."""
        if self.decision is None:
            return DbsState.CERTIFICATE_SEEN if self.seen_on else DbsState.APPLIED
        if self.needs_second:
            return DbsState.WAITING_FOR_SECOND
        return DbsState.DECIDED

    @property
    def needs_second(self) -> bool:
        """Whether a second person must still agree to a risk assessment (R-DBS-17)."""
        return self.decision == DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT and not self.seconded_on
