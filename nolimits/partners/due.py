"""Which months or quarters of a project are over: days in, days out; no database, no clock."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
ANSWER_WITHIN = timedelta(days=14)  # after a period is over
REMIND_EVERY = timedelta(days=7)  # once that is past
RUNS_OUT_SOON = timedelta(days=30)  # so long before a check ends, Today says so


class Every(StrEnum):
    """How often a project reports."""

    MONTH = "month"
    QUARTER = "quarter"


def ends_on(every: Every, day: date) -> date:
    """The last day of a day's month or quarter of the calendar."""
    month = day.month if every is Every.MONTH else (day.month - 1) // 3 * 3 + 3
    return date(day.year + month // 12, month % 12 + 1, 1) - DAY


def periods(every: Every, first: date, last: date, today: date) -> Iterator[tuple[date, date]]:
    """The periods from a project's first day to its last that were over before today."""
    begins = first
    while begins <= last:
        ends = min(ends_on(every, begins), last)
        if ends >= today:
            return
        yield begins, ends
        begins = ends + DAY
