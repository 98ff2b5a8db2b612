"""Words that nobody else would write, in expenses."""

from nolimits.expenses.kinds import ExpenseState
from nolimits.matching.models import Match
from tests.factories.expenses import ClaimFactory, asked_first

WORDS = {
    "expense_line.what": "Sandmartinspent",
    "expense_claim.reply": "Stonechatwrong",
    "expense_claim.payment_reference": "Goosanderpaid",
    "pre_approval.what": "Phalaropeplan",
}
WITHOUT = {
    "expense_line.receipt": "a picture, which the sweep cannot read",
    "handbook_comment.words": "the tests of the handbook look at who reads it",
    "handbook_comment.answer": "the same",
    "saved_view.name": "the tests of saved views look at who reads it",
    "saved_view.narrowed": "the same; it is what its owner's own address bar holds",
}


def spent_on(match: Match) -> None:
    """A claim that was paid, one that was given back, and something asked first."""
    told = {"what": WORDS["expense_line.what"], "reason": WORDS["expense_claim.reply"]}
    reference = WORDS["expense_claim.payment_reference"]
    ClaimFactory(match=match, state=ExpenseState.PAID, payment_reference=reference, **told)
    ClaimFactory(match=match, state=ExpenseState.QUERIED, **told)
    asked_first(match, what=WORDS["pre_approval.what"])
