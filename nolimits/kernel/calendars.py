"""What people's own calendars are told (RFC 5545): neutral words, and neither who nor where.

A calendar is shown to families and shared with colleagues. An invitation holds its hours and the
address of the page where one signs in and reads the rest; a feed holds whole days and no more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parseaddr
from typing import Any

from nolimits.kernel import clock
from nolimits.kernel.settings import settings

NEUTRAL = "Keep free"


@dataclass(frozen=True)
class Appointment:
    """One entry of a calendar. Its key never changes; `sequence` rises with each change."""

    key: str
    starts: datetime
    ends: datetime
    sequence: int
    page: str  # the full address where one reads more, signed in


def feed(days: Iterable[tuple[str, date]]) -> bytes:
    """A calendar of whole days, each with a key that never changes and says nothing."""
    return _written("-//days//EN", [{"uid": k, "dtstart": d, "summary": NEUTRAL} for k, d in days])


def invitation(of: Sequence[Appointment], to: str, *, cancelled: bool = False) -> str:
    """The text of a calendar file that puts appointments into one person's calendar, or out."""
    from icalendar import vCalAddress

    told = settings()
    sender = parseaddr(told.mail_from)[1]
    entries = [
        {
            "uid": f"{one.key.lower()}@{sender.rpartition('@')[2]}",
            "sequence": one.sequence + cancelled,
            "dtstart": one.starts.astimezone(UTC),
            "dtend": one.ends.astimezone(UTC),
            "summary": told.calendar_title,
            "status": "CANCELLED" if cancelled else "CONFIRMED",
            "organizer": vCalAddress(f"mailto:{sender}"),
            "attendee": vCalAddress(f"mailto:{to}"),
            **({} if cancelled else {"description": f"Sign in to read where: {one.page}"}),
        }
        for one in of
    ]
    method = "CANCEL" if cancelled else "REQUEST"
    return _written("-//council//training//EN", entries, method=method).decode()


def _written(program: str, entries: Iterable[dict[str, Any]], **head: str) -> bytes:
    """A calendar file of some entries, each as its names and values say."""
    from icalendar import Calendar, Event

    written = Calendar()
    for name, value in {"version": "2.0", "prodid": program, **head}.items():
        written.add(name, value)
    for said in entries:
        entry = Event()
        for name, value in {**said, "dtstamp": clock.now()}.items():
            entry.add(name, value)
        written.add_component(entry)
    text: bytes = written.to_ical()
    return text
