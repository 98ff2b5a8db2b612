"""What is done about a match, from its idea to its end; each step looks anew at every gate."""

from datetime import date
from typing import Any

from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.matching import letters, queries, reasons, stopping
from nolimits.matching.guards import FIT
from nolimits.matching.models import MEETS, EndReason, Match, MatchYes, Whose
from nolimits.matching.models import Event as E
from nolimits.matching.models import MatchState as M
from nolimits.matching.models import ReadinessProof as Proof
from nolimits.matching.stages import STATES
from nolimits.strategy.models import Action
from nolimits.volunteers.models import Volunteer
from nolimits.volunteers.queries import readiness
from nolimits.volunteers.readiness import Gate
from nolimits.young_people import operations as young_people
from nolimits.young_people.accounts import answered_by
from nolimits.young_people.models import YoungPerson, YoungPersonState
from nolimits.young_people.names import mentions


@transaction
def suggest(
    volunteer: Volunteer, young_person: YoungPerson, *, by: Actor, action: Action | None = None
) -> Match:
    """Keep a pair to be talked over; nobody is asked yet."""
    require(by, Permission.PROPOSE_MATCH, young_person)
    if young_person.state is not YoungPersonState.READY_TO_MATCH:
        raise Refused("This young person is not waiting for a mentor now")
    if volunteer.person_id == by.id:
        raise Refused("This is you, so somebody else must put you together with anybody")
    pair = queries.look_at(volunteer, young_person)
    match = Match(
        volunteer=volunteer,
        young_person=young_person,
        action=action,
        state=M.SUGGESTED,
        suggested_on=clock.today(),
        score=pair.score,
        reasons_for=reasons.reasons_for(pair),
        reasons_against=reasons.reasons_against(pair),
    )
    if why := [*filter(None, (guard(match) for guard in FIT))] or reasons.hard(pair):
        raise Refused("; ".join(why))
    with refusing("These two have been put together already: look at the list of matches"):
        db.session.add(match)
    audit.record(E.SUGGESTED, match, by=by, score=pair.score)
    return match


@transaction
def propose(match: Match, *, by: Actor, action: Action | None = None) -> None:
    """Ask the volunteer first, without saying who the young person is."""
    require(by, Permission.PROPOSE_MATCH, match)
    if action:
        name_action(match, action, by=by)
    lock(match.volunteer)  # two at once must not ask more of them than they offered
    STATES.take(match, "propose", by=by, proposed_on=clock.today(), proposed_by_id=by.id)
    mail.queue(match.volunteer.person, "match_proposed", match=match)


@transaction
def name_action(match: Match, action: Action | None, *, by: Actor) -> None:
    """Say which action of the strategy the match serves; None where it serves no one action."""
    require(by, Permission.RUN_MATCH, match)
    if action != match.action:
        match.action = action
        audit.record(E.ACTION_NAMED, match, by=by, action_id=action and action.id)


@transaction
def volunteer_agree(match: Match, *, by: Actor) -> None:
    """The volunteer says yes; now the young person is asked."""
    require(by, Permission.ANSWER_AS_VOLUNTEER, match)
    _neutrally(match, "volunteer_agree")
    STATES.take(match, "volunteer_agree", by=by)
    _say_yes(match, Whose.VOLUNTEER, by)
    letters.tell_worker(match, "match_to_talk_over")
    if match.young_person.person:
        mail.queue(match.young_person.person, "match_for_you", match=match)


@transaction
def young_person_agree(match: Match, *, by: Actor) -> None:
    """The young person chooses this volunteer; whoever else was asked for them is let go."""
    require(by, Permission.ANSWER_AS_YOUNG_PERSON, match)
    answered_by(match.young_person, by)
    _neutrally(match, "young_person_agree")
    lock(match.young_person)  # one yes at a time: each lets the others go
    with refusing("A mentor has been chosen already"):
        STATES.take(match, "young_person_agree", by=by, taken_up_on=clock.today())
    _say_yes(match, Whose.YOUNG_PERSON, by)
    young_people.mark_matched(match.young_person, by=SYSTEM)
    for other in queries.others_for(match):
        stopping.let_go(other, EndReason.ANOTHER_CHOSEN, by)


@transaction
def volunteer_decline(match: Match, *, by: Actor) -> None:
    """The volunteer says no, or no more."""
    require(by, Permission.ANSWER_AS_VOLUNTEER, match)
    _neutrally(match, "volunteer_decline")
    stopping.end(match, "volunteer_decline", EndReason.DECLINED, by)
    letters.not_to_be(match, by)


@transaction
def young_person_decline(match: Match, *, by: Actor) -> None:
    """The young person says no, or no more; why is theirs to keep, so nobody asks."""
    require(by, Permission.ANSWER_AS_YOUNG_PERSON, match)
    answered_by(match.young_person, by)
    _neutrally(match, "young_person_decline")
    stopping.end(match, "young_person_decline", EndReason.DECLINED, by)
    letters.not_to_be(match, by)


@transaction
def record_yes(match: Match, whose: Whose, *, by: Actor) -> MatchYes:
    """Write down what the worker or the carer said (R-MAT-1)."""
    require(by, Permission.RECORD_YES, match)
    if whose not in (Whose.WORKER, Whose.CARER):
        raise Refused("They say yes themselves, on their own page", "whose")
    if match.state not in (M.PROPOSED, M.VOLUNTEER_AGREED, M.YOUNG_PERSON_AGREED):
        raise Refused("This match is not waiting for anybody's yes", "whose")
    return _say_yes(match, whose, by)


