"""How long things are kept, what is held back, and what was removed."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted

if TYPE_CHECKING:
    from nolimits.people.models import Person
    from nolimits.young_people.models import YoungPerson

HOLDING = timedelta(days=7)
"""Between the second person's yes and the first removal: time to find a mistake."""


class Event(StrEnum):
    """What people do here."""

    PERIOD_SET = "period_set"
    HOLD_PLACED = "hold_placed"
    HOLD_LIFTED = "hold_lifted"
    COPY_TAKEN = "case_record_copy_taken"
    REMOVAL_PROPOSED = "removal_proposed"
    REMOVAL_AGREED = "removal_agreed"
    REMOVAL_STOPPED = "removal_stopped"
    REMOVED = "removed"
    REMOVAL_DONE = "removal_done"


class RetentionPeriod(Model):
    """How long a class is kept from a day on, where that differs from the dictionary."""

    privacy = Entry(Purpose.SECURITY, Category.NONE, Keep.SCHEME)

    keep: Mapped[str] = mapped_column(sa.String(40), info=noted(Category.TECHNICAL))
    years: Mapped[int]
    months: Mapped[int]
    days: Mapped[int]
    from_on: Mapped[date]
    set_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.UniqueConstraint("keep", "from_on"),
        sa.CheckConstraint("years + months + days > 0", name="some_time"),
    )


class LegalHold(Referenced, Model, prefix="H"):
    """Somebody about whom nothing is removed, whatever its time: a claim, an inquiry."""

    privacy = Entry(Purpose.RIGHTS, Category.PERSONAL, Keep.AUDIT)

    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    young_person_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("young_person.id"), index=True
    )
    reason: Mapped[str] = mapped_column(Sealed(1000), info=noted(Category.CONFIDENTIAL))
    placed_at: Mapped[datetime]
    placed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped["Person | None"] = relationship("Person", foreign_keys=[person_id])
    young_person: Mapped["YoungPerson | None"] = relationship("YoungPerson")

    __table_args__ = (
        sa.CheckConstraint("(person_id IS NULL) <> (young_person_id IS NULL)", name="of_one"),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_by_whom"),
        sa.CheckConstraint(
            "lifted_by_id IS NULL OR lifted_by_id <> placed_by_id", name="lifted_by_another"
        ),
    )

    @property
    def kept_apart_ids(self) -> set[int]:
        """The adults who must read nothing of the young person who is held, by code or account."""
        held = self.young_person or self.person
        return held.kept_apart_ids if held else set()

    @property
    def about(self) -> str:
        """Who is held: a young person by code, or by that of their account."""
        person = self.person
        if person is None:
            return self.young_person.reference if self.young_person else ""
        return f"Account {person.reference}" if person.is_young else person.name


class CaseRecordCopy(Model):
    """A young person's contact logs as they went into the council's case record (R-DP-7)."""

    privacy = Entry(Purpose.YOUNG_PEOPLE, Category.CHILD, Keep.CARE_CONTENT)

    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)
    taken_on: Mapped[date]
    taken_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))


class RetentionRun(Referenced, Model, prefix="RR"):
    """A removal: proposed by one person, agreed by another, carried out a week later."""

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.AUDIT)

    as_at: Mapped[date]
    counts: Mapped[dict[str, Any]] = mapped_column(info=noted(Category.NONE))
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    stopped_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    place: Mapped[int | None] = mapped_column(unique=True, default=1)  # one at a time has it

    proposed_by: Mapped["Person"] = relationship("Person", foreign_keys=[proposed_by_id])
    agreed_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[agreed_by_id])

    __table_args__ = (
        sa.CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="agreed_by_whom"),
        sa.CheckConstraint("agreed_by_id <> proposed_by_id", name="agreed_by_another"),
        sa.CheckConstraint("done_at IS NULL OR agreed_at IS NOT NULL", name="agreed_first"),
        sa.CheckConstraint(
            "(place IS NULL) = (done_at IS NOT NULL OR stopped_at IS NOT NULL)", name="one_open"
        ),
    )

    @property
    def begins_at(self) -> datetime | None:
        """When it may begin: a week after it was agreed to."""
        return self.agreed_at + HOLDING if self.agreed_at else None

    @property
    def is_due(self) -> bool:
        """Whether it may be carried out now."""
        over = self.stopped_at or self.done_at
        return not over and self.begins_at is not None and self.begins_at <= clock.now()


class Tombstone(Model):
    """A row that was emptied or removed: which, of what class, when; nothing of its content."""

    privacy = Entry(Purpose.SECURITY, Category.TECHNICAL, Keep.AUDIT)

    in_table: Mapped[str] = mapped_column(sa.String(60), info=noted(Category.TECHNICAL))
    row_number: Mapped[int]
    keep: Mapped[str] = mapped_column(sa.String(40), info=noted(Category.TECHNICAL))
    removed_on: Mapped[date]
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("retention_run.id"), index=True)

    __table_args__ = (sa.UniqueConstraint("in_table", "row_number", "keep"),)
