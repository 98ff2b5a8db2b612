"""DBS checks: what may be held of them, and where each stands."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.dbs.kinds import (
    DbsDecision,
    DbsLevel,
    DbsState,
    Fee,
    Met,
    RoleVersionState,
    StatusAnswer,
    VolunteerRole,
    Workforce,
)
from nolimits.kernel.crypto import Sealed, SealedJSON
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Condition, Entry, Keep, Purpose, noted

if TYPE_CHECKING:
    from nolimits.people.models import Person


class Event(StrEnum):
    """What is done here."""

    ROLE_VERSION_PROPOSED = "role_version_proposed"
    ROLE_VERSION_OPENED = "role_version_opened"
    DBS_STARTED = "dbs_started"
    DBS_CERTIFICATE_SEEN = "dbs_certificate_seen"
    DBS_DECIDED = "dbs_decided"
    DBS_SECONDED = "dbs_seconded"
    DISCLOSURE_FOUND = "dbs_disclosure_found"
    RISK_ASSESSED = "dbs_risk_assessed"
    BARRED = "dbs_barred"
    UPDATE_SERVICE_TOLD = "update_service_told"
    JOINING_REMINDED = "joining_reminded"
    STATUS_ASKED = "status_asked"
    STATUS_ANSWERED = "status_answered"
    STATUS_UNKNOWN = "status_unknown"


# As from November 2026: whoever brings a certificate can join so long after its day (R-DBS-12).
JOIN_WITHIN = timedelta(days=30)
YEAR = timedelta(days=365)
REMOVED = "0" * 12  # what stands in place of a number that was kept long enough


def _one_a_role(name: str, where: str) -> sa.Index:
    only = sa.text(where)
    return sa.Index(name, "role", unique=True, sqlite_where=only, postgresql_where=only)


class RoleVersion(Referenced, Model, prefix="RV"):
    """What a volunteer role asks of a DBS check, from one day until another (R-DBS-1, R-DBS-2).

    Number 0 was carried over from the time before anybody had to approve it.
    """

    privacy = Entry(Purpose.CHECKS, Category.NONE, Keep.SCHEME)
    role: Mapped[VolunteerRole]
    number: Mapped[int]
    level: Mapped[DbsLevel]
    workforce: Mapped[Workforce]
    regulated: Mapped[bool]
    paid: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.String(500))
    proposed_on: Mapped[date]
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    proposed_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[proposed_by_id])
    approved_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[approved_by_id])

    __table_args__ = (
        sa.UniqueConstraint("role", "number"),
        sa.CheckConstraint("length(trim(reason)) > 0", name="has_reason"),
        sa.CheckConstraint(
            "number = 0 OR proposed_by_id IS NOT NULL AND (opened_on IS NULL) = "
            "(approved_by_id IS NULL)",
            name="opened_by_approval",
        ),
        sa.CheckConstraint("approved_by_id <> proposed_by_id", name="approved_by_another"),
        sa.CheckConstraint(
            "regulated = (level = 'enhanced_barred') "
            "AND (NOT regulated OR workforce IN ('child', 'child_and_adult'))",
            name="barred_list_when_regulated",
        ),
        _one_a_role("uq_role_version_open", "opened_on IS NOT NULL AND closed_on IS NULL"),
        _one_a_role("uq_role_version_proposed", "opened_on IS NULL AND closed_on IS NULL"),
    )

    @property
    def state(self) -> RoleVersionState:
        """Where it stands."""
        if self.closed_on:
            return RoleVersionState.SUPERSEDED
        return RoleVersionState.OPEN if self.opened_on else RoleVersionState.PROPOSED

    @property
    def person_id(self) -> int | None:
        """Whoever proposed it: somebody else approves it."""
        return self.proposed_by_id


class DbsRecord(Model):
    """What may be held of a DBS check, and nothing more (R-DBS-8)."""

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    level: Mapped[DbsLevel]
    workforce: Mapped[Workforce]
    fee: Mapped[Fee | None]  # of the first checks nobody wrote it down
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
    subscription: Mapped["UpdateSubscription | None"] = relationship(back_populates="dbs_record")

    disclosure: Mapped["CertificateDisclosure | None"] = relationship(back_populates="dbs_record")

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
        if self.decision is None and self.disclosure:
            return DbsState.ASSESSED if self.disclosure.met_on else DbsState.TO_MEET
        if self.decision is None:
            return DbsState.CERTIFICATE_SEEN if self.seen_on else DbsState.APPLIED
        if self.needs_second:
            return DbsState.WAITING_FOR_SECOND
        return DbsState.DECIDED

    @property
    def needs_second(self) -> bool:
        """Whether a second person must still agree to a risk assessment (R-DBS-17)."""
        return self.decision == DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT and not self.seconded_on

    @property
    def removed(self) -> bool:
        """Whether its number was kept long enough and is gone."""
        return self.number == REMOVED

    @property
    def join_until(self) -> date | None:
        """The last day on which its holder can join the Update Service with it."""
        return self.issued_on and self.issued_on + JOIN_WITHIN


class UpdateSubscription(Model):
    """What the holder of a certificate said of the Update Service, and what it last said of it."""

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    dbs_record_id: Mapped[int] = mapped_column(sa.ForeignKey("dbs_record.id"), unique=True)
    joined_on: Mapped[date | None]
    agreed_on: Mapped[date | None]
    reminded_days: Mapped[int | None]  # how many days after its issue they were last reminded
    answered_on: Mapped[date | None]
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    answer: Mapped[str | None] = mapped_column(
        Sealed(40), info=noted(Category.CRIMINAL, Condition.SAFEGUARDING, Keep.DBS_DETAIL)
    )

    dbs_record: Mapped["DbsRecord"] = relationship(back_populates="subscription")
    asked_by: Mapped["Person | None"] = relationship("Person")

    __table_args__ = (
        sa.CheckConstraint(
            "(answered_on IS NULL) = (answer IS NULL) "
            "AND (answered_on IS NULL) = (asked_by_id IS NULL)",
            name="answer_has_day",
        ),
    )

    @property
    def ask_on(self) -> date | None:
        """From when the service is to be asked again: once a year, where it may be asked."""
        since = self.answered_on or self.dbs_record.seen_on
        if since is None or self.joined_on is None or self.agreed_on is None:
            return None
        return since + YEAR

    @property
    def last_answer(self) -> StatusAnswer | None:
        """What the service said last, while that is kept."""
        return StatusAnswer(self.answer) if self.answer else None


class CertificateDisclosure(Model):
    """That something is on a certificate, the talk about it, and how the risk was weighed.

    Never what it is: each answer is one of three words (R-DBS-8, R-DBS-17).
    """

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    dbs_record_id: Mapped[int] = mapped_column(sa.ForeignKey("dbs_record.id"), unique=True)
    found_on: Mapped[date]
    found_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    barred_on: Mapped[date | None] = mapped_column(
        info=noted(
            Category.CRIMINAL,
            Condition.SAFEGUARDING,
            "it is a day, for which the database is asked before anybody is checked again",
        )
    )
    met_on: Mapped[date | None]
    met_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    how: Mapped[Met | None]
    answers: Mapped[dict[str, Any] | None] = mapped_column(
        SealedJSON, info=noted(Category.CRIMINAL, Condition.SAFEGUARDING, Keep.DBS_DETAIL)
    )

    dbs_record: Mapped["DbsRecord"] = relationship(back_populates="disclosure")
    met_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[met_by_id])

    __table_args__ = (
        sa.CheckConstraint(
            "(met_on IS NULL) = (met_by_id IS NULL) AND (met_on IS NULL) = (how IS NULL) "
            "AND (met_on IS NULL) = (answers IS NULL)",
            name="met_whole",
        ),
    )
