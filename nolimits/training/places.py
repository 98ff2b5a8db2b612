"""Reads of places on training days: what is taken, what is free, who stands in line."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.people.models import Person, RoleGrant
from nolimits.training.kinds import Answer
from nolimits.training.models import (
    ManagerAgreement,
    TrainingDay,
    TrainingPlace,
    TrainingProgramme,
    TrainingRun,
    TrainingWait,
)

_KEPT = TrainingPlace.given_up_on.is_(None)


def _all(statement: sa.Select[Any]) -> list[Any]:
    return list(db.session.scalars(statement))


def taken() -> sa.ColumnElement[int]:
    """How many places on a day are booked, or kept for somebody to whom one was offered."""
    booked = (
        sa.select(sa.func.count(TrainingPlace.id))
        .where(TrainingPlace.training_day_id == TrainingDay.id, _KEPT)
        .correlate(TrainingDay)
        .scalar_subquery()
    )
    has = sa.exists().where(
        TrainingPlace.person_id == TrainingWait.person_id,
        TrainingPlace.training_day_id == TrainingDay.id,
        _KEPT,
    )
    of_run = sa.and_(
        TrainingWait.training_day_id.is_(None),
        TrainingWait.run_id == TrainingDay.run_id,
        ~has.correlate(TrainingWait, TrainingDay),
    )
    offered = (
        sa.select(sa.func.count(TrainingWait.id))
        .where(
            sa.or_(TrainingWait.training_day_id == TrainingDay.id, of_run),
            TrainingWait.offered_at.is_not(None),
            TrainingWait.ended_at.is_(None),
        )
        .correlate(TrainingDay)
        .scalar_subquery()
    )
    return booked + offered


def free(run: TrainingRun) -> dict[int, int]:
    """By the id of each day of a run, the places that nobody has and nobody is offered."""
    statement = sa.select(TrainingDay.id, TrainingDay.places - taken())
    rows = db.session.execute(statement.where(TrainingDay.run_id == run.id))
    return {row[0]: row[1] for row in rows}


def in_line(run: TrainingRun, person: Person | None = None) -> list[TrainingWait]:
    """Who waits for a place on a run, offered one or not, in the order in which they came."""
    waits = sa.select(TrainingWait).where(
        TrainingWait.run_id == run.id, TrainingWait.ended_at.is_(None)
    )
    if person is not None:
        waits = waits.where(TrainingWait.person_id == person.id)
    return _all(waits.order_by(TrainingWait.id))


def waiting_only_for(day: TrainingDay) -> list[TrainingWait]:
    """Who waits for a day and for no other that is held, in their order."""
    return [wait for wait in in_line(day.run) if [one.id for one in wait.days] == [day.id]]


def waits_of(person: Actor) -> list[TrainingWait]:
    """The lines in which someone stands, for days that are still to come."""
    waits = _all(
        sa.select(TrainingWait)
        .options(joinedload(TrainingWait.run).joinedload(TrainingRun.programme))
        .where(TrainingWait.person_id == person.id, TrainingWait.ended_at.is_(None))
        .order_by(TrainingWait.id)
    )
    return [wait for wait in waits if any(not day.begun for day in wait.days)]


def offers_over(now: datetime) -> list[TrainingWait]:
    """Offers that nobody took in time."""
    over = sa.select(TrainingWait).where(
        TrainingWait.ended_at.is_(None), TrainingWait.offer_until <= now
    )
    return _all(over.order_by(TrainingWait.id))


def clash(person: Person, days: Sequence[TrainingDay]) -> TrainingDay | None:
    """Another day on which someone has a place at the same time as one of these."""
    at_once = sa.or_(
        *(
            sa.and_(
                TrainingDay.held_on == day.held_on,
                TrainingDay.starts_at < day.ends_at,
                TrainingDay.ends_at > day.starts_at,
            )
            for day in days
        )
    )
    return db.session.scalar(
        sa.select(TrainingDay)
        .join(TrainingPlace, TrainingPlace.training_day_id == TrainingDay.id)
        .where(
            TrainingPlace.person_id == person.id,
            _KEPT,
            TrainingDay.cancelled_on.is_(None),
            at_once,
        )
        .limit(1)
    )


def kept_on(day: TrainingDay) -> sa.Select[Any]:
    """The places on a day that were booked and not given up."""
    return sa.select(TrainingPlace).where(TrainingPlace.training_day_id == day.id, _KEPT)


def places_on(day: TrainingDay) -> list[TrainingPlace]:
    """The same, with their people, by name."""
    kept = kept_on(day).join(TrainingPlace.person)
    of_person = contains_eager(TrainingPlace.person)
    more = of_person.selectinload(Person.grants), joinedload(TrainingPlace.agreement)
    return _all(kept.options(of_person, *more).order_by(Person.name))


def place_of(person: Person, day: TrainingDay) -> TrainingPlace | None:
    """The place on a day that a person has."""
    kept = kept_on(day).where(TrainingPlace.person_id == person.id)
    return db.session.scalars(kept).one_or_none()


def coming_places(person: Actor) -> list[TrainingPlace]:
    """The places that someone has on days that are still to come, in order."""
    mine = (
        sa.select(TrainingPlace)
        .join(TrainingPlace.training_day)
        .options(contains_eager(TrainingPlace.training_day).joinedload(TrainingDay.programme))
        .options(contains_eager(TrainingPlace.training_day).joinedload(TrainingDay.trainer))
        .options(selectinload(TrainingPlace.agreement))
        .where(TrainingPlace.person_id == person.id, _KEPT, TrainingDay.cancelled_on.is_(None))
        .where(TrainingDay.held_on >= clock.today())
        .order_by(TrainingDay.held_on, TrainingDay.starts_at)
    )
    return _all(mine)


def days_booked_by(person: Person) -> set[int]:
    """The ids of the days on which a person has a place."""
    rows = sa.select(TrainingPlace.training_day_id).where(TrainingPlace.person_id == person.id)
    return set(db.session.scalars(rows.where(_KEPT)))


def unanswered(asked_by: date) -> list[ManagerAgreement]:
    """Managers who were asked on a day or before, have not answered and were written to once."""
    silent = ManagerAgreement.answered_on.is_(None), ManagerAgreement.chased_on.is_(None)
    asked = sa.select(ManagerAgreement).where(*silent, ManagerAgreement.asked_on <= asked_by)
    return _all(asked.order_by(ManagerAgreement.id))


def never_asked() -> list[Person]:
    """Who has a place to come in work time, and a manager in the staff list who was not asked."""
    place = (
        sa.select(TrainingPlace.person_id)
        .join(TrainingPlace.training_day)
        .join(TrainingDay.programme)
        .where(_KEPT, TrainingPlace.agreement_id.is_(None), TrainingDay.cancelled_on.is_(None))
        .where(TrainingProgramme.in_work_time, TrainingDay.held_on > clock.today())
    )
    listed = sa.and_(Person.manager_email.is_not(None), Person.manager_email != "")
    return _all(sa.select(Person).where(Person.id.in_(place), listed).order_by(Person.id))


def not_agreed() -> dict[int, int]:
    """By the id of each day to come in work time, how many staff have no manager's yes for it."""
    staff = RoleGrant.role == Role.STAFF, RoleGrant.until_on.is_(None)
    rows = (
        sa.select(TrainingPlace.training_day_id, sa.func.count(TrainingPlace.id))
        .join(TrainingPlace.training_day)
        .join(TrainingDay.programme)
        .outerjoin(TrainingPlace.agreement)
        .where(_KEPT, TrainingProgramme.in_work_time, TrainingDay.held_on >= clock.today())
        .where(sa.or_(ManagerAgreement.answer.is_(None), ManagerAgreement.answer != Answer.YES))
        .where(TrainingPlace.person.has(Person.grants.any(sa.and_(*staff))))
        .group_by(TrainingPlace.training_day_id)
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}
