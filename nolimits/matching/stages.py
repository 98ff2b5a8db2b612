"""The life of a match: which step may follow which, and what each demands."""

from collections.abc import Callable

from nolimits.kernel.states import States, step, words
from nolimits.matching import guards, reasons
from nolimits.matching.guards import FIT, MET
from nolimits.matching.models import ASKING, HOLDABLE, Match
from nolimits.matching.models import Event as E
from nolimits.matching.models import MatchState as M

STATES = States(
    {
        "propose": step(
            M.SUGGESTED,
            to=M.PROPOSED,
            event=E.PROPOSED,
            guards=(*FIT, guards.not_judged, guards.room_left),
        ),
        "volunteer_agree": step(
            M.PROPOSED, to=M.VOLUNTEER_AGREED, event=E.VOLUNTEER_AGREED, guards=FIT
        ),
        "young_person_agree": step(
            M.VOLUNTEER_AGREED, to=M.YOUNG_PERSON_AGREED, event=E.YOUNG_PERSON_AGREED, guards=FIT
        ),
        "confirm_checks": step(
            M.YOUNG_PERSON_AGREED,
            to=M.CHECKS_CONFIRMED,
            event=E.CHECKS_CONFIRMED,
            guards=(*FIT, guards.every_yes),
        ),
        "arrange_introduction": step(
            M.CHECKS_CONFIRMED,
            to=M.INTRODUCTION_ARRANGED,
            event=E.INTRODUCTION_ARRANGED,
            guards=FIT,
        ),
        "start_trial": step(M.INTRODUCTION_ARRANGED, to=M.TRIAL, event=E.TRIAL_STARTED, guards=MET),
        "start": step(M.TRIAL, to=M.ACTIVE, event=E.STARTED, guards=FIT),
        "hold": step(*HOLDABLE, to=M.ON_HOLD, event=E.PUT_ON_HOLD),
        # What a held match goes back to follows from the days it has: see resume.
        **{
            f"resume_{state.value}": step(M.ON_HOLD, to=state, event=E.RESUMED, guards=FIT)
            for state in HOLDABLE
        },
        "end": step(M.INTRODUCTION_ARRANGED, M.TRIAL, M.ACTIVE, to=M.ENDING, event=E.ENDING),
        "close": step(M.ENDING, M.ON_HOLD, to=M.CLOSED, event=E.CLOSED),
        "not_approve": step(
            M.YOUNG_PERSON_AGREED, M.CHECKS_CONFIRMED, to=M.NOT_APPROVED, event=E.REFUSED
        ),
        "release": step(*ASKING, to=M.RELEASED, event=E.RELEASED),
        "volunteer_decline": step(
            M.PROPOSED,
            M.VOLUNTEER_AGREED,
            M.YOUNG_PERSON_AGREED,
            M.CHECKS_CONFIRMED,
            to=M.DECLINED_BY_VOLUNTEER,
            event=E.DECLINED,
        ),
        "young_person_decline": step(
            M.VOLUNTEER_AGREED,
            M.YOUNG_PERSON_AGREED,
            M.CHECKS_CONFIRMED,
            to=M.DECLINED_BY_YOUNG_PERSON,
            event=E.DECLINED,
        ),
    }
)


def passed(step: str) -> Callable[[Match], str]:
    """Whether a step does not lead on from where a match stands, in words for the team."""

    def shut(match: Match) -> str:
        if step not in STATES.steps or step in STATES.possible(match):
            return ""
        return f"This match is {words(match.state)} now, so there is nothing to do here."

    return shut


def answered(step: str) -> Callable[[Match], str]:
    """The same, for one of the two people of the match."""
    return lambda match: "" if step in STATES.possible(match) else f"{reasons.passed(match)}."
