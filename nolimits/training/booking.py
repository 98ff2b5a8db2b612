"""Places on training days: booked, given up, waited for, offered to the next in line.

Whoever changes what is taken of a run holds the run first, so two never count the same free place.
"""

from collections.abc import Sequence
from typing import Any

from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.calendars import Appointment, invitation
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import day as in_words
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.training import places as lines
from nolimits.training.agreements import ask_for
from nolimits.training.kinds import LEARNERS, OFFER_HOLDS, Event, WaitEnd
from nolimits.training.models import TrainingDay, TrainingPlace, TrainingRun, TrainingWait


@transaction
def book_run(run: TrainingRun, person: Person, *, by: Actor) -> list[TrainingPlace]:
    """Keep a place for somebody on every day of a run, or on none."""
    require(by, Permission.BOOK_TRAINING, person)
    _hold(run, person)
    if run.begun:
        raise Refused("This run has begun. Book the days that you still need")
    has = lines.days_booked_by(person)
    days = [day for day in run.held if day.id not in has]
    if not days:
        raise Refused("There is a place for this person already")
    return _keep(days, person, by)


@transaction
def book_place(day: TrainingDay, person: Person, *, by: Actor) -> TrainingPlace:
    """Keep a place for somebody on one day, as when they missed it in another run."""
    require(by, Permission.BOOK_TRAINING, person)
    _hold(day.run, person)
    return _keep([day], person, by)[0]


@transaction
def give_up_place(day: TrainingDay, person: Person, *, by: Actor) -> None:
    """Let somebody else have a place on a training day: it is offered to the next in line."""
    require(by, Permission.BOOK_TRAINING, person)
    _hold(day.run, person)
    place = lines.place_of(person, day)
    if place is None:
        raise Refused("There is no place to give up")
    if day.begun:
        raise Refused("This day has been already")
    change(place, where=TrainingPlace.given_up_on.is_(None), given_up_on=clock.today())
    audit.record(Event.TRAINING_PLACE_GIVEN_UP, place, by=by, person=person.id, day=day.id)
    _write(person, "training_place_given_up", [place], cancelled=True, day=day)
    offer_next(day.run, by=by)


@transaction
def wait_for_place(
    run: TrainingRun, day: TrainingDay | None, person: Person, *, by: Actor
) -> TrainingWait:
    """Stand in line for a place on one day of a run, or on all of its days."""
    require(by, Permission.BOOK_TRAINING, person)
    _hold(run, person)
    wait = TrainingWait(run=run, training_day=day, person=person, since=clock.now())
    _may_come(_wanted(wait), person)
    if all(lines.free(run)[one.id] > 0 for one in _wanted(wait)):
        raise Refused("There are places. Book one")
    with refusing("You are in line for this run already"):
        db.session.add(wait)
    audit.record(Event.WAITING, wait, by=by, person=person.id, run=run.id)
    return wait


@transaction
def stop_waiting(wait: TrainingWait, *, by: Actor) -> None:
    """Leave the line, or let go of a place that was offered."""
    require(by, Permission.BOOK_TRAINING, wait)
    _hold(wait.run, wait.person)
    end_wait(wait, WaitEnd.STOPPED, by=by)
    offer_next(wait.run, by=by)


@transaction
def take_offer(wait: TrainingWait, *, by: Actor) -> list[TrainingPlace]:
    """Take the place that was offered, while the offer holds."""
    require(by, Permission.BOOK_TRAINING, wait)
    _hold(wait.run, wait.person)
    db.session.refresh(wait)
    if wait.offer_until is None:
        raise Refused("No place has come free yet")
    if wait.ended_at or wait.offer_until <= clock.now():
        raise Refused("This offer has gone to the next in line. You can join the line again")
    days = _wanted(wait)
    end_wait(wait, WaitEnd.TAKEN, by=by)
    return _keep(days, wait.person, by)


@transaction
def let_offer_lapse(wait: TrainingWait, *, by: Actor) -> None:
    """Take back a place that was offered and not taken in time: it goes to the next in line."""
    require(by, Permission.BOOK_TRAINING, wait)
    _hold(wait.run, wait.person)
    if wait.offer_until is None or wait.offer_until > clock.now():
        raise Refused("This offer still holds")
    end_wait(wait, WaitEnd.LAPSED, by=by)
    mail.queue(wait.person, "training_offer_lapsed", wait=wait)
    offer_next(wait.run, by=by)


