"""The life of a claim, and of something that was asked before it is spent."""

from nolimits.expenses.kinds import AskState, Event, ExpenseState
from nolimits.kernel.states import States, step

S = ExpenseState
STATES = States(
    {
        "submit": step(S.DRAFT, S.QUERIED, to=S.SUBMITTED, event=Event.SUBMITTED),
        "query": step(S.SUBMITTED, S.APPROVED, to=S.QUERIED, event=Event.QUERIED),
        "approve": step(S.SUBMITTED, to=S.APPROVED, event=Event.APPROVED),
        "reject": step(S.SUBMITTED, S.QUERIED, to=S.REJECTED, event=Event.REJECTED),
        "send": step(S.APPROVED, to=S.SENT_TO_FINANCE, event=Event.SENT_TO_FINANCE),
        "pay": step(S.SENT_TO_FINANCE, to=S.PAID, event=Event.PAID),
        "not_paid": step(S.PAID, to=S.SENT_TO_FINANCE, event=Event.PAYMENT_REVERSED),
    }
)
ASKS = States(
    {
        "agree": step(AskState.ASKED, to=AskState.AGREED, event=Event.ASK_AGREED),
        "refuse": step(AskState.ASKED, to=AskState.REFUSED, event=Event.ASK_REFUSED),
    }
)
