"""When a support mentor and a volunteer catch up: days in, days out; no database, no clock.

A day due follows from the day due before it and never from the day on which they spoke, so that
it does not creep.
"""

from datetime import date, timedelta

FIRST = timedelta(days=14)  # after the volunteer first meets a young person
EVERY = timedelta(days=42)
EARLY = timedelta(days=14)  # so long before its day a catch-up counts for it
SOON = timedelta(days=7)


def next_due(met_on: date | None, last_due: date | None, held_on: date | None) -> date | None:
    """The day by which they are to catch up next; None while the volunteer meets nobody.

    `met_on` is when the volunteer first met whom they meet now; the others are the last day due
    for which they caught up, and when they did.
    """
    if met_on is None:
        return None
    if last_due is None or last_due < met_on:
        return met_on + FIRST
    due = last_due + EVERY
    while held_on and due <= held_on:
        due += EVERY
    return due


def counts_for(due_on: date | None, held_on: date) -> date | None:
    """The day due that a catch-up settles; none where it is long before."""
    return due_on if due_on and held_on >= due_on - EARLY else None
