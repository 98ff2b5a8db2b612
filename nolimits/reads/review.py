"""A week of looks in lines, one for each person and record, the unusual first. Pure: no database.

Unusual is: opened in an emergency, outside one's own young people, of somebody one is tied to or
works beside, at night or on a weekend, very many records in one day, many searches.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nolimits.kernel.clock import LONDON

DAY_BEGINS, DAY_ENDS = 7, 20
MANY_RECORDS, MANY_SEARCHES = 30, 20  # in one day; in one week
OWN_PAGES = "young_people."  # pages that only their own workers need

# The gravest first.
UNUSUAL = {
    "glass": "opened in an emergency",
    "tied": "somebody they are tied to",
    "colleague": "somebody of their own directorate",
    "outside": "not one of their own young people",
    "many": "very many records in one day",
    "searches": "many searches",
    "hours": "at night or on a weekend",
}

Whose = tuple[str, int]


@dataclass(frozen=True)
class Look:
    """One look: by whom, at whose record, when, on which page; lists have numbers."""

    at: datetime
    by_id: int
    whose: Whose
    page: str
    numbers: tuple[object, ...] = ()
    searched: bool = False


@dataclass(frozen=True)
class Facts:
    """What has to be known to tell what is unusual."""

    workers: Mapping[int, int] = field(default_factory=dict)  # of young people
    sees_all: frozenset[int] = frozenset()
    tied: frozenset[tuple[int, int]] = frozenset()  # a person, and a young person
    directorates: Mapping[int, int] = field(default_factory=dict)  # of people
    broken: frozenset[tuple[int, int]] = frozenset()  # a person, and a young person


@dataclass
class Line:
    """What one person looked at of one record, or in lists, in a week."""

    by_id: int
    whose: Whose
    looks: list[Look]
    unusual: list[str]

    @property
    def of_lists(self) -> bool:
        """Whether it is of lists, and so of nobody alone."""
        return self.whose[1] == 0

    @property
    def shown(self) -> int:
        """How many records stood in the lists."""
        return len({number for look in self.looks for number in look.numbers})

    @property
    def searches(self) -> int:
        """How many of the lists were narrowed."""
        return sum(look.searched for look in self.looks)


def in_lines(looks: Iterable[Look], facts: Facts) -> list[Line]:
    """The lines of a week: those with most that is unusual first, then whoever looked most."""
    together: dict[tuple[int, Whose], list[Look]] = defaultdict(list)
    days: dict[tuple[int, object], set[Whose]] = defaultdict(set)
    for look in looks:
        together[look.by_id, look.whose].append(look)
        if look.whose[1]:
            days[look.by_id, look.at.astimezone(LONDON).date()].add(look.whose)
    busy = {who for (who, _), whose in days.items() if len(whose) >= MANY_RECORDS}
    lines = [
        Line(by_id, whose, sorted(ones, key=lambda one: one.at), [])
        for (by_id, whose), ones in together.items()
    ]
    for line in lines:
        line.unusual = [key for key in UNUSUAL if _is(key, line, facts, busy)]
    return sorted(lines, key=_gravest)


def _gravest(line: Line) -> tuple[object, ...]:
    order = list(UNUSUAL)
    first = order.index(line.unusual[0]) if line.unusual else len(order)
    return first, -len(line.unusual), -len(line.looks), line.by_id, line.whose


def _is(key: str, line: Line, facts: Facts, busy: set[int]) -> bool:
    if key == "hours":
        return any(_at_odd_hours(one.at) for one in line.looks)
    if key == "searches":
        return line.of_lists and line.searches >= MANY_SEARCHES
    if key == "many":
        return line.of_lists is False and line.by_id in busy
    kind, number = line.whose
    if key == "colleague":
        own = facts.directorates.get(line.by_id)
        return kind == "person" and own is not None and own == facts.directorates.get(number)
    if kind != "young_person":
        return False
    if key == "outside":
        theirs = facts.workers.get(number) == line.by_id or line.by_id in facts.sees_all
        pages = any(one.page.startswith(OWN_PAGES) for one in line.looks)
        return not line.of_lists and not theirs and pages
    return (line.by_id, number) in (facts.broken if key == "glass" else facts.tied)


def _at_odd_hours(moment: datetime) -> bool:
    there = moment.astimezone(LONDON)
    return there.weekday() > 4 or not DAY_BEGINS <= there.hour < DAY_ENDS
