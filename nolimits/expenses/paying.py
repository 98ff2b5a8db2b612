"""What finance does: claims put into a file, paid with a reference, and posted as they are paid."""

from datetime import date

from nolimits.expenses import queries
from nolimits.expenses.checking import post
from nolimits.expenses.kinds import Event, Vehicle
from nolimits.expenses.models import ExpenseClaim, ExpenseFile, MileageRate
from nolimits.expenses.rates import Rate
from nolimits.expenses.stages import STATES
from nolimits.funds.models import EntryKind, JournalEntry
from nolimits.funds.models import Event as FundsEvent
from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require


@transaction
def make_file(*, by: Actor) -> ExpenseFile:
    """Put every approved claim that waits into one file, but for one's own."""
    require(by, Permission.PAY_EXPENSE)
    waiting = db.session.scalars(queries.to_pay(by)).unique()
    claims = [one for one in waiting if one.person_id != by.id]
    if not claims:
        raise Refused("No claim of somebody else waits to be paid")
    file = ExpenseFile(
        made_on=clock.today(),
        made_by_id=by.id,
        control_pence=sum(one.pence for one in claims),
        control_count=len(claims),
    )
    db.session.add(file)
    audit.record(Event.FILE_MADE, file, by=by, claims=len(claims))
    for claim in claims:
        STATES.take(claim, "send", by=by, expense_file_id=file.id)
    return file


@transaction
def pay(claim: ExpenseClaim, payment_reference: str, *, by: Actor) -> None:
    """Say that a claim of a file was paid, and how the payment can be found."""
    require(by, Permission.PAY_EXPENSE, claim)
    if by.id == claim.person_id:
        raise Refused("This is your own claim, so somebody else pays it")
    if by.id == claim.checked_by_id:
        raise Refused("You approved this claim, so somebody else pays it")
    STATES.take(
        claim,
        "pay",
        by=by,
        paid_on=clock.today(),
        paid_by_id=by.id,
        payment_reference=payment_reference,
    )
    post(EntryKind.EXPENSE_PAID, claim, "paid", by=by)
    mail.queue(claim.person, "expense_paid", key=claim.reference)


@transaction
def pay_all(file: ExpenseFile, payment_reference: str, *, by: Actor) -> int:
    """The same of every claim of a file that is not paid yet; how many."""
    require(by, Permission.PAY_EXPENSE, file)
    left = [one for one in queries.claims_of_file(by, file) if one.paid_on is None]
    if not left:
        raise Refused("Every claim of this file that you may pay is paid")
    for claim in left:
        pay(claim, payment_reference, by=by)
    return len(left)


@audit.heard(FundsEvent.ENTRY_REVERSED)
def _on_payment_reversed(entry: JournalEntry, *, by: Actor) -> None:
    """A payment that the bank sent back is none: the claim waits in its file again."""
    if entry.kind is EntryKind.EXPENSE_PAID:
        claim = db.session.get_one(ExpenseClaim, entry.source_id)
        STATES.take(claim, "not_paid", by=by, paid_on=None, paid_by_id=None, payment_reference=None)


@transaction
def set_rate(
    vehicle: Vehicle, from_on: date, pays: Rate, ceiling: Rate, *, by: Actor
) -> MileageRate:
    """Say what a mile is paid with from a day on: at most what is free of tax (R-EXP-1)."""
    require(by, Permission.PAY_EXPENSE)
    if not 0 <= pays.pence <= ceiling.pence <= 200:
        raise Refused("Pay no more than what is free of tax", "pence")
    after = (pays.after_miles, pays.after_pence, ceiling.after_pence)
    if len({one is None for one in after}) > 1:
        raise Refused("Fill in all three of what comes after, or none of them", "after_miles")
    if (pays.after_pence or 0) > (ceiling.after_pence or 0):
        raise Refused("Pay no more than what is free of tax", "after_pence")
    if (ceiling.after_pence or 0) > ceiling.pence:
        raise Refused("After so many miles it is not more than before", "after_ceiling_pence")
    rate = MileageRate(
        vehicle=vehicle,
        from_on=from_on,
        pence=pays.pence,
        ceiling_pence=ceiling.pence,
        after_miles=pays.after_miles,
        after_pence=pays.after_pence,
        after_ceiling_pence=ceiling.after_pence,
        set_by_id=by.id,
    )
    with refusing("A rate was set from that day already", "from_on"):
        db.session.add(rate)
    audit.record(Event.RATE_SET, rate, by=by, pence=pays.pence)
    return rate
