"""What of expenses waits for a coordinator today."""

from collections.abc import Iterator

from nolimits.expenses import queries as expenses
from nolimits.kernel import pages
from nolimits.kernel.actors import Actor
from nolimits.reports.waiting import Waiting


def spending(by: Actor) -> Iterator[Waiting]:
    """What volunteers ask before they spend it, and claims that nobody has checked."""
    answer = ("Say yes or no", "expenses.answer_ask")
    for ask in expenses.to_decide(by):
        why = f"asks before spending on {pages.day(ask.planned_on)}"
        yield Waiting(ask.person.name, why, ask.asked_on, *answer, ask.reference)
    for claim in expenses.to_check(by):
        check = (claim.submitted_on, "Check the claim", "expenses.claim", claim.reference)
        yield Waiting(claim.person.name, "claims expenses", *check)
