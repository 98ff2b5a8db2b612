"""Is what somebody does with children regulated activity (R-DBS-3 to R-DBS-5)?

Dated contacts in, reasons out; no database, no clock. Contacts are planned or logged, and pooled
across all young people and settings. What is not known counts as if it were so.
Source: Safeguarding Vulnerable Groups Act 2006, Schedule 4, as amended up to September 2026.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

SUPERVISION_ENDED = date(2026, 9, 1)  # from then on it makes no difference that somebody watches
MOST_DAYS = 3  # more of them than this in any window is regulated
WINDOW = timedelta(days=30)
WEEK = 7  # days between contacts, as agreed, at which they are frequent
NIGHT = (time(2), time(6))
ADULT = 18


class Why(StrEnum):
    """What makes it regulated activity."""

    PERSONAL_CARE = "personal_care"
    NIGHT = "night"
    DAYS = "days"
    WEEKLY = "weekly"


@dataclass(frozen=True)
class Contact:
    """One time with a young person: the day on which it begins, and what is known of it."""

    on: date
    minutes: int = 60
    starts: time | None = None
    born_on: date | None = None
    face_to_face: bool = True
    driving: bool = False
    supervised: bool = False
    personal_care: bool = False


def regulated(contacts: Iterable[Contact], *, agreed_every: Iterable[int] = ()) -> frozenset[Why]:
    """Every reason for which it is regulated activity; none when it is not.

    `agreed_every`: in how many days each child is to be met, for those who are under 18 now.
    """
    counted = [one for one in contacts if _counts(one)]
    found = {
        Why.PERSONAL_CARE: any(one.personal_care for one in counted),
        Why.NIGHT: any(_at_night(one) for one in counted),
        Why.DAYS: len(busiest(counted)) > MOST_DAYS,
        Why.WEEKLY: any(every <= WEEK for every in agreed_every),
    }
    return frozenset(why for why, so in found.items() if so)


def busiest(contacts: Iterable[Contact]) -> list[date]:
    """The days with a child that lie in one window of 30, where most of them do."""
    counted = [one for one in contacts if _counts(one)]
    ordered = sorted({day for one in counted for day in _days(one) if _child(one, day)})
    windows = ([day for day in ordered if timedelta() <= day - first < WINDOW] for first in ordered)
    return max(windows, key=len, default=[])


def is_child(born_on: date | None, day: date) -> bool:
    """Whether somebody is under 18 on a day; of whom nobody knows, it counts as if."""
    if born_on is None:
        return True
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day)) < ADULT


def _child(contact: Contact, day: date) -> bool:
    return is_child(contact.born_on, day)


def _counts(contact: Contact) -> bool:
    return _child(contact, contact.on) and not (
        contact.supervised and contact.on < SUPERVISION_ENDED
    )


def _days(contact: Contact) -> Iterator[date]:
    """The days on which it takes place: the one after too, where it goes on past midnight."""
    begins = datetime.combine(contact.on, contact.starts or time())
    ends = begins + timedelta(minutes=max(contact.minutes, 1), microseconds=-1)
    for number in range((ends.date() - contact.on).days + 1):
        yield contact.on + timedelta(days=number)


def _at_night(contact: Contact) -> bool:
    """Whether it overlaps the hours of night face to face; driving somebody then does not count."""
    if contact.driving or not contact.face_to_face:
        return False
    if contact.starts is None:
        return contact.minutes > 20 * 60  # so long that it cannot miss them, whenever it began
    begins = datetime.combine(contact.on, contact.starts)
    ends = begins + timedelta(minutes=contact.minutes)
    return any(
        begins < datetime.combine(day, NIGHT[1]) and datetime.combine(day, NIGHT[0]) < ends
        for day in _days(contact)
        if _child(contact, day)
    )
