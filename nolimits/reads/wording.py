"""Looks in words: for the lead's file, for an adult, and for a young person of nine."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from babel.dates import format_date

from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.kernel.pages import at_time, day
from nolimits.people.models import Person
from nolimits.reads.queries import Seen, Told, people_of
from nolimits.reads.review import UNUSUAL

__all__ = ["COLUMNS", "UNUSUAL", "cells", "for_adult", "for_young_person", "page"]

COLUMNS = ("Who looked", "At whose record", "Looks", "First", "Last", "Unusual", "Made of it", "By")
ROOMS = {
    "checks": "your checks",
    "dbs": "your DBS check",
    "volunteers": "your application and what you have done",
    "young_people": "the record",
    "matching": "a match",
    "contacts": "a contact log",
    "grants": "an application",
    "panel": "an application",
    "awards": "a grant",
}
MADE = {"right": "looked right", "ask": "to be asked"}


def page(endpoint: str) -> str:
    """A page in words: "checks: dbs"."""
    return endpoint.replace(".", ": ").replace("_", " ")


def cells(line: Told) -> list[Any]:
    """A line of the lead's file."""
    mark = line.mark
    return [
        line.by.name,
        line.about,
        len(line.looks),
        at_time(line.looks[0].at),
        at_time(line.looks[-1].at),
        "; ".join(UNUSUAL[key] for key in line.unusual),
        MADE[mark.verdict.value] if mark else "",
        mark.marked_by.name if mark else "",
    ]


def for_adult(seen: Iterable[Seen], people: Mapping[int, Person]) -> list[tuple[str, str, str]]:
    """On which day, who, at what; once a day and thing."""
    told = [
        (day(one.on), people[one.by_id].name, ROOMS.get(one.page.split(".")[0], "your record"))
        for one in seen
        if one.by_id in people
    ]
    return list(dict.fromkeys(told))


def for_young_person(seen: Iterable[Seen], young: Any) -> list[str]:
    """Sentences that a child reads: "Your worker looked on Monday"."""
    ones = list(seen)
    people = people_of({one.by_id for one in ones})
    mentors = {one.mentor_person_id for one in young.matches}
    told = [
        f"{_who(one.by_id, people.get(one.by_id), young, mentors)} looked {_when(one.on)}"
        for one in ones
    ]
    return list(dict.fromkeys(told))


def _who(by_id: int, person: Person | None, young: Any, mentors: set[Any]) -> str:
    if by_id == young.caseload_id:
        return "Your worker"
    if by_id in mentors:
        return "Your mentor"
    roles = person.roles if person else frozenset()
    if Role.COORDINATOR in roles:
        return "Someone from the No Limits team"
    if Role.PANEL_MEMBER in roles:
        return "Someone on the panel"
    if Role.FINANCE_OFFICER in roles:
        return "Someone who pays grants"
    return "Someone from the council"


def _when(on: date) -> str:
    ago = (clock.today() - on).days
    if ago < 2:
        return ("today", "yesterday")[ago]
    if ago < 7:
        return format_date(on, "'on' EEEE", locale="en_GB")
    return f"on {day(on)}"
