"""Requests that people make about their own data, and the copy that is made for them."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.crypto import Sealed, SealedJSON
from nolimits.kernel.db import Model, Referenced, db
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.reads import Sensitive
from nolimits.privacy import apart, clocks
from nolimits.privacy.kinds import (
    LEFT_OUT,
    AskedBy,
    Ground,
    ItemDecision,
    LimitKind,
    Outcome,
    RequestKind,
    RequestState,
    StopReason,
    WithheldBecause,
)
from nolimits.safeguarding.queries import kept_from_any

if TYPE_CHECKING:
    from nolimits.people.models import Person
    from nolimits.young_people.models import YoungPerson


class Event(StrEnum):
    """What is done here."""

    ASKED = "data_request_asked"
    IDENTITY_SEEN = "data_request_identity_seen"
    CLOCK_STOPPED = "data_request_clock_stopped"
    CLOCK_STARTED = "data_request_clock_started"
    EXTENDED = "data_request_extended"
    GATHERED = "data_request_gathered"
    ITEM_SEEN = "copy_item_seen"
    ITEM_DECIDED = "copy_item_decided"
    SENT_TO_READER = "data_request_sent_to_reader"
    SENT_BACK = "data_request_sent_back"
    RELEASED = "data_request_released"
    FETCHED = "data_request_fetched"
    COPY_EMPTIED = "data_request_copy_emptied"
    ANSWERED = "data_request_answered"
    STATEMENT_ADDED = "data_request_statement_added"
    WITHDRAWN = "data_request_withdrawn"
    LIMIT_ENDED = "processing_limit_ended"


OPEN = (RequestState.ASKED, RequestState.GATHERED, RequestState.SECOND_READING)
STILL_OPEN = "state IN ('asked', 'gathered', 'second_reading')"


class DataRequest(Referenced, Sensitive, Model, prefix="DR"):
    """Somebody asked about their own data: for a copy, or that it be changed, left or limited."""

    looked_at = ("data_request", "id")

    privacy = Entry(Purpose.RIGHTS, Category.PERSONAL, Keep.REQUEST)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    young_person_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("young_person.id"), index=True
    )
    kind: Mapped[RequestKind]
    asked_by: Mapped[AskedBy]
    asked_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    words: Mapped[str | None] = mapped_column(Sealed(2000), info=noted(Category.CONFIDENTIAL))
    identity_seen_on: Mapped[date | None]
    state: Mapped[RequestState] = mapped_column(index=True)
    extended_on: Mapped[date | None]
    extended_because: Mapped[str | None] = mapped_column(
        Sealed(500), info=noted(Category.CONFIDENTIAL)
    )
    gathered_on: Mapped[date | None]
    gathered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    read_on: Mapped[date | None]
    read_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    released_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    ground: Mapped[Ground | None]
    reply: Mapped[str | None] = mapped_column(Sealed(2000), info=noted(Category.CONFIDENTIAL))
    statement: Mapped[str | None] = mapped_column(Sealed(2000), info=noted(Category.CONFIDENTIAL))
    answered_on: Mapped[date | None]

    person: Mapped["Person | None"] = relationship("Person", foreign_keys=[person_id])
    young_person: Mapped["YoungPerson | None"] = relationship("YoungPerson")
    stops: Mapped[list["ClockStop"]] = relationship(order_by="ClockStop.id")
    items: Mapped[list["CopyItem"]] = relationship(back_populates="request", order_by="CopyItem.id")

    __table_args__ = (
        sa.CheckConstraint("person_id IS NOT NULL OR young_person_id IS NOT NULL", name="of_whom"),
        sa.CheckConstraint("(read_on IS NULL) = (read_by_id IS NULL)", name="read_by_somebody"),
        sa.CheckConstraint(
            "read_by_id IS NULL OR read_by_id <> gathered_by_id", name="read_by_another"
        ),
        sa.CheckConstraint(
            "released_at IS NULL OR read_on IS NOT NULL", name="read_before_release"
        ),
        sa.CheckConstraint("(outcome IS NULL) = (answered_on IS NULL)", name="outcome_has_day"),
        sa.CheckConstraint("outcome <> 'refused' OR ground IS NOT NULL", name="refusal_has_ground"),
        sa.CheckConstraint(
            "(extended_on IS NULL) = (extended_because IS NULL)", name="extension_has_reason"
        ),
        *(
            sa.Index(
                f"uq_data_request_open_{whose}",
                whose,
                "kind",
                unique=True,
                sqlite_where=sa.text(STILL_OPEN),
                postgresql_where=sa.text(STILL_OPEN),
            )
            for whose in ("person_id", "young_person_id")
        ),
    )

    @property
    def kept_from_ids(self) -> set[int]:
        """Those who must not read the copy, since a concern in it is kept from them."""
        concerns = sa.select(CopyItem.record_id).where(
            CopyItem.data_request_id == self.id, CopyItem.source == "concern"
        )
        return set(db.session.scalars(kept_from_any(concerns)))

    @property
    def hands(self) -> set[int | None]:
        """Those who put the copy together or left something out of it: another must agree."""
        return {self.gathered_by_id} | {
            one.decided_by_id
            for one in self.items
            if not one.safeguarding or one.decision in LEFT_OUT
        }

    @property
    def due_on(self) -> date:
        """The last day to answer."""
        stops = [(one.from_on, one.until_on) for one in self.stops]
        stopped = clocks.days_stopped(stops, clock.today())
        return clocks.due_on(self.asked_on, longer=bool(self.extended_on), stopped=stopped)

    @property
    def waits_for(self) -> "ClockStop | None":
        """What we wait for from whoever asked; the clock stands still."""
        return next((one for one in self.stops if one.until_on is None), None)

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.state in OPEN

    @property
    def is_being_read(self) -> bool:
        """Whether a second reader has it before them."""
        return self.state is RequestState.SECOND_READING

    @property
    def is_late(self) -> bool:
        """Whether it should have been answered by now."""
        return self.is_open and self.waits_for is None and clock.today() > self.due_on


class ClockStop(Model):
    """A time in which we waited for whoever asked, and the clock stood still."""

    privacy = Entry(Purpose.RIGHTS, Category.PERSONAL, Keep.REQUEST)
    data_request_id: Mapped[int] = mapped_column(sa.ForeignKey("data_request.id"), index=True)
    reason: Mapped[StopReason]
    words: Mapped[str] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    __table_args__ = (
        sa.Index(
            "uq_clock_stop_open",
            "data_request_id",
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        ),
    )


class CopyItem(Sensitive, Model):
    """One thing that we hold about somebody, as it may go into their copy."""

    looked_at = ("data_request", "data_request_id")

    privacy = Entry(Purpose.RIGHTS, Category.PERSONAL, Keep.REQUEST)
    data_request_id: Mapped[int] = mapped_column(sa.ForeignKey("data_request.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(120), info=noted(Category.TECHNICAL))
    source: Mapped[str] = mapped_column(sa.String(80), info=noted(Category.TECHNICAL))
    record_id: Mapped[int]
    fields: Mapped[list[list[str]] | None] = mapped_column(
        SealedJSON, info=noted(Category.CONFIDENTIAL)
    )
    needs_decision: Mapped[bool]
    safeguarding: Mapped[bool]
    decision: Mapped[ItemDecision | None]
    because: Mapped[WithheldBecause | None]
    reason: Mapped[str | None] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    hidden: Mapped[list[str] | None] = mapped_column(SealedJSON, info=noted(Category.CONFIDENTIAL))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    request: Mapped[DataRequest] = relationship(back_populates="items")

    __table_args__ = (
        sa.UniqueConstraint("data_request_id", "source", "record_id"),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_on IS NULL) "
            "AND (decision IS NULL) = (decided_by_id IS NULL)",
            name="decision_has_day",
        ),
        sa.CheckConstraint(
            "decision IS NULL OR decision = 'kept' OR (because IS NOT NULL AND reason IS NOT NULL)",
            name="left_out_has_reason",
        ),
    )

    @property
    def key(self) -> str:
        """Its name in the address of its page."""
        return str(self.id)

    @property
    def kept_from_ids(self) -> set[int]:
        """Those who must not read the copy of which it is a part."""
        return self.request.kept_from_ids

    @property
    def kept_apart_ids(self) -> set[int]:
        """Who must read nothing of the young person whose copy it is, or whose row it is too."""
        own = self.request.young_person_id
        kept = apart.kept_from(self.source, self.record_id, own)
        return self.request.kept_apart_ids | kept

    @property
    def is_being_read(self) -> bool:
        """Whether a second reader has it before them."""
        return self.request.is_being_read

    @property
    def is_undecided(self) -> bool:
        """Whether somebody must still look at it."""
        return self.needs_decision and self.decision is None

    @property
    def person_id(self) -> int | None:
        """Whose copy it may go into."""
        return self.request.person_id

    @classmethod
    def by_key(cls, key: str) -> Self | None:
        """The item that a URL names, or None."""
        return db.session.get(cls, int(key)) if key.isdecimal() and len(key) < 10 else None


class ProcessingLimit(Model):
    """From a day on, what we hold about somebody is kept and not used, or used for less."""

    privacy = Entry(Purpose.RIGHTS, Category.PERSONAL, Keep.REQUEST)
    data_request_id: Mapped[int] = mapped_column(sa.ForeignKey("data_request.id"), unique=True)
    kind: Mapped[LimitKind]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    set_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    request: Mapped[DataRequest] = relationship()
