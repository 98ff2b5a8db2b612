"""Working days in England, and by when something must be done; numbers in, moments out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from nolimits.kernel import clock


@dataclass(frozen=True)
class Limits:
    """How long things may take, from a day on. The council's own policy unless a rule is named."""

    from_on: date
    acknowledge_days: int  # R-SAF-2
    officer_days: int  # R-SAF-3: to the local authority's designated officer
    day_ends: time
    repeat_after: timedelta  # an overdue concern is told of again


LIMITS = (Limits(date(2026, 1, 1), 1, 1, time(17), timedelta(days=1)),)
"""Oldest first; a change is a new line with its day, so that old deadlines stay what they were."""


def limits_on(day: date) -> Limits:
    """The limits that hold on a day; before the first, the first."""
    return next((one for one in reversed(LIMITS) if one.from_on <= day), LIMITS[0])


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year, with the days that stand in for weekends."""
    import holidays  # much to load, and only where somebody is worried

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether the council works on a day: no weekend, no bank holiday."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_day_after(day: date, count: int) -> date:
    """The day that is so many working days after another."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def due(moment: datetime, days: int) -> datetime:
    """When something that began at a moment must be done: at the end of a working day, London."""
    began = clock.london_day(moment)
    ends = limits_on(began).day_ends
    on = working_day_after(began, days)
    return datetime.combine(on, ends, clock.LONDON)


def acknowledge_by(raised_at: datetime) -> datetime:
    """By when a safeguarding lead says that they have a concern."""
    return due(raised_at, limits_on(clock.london_day(raised_at)).acknowledge_days)


def officer_by(raised_at: datetime) -> datetime:
    """By when the designated officer hears of an allegation about an adult."""
    return due(raised_at, limits_on(clock.london_day(raised_at)).officer_days)
