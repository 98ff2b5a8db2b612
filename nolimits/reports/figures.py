"""What a figure is: its words, the records behind it, and how they add up.

A figure's value is the sum over the very rows that its page shows, so the two cannot differ.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypedDict

import sqlalchemy as sa

from nolimits.kernel.db import db

Answer = int | str | bool | None
FEW = 5


class Qualifier(StrEnum):
    """How well a figure is known."""

    EXACT = "exact"
    ABOUT = "about"
    NOT_REPORTED = "not_reported"


class Unit(StrEnum):
    """What a figure counts; people of a small scheme are suppressed under five (R-DP-12)."""

    PEOPLE = "people"
    YOUNG_PEOPLE = "young people"
    GBP = "GBP"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    YEAR = "year"
    PERIOD = "period"
    MONTH = "month"
    CADENCE = "cadence"
    BOOL = "bool"
    PLEDGES = "pledges"
    MATCHES = "matches"
    CONTACTS = "contacts"
    GRANTS = "grants"
    APPLICATIONS = "applications"
    GIFTS = "gifts"
    PROJECTS = "projects"
    MENTOR = "mentor"
    ROUTES = "routes"
    ELEMENTS = "elements"
    PRIORITIES = "priorities"
    AREAS = "areas"
    ISSUES = "issues"


OF_PEOPLE = frozenset(
    {
        *(Unit.PEOPLE, Unit.YOUNG_PEOPLE, Unit.MATCHES, Unit.CONTACTS),
        *(Unit.APPLICATIONS, Unit.GRANTS, Unit.GIFTS),
    }
)
"""What is counted of people, or of things that each are one person's."""


@dataclass(frozen=True)
class Period:
    """The days from one to another, both counted; without a first day, everything until then."""

    as_at: date
    from_on: date | None = None

    def holds(self, day: Any) -> sa.ColumnElement[bool]:
        """Whether a column's day is in the period."""
        if self.from_on is None:
            return sa.and_(day.is_not(None), day <= self.as_at)
        return day.between(self.from_on, self.as_at)  # type: ignore[no-any-return]

    def open_at_end(self, begun: Any, ended: Any) -> sa.ColumnElement[bool]:
        """Whether something had begun by the last day and had not ended."""
        return sa.and_(begun <= self.as_at, sa.or_(ended.is_(None), ended > self.as_at))


@dataclass(frozen=True)
class Value:
    """What a figure comes to. Pounds are whole pence inside and pounds outside."""

    amount: Answer
    qualifier: Qualifier = Qualifier.EXACT


NOT_REPORTED = Value(None, Qualifier.NOT_REPORTED)
Rows = Callable[[Period], sa.Select[Any]]


@dataclass(frozen=True)
class Figure:
    """One figure of a report.

    `rows(period)` selects the records behind it as columns reference, what, day, amount; its
    value is the sum of amount. `answer(period)` stands in where a figure is no sum. `opens` is
    the endpoint of such a record's page. `part_of` names the figure that this one adds up to.
    `per` is how many of the rows' units make one of the figure's: 60 minutes an hour.
    """

    key: str
    label: str
    unit: Unit
    definition: str
    rows: Rows | None = None
    answer: Callable[[Period], Value] | None = None
    opens: str | None = None
    part_of: str | None = None
    per: int = 1

    def value(self, period: Period) -> Value:
        """What the figure comes to in a period."""
        if self.answer is not None:
            return self.answer(period)
        if self.rows is None:
            raise TypeError(f"{self.key} has neither rows nor an answer")
        rows = self.rows(period).order_by(None).subquery()
        total = db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(rows.c.amount), 0)))
        return Value(int(total or 0) // self.per)

    @property
    def counts_people(self) -> bool:
        """Whether a small value could tell who is meant."""
        return self.unit in OF_PEOPLE


class Line(TypedDict):
    """A figure as printed and frozen."""

    key: str
    label: str
    value: Answer | float
    unit: str
    qualifier: str
    definition: str


def line(figure: Figure, value: Value) -> Line:
    """A figure with its value, in the shape that files and frozen reports hold."""
    amount: Answer | float = value.amount
    if figure.unit is Unit.GBP and isinstance(amount, int):
        amount = amount // 100 if amount % 100 == 0 else amount / 100
    return {
        "key": figure.key,
        "label": figure.label,
        "value": amount,
        "unit": figure.unit.value,
        "qualifier": value.qualifier.value,
        "definition": figure.definition,
    }


def suppressed(
    figures: Mapping[str, Figure], values: Mapping[str, Any], also: Set[str] = frozenset()
) -> dict[str, bool]:
    """The figures that are not shown, each with whether it may be said that it is small.

    Hidden are people under five, what is `also` to be, and as many others as it takes: a shown
    total less its shown parts never comes to few, nor to one part alone (R-DP-12). Of a part of a
    shown total not even that it is small is said: what is left of the total would tell the rest.
    """
    small = {key for key, figure in figures.items() if figure.counts_people and _few(values[key])}
    hidden, wholes = {*small, *also}, _wholes(figures)
    while more := next(
        (
            _next_hidden(*one, hidden, values)
            for one in wholes.items()
            if _tells(*one, hidden, values)
        ),
        None,
    ):
        hidden.add(more)
    parts_of_shown = {
        part for whole, parts in wholes.items() if whole not in hidden for part in parts
    }
    return {key: key in small and key not in {*also, *parts_of_shown} for key in hidden}


def _wholes(figures: Mapping[str, Figure]) -> dict[str, set[str]]:
    """Each figure that is the sum of others, with those others."""
    found: dict[str, set[str]] = {}
    for key, figure in figures.items():
        if figure.part_of is not None and figure.part_of in figures:
            found.setdefault(figure.part_of, set()).add(key)
    return found


def _tells(whole: str, parts: Set[str], hidden: Set[str], values: Mapping[str, Any]) -> bool:
    """Whether what is shown of a sum tells of few, or what one hidden number is."""
    gone = hidden & {whole, *parts}
    if len(gone) < 2:
        return bool(gone)
    return whole not in gone and sum(values[key] for key in gone) < FEW


def _next_hidden(whole: str, parts: Set[str], hidden: Set[str], values: Mapping[str, Any]) -> str:
    """The smallest part that is somebody's, then any part, then the sum itself."""
    left = sorted(parts - hidden, key=lambda key: (not values[key], values[key], key))
    return left[0] if left else whole


def _few(amount: Any) -> bool:
    return isinstance(amount, int) and not isinstance(amount, bool) and 0 < amount < FEW
