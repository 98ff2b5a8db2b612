"""The one clock: moments in UTC, days in London."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from time import time as seconds
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def of_machine() -> float:
    """The seconds that this machine counts, for what others count by it too."""
    return seconds()


def today() -> date:
    """Today's date in London, where the council is."""
    return london_day(now())


def london_day(moment: datetime) -> date:
    """The date that a clock in London showed at a moment."""
    return moment.astimezone(LONDON).date()


@contextmanager
def standing_at(moment: datetime | date) -> Iterator[None]:
    """Hold the clock at a moment (a date means 10:00 in London), for seeds and tests."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(10), LONDON)
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
