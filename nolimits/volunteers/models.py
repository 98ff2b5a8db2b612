"""Volunteers, and the records from which it is computed whether they are ready."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.db import Model, Referenced

if TYPE_CHECKING:
    from nolimits.people.models import Area, Person


class Event(StrEnum):
    """What is done here. GATE_LAPSED is what rooms above listen for."""

    APPLIED = "volunteer_applied"
    IDENTITY_SEEN = "identity_seen"
    INTERVIEWED = "volunteer_interviewed"
    REFERENCE_ASKED = "reference_asked"
    REFERENCE_CHASED = "reference_chased"
    REFERENCE_RECEIVED = "reference_received"
    REFERENCE_DECIDED = "reference_decided"
    REFERENCE_REPLACED = "reference_replaced"
    DBS_STARTED = "dbs_started"
    DBS_CERTIFICATE_SEEN = "dbs_certificate_seen"
    DBS_DECIDED = "dbs_decided"
    AGREEMENT_SIGNED = "agreement_signed"
    SUPPORT_MENTOR_ASSIGNED = "support_mentor_assigned"
    CLEARED = "volunteer_cleared"
    CLEARANCE_WITHDRAWN = "clearance_withdrawn"
    GATE_LAPSED = "gate_lapsed"
    PUT_ON_HOLD = "volunteer_put_on_hold"
    RETURNED = "volunteer_returned"
    LEFT = "volunteer_left"


class Suitability(StrEnum):
    """What an interview or a reference came to."""

    SUITABLE = "suitable"
    NOT_SUITABLE = "not_suitable"


class ReferenceContext(StrEnum):
    """Where a referee knows someone from (two contexts are needed, R-REC-2)."""

    WORK = "work"
    COMMUNITY = "community"
    PERSONAL = "personal"


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


class DbsDecision(StrEnum):
    """What was decided on seeing a certificate."""

    CLEAR = "clear"
    CLEAR_AFTER_RISK_ASSESSMENT = "clear_after_risk_assessment"
    NOT_SUITABLE = "not_suitable"


class LeavingReason(StrEnum):
    """Why a volunteer left."""

    OWN_CHOICE = "own_choice"
    CHANGED_JOB = "changed_job"
    NOT_SUITABLE = "not_suitable"
    WITHDREW = "withdrew"


def _open(*columns: str, name: str) -> sa.Index:
    """A unique index over rows that have not ended."""
    still = sa.text("until_on IS NULL")
    return sa.Index(name, *columns, unique=True, sqlite_where=still, postgresql_where=still)


class Volunteer(Referenced, Model, prefix="V"):
    """An adult who asked to give time one to one."""

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    applied_on: Mapped[date]
    motivation: Mapped[str] = mapped_column(sa.String(2000))
    profile: Mapped[str] = mapped_column(sa.String(500))
    interests: Mapped[list[str]] = mapped_column(default=list)
    availability: Mapped[list[str]] = mapped_column(default=list)
    capacity: Mapped[int] = mapped_column(default=1)
    self_disclosed_on: Mapped[date]
    left_on: Mapped[date | None]
    left_reason: Mapped[LeavingReason | None]

    person: Mapped["Person"] = relationship("Person")
    area: Mapped["Area"] = relationship("Area")
    identity_checks: Mapped[list["IdentityCheck"]] = relationship()
    interviews: Mapped[list["Interview"]] = relationship(order_by="Interview.held_on")
    references: Mapped[list["ReferenceRequest"]] = relationship(
        back_populates="volunteer", order_by="ReferenceRequest.id"
    )
    dbs_records: Mapped[list["DbsRecord"]] = relationship(
        back_populates="volunteer", order_by="DbsRecord.id"
    )
    agreements: Mapped[list["Agreement"]] = relationship()
    supports: Mapped[list["Support"]] = relationship(
        back_populates="volunteer", order_by="Support.from_on"
    )
    clearances: Mapped[list["Clearance"]] = relationship(order_by="Clearance.cleared_on")
    holds: Mapped[list["Hold"]] = relationship(order_by="Hold.from_on")

    __table_args__ = (
        sa.CheckConstraint("capacity BETWEEN 1 AND 3", name="capacity"),
        sa.CheckConstraint("(left_on IS NULL) = (left_reason IS NULL)", name="leaving_has_reason"),
    )

    @property
    def support_mentor_id(self) -> int | None:
        """The person who stands behind this volunteer today."""
        today = clock.today()
        return next(
            (
                row.mentor_id
                for row in self.supports
                if row.from_on <= today and (row.until_on is None or today < row.until_on)
            ),
            None,
        )


class IdentityCheck(Model):
    """Original documents seen: their kinds, never their images (R-DBS-19)."""

    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), index=True)
    seen_on: Mapped[date]
    seen_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    documents: Mapped[list[str]]


class Interview(Model):
    """A conversation of two interviewers with a volunteer (R-REC-5)."""

    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), index=True)
    held_on: Mapped[date]
    first_interviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    second_interviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    outcome: Mapped[Suitability]

    __table_args__ = (
        sa.CheckConstraint(
            "first_interviewer_id <> second_interviewer_id", name="two_interviewers"
        ),
    )


class ReferenceRequest(Referenced, Model, prefix="R"):
    """A reference asked for by an emailed link, answered without an account."""

    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), index=True)
    referee_name: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str] = mapped_column(sa.String(254))
    context: Mapped[ReferenceContext]
    years_known: Mapped[int]
    token_print: Mapped[str] = mapped_column(sa.String(64), unique=True)
    asked_on: Mapped[date]
    chased_on: Mapped[date | None]
    received_on: Mapped[date | None]
    answers: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decision: Mapped[Suitability | None]
    replaced_on: Mapped[date | None]

    volunteer: Mapped[Volunteer] = relationship(back_populates="references")

    __table_args__ = (
        sa.CheckConstraint("(received_on IS NULL) = (answers IS NULL)", name="answer_has_day"),
        sa.CheckConstraint("(decided_on IS NULL) = (decision IS NULL)", name="decision_has_day"),
        sa.CheckConstraint(
            "decided_on IS NULL OR received_on IS NOT NULL", name="decided_on_words"
        ),
        sa.UniqueConstraint("volunteer_id", "email"),
    )


class DbsRecord(Model):
    """What may be held of a DBS check, and nothing more (R-DBS-8)."""

    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), index=True)
    level: Mapped[DbsLevel]
    workforce: Mapped[Workforce]
    applied_on: Mapped[date]
    number: Mapped[str | None] = mapped_column(sa.String(12))
    issued_on: Mapped[date | None]
    seen_on: Mapped[date | None]
    seen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decision: Mapped[DbsDecision | None]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    seconded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recheck_on: Mapped[date | None]

    volunteer: Mapped[Volunteer] = relationship(back_populates="dbs_records")

    __table_args__ = (
        sa.CheckConstraint("number IS NULL OR length(number) = 12", name="number_of_12"),
        sa.CheckConstraint(
            "(seen_on IS NULL) = (number IS NULL) AND (seen_on IS NULL) = (issued_on IS NULL) "
            "AND (seen_on IS NULL) = (seen_by_id IS NULL)",
            name="seen_whole",
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL) "
            "AND (decision IS NULL) = (decided_by_id IS NULL)",
            name="decision_has_day",
        ),
        sa.CheckConstraint("decision IS NULL OR seen_on IS NOT NULL", name="seen_before_decided"),
        sa.CheckConstraint(
            "decision <> 'clear_after_risk_assessment' OR "
            "(seconded_by_id IS NOT NULL AND seconded_by_id <> decided_by_id)",
            name="risk_needs_two",
        ),
    )


class Agreement(Model):
    """The volunteer agreement, signed by pressing the button under its words."""

    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), unique=True)
    signed_on: Mapped[date]


class Support(Model):
    """A support mentor behind a volunteer, from one day until another."""

    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"))
    mentor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    volunteer: Mapped[Volunteer] = relationship(back_populates="supports")
    mentor: Mapped["Person"] = relationship("Person")

    __table_args__ = (_open("volunteer_id", name="uq_support_open"),)


class Clearance(Model):
    """Someone else looked at everything and said that the volunteer may start."""

    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"))
    cleared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    cleared_on: Mapped[date]
    until_on: Mapped[date | None]

    __table_args__ = (_open("volunteer_id", name="uq_clearance_open"),)


class Hold(Model):
    """A time in which a volunteer does not volunteer; its reason is neutral words."""

    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.String(200))

    __table_args__ = (_open("volunteer_id", name="uq_hold_open"),)
