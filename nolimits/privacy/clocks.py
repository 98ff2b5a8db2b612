"""By when a request must be answered: a month by the calendar, longer while the clock stood still.

Days in, days out: no database, no clock. A month runs to the same day of the next month, or to its
last day where it has no such day; where that is a weekend or a bank holiday in England, to the next
working day (R-DP-8).
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

FIRST, LONGER = 1, 3  # months: as a rule, and where it is complex
DAY = timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day some months later: 31 January and one month are 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - DAY).day
    return date(day.year + years, month + 1, min(day.day, last))


def is_working_day(day: date) -> bool:
    """Whether the council works: no Saturday, Sunday or bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


@lru_cache(maxsize=16)
def _bank_holidays(year: int) -> frozenset[date]:
    import holidays  # much to load, and only dates need it

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def next_working_day(day: date) -> date:
    """The day itself where the council works on it, else the next one on which it does."""
    while not is_working_day(day):
        day += DAY
    return day


def days_stopped(stops: Iterable[tuple[date, date | None]], today: date) -> int:
    """For how many days the clock stood still; one that still stands has stood until today."""
    return sum(((until or today) - since).days for since, until in stops)


def due_on(asked_on: date, *, longer: bool = False, stopped: int = 0) -> date:
    """The last day to answer."""
    end = months_after(asked_on, LONGER if longer else FIRST)
    return next_working_day(end + stopped * DAY)
