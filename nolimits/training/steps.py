"""The pages with one button: places booked, given up and waited for; a day cancelled."""

from collections.abc import Iterable
from typing import Any

from flask import url_for

from nolimits.kernel.acts import Act
from nolimits.kernel.pages import counted, day, listed
from nolimits.kernel.permissions import Permission
from nolimits.training import agreements, booking, operations, places
from nolimits.training.models import TrainingDay, TrainingPlace, TrainingRun, TrainingWait

WORK_TIME = (
    "\nIt is held in work time. If you work for the council, we ask your line manager whether you "
    "may come. That letter says only that you train, on which days and at what hours."
)


def said(days: Iterable[TrainingDay]) -> str:
    """Days as a sentence says them: "day 1 on 4 March 2026, 9:30 to 16:00"."""
    return listed([f"day {one.number} on {day(one.held_on)}, {one.hours}" for one in days])


def _mine(record: Any) -> str:
    return url_for("training.my_training")


def _told_of(cancelled: TrainingDay) -> str:
    told = len(places.places_on(cancelled)) + len(places.waiting_only_for(cancelled))
    return (
        f"We write to {counted(told, 'person', 'people')} with a place on it or in line for it, "
        "and take the day out of their calendars.\nWhoever needs this day books it in another run."
    )


def _own(name: str, path: str, on: type[Any], permission: Permission, **more: Any) -> Act:
    return Act(
        name=name, path=f"/my-training/{path}", on=on, permission=permission, after=_mine, **more
    )


ALL = [
    _own(
        "book_run",
        "runs/<key>/book",
        TrainingRun,
        Permission.SEE_OWN_TRAINING,
        title=lambda run: f"Book {run.programme.name}",
        text=lambda run: (
            f"We keep a place for you on every day of this run: {said(run.held)}.\n"
            "We write to you, with an entry for your calendar that says neither what it is about "
            f"nor where it is.{WORK_TIME if run.programme.in_work_time else ''}"
        ),
        button="Book these days",
        done="You have a place on every day. We have written to you",
        run=lambda run, form, by: booking.book_run(run, by, by=by),
    ),
    _own(
        "wait_for_run",
        "runs/<key>/wait",
        TrainingRun,
        Permission.SEE_OWN_TRAINING,
        title=lambda run: f"Wait for a place on {run.programme.name}",
        text=lambda run: (
            f"This run is full: {said(run.held)}.\nWhen places come free on all of its days, we "
            "offer them to whoever has waited longest, and keep them for two days. Then they go to "
            "the next in line."
        ),
        button="Join the line",
        done="You are in line. We will write when there is a place",
        run=lambda run, form, by: booking.wait_for_place(run, None, by, by=by),
    ),
    _own(
        "wait_for_day",
        "days/<key>/wait",
        TrainingDay,
        Permission.SEE_OWN_TRAINING,
        title="Wait for a place on this day",
        text=lambda day: (
            f"{said([day]).capitalize()}, of {day.programme.name}, is full.\nWhen a place comes "
            "free, we offer it to whoever has waited longest, and keep it for two days. Then it "
            "goes to the next in line."
        ),
        button="Join the line",
        done="You are in line. We will write when there is a place",
        run=lambda day, form, by: booking.wait_for_place(day.run, day, by, by=by),
    ),
    _own(
        "give_up_place",
        "days/<key>/give-up",
        TrainingDay,
        Permission.SEE_OWN_TRAINING,
        title="Give up your place",
        text=lambda day: (
            f"Your place on {said([day])}, of {day.programme.name}, goes to somebody else.\n"
            "Your other days stay as they are."
        ),
        button="Give up my place",
        done="Your place is free for somebody else",
        run=lambda day, form, by: booking.give_up_place(day, by, by=by),
    ),
    _own(
        "ask_manager_again",
        "places/<key>/ask-manager-again",
        TrainingPlace,
        Permission.BOOK_TRAINING,
        title="Ask your manager again",
        text=lambda place: (
            "Talk with your manager first. Then we write to them once more about "
            f"{said(place.agreement.days) if place.agreement else 'these days'}.\n"
            "You keep your place meanwhile."
        ),
        button="Ask again",
        done="We have written to your manager, and tell you what they say",
        run=lambda place, form, by: agreements.ask_again(place, by=by),
    ),
    _own(
        "take_offer",
        "offers/<key>/take",
        TrainingWait,
        Permission.BOOK_TRAINING,
        title="Take your place",
        text=lambda wait: (
            f"There is a place for you on {said(wait.days)}, of {wait.run.programme.name}."
        ),
        button="Take it",
        done="You have a place. We have written to you",
        run=lambda wait, form, by: booking.take_offer(wait, by=by),
    ),
    _own(
        "stop_waiting",
        "offers/<key>/stop",
        TrainingWait,
        Permission.BOOK_TRAINING,
        title="Leave the line",
        text=lambda wait: (
            f"You wait for {said(wait.days)}, of {wait.run.programme.name}. If a place was offered "
            "to you, it goes to the next in line."
        ),
        button="Leave the line",
        done="You are not in line any more",
        run=lambda wait, form, by: booking.stop_waiting(wait, by=by),
    ),
    Act(
        name="cancel_day",
        path="/training/days/<key>/cancel",
        on=TrainingDay,
        permission=Permission.RUN_TRAINING,
        title=lambda day: f"Cancel day {day.number} of {day.programme.name}",
        text=_told_of,
        button="Cancel this day",
        done="The day is cancelled, and everyone has been told",
        run=lambda day, form, by: operations.cancel_day(day, by=by),
        after=lambda day: url_for("training.programmes"),
        variant="warning",
    ),
]
