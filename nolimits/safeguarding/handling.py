"""What a safeguarding lead does about a concern, step by step; each is a row that stays."""

from datetime import date, datetime
from typing import Any

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.safeguarding.kinds import DbsReferral, Harm, Level, Outcome, Recipient, What
from nolimits.safeguarding.models import Concern, ConcernStep, Event
from nolimits.safeguarding.stages import STATES, reported

MEANWHILE = "Somebody else has just written something about this concern. Look at it again"


@transaction
def acknowledge(concern: Concern, *, by: Actor) -> None:
    """Say that one has it, and deals with it."""
    require(by, Permission.HANDLE_CONCERN, concern)
    if concern.steps:
        raise Refused("Somebody has said so already. You can take it over")
    _write(concern, What.ACKNOWLEDGED, Event.ACKNOWLEDGED, by)


@transaction
def take_over(concern: Concern, *, by: Actor) -> None:
    """Deal with it in place of the lead who did so far."""
    require(by, Permission.HANDLE_CONCERN, concern)
    if concern.in_hand_of is None or concern.in_hand_of.id == by.id:
        raise Refused("There is nobody from whom to take it over")
    _write(concern, What.TAKEN_OVER, Event.TAKEN_OVER, by)


@transaction
def triage(concern: Concern, category: Harm, level: Level, allegation: bool, *, by: Actor) -> None:
    """Say what kind of harm it is about, how grave it is, and whether an adult here did it."""
    require(by, Permission.HANDLE_CONCERN, concern)
    facts = {"category": category, "level": level, "allegation": allegation}
    _go_on(concern, "triage", What.TRIAGED, by, **facts)


@transaction
def refer(
    concern: Concern,
    recipient: Recipient,
    told_at: datetime,
    their_reference: str | None = None,
    note: str | None = None,
    *,
    by: Actor,
) -> None:
    """Write down that somebody outside was told: whom, when, and the number they gave."""
    require(by, Permission.HANDLE_CONCERN, concern)
    if told_at > clock.now():
        raise Refused("The time cannot be in the future", "told_on")
    _go_on(
        concern,
        "refer",
        What.REFERRED,
        by,
        recipient=recipient,
        told_at=told_at,
        told_by_id=by.id,
        their_reference=their_reference or None,
        note=note or None,
    )


@transaction
def give_advice(concern: Concern, note: str, *, by: Actor) -> None:
    """Write down what advice was given, and to whom."""
    require(by, Permission.HANDLE_CONCERN, concern)
    _go_on(concern, "advise", What.ADVICE_GIVEN, by, note=note)


@transaction
def close(
    concern: Concern,
    outcome: Outcome,
    note: str | None = None,
    dbs_referral: DbsReferral | None = None,
    dbs_decided_on: date | None = None,
    *,
    by: Actor,
) -> None:
    """Close it with what came of it; an allegation with the decision on the DBS (R-DBS-18)."""
    require(by, Permission.HANDLE_CONCERN, concern)
    facts: dict[str, Any] = {"outcome": outcome, "note": note or None}
    if concern.is_allegation:
        if dbs_referral is None:
            raise Refused("Say whether they were referred to the DBS", "dbs_referral")
        if dbs_decided_on is None or dbs_decided_on > clock.today():
            raise Refused("Enter the day on which you decided, today or before", "dbs_decided_on")
        facts |= {"dbs_referral": dbs_referral, "dbs_decided_on": dbs_decided_on}
        facts["dbs_decided_by_id"] = by.id
    if triage := concern.triage:
        facts |= {"category": triage.category, "allegation": triage.allegation}
    if told := reported(concern):
        facts |= {"recipient": told.recipient, "told_at": told.told_at}
        facts["told_by_id"] = told.told_by_id
    _go_on(concern, "close", What.CLOSED, by, **facts)


def _go_on(concern: Concern, name: str, what: What, by: Actor, **facts: Any) -> None:
    """Take one step along the life of a concern; whoever does so has it in hand."""
    if why := STATES.refusals(concern, name):
        raise Refused("; ".join(why))
    if not concern.steps:
        _write(concern, What.ACKNOWLEDGED, Event.ACKNOWLEDGED, by)
    _write(concern, what, STATES.steps[name].event, by, **facts)


def _write(concern: Concern, what: What, event: Any, by: Actor, **facts: Any) -> None:
    number = len(concern.steps) + 1
    with refusing(MEANWHILE):
        concern.steps.append(
            ConcernStep(number=number, what=what, at=clock.now(), done_by_id=by.id, **facts)
        )
    audit.record(event, concern, by=by, state=concern.state.value)
