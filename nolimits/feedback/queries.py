"""Reads of feedback: who is still to be asked, and what five people or more say of a run."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from nolimits.feedback.models import ANSWERED_WITHIN, DayFeedback, FeedbackAsk
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.training.models import Attendance, TrainingDay, TrainingRun

FEWEST = 5  # with fewer people, one could tell who said what


@dataclass(frozen=True)
class Said:
    """What was said of a run: how useful it was, from 1 to 5, and words in no order of people."""

    answers: int
    asked: int
    people: int
    useful: dict[int, int]
    keep: list[str]
    change: list[str]

    @property
    def average(self) -> str:
        """How useful it was on the whole: "4.2"."""
        return f"{sum(mark * n for mark, n in self.useful.items()) / self.answers:.1f}"


def of_run(run: TrainingRun) -> Said:
    """What was said of all days of a run together; nothing but the number while few people did.

    Counted by run, never by day: of two figures one could take the other away. Whoever was there
    on each day answers as often, so it is people who are counted.
    """
    of_it = TrainingDay.run_id == run.id
    who = sa.case((FeedbackAsk.answered_on.is_not(None), FeedbackAsk.person_id))
    counts = sa.select(sa.func.count(FeedbackAsk.id), sa.func.count(sa.distinct(who)))
    asked, people = db.session.execute(counts.join(FeedbackAsk.training_day).where(of_it)).one()
    told = sa.select(DayFeedback).join(DayFeedback.training_day).where(of_it)
    answers = list(db.session.scalars(told))
    shown = answers if people >= FEWEST else []
    counted = Counter(one.useful for one in shown)
    return Said(
        len(answers),
        asked,
        people,
        {mark: counted[mark] for mark in range(5, 0, -1)},
        sorted(one.keep for one in shown if one.keep),
        sorted(one.change for one in shown if one.change),
    )


def to_answer(person: Actor) -> list[FeedbackAsk]:
    """What somebody was asked and has not answered, while they can."""
    since = clock.today() - ANSWERED_WITHIN
    asks = (
        sa.select(FeedbackAsk)
        .options(joinedload(FeedbackAsk.training_day).joinedload(TrainingDay.programme))
        .where(FeedbackAsk.person_id == person.id, FeedbackAsk.answered_on.is_(None))
        .where(FeedbackAsk.asked_on >= since)
    )
    return list(db.session.scalars(asks.order_by(FeedbackAsk.id)))


def to_ask(since: date) -> list[Attendance]:
    """Who was there on a day from a date on and before today, and was not asked about it yet."""
    asked = sa.exists().where(
        FeedbackAsk.training_day_id == Attendance.training_day_id,
        FeedbackAsk.person_id == Attendance.person_id,
    )
    there = (
        sa.select(Attendance)
        .join(Attendance.training_day)
        .options(contains_eager(Attendance.training_day), joinedload(Attendance.person))
        .where(Attendance.counts, TrainingDay.cancelled_on.is_(None))
        .where(TrainingDay.held_on >= since, TrainingDay.held_on < clock.today())
        .where(~asked.correlate(Attendance))
    )
    return list(db.session.scalars(there.order_by(Attendance.id)))
