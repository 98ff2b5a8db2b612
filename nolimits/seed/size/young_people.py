"""Generated young people who wait for a mentor, 11 to 24 years old, their consents complete."""

from datetime import timedelta
from itertools import product
from typing import Any

from nolimits.kernel import clock
from nolimits.kernel.db import transaction
from nolimits.people.models import SLOTS, Area, Interest
from nolimits.seed.people import FAMILY, GIVEN
from nolimits.seed.size import Officers
from nolimits.seed.size.rows import ids, next_id, reference, some, write
from nolimits.young_people.models import (
    CareBasis,
    CarePeriod,
    Consent,
    ConsentGiver,
    ConsentScope,
    YoungPerson,
    YoungPersonIdentity,
    YoungPersonState,
)

INTERESTS = [interest.value for interest in Interest]
YESES = tuple(product(ConsentScope, (ConsentGiver.YOUNG_PERSON, ConsentGiver.COUNCIL)))


@transaction
def fill(count: int, officers: Officers) -> range:
    """So many of them, each with a worker, a name of their own and a basis of care; their ids."""
    worker = officers.second.id
    first = next_id(YoungPerson)
    numbers = range(first, first + count)
    areas = ids(Area)
    since = clock.today() - timedelta(days=800)
    write(
        YoungPerson,
        numbers,
        lambda number: _young_person(number, worker, areas[number % len(areas)]),
    )
    write(YoungPersonIdentity, numbers, _name)
    write(
        CarePeriod,
        numbers,
        lambda number: {
            "young_person_id": number,
            "basis": CareBasis.CARE_ORDER,
            "from_on": since,
        },
    )
    write(Consent, range(count * len(YESES)), lambda number: _consent(first, number, worker))
    return numbers


def _young_person(number: int, worker: int, area: int) -> dict[str, Any]:
    today = clock.today()
    return {
        "id": number,
        "reference": reference("Y", number),
        "worker_id": worker,
        "worker_accepted_on": today - timedelta(days=30 + number % 300),
        "referred_by_id": worker,
        "referred_on": today - timedelta(days=30 + number % 300),
        "born_on": today - timedelta(days=365 * (11 + number % 14) + 100),
        "area_id": area,
        "state": YoungPersonState.READY_TO_MATCH,
        "wants": "Somebody to talk to.",
        "interests": some(INTERESTS, number * 7, 4),
        "availability": some(SLOTS, number * 5, 6),
        "preferences_on": today - timedelta(days=20),
        "ready_on": today - timedelta(days=number % 20),
    }


def _name(number: int) -> dict[str, Any]:
    given, family = GIVEN[number % 40], FAMILY[number % 24]
    return {"young_person_id": number, "given_name": given, "family_name": family}


def _consent(first: int, number: int, worker: int) -> dict[str, Any]:
    """One of the yeses of one young person."""
    place, yes = divmod(number, len(YESES))
    scope, giver = YESES[yes]
    return {
        "young_person_id": first + place,
        "scope": scope,
        "giver": giver,
        "given_on": clock.today() - timedelta(days=25),
        "recorded_by_id": worker,
    }
