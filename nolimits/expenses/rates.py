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
    """What a journey of so many tenths comes to, where `before` had the first rate already."""
    if rate.after_pence is None or rate.after_miles is None:
        return tenths * rate.pence // TENTHS
    first = min(tenths, max(0, rate.after_miles * TENTHS - before))
    return (first * rate.pence + (tenths - first) * rate.after_pence) // TENTHS


def at_first(rate: Rate, tenths: int, pence: int) -> int:
    """How many tenths of a journey had the first rate, by what it came to; never too few."""
    if rate.after_pence is None or rate.after_pence >= rate.pence:
        return tenths
    above = pence * TENTHS + (TENTHS - 1) - tenths * rate.after_pence  # a part may be left out
    return min(tenths, above // (rate.pence - rate.after_pence))


def in_miles(tenths: int) -> str:
    """Tenths of a mile as people write them: "12.4", "3"."""
    whole, part = divmod(tenths, TENTHS)
    return f"{whole}.{part}" if part else f"{whole:,}"
