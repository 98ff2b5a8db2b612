"""Reads of training and of the handbook."""

import calendar
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.kernel.db import db
from nolimits.people import queries as colleagues
from nolimits.people.models import Person, RoleGrant
from nolimits.training.models import (
    Acknowledgement,
    Attendance,
    Handbook,
    TrainingDay,
    TrainingPass,
    TrainingPlace,
    TrainingProgramme,
)

LEARNERS = frozenset({Role.STAFF, Role.COUNCILLOR, Role.VOLUNTEER, Role.SUPPORT_MENTOR})


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


def programmes() -> list[TrainingProgramme]:
    """All of them by name."""
    return _all(sa.select(TrainingProgramme).order_by(TrainingProgramme.name))


def days_with_counts(
    *, programme: TrainingProgramme | None = None, from_on: date | None = None
) -> list[DayCount]:
    """Days in order, with places taken and people who came."""
    booked = _count(TrainingPlace, TrainingPlace.given_up_on.is_(None))
    statement = (
        sa.select(TrainingDay, booked, _count(Attendance))
        .options(joinedload(TrainingDay.programme))
        .order_by(TrainingDay.held_on, TrainingDay.number, TrainingDay.id)
    )
    if programme is not None:
        statement = statement.where(TrainingDay.programme_id == programme.id)
    if from_on is not None:
        statement = statement.where(TrainingDay.held_on >= from_on)
    return [DayCount(*row) for row in db.session.execute(statement)]


