"""How long a sign-in lasts: idle, and at all. Moments in, an answer out; no database, no clock."""

from collections.abc import Set
from datetime import datetime, timedelta
from typing import NamedTuple

from nolimits.kernel.actors import PRIVILEGED, Role

LASTS = timedelta(hours=12)
IDLE = timedelta(minutes=30)
IDLE_PRIVILEGED = timedelta(minutes=15)
WRONG_CODES = 10  # one more, and no code is taken for a while
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN = timedelta(days=1)  # wrong codes of another day count no more
SEEN_AGAIN = timedelta(minutes=1)  # so that not every page writes
CLOCKS_DIFFER = timedelta(minutes=1)  # what the clocks of two servers may differ by


def idle_limit(roles: Set[Role]) -> timedelta:
    """How long a browser may rest: shorter for those who may read or do much."""
    return IDLE_PRIVILEGED if roles & PRIVILEGED else IDLE


def wait_after(wrong: int) -> timedelta:
    """How long no code is taken: nothing up to ten wrong ones, then a minute, twice that, an hour.

    What is tried meanwhile is not looked at and does not lengthen it, so nobody is shut out by
    somebody else for ever.
    """
    if wrong <= WRONG_CODES:
        return timedelta(0)
    return min(timedelta(minutes=2 ** min(wrong - WRONG_CODES - 1, 10)), LONGEST_WAIT)


class Left(NamedTuple):
    """How much longer a sign-in may rest, and how much longer it lasts however busy it is."""

    rests: timedelta
    lasts: timedelta


def time_left(begun_at: datetime, seen_at: datetime, roles: Set[Role], now: datetime) -> Left:
    """How much longer a sign-in is good; less than nothing once it is over."""
    return Left(seen_at + idle_limit(roles) - now, begun_at + LASTS - now)


def is_over(begun_at: datetime, seen_at: datetime, roles: Set[Role], now: datetime) -> bool:
    """Whether a sign-in has rested too long, has lasted too long, or comes from the future.

    The last means that the clock was wrong, then or now: whoever it is signs in again.
    """
    if max(begun_at, seen_at) > now + CLOCKS_DIFFER:
        return True
    return min(time_left(begun_at, seen_at, roles, now)) < timedelta(0)
