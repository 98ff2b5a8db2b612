"""Training programmes, who was there, who passed until when; the handbook and who read it."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose

if TYPE_CHECKING:
    from nolimits.people.models import Person


class Event(StrEnum):
    """What is done here."""

    PROGRAMME_ADDED = "training_programme_added"
    TRAINING_DAY_PLANNED = "training_day_planned"
    TRAINING_PLACE_BOOKED = "training_place_booked"
    TRAINING_PLACE_GIVEN_UP = "training_place_given_up"
    REGISTER_TAKEN = "training_register_taken"
    TRAINING_ATTENDED = "training_attended"
    TRAINING_PASSED = "training_passed"
    HANDBOOK_PUBLISHED = "handbook_published"
    HANDBOOK_ACKNOWLEDGED = "handbook_acknowledged"


class TrainingProgramme(Referenced, Model, prefix="T"):
    """Training of one or more days."""

    privacy = Entry(Purpose.TRAINING, Category.NONE, Keep.SCHEME)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    days: Mapped[int]
    in_work_time: Mapped[bool]
    valid_months: Mapped[int]
    for_readiness: Mapped[bool]

    training_days: Mapped[list["TrainingDay"]] = relationship(
        back_populates="programme", order_by="TrainingDay.held_on, TrainingDay.number"
    )

    __table_args__ = (sa.CheckConstraint("days > 0 AND valid_months > 0", name="positive"),)


class TrainingDay(Referenced, Model, prefix="TD"):
    """One day of a programme, held on a date."""

    privacy = Entry(Purpose.TRAINING, Category.NONE, Keep.SCHEME)
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("training_programme.id"), index=True)
    number: Mapped[int]
    held_on: Mapped[date]
    places: Mapped[int]

    programme: Mapped[TrainingProgramme] = relationship(back_populates="training_days")
    attendances: Mapped[list["Attendance"]] = relationship(back_populates="training_day")

    __table_args__ = (sa.CheckConstraint("number > 0 AND places > 0", name="positive"),)


class TrainingPlace(Model):
    """Someone means to come to a training day, until they give the place up."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    training_day_id: Mapped[int] = mapped_column(sa.ForeignKey("training_day.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    booked_on: Mapped[date]
    given_up_on: Mapped[date | None]

    training_day: Mapped[TrainingDay] = relationship()
    person: Mapped["Person"] = relationship("Person")

    __table_args__ = (
        sa.Index(
            "uq_training_place_kept",
            "training_day_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text("given_up_on IS NULL"),
            postgresql_where=sa.text("given_up_on IS NULL"),
        ),
        sa.CheckConstraint("given_up_on IS NULL OR given_up_on >= booked_on", name="in_order"),
    )


class Attendance(Model):
    """Someone was there on a training day."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    training_day_id: Mapped[int] = mapped_column(sa.ForeignKey("training_day.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    training_day: Mapped[TrainingDay] = relationship(back_populates="attendances")
    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])

    __table_args__ = (sa.UniqueConstraint("training_day_id", "person_id"),)


class TrainingPass(Model):
    """Someone finished a programme, every day of it, and for how long that holds (R-SAF-1)."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("training_programme.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    passed_on: Mapped[date]
    expires_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    programme: Mapped[TrainingProgramme] = relationship()
    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])

    __table_args__ = (
        sa.UniqueConstraint("programme_id", "person_id", "passed_on"),
        sa.CheckConstraint("expires_on > passed_on", name="expires_later"),
    )


def parts_of(text: str) -> list[tuple[str, list[str]]]:
    """A text as "heading", "list" or "words", each with its lines, in order."""
    found: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.startswith("# "):
            found.append(("heading", [line[2:]]))
        elif not line.startswith("- "):
            found.append(("words", [line]))
        elif found and found[-1][0] == "list":
            found[-1][1].append(line[2:])
        else:
            found.append(("list", [line[2:]]))
    return found


class Handbook(Referenced, Model, prefix="H"):
    """A version of the handbook and role guidance; a newer one asks everyone again."""

    privacy = Entry(Purpose.TRAINING, Category.NONE, Keep.SCHEME)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    text: Mapped[str]
    changes: Mapped[str]
    published_on: Mapped[date]

    @property
    def parts(self) -> list[tuple[str, list[str]]]:
        """Its headings, lists and paragraphs."""
        return parts_of(self.text)


class Acknowledgement(Model):
    """Someone read a version of the handbook and says so."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    handbook_id: Mapped[int] = mapped_column(sa.ForeignKey("handbook.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    made_on: Mapped[date]

    handbook: Mapped[Handbook] = relationship()

    __table_args__ = (sa.UniqueConstraint("handbook_id", "person_id"),)