def _count(kind: Any, *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    counted = sa.select(sa.func.count(kind.id))
    return counted.where(kind.training_day_id == TrainingDay.id, *where).scalar_subquery()


def is_full(day: TrainingDay) -> bool:
    """Whether every place on a day is booked."""
    return len(_all(places(day))) >= day.places


def places(day: TrainingDay) -> sa.Select[Any]:
    """The places on a day that were booked and not given up."""
    return sa.select(TrainingPlace).where(
        TrainingPlace.training_day_id == day.id, TrainingPlace.given_up_on.is_(None)
    )


def place_of(person: Person, day: TrainingDay) -> TrainingPlace | None:
    """The place on a day that a person has."""
    kept = places(day).where(TrainingPlace.person_id == person.id)
    return db.session.scalars(kept).one_or_none()


def people_there(day: TrainingDay) -> list[Person]:
    """Those who are on a day's register, by name."""
    there = sa.select(Attendance.person_id).where(Attendance.training_day_id == day.id)
    return _all(sa.select(Person).where(Person.id.in_(there)).order_by(Person.name))


def might_attend(day: TrainingDay, search: str = "") -> list[Person]:
    """Whom a day's register lists: who has a place, who came, who still lacks this day.

    With words of a name, instead every colleague of such a name who could come.
    """
    people = colleagues.people(search)
    if search:
        learner = RoleGrant.role.in_(LEARNERS) & RoleGrant.until_on.is_(None)
        people = people.where(Person.left_on.is_(None), Person.grants.any(learner)).limit(25)
        return _all(people)
    placed = places(day).with_only_columns(TrainingPlace.person_id)
    came = sa.select(Attendance.person_id).where(Attendance.training_day_id == day.id)
    lacking = [one.person_id for one in progress(day.programme) if day.number in one.missing]
    return _all(
        people.where(sa.or_(Person.id.in_(placed), Person.id.in_(came), Person.id.in_(lacking)))
    )


@dataclass
class Progress:
    """The days of a programme that someone attended since they last passed it."""

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

    A day counts once, after the last pass, and no longer than a pass would last.
    """
    passed = (
        sa.select(TrainingPass.person_id, sa.func.max(TrainingPass.passed_on).label("on"))
        .where(TrainingPass.programme_id == programme.id)
        .group_by(TrainingPass.person_id)
        .subquery()
    )
    statement = (
        sa.select(Attendance.person_id, TrainingDay.number, sa.func.max(TrainingDay.held_on))
        .join(TrainingDay, TrainingDay.id == Attendance.training_day_id)
        .outerjoin(passed, passed.c.person_id == Attendance.person_id)
        .where(
            TrainingDay.programme_id == programme.id,
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


def passes_valid_on(day: date, person_ids: Collection[int] | None = None) -> list[TrainingPass]:
    """Every pass that holds on a day, its last day included."""
    statement = (
        sa.select(TrainingPass)
        .options(joinedload(TrainingPass.programme))
        .where(TrainingPass.passed_on <= day, TrainingPass.expires_on >= day)
        .order_by(TrainingPass.expires_on)
    )
    if person_ids is not None:
        statement = statement.where(TrainingPass.person_id.in_(person_ids))
    return _all(statement)


def trained_until(day: date, person_ids: Collection[int] | None = None) -> dict[int, date]:
    """Who, on a day, holds a pass of every programme that readiness needs, and until when.

    Where no programme is needed, nobody is: unknown is not clear.
    """
    needed = {one.id for one in programmes() if one.for_readiness}
    until: dict[int, dict[int, date]] = {}
    for held in passes_valid_on(day, person_ids):
        if held.programme_id in needed:
            until.setdefault(held.person_id, {})[held.programme_id] = held.expires_on
    return {
        person_id: min(held.values())
        for person_id, held in until.items()
        if needed and needed == held.keys()
    }


def standing(person: Person) -> list[tuple[TrainingProgramme, Progress]]:
    """How far someone has come with each programme since they last passed it."""
    return [
        (one, next(iter(progress(one, [person.id])), Progress(person.id, one.days)))
        for one in programmes()
    ]


def passes_of_programme(programme: TrainingProgramme) -> list[TrainingPass]:
    """Everyone's newest pass of a programme, the first to expire first."""
    newest = sa.select(sa.func.max(TrainingPass.id)).group_by(TrainingPass.person_id)
    return _all(
        sa.select(TrainingPass)
        .options(joinedload(TrainingPass.person))
        .where(TrainingPass.id.in_(newest.where(TrainingPass.programme_id == programme.id)))
        .order_by(TrainingPass.expires_on, TrainingPass.id)
    )


def attended_by(person: Person) -> list[Attendance]:
    """The days that someone attended, the newest first."""
    return _all(
        sa.select(Attendance)
        .join(Attendance.training_day)
        .options(contains_eager(Attendance.training_day).joinedload(TrainingDay.programme))
        .where(Attendance.person_id == person.id)
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


def days_booked_by(person: Person) -> set[int]:
    """The ids of the days on which a person has a place."""
    kept = TrainingPlace.given_up_on.is_(None)
    rows = sa.select(TrainingPlace.training_day_id).where(TrainingPlace.person_id == person.id)
    return set(db.session.scalars(rows.where(kept)))


def current_handbook() -> Handbook | None:
    """The version that everyone is asked to have read."""
    return db.session.scalar(sa.select(Handbook).order_by(Handbook.number.desc()).limit(1))


def handbooks() -> list[Handbook]:
    """Every version, the newest first."""
    return _all(sa.select(Handbook).order_by(Handbook.number.desc()))


def read_on(handbook: Handbook, person: Person) -> date | None:
    """When a person said that they read a version."""
    return db.session.scalar(
        sa.select(Acknowledgement.made_on).where(
            Acknowledgement.handbook_id == handbook.id, Acknowledgement.person_id == person.id
        )
    )


def readers_of_current(person_ids: Collection[int] | None = None) -> dict[int, date]:
    """Who has read the version that is current now, and when they said so."""
    newest = sa.select(sa.func.max(Handbook.number)).scalar_subquery()
    statement = (
        sa.select(Acknowledgement.person_id, Acknowledgement.made_on)
        .join(Acknowledgement.handbook)
        .where(Handbook.number == newest)
    )
    if person_ids is not None:
        statement = statement.where(Acknowledgement.person_id.in_(person_ids))
    return {row.person_id: row.made_on for row in db.session.execute(statement)}


def readers_ever() -> list[Person]:
    """Everyone here today who has read some version: those whom a new one asks again."""
    read = sa.select(Acknowledgement.person_id)
    return _all(
        sa.select(Person)
        .options(selectinload(Person.grants))
        .where(Person.id.in_(read), Person.left_on.is_(None))
        .order_by(Person.id)
    )
