"""What Today says of concerns: to a lead, what is due; to a coordinator, only that one waits."""

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.pages import at_time, counted
from nolimits.kernel.permissions import Permission, can
from nolimits.reports.today import MOST, Pile, Waiting
from nolimits.safeguarding import queries

ANY = "Nobody has raised a concern that is open."


def piles(by: Actor) -> list[Pile]:
    """The concerns of a lead who is a coordinator too, and those that no lead may have."""
    return [*_of_lead(by), *_without_lead(by)]


def _of_lead(by: Actor) -> list[Pile]:
    if not can(by, Permission.SEE_CONCERNS):
        return []
    waiting = [
        Waiting(
            f"Concern {one.reference}",
            f"due {at_time(one.due_at)}" if one.due_at else "open",
            clock.london_day(one.raised_at),
            "Look at it",
            "safeguarding.concern",
            one.reference,
        )
        for one in queries.open_concerns(by)
    ]
    return [Pile("Concerns", ANY, "safeguarding.concerns", waiting[:MOST], len(waiting))]


def _without_lead(by: Actor) -> list[Pile]:
    count = queries.without_lead(by)
    if not count:
        return []
    one = Waiting(
        counted(count, "concern waits", "concerns wait") + " for a lead who can take it",
        "an administrator can give somebody the role",
        None,
        "See whom to ring",
        "safeguarding.worried",
        None,
    )
    return [Pile("No safeguarding lead", "", "safeguarding.worried", [one], 1)]
