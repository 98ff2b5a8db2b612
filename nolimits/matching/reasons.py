"""Why a pair fits, why it does not, and why somebody waits on: in words for a coordinator."""

from nolimits.kernel.pages import counted, listed
from nolimits.matching.engine import Pair, RunnerUp, Waiting, Why
from nolimits.matching.models import Match, MatchState

EXCLUDED = {
    Why.GATES: "The volunteer is not ready: a gate is missing",
    Why.CAPACITY: "The volunteer has no room for another match",
    Why.CONSENT: "A consent of the young person is missing",
    Why.AGE: "The young person is outside the ages of the scheme",
    Why.TIE: "They must not be matched: they know each other, or have been kept apart",
    Why.DISTANCE: "They live too far apart",
    Why.NO_SHARED_TIME: "They are never free at the same time",
    Why.NOT_GOOD_ENOUGH: "They have too little in common",
    Why.PANEL: "The volunteer is on the panel that answers what the young person asks for",
}
WAITING = {
    Why.GATES: "not ready yet",
    Why.CAPACITY: "already as busy as they can be",
    Why.CONSENT: "cannot be asked while a consent is missing",
    Why.AGE: "outside the ages of the scheme",
    Why.TIE: "must not be matched with them",
    Why.DISTANCE: "too far away",
    Why.NO_SHARED_TIME: "never free at the same time",
    Why.NOT_GOOD_ENOUGH: "too little in common",
    Why.PANEL: "on the panel that answers what they ask for",
}


def exclusions(pair: Pair) -> list[str]:
    """Every hard reason why a pair may not be."""
    return [EXCLUDED[why] for why in Why if why in pair.excluded]


def hard(pair: Pair) -> list[str]:
    """What no coordinator may set aside by choosing the pair; being busy is asked at proposing."""
    aside = Why.CAPACITY | Why.NOT_GOOD_ENOUGH
    return [EXCLUDED[why] for why in Why if why in pair.excluded & ~aside]


def reasons_for(pair: Pair) -> list[str]:
    """What speaks for a pair, the weightiest first."""
    found = []
    if pair.shared_interests:
        liked = [one.replace("_", " ") for one in pair.shared_interests]
        found.append(f"Both like {listed(liked)}")
    if len(pair.shared_slots) > 1:
        found.append(f"Free together at {counted(len(pair.shared_slots), 'time')} of the week")
    if pair.kilometres < 10:
        near = f"{pair.kilometres} km apart" if pair.kilometres else "In the same part of town"
        found.append(near)
    if pair.seeker.waiting_days >= 28:
        found.append(f"Has waited {counted(pair.seeker.waiting_days // 7, 'week')}")
    return found


def reasons_against(pair: Pair) -> list[str]:
    """What speaks against a pair, hard reasons first."""
    found = exclusions(pair)
    if not pair.shared_interests:
        found.append("Nothing that both like")
    elif len(pair.seeker.interests) > len(pair.shared_interests):
        other = sorted(pair.seeker.interests - set(pair.shared_interests))
        found.append(f"Does not share {listed([one.replace('_', ' ') for one in other], 'or')}")
    if len(pair.shared_slots) == 1:
        found.append(f"Free together only on {pair.shared_slots[0].capitalize()}")
    if pair.kilometres >= 10:
        found.append(f"{pair.kilometres} km apart")
    return found


LATER = "Something has to be sorted out first. We will tell you when you can answer"
ANSWERED = "This has been answered already. Nothing was sent twice"
NOT_NOW = "This cannot be done just now. Your page says how things stand, and whom you can ask"


def passed(match: Match) -> str:
    """What whoever answers reads when there is nothing to answer any more, or not yet."""
    return NOT_NOW if match.state is MatchState.ON_HOLD else ANSWERED


def cost(runner_up: RunnerUp) -> str:
    """What choosing the runner-up would cost everybody in the pool."""
    if runner_up.left_waiting:
        more = counted(runner_up.left_waiting, "more young person", "more young people")
        return f"Choosing them instead would leave {more} waiting"
    if runner_up.points == 0:
        return "Choosing them instead would cost nothing: the two plans are equal"
    return (
        f"Choosing them instead would cost {counted(runner_up.points, 'point')} over the whole pool"
    )


def why_waiting(waiting: Waiting) -> list[str]:
    """Why nobody is proposed for a young person."""
    found = [f"{counted(number, 'volunteer')}: {WAITING[why]}" for why, number in waiting.ruled_out]
    if waiting.taken:
        found.insert(
            0, f"{counted(waiting.taken, 'volunteer')} would fit, but others need them more"
        )
    return found or ["There are no volunteers in the pool"]
