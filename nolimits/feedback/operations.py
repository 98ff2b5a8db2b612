"""What is done with feedback: people are asked once, and say what they think without their name."""

from datetime import timedelta
from enum import StrEnum

from nolimits.feedback import queries
from nolimits.feedback.models import DayFeedback, FeedbackAsk
from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.training.models import Attendance

ASKED_WITHIN = timedelta(days=14)  # later, nobody remembers


class Event(StrEnum):
    """What is done here."""

    FEEDBACK_ASKED = "feedback_asked"
    FEEDBACK_GIVEN = "feedback_given"


@transaction
def ask_feedback(attendance: Attendance, *, by: Actor) -> FeedbackAsk:
    """Ask somebody who was there, once for each day."""
    require(by, Permission.BOOK_TRAINING, attendance)
    ask = FeedbackAsk(
        training_day_id=attendance.training_day_id,
        person_id=attendance.person_id,
        asked_on=clock.today(),
    )
    with refusing("They were asked already"):
        db.session.add(ask)
    audit.record(Event.FEEDBACK_ASKED, ask, by=by, person=ask.person_id)
    mail.queue(attendance.person, "feedback_asked", ask=ask, day=attendance.training_day)
    return ask


@transaction
def give_feedback(ask: FeedbackAsk, useful: int, keep: str, to_change: str, *, by: Actor) -> None:
    """Say what a day was like; the trail keeps that it was said, and not which words are whose."""
    require(by, Permission.GIVE_FEEDBACK, ask)
    if ask.is_over:
        raise Refused("It is too long ago now. Write to the coordinator instead")
    if not 1 <= useful <= 5:
        raise Refused("Choose from 1 to 5", "useful")
    change(ask, where=FeedbackAsk.answered_on.is_(None), answered_on=clock.today())
    said = DayFeedback(
        training_day_id=ask.training_day_id,
        useful=useful,
        keep=keep or None,
        change=to_change or None,
    )
    db.session.add(said)
    audit.record(Event.FEEDBACK_GIVEN, ask, by=by, person=ask.person_id)


@jobs.nightly("feedback_to_ask", hour=8)
def _ask_after_the_day() -> int:
    """In the morning after, while people remember; how many are asked."""
    there = queries.to_ask(clock.today() - ASKED_WITHIN)
    for attendance in there:
        ask_feedback(attendance, by=SYSTEM)
    return len(there)