@jobs.every_minute("training_offers_not_taken")
def _let_offers_lapse() -> int:
    """Pass on what was not taken in time; how many offers."""
    over = lines.offers_over(clock.now())
    for wait in over:
        let_offer_lapse(wait, by=SYSTEM)
    return len(over)


def end_wait(wait: TrainingWait, outcome: WaitEnd, *, by: Actor) -> None:
    """End a wait, once."""
    change(wait, where=TrainingWait.ended_at.is_(None), ended_at=clock.now(), outcome=outcome)
    audit.record(Event.WAIT_ENDED, wait, by=by, person=wait.person_id, outcome=outcome.value)


def offer_next(run: TrainingRun, *, by: Actor) -> None:
    """Offer what is free to those in line, in their order; the run is held by the caller.

    Whoever waits for several days is passed over only while one of them is full.
    """
    free = lines.free(run)
    for wait in lines.in_line(run):
        if wait.offered_at:
            continue
        days = _wanted(wait)
        until = min([clock.now() + OFFER_HOLDS, *(day.starts for day in days)])
        if not days or until <= clock.now() or any(free[day.id] < 1 for day in days):
            continue
        for day in days:
            free[day.id] -= 1
        change(
            wait,
            where=TrainingWait.offered_at.is_(None),
            offered_at=clock.now(),
            offer_until=until,
        )
        audit.record(Event.PLACE_OFFERED, wait, by=by, person=wait.person_id)
        mail.queue(wait.person, "training_place_offered", wait=wait, days=days)


def tell_of_day(day: TrainingDay, letter: str) -> None:
    """Write to each who has a place on a day that was changed or cancelled, with its entry."""
    for place in lines.places_on(day):
        _write(place.person, letter, [place], cancelled=bool(day.cancelled_on), day=day)


def appointments(places: Sequence[TrainingPlace]) -> list[Appointment]:
    """Places as entries of a calendar, which stay the same entries when a day is moved."""
    page = mail.link("training.my_training")
    return [
        Appointment(one.reference, on.starts, on.ends, on.sequence, page)
        for one in places
        for on in [one.training_day]
    ]


def _hold(run: TrainingRun, person: Person) -> None:
    """Have nobody else book on this run, nor for this person, until this is over."""
    lock(person)
    lock(run)
    db.session.expire(run, ["training_days"])


def _wanted(wait: TrainingWait) -> list[TrainingDay]:
    """The days that somebody in line still waits for."""
    has = lines.days_booked_by(wait.person)
    return [day for day in wait.days if day.id not in has]


def _keep(days: Sequence[TrainingDay], person: Person, by: Actor) -> list[TrainingPlace]:
    """Write down a place on each of some days of one run, and tell the person once."""
    _may_come(days, person)
    free = lines.free(days[0].run)
    if full := [day for day in days if free[day.id] < 1]:
        raise Refused(f"{in_words(full[0].held_on)} is full. You can wait for a place")
    places = [
        TrainingPlace(training_day=day, person=person, booked_on=clock.today()) for day in days
    ]
    with refusing("There is a place for this person already"):
        db.session.add_all(places)
    for place in places:
        on = place.training_day_id
        audit.record(Event.TRAINING_PLACE_BOOKED, place, by=by, person=person.id, day=on)
    _write(person, "training_place_booked", places, days=days)
    ask_for(places, by=by)
    for wait in lines.in_line(days[0].run, person):
        if not _wanted(wait):
            end_wait(wait, WaitEnd.TAKEN, by=by)
    offer_next(days[0].run, by=by)
    return places


def _may_come(days: Sequence[TrainingDay], person: Person) -> None:
    if not person.roles & LEARNERS:
        raise Refused("This training is for colleagues who volunteer")
    if not days or any(day.cancelled_on for day in days):
        raise Refused("This day was cancelled")
    if any(day.begun for day in days):
        raise Refused("This day has been already")
    has = lines.days_booked_by(person)
    if any(day.id in has for day in days):
        raise Refused("There is a place for this person already")
    if clash := lines.clash(person, days):
        what, when = clash.programme.name, in_words(clash.held_on)
        raise Refused(f"You have a place on {what} at that time, on {when}. Give it up first")


def _write(
    person: Person,
    letter: str,
    places: Sequence[TrainingPlace],
    *,
    cancelled: bool = False,
    **said: Any,
) -> None:
    """Write to one person, with the entries for their calendar."""
    entries = invitation(appointments(places), person.email or "", cancelled=cancelled)
    mail.queue(person, letter, calendar=entries, **said)
