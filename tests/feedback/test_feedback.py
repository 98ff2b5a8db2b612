"""What a training day was like: asked once, read without names, once five people have answered."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from nolimits.feedback import operations, queries
from nolimits.feedback.models import DayFeedback
from nolimits.kernel import clock
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Overtaken, Refused
from nolimits.training.kinds import Mark
from nolimits.training.operations import Marked, record_attendance
from tests.factories.feedback import ask_of, said_of
from tests.factories.people import coordinator, staff, support_mentor
from tests.factories.training import TrainingDayFactory, run_of

pytestmark = pytest.mark.usefixtures("app")


def yesterday(**more):
    return TrainingDayFactory(held_on=clock.today() - timedelta(days=1), **more)


def test_who_was_there_is_asked_once_and_who_was_not_is_not(mail_to):
    day, there, away = yesterday(), staff(), staff()
    record_attendance(day, there, by=coordinator())
    record_attendance(day, away, by=coordinator(), marked=Marked(Mark.LEFT_EARLY, "A train"))

    operations._ask_after_the_day()
    operations._ask_after_the_day()

    asked = [one.template for one in mail_to(there)]
    assert asked.count("feedback_asked") == 1
    assert "feedback_asked" not in [one.template for one in mail_to(away)]


def test_one_answers_once_and_for_nobody_else(held_clock, sign_in):
    ask = ask_of(person := staff())
    with pytest.raises(NotVisible):
        operations.give_feedback(ask, 5, "", "", by=staff())
    operations.give_feedback(ask, 5, "", "", by=person)
    with pytest.raises(Overtaken):
        operations.give_feedback(ask, 1, "", "", by=person)

    late = ask_of(other := staff())
    held_clock.move_on(days=61)
    assert queries.to_answer(other) == []
    assert "too long ago" in sign_in(other).visit(f"/my-training/feedback/{late.reference}").text
    with pytest.raises(Refused, match="too long ago"):
        operations.give_feedback(late, 5, "", "", by=other)


def test_nothing_that_is_kept_ties_words_to_who_said_them():
    said_of(yesterday(), person := staff(), 4, "More breaks, please")

    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.actor_id == person.id))
    assert {column.name for column in DayFeedback.__table__.columns} == {
        "id", "training_day_id", "useful", "keep", "change",
    }  # fmt: skip
    assert all(entry.record_type != "day_feedback" for entry in entries)


def test_three_people_at_two_days_are_still_too_few():
    run = run_of(*(clock.today() - timedelta(days=days) for days in (2, 1)))
    for person in (staff() for _ in range(3)):
        for day in run.held:
            said_of(day, person, 4, "Mine")

    told = queries.of_run(run)
    assert (told.answers, told.people, told.change) == (6, 3, [])


def test_fewer_than_five_people_show_nothing_but_their_number():
    day = yesterday()
    for mark in (5, 4, 4, 3):
        said_of(day, staff(), mark, f"Words {mark}")
    few = queries.of_run(day.run)
    assert (few.answers, set(few.useful.values()), few.keep) == (4, {0}, [])

    said_of(day, staff(), 4, "Words 4")

    five = queries.of_run(day.run)
    assert five.average == "4.0"
    assert five.useful == {5: 1, 4: 3, 3: 1, 2: 0, 1: 0}
    assert five.change == ["Words 3", "Words 4", "Words 4", "Words 4", "Words 5"]


def test_pages_ask_and_show_it_without_a_name(sign_in):
    trainer = support_mentor()
    day, person = yesterday(trainer=trainer), staff(name="Robin Invented")
    ask, own = ask_of(person, day), sign_in(person)
    page = own.visit("/my").follow("Say what day 1")
    assert page.submit(keep="The songs").errors == ["Say how useful it was, from 1 to 5"]
    page = page.submit(useful="5", keep="The songs")
    assert "without your name" in page.text
    assert "You answered on" in own.visit(f"/my-training/feedback/{ask.reference}").text

    path = f"/training/days/{day.reference}/feedback"
    leads = sign_in(trainer)
    page = leads.visit(f"/training/days/{day.reference}").follow("Feedback")
    assert "Fewer than 5 people" in page.text
    assert "songs" not in page.text
    for mark in (1, 2, 3, 4):
        said_of(day, staff(), mark)
    page = leads.visit(path)
    assert "The songs" in page.text
    assert "Robin" not in page.text
    assert own.visit(path).status == 404
