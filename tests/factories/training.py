"""Training and handbooks, made through the operations that people use."""

from datetime import date
from typing import Any

import factory

from nolimits.kernel import clock
from nolimits.people.models import Person
from nolimits.training import operations
from nolimits.training.models import (
    Acknowledgement,
    Attendance,
    Handbook,
    TrainingDay,
    TrainingPass,
    TrainingProgramme,
)
from tests.factories.made import Made
from tests.factories.people import coordinator


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
    places = 12

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> TrainingDay:
        by = kwargs.pop("by", None) or coordinator()
        return operations.plan_day(**kwargs, by=by)


class HandbookFactory(Made):
    """A version of the handbook."""

    class Meta:
        model = Handbook

    title = "The No Limits handbook"
    text = "Be there when you said.\n\nTell us when you cannot."
    changes = "A word about phones."

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Handbook:
        by = kwargs.pop("by", None) or coordinator()
        return operations.publish_handbook(**kwargs, by=by)


def attend(
    person: Person, programme: TrainingProgramme, *numbers: int, on: date | None = None
) -> list[Attendance]:
    """Hold these days of a programme, with one person there."""
    days = [
        TrainingDayFactory(programme=programme, number=number, held_on=on or clock.today())
        for number in numbers
    ]
    return [operations.record_attendance(day, person, by=coordinator()) for day in days]


def trained(person: Person, programme: TrainingProgramme | None = None) -> TrainingPass:
    """Have a person attend every day of a programme and pass it."""
    programme = programme or ProgrammeFactory()
    attend(person, programme, *range(1, programme.days + 1))
    return operations.pass_training(programme, person, by=coordinator())


def has_read(person: Person, handbook: Handbook | None = None) -> Acknowledgement:
    """Have a person say that they read the handbook."""
    return operations.acknowledge_handbook(handbook or HandbookFactory(), by=person)
