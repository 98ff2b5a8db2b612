"""Expenses in the words that pages say."""

from collections.abc import Sequence
from typing import Any

from nolimits.expenses.kinds import About, ExpenseKind
from nolimits.kernel import money
from nolimits.kernel.downloads import File
from nolimits.kernel.states import words

NO_NAMES = "No names, no school, no address, no town: they can tell where a young person lives."
NAMELESS = "Leave their name out: write “we” or “they”"
ABOUT = {
    About.MATCH: "Meeting my young person",
    About.ACTIVITIES: "Inviting along to an activity",
    About.TRAINING: "Coming to training",
}
KINDS = {
    ExpenseKind.FARE: "Bus, train or taxi",
    ExpenseKind.PARKING: "Parking or a toll",
    ExpenseKind.TICKETS: "Tickets or entry",
    ExpenseKind.FOOD: "Food or drink",
    ExpenseKind.MATERIALS: "Something for an activity",
    ExpenseKind.OTHER: "Something else",
}
JOURNEYS = {
    ExpenseKind.CAR: "I drove my own car",
    ExpenseKind.PASSENGER: "Another volunteer rode with me",
}
LINES = {**KINDS, ExpenseKind.CAR: "Own car", ExpenseKind.PASSENGER: "Another volunteer rode too"}
HAPPENED = {
    "expense_claim_begun": "Begun",
    "expense_line_added": "Something added",
    "expense_line_removed": "Something taken out",
    "expense_claim_submitted": "Sent in",
    "expense_claim_queried": "Given back to be mended",
    "expense_claim_approved": "Approved",
    "expense_claim_rejected": "Nothing of it is paid",
    "expense_claim_sent_to_finance": "Put into a file",
    "expense_claim_paid": "Paid",
    "expense_payment_reversed": "The payment came back",
}


def _cells(row: Any) -> Sequence[str]:
    claim = row.ExpenseClaim
    return (
        claim.reference,
        claim.person.name,
        f"Match {claim.match.reference}" if claim.match else claim.about.value.capitalize(),
        claim.submitted_on.isoformat() if claim.submitted_on else "",
        money.decimal(claim.pence),
        words(claim.state),
    )


FILE = File("expense-claims", ("Claim", "Who", "About", "Sent", "Amount", "State"), _cells)
