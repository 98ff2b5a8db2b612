"""Stretches of days that people ask about: council years from April, and months."""

from dataclasses import dataclass
from datetime import date, timedelta

from nolimits.kernel import clock


@dataclass(frozen=True)
class Period:
    """From one day to another, both in it; either may be open."""

    key: str = ""
    label: str = "All time"
    start: date | None = None
    end: date | None = None


ALWAYS = Period()


def council_year(begins: int) -> Period:
    """The council's year, 1 April to 31 March."""
    label = f"April {begins} to March {begins + 1}"
    return Period(f"{begins}-year", label, date(begins, 4, 1), date(begins + 1, 3, 31))


def month(first: date) -> Period:
    """A calendar month, by its first day."""
    after = (first + timedelta(days=31)).replace(day=1)
    return Period(f"{first:%Y-%m}", f"{first:%B %Y}", first, after - timedelta(days=1))


def choices(since: date, *, months: int = 12) -> list[tuple[str, str]]:
    """What a list offers, as keys and labels: all time, council years since a day, months."""
    today = clock.today()
    years = range(_year_of(today), _year_of(since) - 1, -1)
    first, last = today.replace(day=1), []
    for _ in range(months):
        last.append(month(first))
        first = (first - timedelta(days=1)).replace(day=1)
    return [(one.key, one.label) for one in (ALWAYS, *map(council_year, years), *last)]


def chosen(key: str) -> Period:
    """The period that an address names; all time for anything else."""
    begins, _, rest = key.partition("-")
    if not (begins.isdigit() and 1900 <= int(begins) <= 2999):
        return ALWAYS
    if rest == "year":
        return council_year(int(begins))
    if rest.isdigit() and len(rest) == 2 and 1 <= int(rest) <= 12:
        return month(date(int(begins), int(rest), 1))
    return ALWAYS


def _year_of(day: date) -> int:
    return day.year if day >= date(day.year, 4, 1) else day.year - 1
