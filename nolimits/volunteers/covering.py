"""Cover while a support mentor is away: who stands in, until when, and who is told whom to ring."""

from datetime import date

import sqlalchemy as sa

from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, db, lock, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Event as PeopleEvent
from nolimits.people.models import Person
from nolimits.people.queries import by_numbers, holders
from nolimits.volunteers import pool
from nolimits.volunteers.models import Cover, Event, Volunteer


@transaction
def arrange_cover(
    person: Person, cover: Person, from_on: date, until_on: date, *, by: Actor
) -> Cover:
    """Have another stand behind the volunteers of a support mentor until they are back.

    The volunteers are told whom to ring. Whoever covers reads of them what their support mentor
    reads, but for what was said to others, from the first day away until the day before the last.
    """
    require(by, Permission.ARRANGE_COVER, person)
    for one in sorted((person, cover), key=lambda one: one.id):
        lock(one)  # two who arrange cover of the same days see one another
    _may_cover(person, cover)
    if from_on < clock.today():
        raise Refused("The first day away is today or a day to come", "from_on")
    if until_on <= from_on:
        raise Refused("They are back on a later day than the first day away", "until_on")
    _is_free(person, cover, from_on, until_on)
    made = Cover(person=person, by=cover, from_on=from_on, until_on=until_on, arranged_by_id=by.id)
    db.session.add(made)
    audit.record(Event.COVER_ARRANGED, person, by=by, cover=cover.id)
    _tell(made, pool.supported_by(person.id))
    return made


def _tell(cover: Cover, volunteers: list[Volunteer]) -> None:
    """Have the volunteers know whom to ring, and who covers know that they may be rung."""
    since, until = cover.from_on, cover.until_on
    for one in volunteers:
        letter = "support_mentor_away"
        mail.queue(one.person, letter, person=cover.by, from_on=since, until_on=until)
    number, away = len(volunteers), cover.person
    mail.queue(cover.by, "cover_asked", person=away, number=number, from_on=since, until_on=until)


def _may_cover(person: Person, cover: Person) -> None:
    """Refuse whoever is no support mentor, or may not stand behind one of the volunteers."""
    if Role.SUPPORT_MENTOR not in person.roles:
        raise Refused(f"{person.name} is not a support mentor")
    if cover.id == person.id:
        raise Refused("Somebody else covers for them", "mentor")
    if Role.SUPPORT_MENTOR not in cover.roles:
        raise Refused(f"{cover.name} is not a support mentor", "mentor")
    for volunteer in pool.supported_by(person.id):
        if cover.id in pool.unapt(volunteer):
            told = f"{cover.name} is too close to stand behind {volunteer.person.name}"
            raise Refused(f"{told}. Choose somebody else", "mentor")


def _is_free(person: Person, cover: Person, from_on: date, until_on: date) -> None:
    """Refuse days on which they have cover, or cover themself, or on which who covers is away."""
    overlaps = sa.and_(Cover.from_on < until_on, Cover.until_on > from_on)
    theirs = sa.or_(Cover.person_id.in_([person.id, cover.id]), Cover.cover_id == person.id)
    for away in pool.covers(overlaps, theirs):
        days = f"from {day(away.from_on)} until {day(away.until_on)}"
        if away.person_id == cover.id:
            raise Refused(f"{cover.name} is away {days}", "mentor")
        if away.person_id == person.id:
            raise Refused(f"{away.by.name} covers for them {days}", "from_on")
        raise Refused(f"They cover for {away.person.name} {days}", "from_on")


@transaction
def end_cover(person: Person, *, by: Actor) -> None:
    """Somebody is back before their time, or is not going; who covered reads nothing more."""
    require(by, Permission.ARRANGE_COVER, person)
    covers = pool.covers_of([person.id])
    if not covers:
        raise Refused("Nobody covers for them")
    _end(covers[0])
    audit.record(Event.COVER_ENDED, person, by=by)
    for volunteer in pool.supported_by(person.id):
        mail.queue(volunteer.person, "support_mentor_back", person=person)


def _end(cover: Cover) -> None:
    end = max(cover.from_on, clock.today())
    change(cover, where=Cover.until_on == cover.until_on, until_on=end)


@jobs.nightly("covers_gone")
@transaction
def _end_of_covers() -> int:
    """End what somebody was to cover who is no support mentor today; how often."""
    covers = pool.covers()
    by_numbers(number for one in covers for number in (one.cover_id, one.person_id))  # all at once
    gone = [
        one
        for one in covers
        if Role.SUPPORT_MENTOR not in one.by.roles or Role.SUPPORT_MENTOR not in one.person.roles
    ]
    for cover in gone:
        _end(cover)
        audit.record(Event.COVER_ENDED, cover.person, by=SYSTEM)
        for coordinator in holders(Role.COORDINATOR):
            mail.queue(coordinator, "cover_gone", person=cover.person)
    return len(gone)


@audit.heard(PeopleEvent.PERSON_LEFT)
@audit.heard(PeopleEvent.PERSON_SUSPENDED)
@audit.heard(PeopleEvent.ROLE_ENDED)
def _on_cover_gone(person: Person, *, by: Actor) -> None:
    """Whoever is a support mentor no more covers for nobody, from that moment."""
    _end_of_covers()
