"""What the team does: limits agreed, and claims checked by somebody who had no hand in them."""

from dataclasses import dataclass
from datetime import date

from nolimits.expenses import queries
from nolimits.expenses.agreed import told
from nolimits.expenses.kinds import About, Event, ExpenseState
from nolimits.expenses.models import ExpenseClaim, ExpenseLimit, PreApproval
from nolimits.expenses.stages import ASKS, STATES
from nolimits.funds import operations as funds
from nolimits.funds.models import EntryKind, Fund
from nolimits.funds.operations import Line
from nolimits.funds.queries import entry_of
from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, lock, transaction
from nolimits.kernel.errors import READ_AGAIN, Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.matching.models import Match
from nolimits.strategy.models import Action


@dataclass(frozen=True)
class Terms:
    """What is agreed: the most for a day, a month and a match; how soon to claim; who pays."""

    visit_pence: int
    month_pence: int
    match_pence: int | None
    within_days: int
    fund: Fund


@transaction
def agree_limit(
    subject: Match | About | None, terms: Terms, from_on: date, *, by: Actor
) -> ExpenseLimit:
    """Agree what may be claimed from a day on: for a match, for activities, or for all others."""
    if isinstance(subject, Match):
        require(by, Permission.CHECK_EXPENSE, subject)
    else:
        require(by, Permission.AGREE_EXPENSE_LIMIT)
    _sensible(terms, whole=subject is not About.ACTIVITIES)
    said = {"from_on": from_on, "agreed_on": clock.today(), "agreed_by_id": by.id}
    limit = ExpenseLimit(**told(subject) if subject else {}, **vars(terms), **said)
    db.session.add(limit)
    audit.record(Event.LIMIT_AGREED, limit, by=by, from_on=from_on.isoformat())
    return limit


def _sensible(terms: Terms, *, whole: bool) -> None:
    if terms.visit_pence <= 0:
        raise Refused("Enter an amount above nothing", "visit_pence")
    if terms.month_pence < terms.visit_pence:
        raise Refused("A month cannot have less than a day", "month_pence")
    if whole and not terms.month_pence <= (terms.match_pence or 0) <= 5_000_00:
        raise Refused("All together is at least a month, and £5,000 at most", "match_pence")
    if terms.month_pence > 5_000_00:
        raise Refused("A month has £5,000 at most", "month_pence")
    if not 1 <= terms.within_days <= 366:
        raise Refused("Enter days from 1 to 366", "within_days")


@transaction
def answer_ask(ask: PreApproval, agree: bool, *, by: Actor) -> None:
    """Say yes or no to what somebody would like to spend, before they do."""
    require(by, Permission.CHECK_EXPENSE, ask)
    if ask.planned_on < clock.today():
        raise Refused("That day is over, so nobody can agree to it before")
    step = "agree" if agree else "refuse"
    ASKS.take(ask, step, by=by, decided_on=clock.today(), decided_by_id=by.id)
    mail.queue(ask.person, "pre_approval_answered")


@transaction
def query(claim: ExpenseClaim, reason: str, *, by: Actor) -> None:
    """Give a claim back to be mended, and say what; what was promised for it is let go."""
    require(by, Permission.CHECK_EXPENSE, claim)
    _refuse_own_hand(claim, by)
    if claim.state is ExpenseState.APPROVED and (
        promised := entry_of(EntryKind.EXPENSE_APPROVED, claim)
    ):
        funds.reverse(promised, f"Expenses {claim.reference} looked at again", by=by)
    STATES.take(claim, "query", by=by, reply=reason, checked_on=None, checked_by_id=None)
    mail.queue(claim.person, "expense_queried", key=claim.reference)


@transaction
def reject(claim: ExpenseClaim, reason: str, *, by: Actor) -> None:
    """Pay nothing of a claim, and say why."""
    require(by, Permission.CHECK_EXPENSE, claim)
    _refuse_own_hand(claim, by)
    today = clock.today()
    STATES.take(claim, "reject", by=by, reply=reason, checked_on=today, checked_by_id=by.id)
    mail.queue(claim.person, "expense_rejected", key=claim.reference)


@transaction
def approve(claim: ExpenseClaim, *, seen: str, by: Actor) -> None:
    """Agree that a claim is right: its money is promised at once, in the ledger.

    What was `seen` is the print of the lines that whoever agrees has read.
    """
    require(by, Permission.APPROVE_EXPENSE, claim)
    _refuse_own_hand(claim, by)
    lock(claim)
    if queries.print_of(claim) != seen:
        raise Refused(READ_AGAIN)
    STATES.take(claim, "approve", by=by, checked_on=clock.today(), checked_by_id=by.id)
    post(EntryKind.EXPENSE_APPROVED, claim, "approved", by=by)


def post(kind: EntryKind, claim: ExpenseClaim, what: str, *, by: Actor) -> None:
    """Tell the ledger, with one line for each fund that pays and each action that it serves."""
    sums: dict[tuple[Fund, Action | None], int] = {}
    for line in claim.lines:
        assert line.limit is not None  # noqa: S101  # every line of a sent claim has one
        serves = claim.match or line.offer
        pays = (line.limit.fund, serves.action if serves else None)
        sums[pays] = sums.get(pays, 0) + line.pence
    lines = [Line(fund, pence, action) for (fund, action), pence in sums.items() if pence]
    funds.post(kind, lines, claim, by=by, narrative=f"Expenses {claim.reference} {what}")


def hands(claim: ExpenseClaim) -> dict[int | None, str]:
    """What each person did for a claim, so that they may not check it as well."""
    did: dict[int | None, str] = {}
    for one in claim.lines:
        if one.limit:
            did[one.limit.agreed_by_id] = "agreed its limit"
        if one.pre_approval:
            did[one.pre_approval.decided_by_id] = "agreed to it before it was spent"
    return {**did, claim.person_id: "made this claim"}


def _refuse_own_hand(claim: ExpenseClaim, by: Actor) -> None:
    if did := hands(claim).get(by.id):
        raise Refused(f"You {did}, so somebody else must check it")
