"""What Today says of who stands behind volunteers: nobody, or somebody who has not caught up."""

from collections.abc import Iterator
from datetime import date

from nolimits.kernel.actors import Actor
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission, can
from nolimits.reports.waiting import Kind, Waiting
from nolimits.support_mentors import queries
from nolimits.volunteers import pool

ALL = "support_mentors.support_mentors"


def kinds(by: Actor, today: date) -> list[Kind]:
    """What waits of support, by how grave it is."""
    return [
        Kind(20, "Without a support mentor", "Nobody lost theirs.", ALL, alone(by)),
        Kind(40, "Catch-ups overdue", "No catch-up is overdue.", ALL, late(by, today)),
    ]


def alone(by: Actor) -> Iterator[Waiting]:
    """Volunteers who lost their support mentor."""
    if not can(by, Permission.SEE_SUPPORT_MENTORS):
        return
    for one in pool.without_anybody():
        yield Waiting(
            one.person.name,
            "nobody stands behind them any more",
            max(filter(None, (support.until_on for support in one.supports))),
            "Choose a support mentor",
            "volunteers.volunteer",
            one.reference,
        )


def late(by: Actor, today: date) -> Iterator[Waiting]:
    """Volunteers with whom nobody has caught up by the day it was due."""
    if not can(by, Permission.SEE_SUPPORT_MENTORS):
        return
    for one in queries.overdue(today):
        volunteer = one.volunteer
        behind = next((row.mentor.name for row in volunteer.supports if not row.until_on), None)
        who = f"with {behind}" if behind else "nobody stands behind them"
        why = f"{who}, due by {day(one.due_on)}"
        ring = ("Ring the support mentor", "volunteers.volunteer", volunteer.reference)
        yield Waiting(volunteer.person.name, why, one.last_on, *ring)
