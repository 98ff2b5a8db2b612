"""What somebody does about a claim of their own: begun, written line by line, sent, mended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from nolimits.activities.models import PlaceState
from nolimits.expenses import agreed
from nolimits.expenses.kinds import WITH_CLAIMANT, About, Event, ExpenseKind, Vehicle
from nolimits.expenses.limits import Caps, Cost, over
from nolimits.expenses.models import ExpenseClaim, ExpenseLine
from nolimits.expenses.queries import draft_of, subjects_of
from nolimits.expenses.rates import owed, tax_year
from nolimits.expenses.stages import STATES
from nolimits.expenses.wording import NAMELESS
from nolimits.kernel import audit, clock, crypto, drafts
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.money import Pence
from nolimits.kernel.pages import day as written
from nolimits.kernel.permissions import Permission, require
from nolimits.matching.models import Match
from nolimits.people.models import Person
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.names import mentions

MOST_OF_LINE, MOST_OF_CLAIM, MOST_TENTHS, MOST_LINES = 500_00, 5_000_00, 500_0, 60
FORMS = {"cost": "expense_cost", "journey": "expense_journey"}
"""The journeys under which a line that is being written is kept."""
MILES = {ExpenseKind.CAR: Vehicle.CAR, ExpenseKind.PASSENGER: Vehicle.PASSENGER}


@dataclass(frozen=True)
class Receipt:
    """A receipt as it is kept, and the file that was handed in, which tells it from others."""

    kept: bytes
    content: bytes


@transaction
def begin(subject: Match | About, *, by: Actor) -> ExpenseClaim:
    """Begin a claim about a match of one's own or a kind of thing; or go on with the one begun."""
    require(by, Permission.CLAIM_EXPENSES)
    if subject not in subjects_of(by):
        raise Refused("You cannot claim for this any more. Ask a coordinator", "about")
    lock(db.session.get_one(Person, by.id))  # two presses begin one claim
    if begun := draft_of(by, subject):
        return begun
    claim = ExpenseClaim(person_id=by.id, **agreed.told(subject), begun_on=clock.today())
    db.session.add(claim)
    audit.record(Event.BEGUN, claim, by=by)
    return claim


@transaction
def add_cost(
    claim: ExpenseClaim,
    day: date,
    kind: ExpenseKind,
    pence: int,
    what: str,
    receipt: Receipt,
    *,
    by: Actor,
) -> ExpenseLine:
    """Write down what something cost, with its receipt (R-EXP-2)."""
    require(by, Permission.CHANGE_OWN_EXPENSE, claim)
    _open(claim)
    if not 0 < pence <= MOST_OF_LINE:
        raise Refused("Enter an amount from 1p to £500", "pence")
    file = {
        "receipt": crypto.as_text(receipt.kept),
        "receipt_print": crypto.fingerprint_of(receipt.content),
    }
    return _add(claim, "cost", by, day=day, kind=kind, pence=pence, what=what, **file)


@transaction
def add_journey(
    claim: ExpenseClaim, day: date, kind: ExpenseKind, tenths: int, what: str, *, by: Actor
) -> ExpenseLine:
    """Write down how far somebody went, and what for; never from where to where."""
    require(by, Permission.CHANGE_OWN_EXPENSE, claim)
    _open(claim)
    if not 0 < tenths <= MOST_TENTHS:
        raise Refused("Enter miles from 0.1 to 500", "miles")
    rate = agreed.rate_on(MILES[kind], day)
    if rate is None:
        raise Refused("No rate for miles holds on that day. Ask finance", "day")
    facts = {"tenths": tenths, "mileage_rate": rate, "pence": owed(agreed.as_rate(rate), 0, tenths)}
    return _add(claim, "journey", by, day=day, kind=kind, what=what, **facts)


def _add(claim: ExpenseClaim, form: str, by: Actor, **facts: Any) -> ExpenseLine:
    """Add a line, where its day can be claimed and its words name nobody."""
    if len(claim.lines) >= MOST_LINES:
        raise Refused(f"A claim has {MOST_LINES} lines at most. Send this one, and begin another")
    if facts.get("tenths") and any(_same(one, facts) for one in claim.lines):
        raise Refused("This journey is in your claim already", "miles")
    facts |= _placed(claim, facts["day"])  # first: before they met, nobody finds out a name here
    if any(mentions(one, facts["what"], by, knows_called=True) for one in _met(claim, facts)):
        raise Refused(NAMELESS, "what")
    with refusing("This receipt is in a claim already. Each is claimed once", "receipt"):
        line = ExpenseLine(claim=claim, **facts)
        db.session.add(line)
    drafts.discard(by=by, journey=FORMS[form], about=claim.reference)
    audit.record(Event.LINE_ADDED, claim, by=by, line=line.id, kind=line.kind.value)
    return line


def _same(line: ExpenseLine, facts: dict[str, Any]) -> bool:
    """Whether a line says the very same: a button that was pressed twice."""
    return all(getattr(line, one) == facts[one] for one in ("day", "kind", "tenths", "what"))


def _met(claim: ExpenseClaim, facts: dict[str, Any]) -> list[YoungPerson]:
    """The young people whom somebody met on the day of a line, and so knows what to call."""
    if claim.match:
        return [claim.match.young_person]
    offers = [facts["offer"]] if "offer" in facts else []
    return [one.young_person for one in agreed.coming_to(offers, PlaceState.ATTENDED)]


