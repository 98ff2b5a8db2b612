"""Calendars that people's own programs read (RFC 5545): days and neutral words, and no more."""

from collections.abc import Iterable
from datetime import date

from nolimits.kernel import clock

NEUTRAL = "Keep free"


def feed(days: Iterable[tuple[str, date]]) -> bytes:
    """A calendar of whole days, each with a key that never changes and says nothing."""
    from icalendar import Calendar, Event

    written = Calendar()
    written.add("version", "2.0")
    written.add("prodid", "-//days//EN")
    for key, day in days:
        entry = Event()
        entry.add("uid", key)
        entry.add("dtstamp", clock.now())
        entry.add("dtstart", day)
        entry.add("summary", NEUTRAL)
        written.add_component(entry)
    text: bytes = written.to_ical()
    return text
