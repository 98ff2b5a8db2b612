"""What must be true before a match goes one step on; each says why it is not, or nothing."""

from nolimits.kernel import clock
from nolimits.kernel.pages import day, listed
from nolimits.matching import reasons
from nolimits.matching.engine import Why
from nolimits.matching.models import Match, Whose
from nolimits.matching.queries import asked
from nolimits.panel.queries import judges_of
from nolimits.volunteers.queries import missing_gates
from nolimits.young_people.models import OLDEST, YOUNGEST, YoungPersonState
from nolimits.young_people.queries import are_tied, missing_consents


def ready(match: Match) -> str | None:
    """Every gate of the volunteer is passed today."""
    missing = [str(one) for one in missing_gates(match.volunteer, on=clock.today())]
    return f"{match.volunteer.person.name} still needs {listed(missing)}" if missing else None


def consented(match: Match) -> str | None:
    """Every consent that the young person needs today is there."""
    missing = missing_consents(match.young_person, on=clock.today())
    return "A consent of the young person is missing" if missing else None


def not_tied(match: Match) -> str | None:
    """The two are not tied to each other."""
    tied = are_tied(match.young_person, match.volunteer.person_id)
    return reasons.EXCLUDED[Why.TIE] if tied else None


def not_judged(match: Match) -> str | None:
    """The volunteer reads nothing for a panel that the young person asks for, without a name."""
    judges = judges_of([match.young_person_id]).get(match.young_person_id, set())
    return reasons.EXCLUDED[Why.PANEL] if match.volunteer.person_id in judges else None


def wanted(match: Match) -> str | None:
    """The young person waits for a mentor, or has chosen this one."""
    waits = match.young_person.state in (YoungPersonState.READY_TO_MATCH, YoungPersonState.MATCHED)
    return None if waits else "The young person is not waiting for a mentor now"


def of_age(match: Match) -> str | None:
    """The young person is of the ages of the scheme."""
    fits = YOUNGEST <= match.young_person.age <= OLDEST
    return None if fits else reasons.EXCLUDED[Why.AGE]


def room_left(match: Match) -> str | None:
    """The volunteer offered to meet more than they were asked about."""
    if asked(match.volunteer, besides=match) >= match.volunteer.capacity:
        return f"{match.volunteer.person.name} has no room for another match"
    return None


def every_yes(match: Match) -> str | None:
    """Volunteer, young person, worker and carer have said yes (R-MAT-1)."""
    missing = [one for one in Whose if one not in {yes.whose for yes in match.yeses}]
    words = listed([f"the {one.value.replace('_', ' ')}" for one in missing])
    return f"There is no yes yet from {words}" if missing else None


def have_met(match: Match) -> str | None:
    """The day of the first meeting has come."""
    on = match.introduction_on
    return None if on and on <= clock.today() else f"They meet for the first time on {day(on)}"


FIT = (ready, wanted, consented, not_tied, of_age)
MET = (*FIT, have_met)
