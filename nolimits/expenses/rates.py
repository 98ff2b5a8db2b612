"""What a journey comes to, in pence, by the rate of its day (R-EXP-1); no database, no clock.

Miles are counted in tenths. A rate holds for the first so many miles of a tax year, wherever they
were claimed, and a lower one after. Parts of a penny are left out, so that nobody gets more than
the rate.
"""

from dataclasses import dataclass
from datetime import date

TENTHS = 10


@dataclass(frozen=True)
class Rate:
    """Pence for a mile; and what comes after so many miles of a tax year, where that differs."""

    pence: int
    after_pence: int | None = None
    after_miles: int | None = None


def tax_year(day: date) -> int:
    """The year in which a day's tax year began: on 6 April."""
    return day.year if (day.month, day.day) >= (4, 6) else day.year - 1


def owed(rate: Rate, before: int, tenths: int) -> int:
    """What a journey of so many tenths of a mile comes to, after `before` of the same tax year."""
    if rate.after_pence is None or rate.after_miles is None:
        return tenths * rate.pence // TENTHS
    first = min(tenths, max(0, rate.after_miles * TENTHS - before))
    return (first * rate.pence + (tenths - first) * rate.after_pence) // TENTHS


def in_miles(tenths: int) -> str:
    """Tenths of a mile as people write them: "12.4", "3"."""
    whole, part = divmod(tenths, TENTHS)
    return f"{whole}.{part}" if part else f"{whole:,}"
