"""Checks of a person who asked to volunteer: identity, interview, references, DBS."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import crypto
from nolimits.kernel.crypto import Sealed, SealedJSON
from nolimits.kernel.db import Model, Referenced, db
from nolimits.kernel.dictionary import Category, Condition, Entry, Keep, Purpose, noted
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.people.models import Person


class Event(StrEnum):
    """What is done here."""

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
    DBS_SECONDED = "dbs_seconded"


class Suitability(StrEnum):
    """What an interview or a reference came to."""

    SUITABLE = "suitable"
    NOT_SUITABLE = "not_suitable"


class ReferenceContext(StrEnum):
    """Where a referee knows someone from (two contexts are needed, R-REC-2)."""

    WORK = "work"
    COMMUNITY = "community"
    PERSONAL = "personal"


class Verified(StrEnum):
    """How it was checked that a referee is who they say (R-REC-2)."""

    RANG_FOUND_NUMBER = "rang_found_number"
    MET = "met"
    KNOWN = "known"


class ReferenceState(StrEnum):
    """Where a reference stands; told by its dates."""

    REQUESTED = "requested"
    CHASED = "chased"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPLACED = "replaced"


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


class IdentityCheck(Model):
    """Original documents seen: their kinds, never their images (R-DBS-19)."""

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    seen_on: Mapped[date]
    seen_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    documents: Mapped[list[str]] = mapped_column(info=noted(Category.PERSONAL))

    seen_by: Mapped["Person"] = relationship("Person", foreign_keys=[seen_by_id])

    __table_args__ = (sa.CheckConstraint("seen_by_id <> person_id", name="seen_by_another"),)


class Interview(Model):
    """A conversation of two interviewers with somebody who applied (R-REC-5)."""

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    held_on: Mapped[date]
    first_interviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    second_interviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    outcome: Mapped[Suitability]

    first_interviewer: Mapped["Person"] = relationship(
        "Person", foreign_keys=[first_interviewer_id]
    )
    second_interviewer: Mapped["Person"] = relationship(
        "Person", foreign_keys=[second_interviewer_id]
    )

    __table_args__ = (
        sa.CheckConstraint(
            "first_interviewer_id <> second_interviewer_id "
            "AND person_id NOT IN (first_interviewer_id, second_interviewer_id)",
            name="two_interviewers",
        ),
    )


class ReferenceRequest(Referenced, Sensitive, Model, prefix="R"):
    """A reference asked for by an emailed link, answered without an account."""

    looked_at = ("person", "person_id")

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    referee_name: Mapped[str] = mapped_column(sa.String(120), info=noted(Category.PERSONAL))
    email: Mapped[str] = mapped_column(sa.String(254), info=noted(Category.PERSONAL))
    context: Mapped[ReferenceContext]
    years_known: Mapped[int]
    token_print: Mapped[str] = mapped_column(
        sa.String(64), unique=True, info=noted(Category.TECHNICAL)
    )
    asked_on: Mapped[date]
    chased_on: Mapped[date | None]
    received_on: Mapped[date | None]
    answers: Mapped[dict[str, Any] | None] = mapped_column(
        SealedJSON, info=noted(Category.CRIMINAL, Condition.SAFEGUARDING)
    )
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decision: Mapped[Suitability | None]
    verified: Mapped[Verified | None]
    replaced_on: Mapped[date | None]

    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])

    __table_args__ = (
        sa.CheckConstraint("(received_on IS NULL) = (answers IS NULL)", name="answer_has_day"),
        sa.CheckConstraint("(decided_on IS NULL) = (decision IS NULL)", name="decision_has_day"),
        sa.CheckConstraint(
            "decided_on IS NULL OR received_on IS NOT NULL", name="decided_on_words"
        ),
        sa.UniqueConstraint("person_id", "email"),
    )

    @classmethod
    def by_token(cls, token: str) -> Self | None:
        """The request whose link this is; a newer link, or another referee, ends the old one."""
        found = db.session.scalar(
            sa.select(cls).where(cls.token_print == crypto.fingerprint(token))
        )
        return found if found and found.replaced_on is None else None

    @property
    def state(self) -> ReferenceState:
        """Where it stands."""
        if self.replaced_on:
            return ReferenceState.REPLACED
        if self.decision:
            accepted = self.decision == Suitability.SUITABLE
            return ReferenceState.ACCEPTED if accepted else ReferenceState.REJECTED
        if self.received_on:
            return ReferenceState.RECEIVED
        return ReferenceState.CHASED if self.chased_on else ReferenceState.REQUESTED

    @property
    def shares_surname(self) -> bool:
        """Whether referee and volunteer have one surname: ask whether they are family (R-REC-2)."""
        return surname(self.referee_name) == surname(self.person.name)


def surname(name: str) -> str:
    """The last word of a name, for comparing."""
    return name.split()[-1].casefold() if name.split() else ""


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
