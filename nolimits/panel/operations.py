"""What the panel does: name its members, say who knows whom, score, decide."""

from typing import Any

from nolimits.grants import queries as grants
from nolimits.grants.models import Application, ApplicationState, Round
from nolimits.kernel import audit, clock, drafts, money
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.money import Pence
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.panel.models import Conflict, Decision, Event, Outcome, PanelMember, Score
from nolimits.people.models import Person

S = ApplicationState
DRAFT = "score"


def _enough_scores(application: Application) -> str | None:
    given, needed = len(application.counted_scores), application.round.scores_needed
    if given < needed:
        return f"The panel needs {needed} scores to decide, and has {given}"
    return None


def _a_young_score(application: Application) -> str | None:
    scorers = {score.person_id for score in application.counted_scores}
    if scorers & application.round.young_panel_ids:
        return None
    return "No young person on the panel has scored this yet"


def _verdict(to: ApplicationState) -> Any:
    return step(S.WITH_PANEL, to=to, event=Event.DECIDED, guards=(_enough_scores, _a_young_score))


VERDICTS = States(
    {
        Outcome.YES.value: _verdict(S.DECIDED_YES),
        Outcome.PART.value: _verdict(S.DECIDED_PART),
        Outcome.NO.value: _verdict(S.DECIDED_NO),
        Outcome.DEFERRED.value: _verdict(S.DEFERRED),
    }
)


@transaction
def name_panel_member(round_: Round, person: Person, *, by: Actor) -> PanelMember:
    """Put somebody on the panel of a round; nobody who asks in it."""
    require(by, Permission.RUN_PROGRAMME)
    if Role.PANEL_MEMBER not in person.roles:
        raise Refused("They do not hold the role of panel member", "person")
    lock(round_)
    if grants.asks_in(round_, person.id):
        raise Refused("They ask for a grant in this round", "person")
    young = Role.YOUNG_PERSON in person.roles
    member = PanelMember(round=round_, person=person, young=young)
    with refusing("They are on this panel already", "person"):
        db.session.add(member)
    for application in round_.applications:
        if not application.is_shut and person.id in application.fit_to_read_ids:
            application.sent_to = [*application.sent_to, person.id]
    audit.record(Event.PANEL_MEMBER_NAMED, round_, by=by, person_id=person.id)
    return member


@transaction
def declare_conflict(application: Application, *, by: Actor) -> Conflict:
    """Say that one knows who asks; from now on one reads and scores it no more."""
    require(by, Permission.DECLARE_CONFLICT, application)
    lock(application)
    if application.state is not S.WITH_PANEL:
        raise Refused("The panel has decided this already")
    conflict = Conflict(application=application, person_id=by.id, declared_on=clock.today())
    with refusing("You have said so already"):
        db.session.add(conflict)
    audit.record(Event.CONFLICT_DECLARED, application, by=by)
    return conflict


@transaction
def score(application: Application, points: int, reason: str, *, by: Actor) -> Score:
    """Say how strongly one is for it, from 0 to 5, and why; until the decision it may change."""
    require(by, Permission.SCORE_APPLICATION, application)
    lock(application)
    if application.state is not S.WITH_PANEL:
        raise Refused("The panel has decided this already")
    if not 0 <= points <= 5:
        raise Refused("Choose a score from 0 to 5", "points")
    given = next((one for one in application.scores if one.person_id == by.id), None)
    if given is None:
        given = Score(person_id=by.id)
        application.scores.append(given)
    given.points, given.reason, given.given_on = points, reason, clock.today()
    drafts.discard(by=by, journey=DRAFT, about=application.reference)
    audit.record(Event.SCORED, application, by=by, points=points)
    return given


@transaction
def decide(
    application: Application,
    outcome: Outcome,
    reason: str,
    next_step: str,
    *,
    by: Actor,
    pence: Pence | None = None,
) -> Decision:
    """Write down what the panel decided. A yes commits the money, or nothing is decided at all."""
    require(by, Permission.DECIDE_APPLICATION, application)
    lock(application)
    if did := application.hands.get(by.id):
        raise Refused(f"You {did}, so somebody else must decide it")
    if why := VERDICTS.refusals(application, outcome.value):
        raise Refused(". ".join(why))
    decision = Decision(
        outcome=outcome,
        pence=_given(application, outcome, pence),
        reason=reason,
        next_step=next_step,
        decided_on=clock.today(),
        decided_by_id=by.id,
    )
    with refusing("This was decided already"):
        application.decision = decision
    VERDICTS.take(application, outcome.value, by=by)
    return decision


def _given(application: Application, outcome: Outcome, pence: Pence | None) -> Pence | None:
    """How much a decision gives: all of it, a part that was named, or nothing."""
    if outcome is Outcome.YES:
        return application.asked_pence
    if outcome is not Outcome.PART:
        return None
    if pence is None or not 0 < pence < application.asked_pence:
        asked = money.pounds(application.asked_pence)
        raise Refused(f"Enter an amount below the {asked} that was asked for", "pence")
    return pence
