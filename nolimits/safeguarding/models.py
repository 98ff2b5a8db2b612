"""Concerns: what worried somebody, from whom it is kept, and each thing that was done about it.

What was said is never changed or removed, nor is what was done: the database refuses it.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Condition, Entry, Keep, Purpose, noted
from nolimits.kernel.reads import Sensitive
from nolimits.safeguarding import deadlines
from nolimits.safeguarding.kinds import (
    AFTER,
    ConcernState,
    Danger,
    DbsReferral,
    Harm,
    Level,
    Outcome,
    Place,
    Recipient,
    Source,
    What,
    Why,
    Worry,
)

if TYPE_CHECKING:
    from nolimits.people.models import Person
    from nolimits.young_people.models import YoungPerson


WORDS = noted(Category.SPECIAL, Condition.SAFEGUARDING)
"""What the dictionary says of what somebody wrote."""


class Event(StrEnum):
    """What is done here. CONTACT_STOPPED is what rooms above listen for."""

    RAISED = "concern_raised"
    ADDED_TO = "concern_added_to"
    ACKNOWLEDGED = "concern_acknowledged"
    TAKEN_OVER = "concern_taken_over"
    TRIAGED = "concern_triaged"
    REFERRED = "concern_referred"
    ADVICE_GIVEN = "concern_advice_given"
    CLOSED = "concern_closed"
    KEPT_FROM = "concern_kept_from"
    LET_IN = "concern_let_in"
    OVERDUE = "concern_overdue"
    STOPPED_VOLUNTEERING = "concern_stopped_volunteering"
    CONTACT_STOPPED = "contact_stopped"
    CONTACT_FREED = "contact_freed"


class Concern(Referenced, Sensitive, Model, prefix="C"):
    """What worried somebody, in their words; append-only."""

    looked_at = ("concern", "id")
    privacy = Entry(Purpose.SAFEGUARDING, Category.CHILD, Keep.CHILD_PROTECTION)

    raised_at: Mapped[datetime]
    raised_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    source: Mapped[Source]
    worry: Mapped[Worry]
    young_person_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("young_person.id"), index=True
    )
    request_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("reference_request.id"), unique=True
    )
    came_from: Mapped[str | None] = mapped_column(sa.String(12), info=noted(Category.TECHNICAL))
    stop_contact: Mapped[bool | None]  # what a young person wishes
    danger: Mapped[Danger | None]
    place: Mapped[Place | None]
    words: Mapped[str | None] = mapped_column(Sealed, info=WORDS)
    heard: Mapped[str | None] = mapped_column(Sealed, info=WORDS)
    opinion: Mapped[str | None] = mapped_column(Sealed, info=WORDS)
    who: Mapped[str | None] = mapped_column(Sealed, info=WORDS)
    happened: Mapped[str | None] = mapped_column(Sealed, info=WORDS)
    contact: Mapped[str | None] = mapped_column(Sealed, info=WORDS)

    raised_by: Mapped["Person | None"] = relationship("Person")
    young_person: Mapped["YoungPerson | None"] = relationship("YoungPerson")
    addenda: Mapped[list["Addendum"]] = relationship(order_by="Addendum.id")
    steps: Mapped[list["ConcernStep"]] = relationship(order_by="ConcernStep.number")
    kept: Mapped[list["KeptFrom"]] = relationship(order_by="KeptFrom.id")
    stops: Mapped[list["ContactStop"]] = relationship(
        back_populates="concern", order_by="ContactStop.id"
    )

    @property
    def person_id(self) -> int | None:
        """Whoever raised it, and may add to it."""
        return self.raised_by_id

    @property
    def kept_apart_ids(self) -> set[int]:
        """Nobody: it keeps its own list, and whoever raised it may add to it."""
        return set()

    @property
    def kept_from_ids(self) -> set[int]:
        """Those who must learn nothing of it."""
        return {one.person_id for one in self.kept if one.until_at is None}

    @property
    def named(self) -> list["Person"]:
        """The adults whom it is about."""
        return [one.person for one in self.kept if one.why is Why.NAMED and one.until_at is None]

    @property
    def state(self) -> ConcernState:
        """Where it stands."""
        moves = [AFTER[one.what] for one in self.steps if one.what in AFTER]
        return moves[-1] if moves else ConcernState.RAISED

    def last(self, *whats: What) -> "ConcernStep | None":
        """The newest step of some kinds."""
        return next((one for one in reversed(self.steps) if one.what in whats), None)

    @property
    def acknowledged(self) -> "ConcernStep | None":
        """When a lead first said that they have it."""
        return self.steps[0] if self.steps else None

    @property
    def in_hand_of(self) -> "Person | None":
        """The lead who deals with it."""
        last = self.last(What.ACKNOWLEDGED, What.TAKEN_OVER)
        return last.by if last else None

    @property
    def triage(self) -> "ConcernStep | None":
        """What a lead said of it last: what kind, how grave, and whether it is an allegation."""
        return self.last(What.TRIAGED)

    @property
    def is_allegation(self) -> bool:
        """Whether it is about what an adult did: as the lead said, else as it was raised."""
        triage = self.triage
        return bool(triage.allegation) if triage else self.worry is Worry.ADULT

    @property
    def reports(self) -> list["ConcernStep"]:
        """Each time that somebody outside was told."""
        return [one for one in self.steps if one.what is What.REFERRED]

    @property
    def acknowledge_by(self) -> datetime | None:
        """By when a lead must say that they have it; None once they have."""
        return None if self.steps else deadlines.acknowledge_by(self.raised_at)

    @property
    def officer_by(self) -> datetime | None:
        """By when the designated officer must hear of it; None where they need not, or have."""
        told = any(one.recipient is Recipient.DESIGNATED_OFFICER for one in self.reports)
        if told or not self.is_allegation or self.state is ConcernState.CLOSED:
            return None
        return deadlines.officer_by(self.raised_at)

    @property
    def due_at(self) -> datetime | None:
        """What is due first."""
        return min(filter(None, (self.acknowledge_by, self.officer_by)), default=None)


class Addendum(Model):
    """What somebody added later; append-only."""

    privacy = Entry(Purpose.SAFEGUARDING, Category.PERSONAL, Keep.CHILD_PROTECTION)
    concern_id: Mapped[int] = mapped_column(sa.ForeignKey("concern.id"), index=True)
    at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Sealed, info=WORDS)

    by: Mapped["Person"] = relationship("Person")


class ConcernStep(Model):
    """One thing that a safeguarding lead did about a concern; append-only."""

    privacy = Entry(Purpose.SAFEGUARDING, Category.CHILD, Keep.CHILD_PROTECTION)
    concern_id: Mapped[int] = mapped_column(sa.ForeignKey("concern.id"))
    number: Mapped[int]
    what: Mapped[What]
    at: Mapped[datetime]
    done_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    category: Mapped[Harm | None]
    level: Mapped[Level | None]
    allegation: Mapped[bool | None]
    recipient: Mapped[Recipient | None]
    told_at: Mapped[datetime | None]
    told_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    their_reference: Mapped[str | None] = mapped_column(Sealed, info=WORDS)
    outcome: Mapped[Outcome | None]
    dbs_referral: Mapped[DbsReferral | None]
    dbs_decided_on: Mapped[date | None]
    dbs_decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    note: Mapped[str | None] = mapped_column(Sealed, info=WORDS)

    by: Mapped["Person"] = relationship("Person", foreign_keys=[done_by_id])
    told_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[told_by_id])

    __table_args__ = (
        sa.UniqueConstraint("concern_id", "number"),
        sa.CheckConstraint(
            "what <> 'triaged' OR (category IS NOT NULL AND level IS NOT NULL "
            "AND allegation IS NOT NULL)",
            name="triage_whole",
        ),
        sa.CheckConstraint(
            "what <> 'referred' OR (recipient IS NOT NULL AND told_at IS NOT NULL "
            "AND told_by_id IS NOT NULL)",
            name="report_whole",
        ),
        sa.CheckConstraint(
            "what <> 'closed' OR (category IS NOT NULL AND allegation IS NOT NULL "
            "AND outcome IS NOT NULL)",
            name="close_whole",
        ),
        # R-SAF-5: whoever learns of sexual abuse reports it.
        sa.CheckConstraint(
            "what <> 'closed' OR category <> 'sexual_abuse' OR (recipient IS NOT NULL "
            "AND recipient IN ('police', 'local_authority') AND told_at IS NOT NULL "
            "AND told_by_id IS NOT NULL)",
            name="sexual_abuse_reported",
        ),
        # R-DBS-18: what an adult is said to have done is never let go without this decision.
        sa.CheckConstraint(
            "what <> 'closed' OR NOT allegation OR (dbs_referral IS NOT NULL "
            "AND dbs_decided_on IS NOT NULL AND dbs_decided_by_id IS NOT NULL)",
            name="duty_to_refer_decided",
        ),
    )


class KeptFrom(Model):
    """Somebody who must learn nothing of a concern, and why."""

    privacy = Entry(Purpose.SAFEGUARDING, Category.PERSONAL, Keep.CHILD_PROTECTION)
    concern_id: Mapped[int] = mapped_column(sa.ForeignKey("concern.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    why: Mapped[Why]
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]

    person: Mapped["Person"] = relationship("Person")

    __table_args__ = (sa.UniqueConstraint("concern_id", "person_id"),)


class ContactStop(Model):
    """A time in which an adult meets no young person, on a lead's word."""

    privacy = Entry(Purpose.SAFEGUARDING, Category.PERSONAL, Keep.CHILD_PROTECTION)
    concern_id: Mapped[int] = mapped_column(sa.ForeignKey("concern.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    freed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    concern: Mapped[Concern] = relationship(back_populates="stops")
    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])

    __table_args__ = (
        sa.CheckConstraint("(until_at IS NULL) = (freed_by_id IS NULL)", name="freed_by_somebody"),
        sa.Index("ix_contact_stop_concern_id", "concern_id"),
        sa.Index(
            "uq_contact_stop_open",
            "concern_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text("until_at IS NULL"),
            postgresql_where=sa.text("until_at IS NULL"),
        ),
    )


class OverdueNotice(Model):
    """The leads were told that something of a concern is overdue; append-only."""

    privacy = Entry(Purpose.SAFEGUARDING, Category.TECHNICAL, Keep.CHILD_PROTECTION)
    concern_id: Mapped[int] = mapped_column(sa.ForeignKey("concern.id"))
    number: Mapped[int]
    at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("concern_id", "number"),)
