"""Training programmes and their runs, who has a place, who was there, who passed until when."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Self

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock, crypto
from nolimits.kernel.actors import Role
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced, db
from nolimits.kernel.dictionary import Category, Entry, Keep, Link, Purpose, noted
from nolimits.training.kinds import AGREEMENT_LINK, ATTENDED, Agreed, Answer, Mark, WaitEnd

if TYPE_CHECKING:
    from nolimits.people.models import Person


def _once(name: str, *columns: str, where: str) -> sa.Index:
    """Only one row of the same, among those for which something holds."""
    only = sa.text(where)
    return sa.Index(name, *columns, unique=True, sqlite_where=only, postgresql_where=only)


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


class TrainingRun(Referenced, Model, prefix="TR"):
    """One time that a programme is held: its days, each on a date."""

    privacy = Entry(Purpose.TRAINING, Category.NONE, Keep.SCHEME)
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("training_programme.id"), index=True)

    programme: Mapped[TrainingProgramme] = relationship()
    training_days: Mapped[list["TrainingDay"]] = relationship(
        back_populates="run", order_by="TrainingDay.held_on, TrainingDay.number"
    )

    @property
    def held(self) -> list["TrainingDay"]:
        """Its days but for those that were cancelled."""
        return [day for day in self.training_days if day.cancelled_on is None]

    @property
    def begun(self) -> bool:
        """Whether its first day has come."""
        return any(day.begun for day in self.held)


class TrainingDay(Referenced, Model, prefix="TD"):
    """One day of a programme, held on a date; `sequence` counts how often it was changed."""

    privacy = Entry(Purpose.TRAINING, Category.NONE, Keep.SCHEME)
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("training_programme.id"), index=True)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("training_run.id"), index=True)
    number: Mapped[int]
    held_on: Mapped[date]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    places: Mapped[int]
    room: Mapped[str] = mapped_column(sa.String(200), default="")
    online_link: Mapped[str] = mapped_column(sa.String(300), default="")
    trainer_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("person.id"), index=True, info=noted(Link.NAMED)
    )
    sequence: Mapped[int] = mapped_column(default=0)
    cancelled_on: Mapped[date | None]

    programme: Mapped[TrainingProgramme] = relationship(back_populates="training_days")
    run: Mapped[TrainingRun] = relationship(back_populates="training_days")
    trainer: Mapped["Person | None"] = relationship("Person")
    attendances: Mapped[list["Attendance"]] = relationship(
        primaryjoin=lambda: sa.and_(
            TrainingDay.id == Attendance.training_day_id,
            Attendance.replaced_on.is_(None),
            Attendance.mark.in_(ATTENDED),
        ),
        viewonly=True,
    )

    __table_args__ = (
        sa.CheckConstraint("number > 0 AND places > 0", name="positive"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_later"),
    )

    @property
    def starts(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.held_on, self.starts_at, clock.LONDON)

    @property
    def ends(self) -> datetime:
        """The moment at which it is over."""
        return datetime.combine(self.held_on, self.ends_at, clock.LONDON)

    @property
    def begun(self) -> bool:
        """Whether it is too late to book or to give up a place."""
        return self.starts <= clock.now()

    @property
    def hours(self) -> str:
        """From when until when, as people say it: "9:30 to 16:00"."""
        return f"{self.starts_at:%-H:%M} to {self.ends_at:%-H:%M}"


class TrainingPlace(Referenced, Model, prefix="TP"):
    """Someone means to come to a training day, until they give the place up."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    training_day_id: Mapped[int] = mapped_column(sa.ForeignKey("training_day.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    booked_on: Mapped[date]
    given_up_on: Mapped[date | None]
    agreement_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("manager_agreement.id"), index=True
    )

    training_day: Mapped[TrainingDay] = relationship()
    person: Mapped["Person"] = relationship("Person")
    agreement: Mapped["ManagerAgreement | None"] = relationship(back_populates="places")

    __table_args__ = (
        _once(
            "uq_training_place_kept", "training_day_id", "person_id", where="given_up_on IS NULL"
        ),
        sa.CheckConstraint("given_up_on IS NULL OR given_up_on >= booked_on", name="in_order"),
    )

    @property
    def agreed(self) -> Agreed:
        """How it stands with their manager: only staff are asked for, and only in work time."""
        if not self.training_day.programme.in_work_time or Role.STAFF not in self.person.roles:
            return Agreed.NOT_NEEDED
        if self.agreement is None:
            return Agreed.NOT_ASKED
        silent = Agreed.UNANSWERED if self.agreement.is_over else Agreed.WAITING
        return Agreed(self.agreement.answer or silent)