@transaction
def remove_line(line: ExpenseLine, *, by: Actor) -> None:
    """Take a line out of a claim that is not sent; its receipt goes with it."""
    require(by, Permission.CHANGE_OWN_EXPENSE, line)
    _open(line.claim)
    audit.record(Event.LINE_REMOVED, line.claim, by=by, line=line.id, kind=line.kind.value)
    line.claim.lines.remove(line)
    db.session.delete(line)


@transaction
def throw_away(claim: ExpenseClaim, *, by: Actor) -> None:
    """Have a claim no more that was never sent."""
    require(by, Permission.CHANGE_OWN_EXPENSE, claim)
    _open(claim)
    if claim.submitted_on:
        raise Refused("This was sent once, so it is kept. Mend it, or let it be")
    audit.record(Event.THROWN_AWAY, claim, by=by)
    for line in [*claim.lines]:
        claim.lines.remove(line)
        db.session.delete(line)
    db.session.delete(claim)


@transaction
def submit(claim: ExpenseClaim, *, by: Actor, papers: bool = False) -> None:
    """Send a claim in, whole, priced and within what was agreed; somebody else checks it.

    The person is held: of two claims that are sent at once, the later counts the earlier.
    """
    require(by, Permission.CHANGE_OWN_EXPENSE, claim)
    lock(claim.person)
    _open(claim)
    if not claim.lines:
        raise Refused("There is nothing in this claim yet")
    if _driven(claim) and not papers:
        raise Refused("Say that your licence, insurance and MOT were in order", "papers")
    asked = agreed.agreed_before(claim)
    for line in claim.lines:
        facts = _placed(claim, line.day)
        for name, fact in {**facts, "pre_approval": asked.get(line.day)}.items():
            setattr(line, name, fact)
    _price(claim)
    _refuse_over(claim, {day: one.pence for day, one in asked.items()})
    total = sum(one.pence for one in claim.lines)
    if not 0 < total <= MOST_OF_CLAIM:
        raise Refused("A claim comes to 1p or more, and to £5,000 at most")
    db.session.flush()
    STATES.take(
        claim,
        "submit",
        by=by,
        submitted_on=claim.submitted_on or clock.today(),  # what was in time stays so
        pence=total,
        papers_said_on=clock.today() if _driven(claim) else None,
    )


def _driven(claim: ExpenseClaim) -> bool:
    """Whether miles of one's own car are in it."""
    return any(one.kind is ExpenseKind.CAR for one in claim.lines)


def _open(claim: ExpenseClaim) -> None:
    """Hold a claim, and refuse to change one that is with somebody else."""
    lock(claim)
    if claim.state not in WITH_CLAIMANT:
        raise Refused("This claim was sent, so it cannot be changed now")


def _placed(claim: ExpenseClaim, day: date) -> dict[str, Any]:
    """What was agreed for a day on which it can be claimed, and what happened on that day."""
    limit = agreed.limit_on(agreed.subject_of(claim), day)
    if day > clock.today():
        raise Refused("The day cannot be in the future", "day")
    if limit is None:
        raise Refused("Nothing was agreed for that day yet. Ask a coordinator first", "day")
    if ((claim.submitted_on or clock.today()) - day).days > limit.within_days:
        raise Refused(f"Claim within {limit.within_days} days: this is too long ago", "day")
    return {"limit": limit, **_happened(claim, day)}


def _happened(claim: ExpenseClaim, day: date) -> dict[str, Any]:
    """What happened on a day that can be claimed for; raises Refused where nothing did."""
    if claim.match:
        return _met_on(claim.match, day)
    if claim.about is About.ACTIVITIES:
        offer = agreed.activity_on(claim.person_id, day)
        if offer is None:
            raise Refused("Nobody is written down as having come along on that day", "day")
        return {"offer": offer}
    training = agreed.training_on(claim.person_id, day)
    if training is None:
        raise Refused("No register says that you were at training on that day", "day")
    return {"training_day_id": training.id}


def _met_on(match: Match, day: date) -> dict[str, Any]:
    if match.introduction_on is None or day < match.introduction_on:
        raise Refused("The day cannot be before you first met", "day")
    if match.ended_on and day > match.ended_on:
        raise Refused(f"You have not been meeting since {written(match.ended_on)}", "day")
    meeting = agreed.meeting_on(match, day)
    return {"for_contact_id": meeting.id if meeting else None}


def _price(claim: ExpenseClaim) -> None:
    """What each journey comes to, in the order of days, with what is left of the first rate."""
    before: dict[int, int] = {}
    for line in sorted(claim.lines, key=lambda one: (one.day, one.id)):
        if line.tenths is None:
            continue
        line.mileage_rate = agreed.rate_on(MILES[line.kind], line.day)
        if line.mileage_rate is None:
            raise Refused(f"No rate for miles holds on {written(line.day)}. Ask finance")
        year, driven = tax_year(line.day), line.kind is ExpenseKind.CAR
        if year not in before:
            before[year] = agreed.miles_before(claim, year)
        so_far = before[year] if driven else 0
        line.pence = Pence(owed(agreed.as_rate(line.mileage_rate), so_far, line.tenths))
        before[year] += line.tenths if driven else 0


def _refuse_over(claim: ExpenseClaim, asked: dict[date, int]) -> None:
    """Refuse what is more than was agreed, and say what would have been."""

    def caps(day: date) -> Caps:
        limit = agreed.limit_on(agreed.subject_of(claim), day)
        if limit is None:
            raise Refused(f"Nothing was agreed for {written(day)}")
        return agreed.caps(limit, for_match=claim.match is not None)

    costs = [Cost(one.day, one.pence) for one in claim.lines]
    if told := over(caps, costs, agreed.known(claim), asked):
        raise Refused("; ".join(told) + ". Claim less, or ask before you spend")
