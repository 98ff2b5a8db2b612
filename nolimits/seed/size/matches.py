"""Generated matches: every fourth young person has met a mentor, with contact logs of each."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.contacts.models import Contact, ContactKind, ContactState
from nolimits.kernel import clock, crypto
from nolimits.kernel.db import db, transaction
from nolimits.matching.models import Match, MatchState, ReadinessProof
from nolimits.seed.size import Officers
from nolimits.seed.size.rows import next_id, reference, write
from nolimits.volunteers.queries import ready_volunteers
from nolimits.volunteers.readiness import Gate
from nolimits.young_people.models import YoungPerson, YoungPersonState

OF_SO_MANY = 4
LOGS = 6


@transaction
def fill(young_people: Sequence[int], officers: Officers) -> None:
    """Matches of some young people with volunteers who are ready, each proven to be."""
    today, young = clock.today(), young_people[OF_SO_MANY - 1 :: OF_SO_MANY]
    ready = db.session.scalars(ready_volunteers(today).limit(len(young))).all()
    volunteers = [one.id for one in ready]
    first = next_id(Match)
    numbers = range(first, first + min(len(young), len(volunteers)))
    if not numbers:
        return
    write(
        Match,
        numbers,
        lambda number: {
            **_match(number, officers),
            "volunteer_id": volunteers[number - first],
            "young_person_id": young[number - first],
        },
    )
    write(
        ReadinessProof,
        numbers,
        lambda number: {
            "match_id": number,
            "volunteer_id": volunteers[number - first],
            "to_state": MatchState.ACTIVE,
            "proven_on": today - timedelta(days=100),
            **dict.fromkeys([gate.value for gate in Gate], True),
        },
    )
    db.session.execute(
        sa.update(Match).where(Match.id.in_(numbers)).values({Match.state: MatchState.ACTIVE})
    )
    met = sa.update(YoungPerson).where(YoungPerson.id.in_(young[: len(numbers)]))
    db.session.execute(met.values({YoungPerson.state: YoungPersonState.MATCHED}))
    logged = {number: ready[number - first].person_id for number in numbers}
    write(Contact, range(len(numbers) * LOGS), lambda place: _contact(first, place, logged))


def _match(number: int, officers: Officers) -> dict[str, Any]:
    since = clock.today() - timedelta(days=170)
    return {
        "id": number,
        "reference": reference("M", number),
        "state": MatchState.CHECKS_CONFIRMED,
        "suggested_on": since,
        "proposed_on": since,
        "proposed_by_id": officers.coordinator.id,
        "taken_up_on": since + timedelta(days=10),
        "confirmed_on": since + timedelta(days=20),
        "confirmed_by_id": officers.second.id,
        "introduction_on": since + timedelta(days=25),
        "trial_on": since + timedelta(days=26),
        "started_on": since + timedelta(days=70),
        "score": 50,
        "reasons_for": ["They are free at the same time"],
        "reasons_against": [],
    }


def _contact(first: int, place: int, logged: dict[int, int]) -> dict[str, Any]:
    """One of the meetings of a match; the newest is not read yet."""
    match, turn = divmod(place, LOGS)
    held_on = clock.today() - timedelta(days=5 + turn * 14)
    return {
        "reference": reference("K", place + 1),
        "match_id": first + match,
        "held_on": held_on,
        "kind": ContactKind.ONE_TO_ONE,
        "minutes": 90,
        "in_work_time": False,
        "activity": "A walk",
        "activity_print": crypto.fingerprint("A walk"),
        "state": ContactState.SEEN if turn else ContactState.SUBMITTED,
        "logged_on": held_on,
        "seen_on": held_on if turn else None,
        "logged_by_id": logged[first + match],
    }
