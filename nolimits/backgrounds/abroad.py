"""How long somebody lived abroad, of what a DBS check does not know; no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

YEARS = 5  # of addresses, without a gap (R-DBS-19)
YEARS_ABROAD = 10  # R-REC-4: what is longer ago is not asked
ADULT = 18
LEAST_MONTHS = 12  # R-REC-4: from so many on, more has to be found out
EXTRA_REFERENCES = 2  # R-REC-4: so many more, from there, where there is no certificate
DAYS_A_MONTH = 30  # a little short, so that whoever is near the limit is looked at


@dataclass(frozen=True)
class Address:
    """Where somebody lived, from a day until they moved to the next."""

    words: str
    abroad: bool
    since: date


def months_abroad(addresses: Sequence[Address], born_on: date, on: date, more: int = 0) -> int:
    """Whole months lived abroad as an adult in the ten years up to a day.

    `addresses` come newest first, each until the one before it; `more` are months told of beside.
    """
    first, until, days = max(later(on, -YEARS_ABROAD), later(born_on, ADULT)), on, 0
    for one in addresses:
        begun = max(one.since, first)
        if one.abroad and begun < until:
            days += (until - begun).days
        until = min(until, one.since)
    return more + days // DAYS_A_MONTH


def later(day: date, years: int) -> date:
    """The same day that many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def covers(addresses: Sequence[Address], on: date) -> bool:
    """Whether addresses go back the five years that are asked for."""
    return bool(addresses) and addresses[-1].since <= later(on, -YEARS)
