"""Reads of training: runs and days, who came, who passed."""

import calendar
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.kernel.permissions import Permission, can
from nolimits.people.models import Person, RoleGrant
from nolimits.training.kinds import TRAINERS
from nolimits.training.models import (
    Attendance,
    TrainingDay,
    TrainingPass,
    TrainingProgramme,
    TrainingRun,
)
from nolimits.training.places import taken


def months_after(day: date, months: int) -> date:
    """The same day of the month that many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _all(statement: sa.Select[Any]) -> list[Any]:
    return list(db.session.scalars(statement))


@dataclass(frozen=True)
class DayCount:
    """A training day, with how many places are taken and how many people came."""

    day: TrainingDay
    booked: int
    attended: int

    @property
    def free(self) -> int:
        """Places that can still be booked."""
        return max(0, self.day.places - self.booked)


@dataclass(frozen=True)
class RunCount:
    """A run, with the days of it that are held, each with its count."""

    run: TrainingRun
    days: list[DayCount]


def runs_to_come() -> list[RunCount]:
    """Runs with a day from today on, the first first, with the days that are still to come."""
    found: dict[int, RunCount] = {}
    for one in days_with_counts(from_on=clock.today()):
        if not one.day.begun:
            found.setdefault(one.day.run_id, RunCount(one.day.run, [])).days.append(one)
    return list(found.values())


def led_by(person: Person) -> list[TrainingDay]:
    """The days that somebody leads, from a month ago on, in order."""
    since = clock.today() - timedelta(days=30)
    days = sa.select(TrainingDay).options(joinedload(TrainingDay.programme))
    led = days.where(TrainingDay.trainer_id == person.id, TrainingDay.held_on >= since)
    return _all(led.where(TrainingDay.cancelled_on.is_(None)).order_by(TrainingDay.held_on))


def trainers() -> list[Person]:
    """Who may lead a day: support mentors and coordinators, by name."""
    leads = RoleGrant.role.in_(TRAINERS) & RoleGrant.until_on.is_(None)
    people = sa.select(Person).where(Person.left_on.is_(None), Person.grants.any(leads))
    return _all(people.order_by(Person.name, Person.id))


def programmes() -> list[TrainingProgramme]:
    """All of them by name."""
    return _all(sa.select(TrainingProgramme).order_by(TrainingProgramme.name))


def days_with_counts(
    *, programme: TrainingProgramme | None = None, from_on: date | None = None
) -> list[DayCount]:
    """Days in order but for those cancelled, with places taken or offered, and people who came."""
    run = joinedload(TrainingDay.run).selectinload(TrainingRun.training_days)
    statement = _counted_days().options(run)
    if programme is not None:
        statement = statement.where(TrainingDay.programme_id == programme.id)
    if from_on is not None:
        statement = statement.where(TrainingDay.held_on >= from_on)
    order = (TrainingDay.held_on, TrainingDay.number, TrainingDay.id)
    return counted(db.session.execute(statement.order_by(*order)))


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """Days and passes of everybody are read by whoever runs training, and by nobody else."""
    return sa.true() if can(by, Permission.RUN_TRAINING) else sa.false()


def days(by: Actor, *, been: bool) -> sa.Select[Any]:
    """The same as a list, for `counted`: those to come, the next first, or the last that were."""
    day, today = TrainingDay.held_on, clock.today()
    if been:
        past = _counted_days().where(visible_to(by), day < today)
        return past.order_by(day.desc(), TrainingDay.number.desc(), TrainingDay.id.desc())
    coming = _counted_days().where(visible_to(by), day >= today)
    return coming.order_by(day, TrainingDay.number, TrainingDay.id)


def counted(rows: Iterable[Any]) -> list[DayCount]:
    """Days with their counts."""
    return [DayCount(*row) for row in rows]


def _counted_days() -> sa.Select[Any]:
    came = (
        sa.select(sa.func.count(Attendance.id))
        .where(Attendance.training_day_id == TrainingDay.id, Attendance.counts)
        .scalar_subquery()
    )
    return (
        sa.select(TrainingDay, taken(), came)
        .options(joinedload(TrainingDay.programme))
        .where(TrainingDay.cancelled_on.is_(None))
    )


@dataclass
class Progress:
    """The days of a programme that someone attended and that no pass in date rests on."""

    person_id: int
    days: int
    attended: dict[int, date] = field(default_factory=dict)

    @property
    def missing(self) -> list[int]:
        """The numbers of the days that they still need."""
        return [number for number in range(1, self.days + 1) if number not in self.attended]

    @property
    def finished_on(self) -> date:
        """The last of the days that they attended."""
        return max(self.attended.values())


def progress(
    programme: TrainingProgramme, person_ids: Collection[int] | None = None
) -> list[Progress]:
    """Who attended which days, counting those that count towards a pass today.

    A day counts once, after the pass that holds, and no longer than a pass would last. A pass that
    was withdrawn uses up no day: whoever made up the one that it lacked has attended them all.
    """
    passed = (
        sa.select(TrainingPass.person_id, sa.func.max(TrainingPass.passed_on).label("on"))
        .where(TrainingPass.programme_id == programme.id, TrainingPass.expires_on > clock.today())
        .group_by(TrainingPass.person_id)
        .subquery()
    )
    statement = (
        sa.select(Attendance.person_id, TrainingDay.number, sa.func.max(TrainingDay.held_on))
        .join(TrainingDay, TrainingDay.id == Attendance.training_day_id)
        .outerjoin(passed, passed.c.person_id == Attendance.person_id)
        .where(
            TrainingDay.programme_id == programme.id,
            Attendance.counts,
            TrainingDay.cancelled_on.is_(None),
            TrainingDay.held_on > months_after(clock.today(), -programme.valid_months),
            sa.or_(passed.c.on.is_(None), TrainingDay.held_on > passed.c.on),
        )
        .group_by(Attendance.person_id, TrainingDay.number)
        .order_by(Attendance.person_id, TrainingDay.number)
    )
    if person_ids is not None:
        statement = statement.where(Attendance.person_id.in_(person_ids))
    found: dict[int, Progress] = {}
    for person_id, number, held_on in db.session.execute(statement):
        one = found.setdefault(person_id, Progress(person_id, programme.days))
        one.attended[number] = held_on
    return list(found.values())


def progress_by_person(programme: TrainingProgramme) -> list[tuple[Person, Progress]]:
    """The same with the people, by name: who attended all, and who lacks which day."""
    made = {one.person_id: one for one in progress(programme)}
    people = sa.select(Person).where(Person.id.in_(made), Person.left_on.is_(None))
    return [(one, made[one.id]) for one in db.session.scalars(people.order_by(Person.name))]


def standing(person: Person) -> list[tuple[TrainingProgramme, Progress]]:
    """How far someone has come with each programme since they last passed it."""
    return [
        (one, next(iter(progress(one, [person.id])), Progress(person.id, one.days)))
        for one in programmes()
    ]


def lasts_longest() -> sa.ColumnElement[bool]:
    """Whether no other pass of a person lasts longer: the newest may have been withdrawn."""
    one, other = TrainingPass, aliased(TrainingPass)
    longer = sa.exists().where(
        other.person_id == one.person_id,
        other.programme_id == one.programme_id,
        sa.tuple_(other.expires_on, other.id) > sa.tuple_(one.expires_on, one.id),
    )
    return ~longer.correlate(one)


def passes_of_programme(by: Actor, programme: TrainingProgramme) -> sa.Select[Any]:
    """The pass of a programme that lasts longest, of everyone, the first to expire first."""
    return (
        sa.select(TrainingPass)
        .options(joinedload(TrainingPass.person))
        .where(visible_to(by), TrainingPass.programme_id == programme.id, lasts_longest())
        .order_by(TrainingPass.expires_on, TrainingPass.id)
    )


def attended_by(person: Person) -> list[Attendance]:
    """The days that someone attended, the newest first."""
    return _all(
        sa.select(Attendance)
        .join(Attendance.training_day)
        .options(contains_eager(Attendance.training_day).joinedload(TrainingDay.programme))
        .where(Attendance.person_id == person.id, Attendance.replaced_on.is_(None))
        .order_by(TrainingDay.held_on.desc(), TrainingDay.number.desc())
    )


def passes_of(person: Person) -> list[TrainingPass]:
    """The passes that someone ever had, the newest first."""
    return _all(
        sa.select(TrainingPass)
        .options(joinedload(TrainingPass.programme))
        .where(TrainingPass.person_id == person.id)
        .order_by(TrainingPass.passed_on.desc())
    )
