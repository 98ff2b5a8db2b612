"""What is done about awards: set aside with the decision, accepted, approved, paid, received."""

from nolimits.awards.models import Award, AwardState, Event
from nolimits.funds import operations as funds
from nolimits.funds.models import EntryKind
from nolimits.funds.operations import Line
from nolimits.funds.queries import entry_of
from nolimits.grants.models import Application, HowGiven
from nolimits.grants.models import Event as GrantsEvent
from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.panel.models import Event as PanelEvent

S = AwardState


STATES = States(
    {
        "accept": step(S.OFFERED, to=S.ACCEPTED, event=Event.AWARD_ACCEPTED),
        "approve": step(S.ACCEPTED, to=S.APPROVED_FINANCE, event=Event.AWARD_APPROVED),
        "pay": step(S.APPROVED_FINANCE, to=S.PAID, event=Event.AWARD_PAID),
        "confirm": step(S.PAID, to=S.CONFIRMED, event=Event.AWARD_CONFIRMED),
        "cancel": step(
            S.OFFERED, S.ACCEPTED, S.APPROVED_FINANCE, to=S.CANCELLED, event=Event.AWARD_CANCELLED
        ),
        "give_back": step(S.PAID, S.CONFIRMED, to=S.CANCELLED, event=Event.AWARD_RETURNED),
    }
)


@audit.heard(PanelEvent.DECIDED)
@transaction
def offer(application: Application, *, by: Actor) -> None:
    """Where the panel said yes, set the money aside; where there is too little, refuse it all."""
    require(by, Permission.DECIDE_APPLICATION)
    decision = application.decision
    if decision is None or decision.pence is None:
        return
    award = Award(
        application=application,
        fund=application.programme.fund,
        pence=decision.pence,
        how=HowGiven(application.answers.get("how", HowGiven.BOUGHT)),
        state=S.OFFERED,
        offered_on=clock.today(),
    )
    with refusing("There is an award for this already"):
        db.session.add(award)
    audit.record(Event.AWARD_OFFERED, award, by=by, state=S.OFFERED.value)
    _post(EntryKind.GRANT_AWARDED, award, "set aside", by=by)


@transaction
def accept(award: Award, how: HowGiven, *, by: Actor) -> None:
    """Say yes to an award, and how it should come."""
    require(by, Permission.ANSWER_AWARD, award)
    STATES.take(award, "accept", by=by, accepted_on=clock.today(), how=how)


@transaction
def approve(award: Award, *, by: Actor) -> None:
    """Agree that an award may be paid; another finance officer pays it."""
    require(by, Permission.APPROVE_PAYMENT, award)
    _refuse_second_hand(award, by, "approve it")
    STATES.take(award, "approve", by=by, approved_on=clock.today(), approved_by_id=by.id)


@transaction
def pay(award: Award, payment_reference: str, *, by: Actor) -> None:
    """Pay an award once, and write down how the payment can be found."""
    require(by, Permission.PAY_AWARD, award)
    _refuse_second_hand(award, by, "pay it")
    STATES.take(
        award,
        "pay",
        by=by,
        paid_on=clock.today(),
        paid_by_id=by.id,
        payment_reference=payment_reference,
    )
    _post(EntryKind.GRANT_PAID, award, "paid", by=by)
    if person := award.application.young_person.person:
        mail.queue(person, "award_paid", key=award.reference)


@transaction
def confirm(award: Award, *, by: Actor) -> None:
    """Say that it has come."""
    require(by, Permission.ANSWER_AWARD, award)
    STATES.take(award, "confirm", by=by, confirmed_on=clock.today())


@transaction
def cancel(award: Award, reason: str, *, by: Actor) -> None:
    """Take back an award that was not paid; its money can be promised again."""
    require(by, Permission.CANCEL_AWARD, award)
    _cancel(award, reason, by)


@transaction
def give_back(award: Award, reason: str, *, by: Actor) -> None:
    """Say that all of a paid award came back to the bank; its money can be promised again."""
    require(by, Permission.PAY_AWARD, award)
    day = clock.today()
    STATES.take(award, "give_back", by=by, cancelled_on=day, cancel_reason=reason)
    if paid := entry_of(EntryKind.GRANT_PAID, award):
        funds.reverse(paid, f"Grant {award.reference} came back", by=by)
    _post(EntryKind.GRANT_CANCELLED, award, "came back", by=by)


@audit.heard(GrantsEvent.WITHDRAWN)
@transaction
def let_go(application: Application, *, by: Actor) -> None:
    """Give back what was set aside for someone who has stopped asking before they were told."""
    require(by, Permission.CHANGE_OWN_APPLICATION, application)
    award = Award.of(application)
    if award is not None:
        _cancel(award, "stopped by the young person", SYSTEM)


def _cancel(award: Award, reason: str, by: Actor) -> None:
    STATES.take(award, "cancel", by=by, cancelled_on=clock.today(), cancel_reason=reason)
    _post(EntryKind.GRANT_CANCELLED, award, "cancelled", by=by)


def _post(kind: EntryKind, award: Award, what: str, *, by: Actor) -> None:
    """Tell the ledger, once for each step of an award."""
    line = Line(award.fund, award.pence, award.application.programme.action)
    funds.post(kind, [line], award, by=by, narrative=f"Grant {award.reference} {what}")


def _refuse_second_hand(award: Award, by: Actor, what: str) -> None:
    if did := award.hands.get(by.id):
        raise Refused(f"You {did}, so somebody else must {what}")
