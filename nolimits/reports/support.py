"""What Today says of who stands behind volunteers: nobody, or somebody who has not caught up."""

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission, can
from nolimits.reports.today import MOST
from nolimits.reports.waiting import Pile, Waiting
from nolimits.support_mentors import queries
from nolimits.volunteers import pool

ALL = "support_mentors.support_mentors"


def piles(by: Actor) -> list[Pile]:
    """Whom nobody stands behind any more, and with whom nobody has caught up."""
    if not can(by, Permission.SEE_SUPPORT_MENTORS):
        return []
    alone, late = _alone(), _late()
    return [
        Pile("Without a support mentor", "Nobody lost theirs.", ALL, alone[:MOST], len(alone)),
        Pile("Catch-ups overdue", "No catch-up is overdue.", ALL, late[:MOST], len(late)),
    ]


def _alone() -> list[Waiting]:
    return [
        Waiting(
            one.person.name,
            "nobody stands behind them any more",
            max(filter(None, (support.until_on for support in one.supports))),
            "Choose a support mentor",
            "volunteers.volunteer",
            one.reference,
        )
        for one in pool.without_anybody()
    ]


def _late() -> list[Waiting]:
    found = []
    for one in queries.overdue(clock.today()):
        volunteer = one.volunteer
        behind = next((row.mentor.name for row in volunteer.supports if not row.until_on), None)
        who = f"with {behind}" if behind else "nobody stands behind them"
        why = f"{who}, due by {day(one.due_on)}"
        ring = ("Ring the support mentor", "volunteers.volunteer", volunteer.reference)
        found.append(Waiting(volunteer.person.name, why, one.last_on, *ring))
    return found
