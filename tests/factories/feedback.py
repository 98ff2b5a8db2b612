"""Feedback, asked and given as people do it."""

from datetime import timedelta

from nolimits.feedback import operations
from nolimits.feedback.models import FeedbackAsk
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.people.models import Person
from nolimits.training.models import TrainingDay
from nolimits.training.operations import record_attendance
from tests.factories import training
from tests.factories.people import coordinator, staff
from tests.factories.training import TrainingDayFactory


def ask_of(person: Person, day: TrainingDay | None = None) -> FeedbackAsk:
    """Have somebody be there on a day, and be asked what it was like."""
    day = day or TrainingDayFactory(held_on=clock.today() - timedelta(days=1))
    attendance = record_attendance(day, person, by=coordinator())
    return operations.ask_feedback(attendance, by=SYSTEM)


def said_of(day: TrainingDay, person: Person, useful: int, words: str = "") -> None:
    """Have somebody be there, and say what it was like."""
    operations.give_feedback(ask_of(person, day), useful, words, words, by=person)


def lived_through_training() -> Person:
    """Somebody who lived through all of training; another said what a day was like."""
    said_of(TrainingDayFactory(), staff(), 4, "More breaks")
    return training.lived_through_training()
