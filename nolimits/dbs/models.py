"""DBS checks: what may be held of them, and where each stands."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.dbs.kinds import (
    DbsDecision,
    DbsLevel,
    DbsState,
    RoleVersionState,
    VolunteerRole,
    Workforce,
)
from nolimits.kernel.crypto import Sealed
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
