"""Training, made through the operations that people use."""

import re
from datetime import date, time, timedelta
from typing import Any

import factory
import sqlalchemy as sa

from nolimits.kernel import clock, crypto
from nolimits.kernel.actors import NOBODY, Role
from nolimits.kernel.db import db
from nolimits.kernel.mail import OutboxMessage
from nolimits.people.models import Person
from nolimits.training import agreements, booking, operations
from nolimits.training.kinds import LEARNERS, Answer, Mark
from nolimits.training.models import (
    Attendance,
    ManagerAgreement,
    TrainingDay,
    TrainingPass,
    TrainingPlace,
    TrainingProgramme,
    TrainingRun,
    TrainingWait,
)
from tests.factories.made import Made
from tests.factories.people import coordinator, staff


class ProgrammeFactory(Made):
    """A programme of two days, whose pass lasts two years."""

    class Meta:
        model = TrainingProgramme

    name = factory.Sequence(lambda n: f"Getting ready {n + 1}")
    days = 2
    in_work_time = True
    valid_months = 24
    for_readiness = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> TrainingProgramme:
        by = kwargs.pop("by", None) or coordinator()
        return operations.add_programme(**kwargs, by=by)


class TrainingDayFactory(Made):
    """Day 1 of a programme, today."""

    class Meta:
        model = TrainingDay

    programme = factory.SubFactory(ProgrammeFactory)
    number = 1
    held_on = factory.LazyFunction(clock.today)
    starts_at = time(12)  # the clock of tests stands at 10
    ends_at = time(16)
    places = 12

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> TrainingDay:
        by = kwargs.pop("by", None) or coordinator()
        programme = kwargs.pop("programme")
        session = operations.Session(**kwargs)
        return operations.plan_run(programme, [session], by=by).training_days[0]


def run_of(
    *dates: date, programme: TrainingProgramme | None = None, places: int = 12
) -> TrainingRun:
    """A run whose days are held on these dates, from noon until four."""
    days = [
        operations.Session(number, held_on, time(12), time(16), places)
        for number, held_on in enumerate(dates, start=1)
    ]
    programme = programme or ProgrammeFactory(days=len(dates))
    return operations.plan_run(programme, days, by=coordinator())


def attend(
    person: Person,
    programme: TrainingProgramme,
    *numbers: int,
    on: date | None = None,
    mark: Mark = Mark.PRESENT,
) -> list[Attendance]:
    """Hold these days of a programme, with one person there."""
    days = [
        TrainingDayFactory(programme=programme, number=number, held_on=on or clock.today())
        for number in numbers
    ]
    marked = operations.Marked(mark)
    return [
        operations.record_attendance(day, person, by=coordinator(), marked=marked) for day in days
    ]


def trained(person: Person, programme: TrainingProgramme | None = None) -> TrainingPass:
    """Have a person attend every day of a programme and pass it."""
    programme = programme or ProgrammeFactory()
    attend(person, programme, *range(1, programme.days + 1))
    return operations.pass_training(programme, person, by=coordinator())


def wait_of(person: Person) -> TrainingWait:
    """Have a person stand in line for a full day; where they cannot, somebody else."""
    day, waits = TrainingDayFactory(places=1), person if person.roles & LEARNERS else staff()
    booking.book_place(day, staff(), by=coordinator())
    return booking.wait_for_place(day.run, day, waits, by=coordinator())


def day_led_by(person: Person) -> TrainingDay:
    """A day that somebody leads."""
    day: TrainingDay = TrainingDayFactory(trainer=person)
    return day


def place_of(person: Person) -> TrainingPlace:
    """Have a person book a day in work time; where they cannot, somebody else."""
    books = person if Role.STAFF in person.roles else staff()
    day = TrainingDayFactory(held_on=clock.today() + timedelta(days=12))
    return booking.book_place(day, books, by=books)


def asked_manager(person: Person, email: str = "boss@council.example") -> ManagerAgreement:
    """Have a person's manager asked about a day that they book."""
    place = place_of(person)
    return agreements.name_manager(place.person, email, by=place.person)


def token_of(agreement: ManagerAgreement) -> str:
    """The word in the newest letter to a manager."""
    letters = sa.select(OutboxMessage.body).where(OutboxMessage.recipient == agreement.email)
    words = re.findall(r"/training-agreements/(\S+)", "\n".join(db.session.scalars(letters)))
    return next(one for one in words if crypto.fingerprint(one) == agreement.token_print)


def manager_says(agreement: ManagerAgreement, answer: Answer, reason: str = "") -> None:
    """Have a manager answer by their link."""
    agreements.answer_as_manager(token_of(agreement), answer, reason, by=NOBODY)


def lived_through_training() -> Person:
    """Somebody with a pass, a place that they gave up and one that they kept; another waits."""
    person, day = staff(), TrainingDayFactory()
    late = operations.Marked(Mark.LATE, "A bus")
    operations.record_attendance(day, staff(), by=coordinator(), marked=late)
    trained(person)
    booking.book_place(day, person, by=person)
    booking.give_up_place(day, person, by=person)
    booking.book_place(day, person, by=person)
    wait_of(staff())
    manager_says(asked_manager(staff()), Answer.NO, "Too few of us that week")
    return person
