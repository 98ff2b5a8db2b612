"""The life of a young person in the scheme: which step may follow which, and what it demands."""

from collections.abc import Sequence
from datetime import date

from nolimits.kernel import clock
from nolimits.kernel.states import States, step, words
from nolimits.young_people import queries
from nolimits.young_people.models import (
    OLDEST,
    YOUNGEST,
    ConsentGiver,
    ConsentScope,
    Event,
    YoungPerson,
)
from nolimits.young_people.models import YoungPersonState as S


def consents_complete(young_person: YoungPerson) -> str | None:
    """Everyone whose yes is needed has said it."""
    return consents_missing(young_person, on=clock.today())


def consents_missing(
    young_person: YoungPerson, *, on: date, scopes: Sequence[ConsentScope] = queries.BEFORE_MATCHING
) -> str | None:
    """Whose yes is needed on a day before something and is not there, by name."""
    missing = queries.missing_consents(young_person, on=on, scopes=scopes)
    said = ", ".join(f"{words(scope)} ({words(giver)})" for scope, giver in missing)
    return f"These consents are missing: {said}" if missing else None


def not_ages(youngest: int, oldest: int) -> str | None:
    """Whether two ages are other than those in the scheme, the younger one first."""
    right = YOUNGEST <= youngest <= oldest <= OLDEST
    return None if right else f"Enter ages from {YOUNGEST} to {OLDEST}, the younger one first"


def takes_part(young_person: YoungPerson) -> bool:
    """Whether they said that they want to be part of the scheme, and take no break."""
    own = ConsentScope.TAKING_PART in queries.own_yeses(young_person)
    return own and young_person.state not in (S.REFERRED, S.PAUSED, S.ENDED)


def agreed_themselves(young_person: YoungPerson) -> str | None:
    """They said themselves that they want to take part."""
    own = (ConsentScope.TAKING_PART, ConsentGiver.YOUNG_PERSON)
    if own in queries.missing_consents(young_person, on=clock.today()):
        return "They have not agreed to take part yet, so nothing more is asked of them"
    return None


def _preferences_taken(young_person: YoungPerson) -> str | None:
    if young_person.preferences_on is None or not young_person.availability:
        return "We do not know yet what they like and when they are free"
    return None


def _no_open_match(young_person: YoungPerson) -> str | None:
    if any(one.taken_up_on and one.ended_on is None for one in young_person.matches):
        return "They have a mentor: end the match first"
    return None


READY = (consents_complete, _preferences_taken)
IN_POOL = S.READY_TO_MATCH
BEFORE = (S.REFERRED, S.CONSENT_SOUGHT, S.PREFERENCES_TAKEN, IN_POOL)
STATES = States(
    {
        "seek_consent": step(S.REFERRED, to=S.CONSENT_SOUGHT, event=Event.CONSENT_SOUGHT),
        "take_preferences": step(
            S.CONSENT_SOUGHT, to=S.PREFERENCES_TAKEN, event=Event.PREFERENCES_TAKEN
        ),
        "ready": step(*BEFORE[1:3], S.PAUSED, to=IN_POOL, event=Event.READY_TO_MATCH, guards=READY),
        "match": step(IN_POOL, to=S.MATCHED, event=Event.MATCHED, guards=READY),
        "return": step(S.MATCHED, to=IN_POOL, event=Event.BACK_IN_POOL, guards=READY),
        "lose_consent": step(*BEFORE[2:], to=S.CONSENT_SOUGHT, event=Event.CONSENT_INCOMPLETE),
        "pause": step(
            *BEFORE, S.MATCHED, to=S.PAUSED, event=Event.PAUSED, guards=(_no_open_match,)
        ),
        "ask_again": step(S.PAUSED, to=S.CONSENT_SOUGHT, event=Event.RESUMED),
        "end": step(
            *BEFORE, S.MATCHED, S.PAUSED, to=S.ENDED, event=Event.ENDED, guards=(_no_open_match,)
        ),
    }
)