class ManagerAgreement(Referenced, Model, prefix="MA"):
    """A line manager is asked, by an emailed link, whether somebody may train in work time."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(254), info=noted(Category.PERSONAL))
    token_print: Mapped[str] = mapped_column(
        sa.String(64), unique=True, info=noted(Category.TECHNICAL)
    )
    asked_on: Mapped[date]
    chased_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answer: Mapped[Answer | None]
    reason: Mapped[str | None] = mapped_column(Sealed(300), info=noted(Category.CONFIDENTIAL))

    person: Mapped["Person"] = relationship("Person")
    places: Mapped[list[TrainingPlace]] = relationship(back_populates="agreement")

    __table_args__ = (
        sa.CheckConstraint("(answered_on IS NULL) = (answer IS NULL)", name="answered"),
    )

    @classmethod
    def by_token(cls, token: str) -> Self | None:
        """The one whose link this is; a newer link ends the old one."""
        return db.session.scalar(sa.select(cls).where(cls.token_print == crypto.fingerprint(token)))

    @property
    def days(self) -> list[TrainingDay]:
        """The days to come for which it is still asked: those kept, held, and not asked anew."""
        kept = [one.training_day for one in self.places if one.given_up_on is None]
        to_come = [day for day in kept if day.cancelled_on is None and not day.begun]
        return sorted(to_come, key=lambda day: day.starts)

    @property
    def is_over(self) -> bool:
        """Whether its link opens nothing any more: it is old, or there is no day to ask for."""
        return not self.days or clock.today() >= (self.chased_on or self.asked_on) + AGREEMENT_LINK


class TrainingWait(Referenced, Model, prefix="TW"):
    """Someone waits for a place on a day of a run, or on all of them; first come, first offered."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("training_run.id"), index=True)
    training_day_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("training_day.id"), index=True
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    offer_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[WaitEnd | None]

    run: Mapped[TrainingRun] = relationship()
    training_day: Mapped[TrainingDay | None] = relationship()
    person: Mapped["Person"] = relationship("Person")

    __table_args__ = (
        _once("uq_training_wait_open", "run_id", "person_id", where="ended_at IS NULL"),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="end_has_outcome"),
        sa.CheckConstraint("(offered_at IS NULL) = (offer_until IS NULL)", name="offer_has_end"),
    )

    @property
    def days(self) -> list[TrainingDay]:
        """The days that are waited for."""
        return [self.training_day] if self.training_day else self.run.held


class Attendance(Model):
    """What the register says of somebody on a day, until a later entry puts it right."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    training_day_id: Mapped[int] = mapped_column(sa.ForeignKey("training_day.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    mark: Mapped[Mark]
    reason: Mapped[str | None] = mapped_column(Sealed(200), info=noted(Category.CONFIDENTIAL))
    recorded_on: Mapped[date]
    replaced_on: Mapped[date | None]

    training_day: Mapped[TrainingDay] = relationship()
    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])

    __table_args__ = (
        _once("uq_attendance_current", "training_day_id", "person_id", where="replaced_on IS NULL"),
    )

    @hybrid_property
    def counts(self) -> bool:
        """Whether it stands, and says that they were there for the day."""
        return self.replaced_on is None and self.mark in ATTENDED

    @counts.inplace.expression
    @classmethod
    def _counts(cls) -> sa.ColumnElement[bool]:
        return sa.and_(cls.replaced_on.is_(None), cls.mark.in_(ATTENDED))


# One that was withdrawn on its first day, whose register was put right, is given anew that day.
NOT_WITHDRAWN = "expires_on > passed_on"


class TrainingPass(Model):
    """Someone finished a programme, every day of it, and for how long that holds (R-SAF-1)."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("training_programme.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    passed_on: Mapped[date]
    expires_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    warned_days: Mapped[int | None]  # how many days were left at the last warning

    programme: Mapped[TrainingProgramme] = relationship()
    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])

    __table_args__ = (
        # Of both: by programme alone, each volunteer's readiness would read everybody's passes.
        sa.Index(None, "programme_id", "person_id"),
        _once(
            "uq_training_pass_given", "programme_id", "person_id", "passed_on", where=NOT_WITHDRAWN
        ),
        # One that is withdrawn on its first day holds on none.
        sa.CheckConstraint("expires_on >= passed_on", name="expires_later"),
    )
