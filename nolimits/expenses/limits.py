"""Whether costs keep to what was agreed for a visit, a month and a match; no database, no clock.

What somebody agreed to before it was spent stands aside: of such a day only what is above it
counts towards the month and the match.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from nolimits.kernel.money import pounds
from nolimits.kernel.pages import day as written


@dataclass(frozen=True)
class Caps:
    """The most for one day, for one month, and in all; `whole` is None where nothing is said."""

    visit: int
    month: int
    whole: int | None


@dataclass(frozen=True)
class Cost:
    """Pence of one day."""

    day: date
    pence: int


def over(
    caps: Callable[[date], Caps],
    new: Iterable[Cost],
    known: Iterable[Cost],
    agreed: Mapping[date, int],
) -> list[str]:
    """What is too much, in words; nothing where all is within what was agreed.

    `caps` says what was agreed as of a day, `known` is what was claimed before, `agreed` what of a
    day somebody said yes to before it was spent.
    """
    mine, days = {one.day for one in new}, _by_day([*new, *known])
    told = [
        f"{pounds(days[day])} on {written(day)} is more than the {pounds(most)} agreed for a visit"
        for day in sorted(mine)
        if days[day] > (most := max(caps(day).visit, agreed.get(day, 0)))
    ]
    counted = {day: max(0, pence - agreed.get(day, 0)) for day, pence in days.items()}
    for last in sorted({_month(day): day for day in sorted(mine)}.values()):
        month = sum(pence for day, pence in counted.items() if _month(day) == _month(last))
        if month > caps(last).month:
            limit = pounds(caps(last).month)
            told.append(f"{pounds(month)} in {last:%B %Y} is more than the {limit} for a month")
    whole, most_of_all = sum(counted.values()), caps(max(mine)).whole if mine else None
    if most_of_all is not None and whole > most_of_all:
        told.append(f"{pounds(whole)} in all is more than the {pounds(most_of_all)} agreed")
    return told


def _by_day(costs: Iterable[Cost]) -> dict[date, int]:
    days: dict[date, int] = {}
    for one in costs:
        days[one.day] = days.get(one.day, 0) + one.pence
    return days


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
