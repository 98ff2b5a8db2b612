"""Reads of registers, and of the passes that rest on them."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.kernel.pages import PAGE_SIZE
from nolimits.people import queries as colleagues
from nolimits.people.models import Person, RoleGrant
from nolimits.training.kinds import HOLDERS, LEARNERS
from nolimits.training.models import Attendance, TrainingDay, TrainingPass, TrainingPlace
from nolimits.training.places import kept_on
from nolimits.training.queries import lasts_longest, months_after, progress


def _all(statement: sa.Select[Any]) -> list[Any]:
    return list(db.session.scalars(statement))


def register(day: TrainingDay) -> dict[Person, Attendance]:
    """What the register of a day says of each person today, by name."""
    entries = (
        sa.select(Attendance)
        .join(Attendance.person)
        .options(contains_eager(Attendance.person))
        .where(Attendance.training_day_id == day.id, Attendance.replaced_on.is_(None))
        .order_by(Person.name, Person.id)
    )
    return {one.person: one for one in _all(entries)}


def key_of(person: Person) -> str:
    """How the fields of a register name somebody."""
    return person.reference.replace("-", "_")


def attendance_of(person: Person, day: TrainingDay) -> Attendance | None:
    """What the register of a day says of one person today."""
    return db.session.scalar(
        sa.select(Attendance).where(
            Attendance.training_day_id == day.id,
            Attendance.person_id == person.id,
            Attendance.replaced_on.is_(None),
        )
    )


def passes_resting_on(day: TrainingDay, person: Person) -> list[TrainingPass]:
    """The passes in date that somebody was given since a day, if no other such day counts.

    A day counts once: not for a pass where an earlier one that is in date rests on it.
    """
    earlier = aliased(TrainingPass)
    used = sa.exists().where(
        earlier.person_id == TrainingPass.person_id,
        earlier.programme_id == TrainingPass.programme_id,
        earlier.passed_on < TrainingPass.passed_on,
        earlier.passed_on >= TrainingDay.held_on,
        earlier.expires_on > clock.today(),
    )
    again = sa.exists().where(
        Attendance.person_id == TrainingPass.person_id,
        Attendance.counts,
        Attendance.training_day_id == TrainingDay.id,
        TrainingDay.programme_id == day.programme_id,
        TrainingDay.number == day.number,
        TrainingDay.cancelled_on.is_(None),
        TrainingDay.held_on <= TrainingPass.passed_on,
        TrainingDay.held_on > months_after(clock.today(), -day.programme.valid_months),
        ~used.correlate(TrainingPass, TrainingDay),
    )
    return _all(
        sa.select(TrainingPass).where(
            TrainingPass.programme_id == day.programme_id,
            TrainingPass.person_id == person.id,
            TrainingPass.passed_on >= day.held_on,
            TrainingPass.expires_on > clock.today(),
            ~again.correlate(TrainingPass),
        )
    )


def passes_running_out(on: date, days: int) -> list[TrainingPass]:
    """The last passes of those who volunteer or support, with at most so many days left."""
    needs = RoleGrant.role.in_(HOLDERS) & RoleGrant.until_on.is_(None)
    return _all(
        sa.select(TrainingPass)
        .join(TrainingPass.person)
        .options(contains_eager(TrainingPass.person), joinedload(TrainingPass.programme))
        .where(lasts_longest(), Person.left_on.is_(None), Person.grants.any(needs))
        .where(TrainingPass.expires_on > on, TrainingPass.expires_on <= on + timedelta(days=days))
        .order_by(TrainingPass.expires_on, TrainingPass.id)
    )


def might_attend(day: TrainingDay, search: str = "") -> list[Person]:
    """Whom a day's register lists: who has a place, who came, who still lacks this day.

    With words of a name, instead every colleague of such a name who could come. Where more lack it
    than fit on a page they are found by name: a register is of who was there.
    """
    people = colleagues.people(search)
    if search:
        learner = RoleGrant.role.in_(LEARNERS) & RoleGrant.until_on.is_(None)
        people = people.where(Person.left_on.is_(None), Person.grants.any(learner)).limit(25)
        return _all(people)
    placed = kept_on(day).with_only_columns(TrainingPlace.person_id)
    came = sa.select(Attendance.person_id).where(
        Attendance.training_day_id == day.id, Attendance.replaced_on.is_(None)
    )
    missing = [one.person_id for one in progress(day.programme) if day.number in one.missing]
    lacking = missing if len(missing) <= PAGE_SIZE else []
    return _all(
        people.where(sa.or_(Person.id.in_(placed), Person.id.in_(came), Person.id.in_(lacking)))
    )