@transaction
def confirm_checks(match: Match, *, by: Actor) -> None:
    """Somebody other than who proposed it looks at everything and lets the two meet."""
    require(by, Permission.CONFIRM_MATCH, match)
    if by.id == match.proposed_by_id:
        raise Refused("You proposed this match, so somebody else must confirm it")
    today = clock.today()
    STATES.take(match, "confirm_checks", by=by, confirmed_on=today, confirmed_by_id=by.id)


@transaction
def not_approve(match: Match, *, by: Actor) -> None:
    """Somebody looked at everything and does not let the two meet."""
    require(by, Permission.CONFIRM_MATCH, match)
    stopping.end(match, "not_approve", EndReason.NOT_APPROVED, by)


@transaction
def release(match: Match, *, by: Actor) -> None:
    """Let go of a match that nobody has taken up."""
    require(by, Permission.RUN_MATCH, match)
    stopping.let_go(match, EndReason.LET_GO, by)


@transaction
def arrange_introduction(match: Match, on: date, *, by: Actor) -> None:
    """Set the day on which the two meet, together with the worker; from now they know names."""
    require(by, Permission.RUN_MATCH, match)
    if on < clock.today():
        raise Refused("The day must be today or later", "on")
    _meet(match, "arrange_introduction", by, introduction_on=on)
    mail.queue(match.volunteer.person, "match_introduction", match=match)
    letters.tell_worker(match, "match_introduction")
    if match.young_person.person:
        mail.queue(match.young_person.person, "match_news")


@transaction
def start_trial(match: Match, *, by: Actor) -> None:
    """They met and want to try."""
    require(by, Permission.RUN_MATCH, match)
    _meet(match, "start_trial", by, trial_on=clock.today())


@transaction
def start(match: Match, *, by: Actor) -> None:
    """The trial went well: they go on."""
    require(by, Permission.RUN_MATCH, match)
    _meet(match, "start", by, started_on=clock.today())


@transaction
def hold(match: Match, reason: str, *, by: Actor) -> None:
    """Stop all contact for now, in neutral words (R-SAF-4)."""
    require(by, Permission.HOLD_MATCH, match)
    can_rest = not STATES.refusals(match, "hold")  # or names could be tried without a trace
    if can_rest and mentions(match.young_person, reason, by):
        raise Refused("Leave the young person's name out", "reason")
    stopping.hold(match, reason, by)


@transaction
def resume(match: Match, *, by: Actor) -> None:
    """Go on where the match stood, once everything is in order again."""
    require(by, Permission.RUN_MATCH, match)
    _meet(match, f"resume_{match.stood_at.value}", by)


@transaction
def plan_end(match: Match, *, by: Actor) -> None:
    """Begin to end: the young person is told first, and there is a last meeting (R-END-1)."""
    require(by, Permission.END_MATCH, match)
    _begin_to_end(match, by)


@transaction
def stop_as_volunteer(match: Match, *, by: Actor) -> None:
    """The volunteer needs to stop."""
    require(by, Permission.ANSWER_AS_VOLUNTEER, match)
    _neutrally(match, "end")
    _begin_to_end(match, by)


@transaction
def stop_as_young_person(match: Match, *, by: Actor) -> None:
    """The young person wants to stop; why is theirs to keep."""
    require(by, Permission.ANSWER_AS_YOUNG_PERSON, match)
    _neutrally(match, "end")
    _begin_to_end(match, by)


@transaction
def close(match: Match, reason: EndReason, told_on: date, *, by: Actor) -> None:
    """End it, after the young person was told; the volunteer's access is over at once."""
    require(by, Permission.RUN_MATCH, match)
    if told_on > clock.today():
        raise Refused("Tell the young person first: the day cannot be in the future", "told_on")
    stopping.end(match, "close", reason, by, young_person_told_on=told_on)
    mail.queue(match.volunteer.person, "match_closed", match=match)


def _meet(match: Match, name: str, by: Actor, **facts: Any) -> None:
    """Take a step towards meeting: every gate is looked at anew, and the database asks for it."""
    to, today = STATES.steps[name].after, clock.today()
    missing = readiness(today, [match.volunteer_id])[match.volunteer_id]
    if to in MEETS and not missing:
        who = {"match_id": match.id, "volunteer_id": match.volunteer_id}
        gates = {gate.value: gate not in missing for gate in Gate}
        db.session.add(Proof(**who, to_state=to, proven_on=today, **gates))
    STATES.take(match, name, by=by, **facts)


def _begin_to_end(match: Match, by: Actor) -> None:
    STATES.take(match, "end", by=by, ending_on=clock.today())
    if by.id != match.young_person.worker_id:
        letters.tell_worker(match, "match_ending")
    if by.id != match.volunteer.person_id:
        # Whoever began it, the mentor reads the same, so that nobody's wish is told.
        mail.queue(match.volunteer.person, "match_ending_mentor", match=match)


def _say_yes(match: Match, whose: Whose, by: Actor) -> MatchYes:
    yes = MatchYes(whose=whose, given_on=clock.today(), recorded_by_id=by.id)
    with refusing("This yes is written down already", "whose"):
        match.yeses.append(yes)
    audit.record(E.YES_RECORDED, match, by=by, whose=whose.value)
    return yes


def _neutrally(match: Match, name: str) -> None:
    """Say nothing of why to those who are asked: what is missing is another's to know."""
    if STATES.refusals(match, name):
        raise Refused(reasons.LATER if name in STATES.possible(match) else reasons.passed(match))
