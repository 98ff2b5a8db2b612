"""What is done in training: days planned and attended, passes, the handbook and its readers."""

from collections.abc import Sequence
from datetime import date

from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.training import queries
from nolimits.training.models import (
    Acknowledgement,
    Attendance,
    Event,
    Handbook,
    TrainingDay,
    TrainingPass,
    TrainingPlace,
    TrainingProgramme,
)


@transaction
def add_programme(
    name: str,
    days: int,
    in_work_time: bool,
    valid_months: int,
    for_readiness: bool,
    *,
    by: Actor,
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


@transaction
def plan_day(
    programme: TrainingProgramme, number: int, held_on: date, places: int, *, by: Actor
) -> TrainingDay:
    """Hold one day of a programme on a date, for so many people."""
    require(by, Permission.RUN_TRAINING)
    if not 1 <= number <= programme.days:
        raise Refused(f"Choose a day from 1 to {programme.days}", "number")
    if places < 1:
        raise Refused("There must be at least one place", "places")
    day = TrainingDay(programme=programme, number=number, held_on=held_on, places=places)
    db.session.add(day)
    audit.record(Event.TRAINING_DAY_PLANNED, day, by=by)
    return day


@transaction
def book_place(day: TrainingDay, person: Person, *, by: Actor) -> TrainingPlace:
    """Keep a place on a training day for somebody, while there are places."""
    require(by, Permission.BOOK_TRAINING, person)
    if not person.roles & queries.LEARNERS:
        raise Refused("This training is for colleagues who volunteer")
    if day.held_on < clock.today():
        raise Refused("This day has been already")
    lock(day)
    if queries.is_full(day):
        raise Refused("This day is full. Choose another, or ask to be told of the next run")
    place = TrainingPlace(training_day=day, person=person, booked_on=clock.today())
    with refusing("There is a place for this person already"):
        db.session.add(place)
    audit.record(Event.TRAINING_PLACE_BOOKED, place, by=by, person=person.id, day=day.id)
    mail.queue(person, "training_place_booked", day=day)
    return place


@transaction
def give_up_place(day: TrainingDay, person: Person, *, by: Actor) -> None:
    """Let somebody else have a place on a training day."""
    require(by, Permission.BOOK_TRAINING, person)
    place = queries.place_of(person, day)
    if place is None:
        raise Refused("There is no place to give up")
    if day.held_on < clock.today():
        raise Refused("This day has been already")
    change(place, where=TrainingPlace.given_up_on.is_(None), given_up_on=clock.today())
    audit.record(Event.TRAINING_PLACE_GIVEN_UP, place, by=by, person=person.id, day=day.id)


@transaction
def record_attendance(day: TrainingDay, person: Person, *, by: Actor) -> Attendance:
    """Write down that somebody was there on a training day."""
    require(by, Permission.RUN_TRAINING)
    if day.held_on > clock.today():
        raise Refused("The register opens on the day", "people")
    if by.id == person.id:
        raise Refused("Somebody else must record that you were there", "people")
    attendance = Attendance(training_day=day, person=person, recorded_by_id=by.id)
    with refusing(f"{person.name} is on the register already", "people"):
        db.session.add(attendance)
    audit.record(Event.TRAINING_ATTENDED, attendance, by=by, person=person.id, day=day.id)
    return attendance


@transaction
def take_register(day: TrainingDay, people: Sequence[Person], *, by: Actor) -> int:
    """Write down everyone who was there; the number who were not on the register before."""
    require(by, Permission.RUN_TRAINING)
    there = queries.people_there(day)
    new = [person for person in people if person not in there]
    if not new:
        raise Refused("Choose who was there", "people")
    for person in new:
        record_attendance(day, person, by=by)
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
def publish_handbook(title: str, text: str, changes: str, *, by: Actor) -> Handbook:
    """Put a new version of the handbook in place of the one before; its readers are asked again."""
    require(by, Permission.PUBLISH_HANDBOOK)
    if not text.strip():
        raise Refused("Enter the text of the handbook", "text")
    before = queries.current_handbook()
    if before and not changes.strip():
        raise Refused("Say what changed, so that people know what to look for", "changes")
    handbook = Handbook(
        number=before.number + 1 if before else 1,
        title=title,
        text=text,
        changes=changes,
        published_on=clock.today(),
    )
    with refusing("Somebody has just published a version. Look at it before you go on"):
        db.session.add(handbook)
    audit.record(Event.HANDBOOK_PUBLISHED, handbook, by=by, number=handbook.number)
    for reader in queries.readers_ever():
        mail.queue(reader, "handbook_published", handbook=handbook)
    return handbook


@transaction
def acknowledge_handbook(handbook: Handbook, *, by: Actor) -> Acknowledgement:
    """Say that oneself has read the handbook as it is now."""
    require(by, Permission.READ_HANDBOOK)
    current = queries.current_handbook()
    if current is None or handbook.id != current.id:
        raise Refused("There is a newer version. Read that one, please")
    read = Acknowledgement(handbook=handbook, person_id=by.id, made_on=clock.today())
    with refusing("You have said so already"):
        db.session.add(read)
    audit.record(Event.HANDBOOK_ACKNOWLEDGED, read, by=by, person=by.id, number=handbook.number)
    return read
