"""Checks of a person who asked to volunteer: identity, interview, references."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock, crypto
from nolimits.kernel.crypto import SealedJSON
from nolimits.kernel.db import Model, Referenced, db
from nolimits.kernel.dictionary import Category, Condition, Entry, Keep, Purpose, noted
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.people.models import Person


LINK_LASTS = timedelta(days=30)  # as from November 2026


class Event(StrEnum):
    """What is done here."""

    IDENTITY_SEEN = "identity_seen"
    RECRUITER_TRAINED = "recruiter_trained"
    INTERVIEWED = "volunteer_interviewed"
    REFERENCE_ASKED = "reference_asked"
    REFERENCE_CHASED = "reference_chased"
    REFERENCE_RECEIVED = "reference_received"
    REFERENCE_DECLINED = "reference_declined"
    REFERENCE_ANOTHER_WANTED = "reference_another_wanted"
    REFERENCE_DECIDED = "reference_decided"
    REFERENCE_REPLACED = "reference_replaced"


class Suitability(StrEnum):
    """What an interview or a reference came to."""

    SUITABLE = "suitable"
    NOT_SUITABLE = "not_suitable"


class ReferenceContext(StrEnum):
    """Where a referee knows someone from (two contexts are needed, R-REC-2)."""

    WORK = "work"
    COMMUNITY = "community"
    PERSONAL = "personal"
    ABROAD = "abroad"


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


class IdentityCheck(Model):
    """Original documents seen: their kinds, never their images (R-DBS-19)."""

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    seen_on: Mapped[date]
    seen_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    documents: Mapped[list[str]] = mapped_column(info=noted(Category.PERSONAL))

    seen_by: Mapped["Person"] = relationship("Person", foreign_keys=[seen_by_id])

    __table_args__ = (sa.CheckConstraint("seen_by_id <> person_id", name="seen_by_another"),)


class RecruiterTraining(Model):
    """That somebody was trained in safer recruitment, on one day (R-REC-5)."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    trained_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.CheckConstraint("recorded_by_id <> person_id", name="recorded_by_another"),
        sa.UniqueConstraint("person_id", "trained_on"),
    )


class Interview(Model):
    """A conversation of two interviewers with somebody who applied (R-REC-5)."""

    privacy = Entry(Purpose.CHECKS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    held_on: Mapped[date]
    first_interviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    second_interviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    outcome: Mapped[Suitability]
    scores: Mapped[dict[str, Any] | None] = mapped_column(
        SealedJSON, info=noted(Category.CONFIDENTIAL)
    )

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
    declined_on: Mapped[date | None]
    another_wanted_on: Mapped[date | None]  # the day on which the volunteer was asked for another
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
        sa.CheckConstraint(
            "declined_on IS NULL OR received_on IS NULL", name="declined_or_answered"
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
    def is_over(self) -> bool:
        """Whether their link has run out: nobody answers by a letter that lay about for long."""
        return clock.today() >= (self.chased_on or self.asked_on) + LINK_LASTS

    @property
    def shares_surname(self) -> bool:
        """Whether referee and volunteer have one surname: ask whether they are family (R-REC-2)."""
        return surname(self.referee_name) == surname(self.person.name)


def surname(name: str) -> str:
    """The last word of a name, for comparing."""
    return name.split()[-1].casefold() if name.split() else ""
