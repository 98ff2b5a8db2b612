"""What is done in training: runs planned, days attended, passes given and running out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, time

import sqlalchemy as sa

from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import counted
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.people.queries import holders
from nolimits.training import places, queries, registers
from nolimits.training.agreements import ask_anew
from nolimits.training.booking import end_wait, offer_next, tell_of_day
from nolimits.training.kinds import ATTENDED, WARNINGS, Event, Mark, WaitEnd
from nolimits.training.models import (
    Attendance,
    TrainingDay,
    TrainingPass,
    TrainingProgramme,
    TrainingRun,
)


@transaction
def add_programme(
    name: str, days: int, in_work_time: bool, valid_months: int, for_readiness: bool, *, by: Actor
) -> TrainingProgramme:
    """Add training of one or more days; readiness may ask for its pass."""
    require(by, Permission.RUN_TRAINING)
    if days < 1:
        raise Refused("A programme has at least one day", "days")
    if valid_months < 1:
        raise Refused("A pass lasts at least a month", "valid_months")
    programme = TrainingProgramme(
        name=name,
        days=days,
        in_work_time=in_work_time,
        valid_months=valid_months,
        for_readiness=for_readiness,
    )
    with refusing("There is already a programme of this name", "name"):
        db.session.add(programme)
    audit.record(Event.PROGRAMME_ADDED, programme, by=by)
    return programme


@dataclass(frozen=True)
class Session:
    """One day of a programme as it is planned: which, when, where, by whom, for how many."""

    number: int
    held_on: date
    starts_at: time
    ends_at: time
    places: int
    room: str = ""
    online_link: str = ""
    trainer: Person | None = None

    def put_on(self, day: TrainingDay) -> None:
        """Write it down on a day."""
        for one in fields(self):
            setattr(day, one.name, getattr(self, one.name))


@dataclass(frozen=True)
class Marked:
    """What a trainer ticks for one person, and why where they were not there for all of it."""

    mark: Mark = Mark.PRESENT
    reason: str = ""


PRESENT = Marked()


@transaction
def plan_run(
    programme: TrainingProgramme, sessions: Sequence[Session], *, by: Actor
) -> TrainingRun:
    """Hold a programme, or the days of it that some still need, on dates."""
    require(by, Permission.RUN_TRAINING)
    if not sessions:
        raise Refused("Enter the date of a day at least")
    for session in sessions:
        _check(session, programme)
    if len({one.number for one in sessions}) < len(sessions):
        raise Refused("A run holds each day once")
    run = TrainingRun(programme=programme)
    db.session.add(run)
    for session in sessions:
        day = TrainingDay(programme=programme, run=run)
        session.put_on(day)
        db.session.add(day)
    audit.record(Event.RUN_PLANNED, run, by=by, days=len(sessions))
    return run


@transaction
def change_day(day: TrainingDay, session: Session, *, by: Actor) -> None:
    """Hold a day at another time, elsewhere, by somebody else or for more; everyone is told."""
    require(by, Permission.RUN_TRAINING)
    lock(day.run)
    db.session.refresh(day)
    _still_to_come(day)
    _check(session, day.programme)
    if session.held_on < clock.today():
        raise Refused("The date must be today or later", "held_on")
    if session.places < (kept := day.places - places.free(day.run)[day.id]):
        raise Refused(f"{counted(kept, 'place is', 'places are')} taken or offered", "places")
    was = (day.held_on, day.starts_at, day.ends_at, day.room, day.online_link)
    session.put_on(day)
    if was != (day.held_on, day.starts_at, day.ends_at, day.room, day.online_link):
        day.sequence += 1
        tell_of_day(day, "training_day_changed")
    if was[:3] != (day.held_on, day.starts_at, day.ends_at):
        ask_anew(day, by=by)
    audit.record(Event.DAY_CHANGED, day, by=by, sequence=day.sequence)
    offer_next(day.run, by=by)


@transaction
def cancel_day(day: TrainingDay, *, by: Actor) -> None:
    """Not hold a day after all; everyone who has a place on it or waits for one is told."""
    require(by, Permission.RUN_TRAINING)
    lock(day.run)
    db.session.refresh(day)
    _still_to_come(day)
    waiting = places.waiting_only_for(day)
    change(day, where=TrainingDay.cancelled_on.is_(None), cancelled_on=clock.today())
    audit.record(Event.DAY_CANCELLED, day, by=by)
    tell_of_day(day, "training_day_cancelled")
    for wait in waiting:
        end_wait(wait, WaitEnd.CANCELLED, by=by)
        mail.queue(wait.person, "training_day_cancelled", day=day)
    offer_next(day.run, by=by)


def _check(session: Session, programme: TrainingProgramme) -> None:
    if not 1 <= session.number <= programme.days:
        raise Refused(f"Choose a day from 1 to {programme.days}", "number")
    if session.places < 1:
        raise Refused("There must be at least one place", "places")
    if session.ends_at <= session.starts_at:
        raise Refused("It must end after it starts", "ends_at")
    if session.online_link and not session.online_link.startswith("https://"):
        raise Refused("Enter a link that begins with https://", "online_link")


def _still_to_come(day: TrainingDay) -> None:
    if day.cancelled_on:
        raise Refused("This day was cancelled")
    if day.begun:
        raise Refused("This day has been already")


@transaction
def record_attendance(
    day: TrainingDay, person: Person, *, by: Actor, marked: Marked = PRESENT
) -> Attendance:
    """Write down whether somebody was there on a day; what was written before is put right."""
    require(by, Permission.TAKE_REGISTER, day)
    if day.cancelled_on:
        raise Refused("This day was cancelled")
    if day.held_on > clock.today():
        raise Refused("The register opens on the day")
    field = f"mark_{registers.key_of(person)}"
    if by.id == person.id:
        raise Refused("Somebody else must record that you were there", field)
    lock(person)
    before = registers.attendance_of(person, day)
    if before and (before.mark, before.reason or "") == (marked.mark, marked.reason):
        raise Refused(f"{person.name} is on the register already", field)
    if before:
        change(before, where=Attendance.replaced_on.is_(None), replaced_on=clock.today())
        audit.record(Event.ATTENDANCE_CORRECTED, before, by=by, person=person.id, day=day.id)
    attendance = Attendance(
        training_day=day,
        person=person,
        recorded_by_id=by.id,
        mark=marked.mark,
        reason=marked.reason or None,
        recorded_on=clock.today(),
    )
    with refusing(f"{person.name} is on the register already", field):
        db.session.add(attendance)
    audit.record(Event.TRAINING_ATTENDED, attendance, by=by, person=person.id, mark=marked.mark)
    if marked.mark not in ATTENDED:
        _missed(day, person, by)
    return attendance


def _missed(day: TrainingDay, person: Person, by: Actor) -> None:
    """Tell somebody how to make a day up; a pass that rested on it holds no more."""
    for one in registers.passes_resting_on(day, person):
        change(one, where=TrainingPass.expires_on > clock.today(), expires_on=clock.today())
        audit.record(Event.TRAINING_WITHDRAWN, one, by=by, person=person.id)
    mail.queue(person, "training_day_missed", day=day)


@transaction
def take_register(day: TrainingDay, marks: Mapping[Person, Marked], *, by: Actor) -> int:
    """Write down who was there and who was not, and put right what was wrong; how many entries."""
    require(by, Permission.TAKE_REGISTER, day)
    register = registers.register(day)
    new = [
        (person, marked)
        for person, marked in marks.items()
        if person not in register
        or (register[person].mark, register[person].reason or "") != (marked.mark, marked.reason)
    ]
    if not new:
        raise Refused("Choose who was there")
    for person, marked in new:
        record_attendance(day, person, by=by, marked=marked)
    audit.record(Event.REGISTER_TAKEN, day, by=by, people=len(new))
    return len(new)


@transaction
def pass_training(programme: TrainingProgramme, person: Person, *, by: Actor) -> TrainingPass:
    """Say that somebody finished a programme: every day of it, in one run or several.

    The pass lasts from the last day that they attended.
    """
    require(by, Permission.RUN_TRAINING)
    if by.id == person.id:
        raise Refused("Somebody else must pass you", "people")
    lock(person)  # no day of theirs becomes one that they missed meanwhile
    made = next(iter(queries.progress(programme, [person.id])), None)
    missing = made.missing if made else list(range(1, programme.days + 1))
    if missing or made is None:
        days = " and ".join(f"day {number}" for number in missing)
        raise Refused(f"{person.name} has not attended {days}", "people")
    expires_on = queries.months_after(made.finished_on, programme.valid_months)
    if expires_on <= clock.today():
        raise Refused(f"{person.name} attended too long ago", "people")
    passed = TrainingPass(
        programme=programme,
        person=person,
        passed_on=clock.today(),
        expires_on=expires_on,
        recorded_by_id=by.id,
    )
    with refusing(f"{person.name} has passed already", "people"):
        db.session.add(passed)
    audit.record(Event.TRAINING_PASSED, passed, by=by, person=person.id, programme=programme.id)
    mail.queue(person, "training_passed", programme=programme, expires_on=expires_on)
    return passed


@transaction
def pass_people(programme: TrainingProgramme, people: Sequence[Person], *, by: Actor) -> int:
    """Say that several people finished a programme, all or none of them; how many."""
    require(by, Permission.RUN_TRAINING)
    if not people:
        raise Refused("Choose who passes", "people")
    for person in people:
        pass_training(programme, person, by=by)
    return len(people)


@transaction
def warn_of_expiry(one: TrainingPass, days: int, *, by: Actor) -> None:
    """Tell somebody, once, that their pass has so many days left."""
    require(by, Permission.BOOK_TRAINING, one)
    unwarned = sa.or_(TrainingPass.warned_days.is_(None), TrainingPass.warned_days > days)
    change(one, where=unwarned, warned_days=days)
    audit.record(Event.EXPIRY_WARNED, one, by=by, person=one.person_id, days=days)
    mail.queue(one.person, "training_runs_out", programme=one.programme, on=one.expires_on)


@jobs.nightly("training_that_runs_out")
def _warn_of_expiry() -> int:
    """Write to those whose pass has 60, 30 or 7 days left, and tell coordinators how many."""
    found = [
        (one, min(days for days in WARNINGS if (one.expires_on - clock.today()).days <= days))
        for one in registers.passes_running_out(clock.today(), max(WARNINGS))
    ]
    new = [(one, days) for one, days in found if (one.warned_days or max(WARNINGS) + 1) > days]
    for one, days in new:
        warn_of_expiry(one, days, by=SYSTEM)
    if new:
        _tell_coordinators(len(new))
    return len(new)


@transaction
def _tell_coordinators(number: int) -> None:
    for coordinator in holders(Role.COORDINATOR):
        mail.queue(coordinator, "training_of_some_runs_out", number=number)
