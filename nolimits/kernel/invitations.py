"""Invitations to people's own calendars, which say neither who nor where (RFC 5545).

A calendar is shown to families and shared with colleagues, so an entry holds a neutral title, its
hours, and the address of the page where one signs in and reads the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr

from nolimits.kernel import clock
from nolimits.kernel.settings import settings


@dataclass(frozen=True)
class Appointment:
    """One entry of a calendar. Its key never changes; `sequence` rises with each change."""

    key: str
    starts: datetime
    ends: datetime
    sequence: int
    page: str  # the full address where one reads more, signed in


def invitation(of: Sequence[Appointment], to: str, *, cancelled: bool = False) -> str:
    """The text of a calendar file that puts appointments into one person's calendar, or out."""
    from icalendar import Calendar, Event, vCalAddress

    told = settings()
    sender = parseaddr(told.mail_from)[1]
    written = Calendar()
    written.add("version", "2.0")
    written.add("prodid", "-//council//training//EN")
    written.add("method", "CANCEL" if cancelled else "REQUEST")
    for one in of:
        entry = Event()
        entry.add("uid", f"{one.key.lower()}@{sender.rpartition('@')[2]}")
        entry.add("sequence", one.sequence + cancelled)
        entry.add("dtstamp", clock.now())
        entry.add("dtstart", one.starts.astimezone(UTC))
        entry.add("dtend", one.ends.astimezone(UTC))
        entry.add("summary", told.calendar_title)
        entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        entry.add("organizer", vCalAddress(f"mailto:{sender}"))
        entry.add("attendee", vCalAddress(f"mailto:{to}"))
        if not cancelled:
            entry.add("description", f"Sign in to read where: {one.page}")
        written.add_component(entry)
    text: str = written.to_ical().decode()
    return text
