"""What Today says of safety: concerns, or only that one waits; emergencies; roles to review."""

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.pages import at_time, counted, day
from nolimits.kernel.permissions import Permission, can
from nolimits.proving.queries import this_review
from nolimits.reads.queries import broken_lately
from nolimits.reports.today import MOST
from nolimits.reports.waiting import Pile, Waiting
from nolimits.safeguarding import queries

ANY = "Nobody has raised a concern that is open."


def piles(by: Actor) -> list[Pile]:
    """What waits for a coordinator who is more than that, and what no lead may have."""
    return [*_of_lead(by), *_without_lead(by), *_opened(by), *_roles(by)]


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


def _opened(by: Actor) -> list[Pile]:
    """What others opened in an emergency, of a worker's young people or, to a lead, of anybody."""
    waiting = [
        Waiting(
            f"Record {one.reference}",
            f"opened in an emergency on {at_time(one.opened_at)}",
            clock.london_day(one.opened_at),
            "Read why",
            "reads.glass",
            one.reference,
        )
        for one in broken_lately(by)
    ]
    title = "Opened in an emergency"
    return [Pile(title, "", "reads.break_glass", waiting[:MOST], len(waiting))] if waiting else []


def _roles(by: Actor) -> list[Pile]:
    review = this_review() if can(by, Permission.REVIEW_ROLES) else None
    if review is None or not review.waits_for(by):
        return []
    due = f"to be decided by {day(review.due_on)}" + (": overdue" if review.is_overdue else "")
    one = Waiting(
        counted(len(review.waiting), "role") + " with duties",
        due,
        review.quarter,
        "Keep or end each",
        "proving.reviews",
        None,
    )
    return [Pile("Review who may do what", "", "proving.reviews", [one], 1)]
