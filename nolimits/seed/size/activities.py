"""Generated invitations at every step, and what services keep; with young people who said yes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from nolimits.activities.models import (
    ActivityKind,
    Offer,
    OfferState,
    Place,
    PlaceKind,
    PlaceState,
    Risk,
    Transport,
)
from nolimits.kernel import clock
from nolimits.kernel.db import transaction
from nolimits.people.models import Area, Directorate
from nolimits.seed.size import Officers
from nolimits.seed.size.rows import ids, next_id, reference, write
from nolimits.services.models import ServiceKind, ServiceOffer, TakeUp, TakeUpState

OF_SO_MANY = 20  # people, one invites along
SEATS = 4
STEPS = (
    OfferState.DRAFT,
    OfferState.RISK_CHECKED,
    OfferState.PUBLISHED,
    OfferState.FULL,
    *(OfferState.HAPPENED,) * 6,
)
PLACES = {
    OfferState.PUBLISHED: PlaceState.YES,
    OfferState.FULL: PlaceState.CONSENT_OK,
    OfferState.HAPPENED: PlaceState.ATTENDED,
}
SERVICES = 200  # people for one offer of a service


@transaction
def fill(people: Sequence[int], young_people: Sequence[int], officers: Officers) -> None:
    """Invitations of some people, and offers of services; each with young people on it."""
    some, areas, first = people[::OF_SO_MANY], ids(Area), next_id(Offer)
    write(
        Offer,
        range(first, first + len(some)),
        lambda number: {
            **_offer(number, officers),
            "person_id": some[number - first],
            "area_id": areas[number % len(areas)],
        },
    )
    if young_people:
        _places(range(first, first + len(some)), young_people, officers)
    _services(len(people) // SERVICES + 1, young_people, officers)


def _step(number: int) -> OfferState:
    return STEPS[number % len(STEPS)]


def _offer(number: int, officers: Officers) -> dict[str, Any]:
    """An invitation as far as it has come: two weeks ago, or in two weeks."""
    step, over = _step(number), _step(number) is OfferState.HAPPENED
    today = clock.today()
    ahead = timedelta(days=(-14 if over else 14) - number % 300 * over, hours=number % 6)
    checked = step is not OfferState.DRAFT
    return {
        "id": number,
        "reference": reference("O", number),
        "state": step,
        "kind": ActivityKind.SPORT,
        "title": "A swim",
        "what": "We swim, and have something hot after it.",
        "starts_at": clock.now() + ahead,
        "ends_at": clock.now() + ahead + timedelta(hours=2),
        "place_kind": PlaceKind.SPORTS_GROUND,
        "meeting_place": "The entrance",
        "transport": Transport.MEET_THERE,
        "within_miles": 10,
        "seats": SEATS,
        "youngest": 11,
        "oldest": 24,
        "access": [],
        "asked_on": today - timedelta(days=20),
        "checked_on": today - timedelta(days=18) if checked else None,
        "checked_by_id": officers.coordinator.id if checked else None,
        "risks": [one.value for one in Risk] if checked else [],
        "published_on": today - timedelta(days=17) if step in PLACES else None,
        "ended_on": today - timedelta(days=13) if over else None,
    }


def _places(offers: range, young_people: Sequence[int], officers: Officers) -> None:
    """Seats of what is on or over; each young person once on an offer."""
    on = [number for number in offers if _step(number) in PLACES]
    seats = min(SEATS, len(young_people))

    def place(row: int) -> dict[str, Any]:
        number, seat = on[row // seats], row % seats
        state = PLACES[_step(number)]
        agreed = state is not PlaceState.YES
        return {
            "reference": reference("L", row + 1),
            "offer_id": number,
            "young_person_id": young_people[(number * SEATS + seat) % len(young_people)],
            "state": state,
            "seat": seat + 1,
            "invited_on": clock.today() - timedelta(days=16),
            "said_at": clock.now() - timedelta(days=15),
            "consent_on": clock.today() - timedelta(days=15) if agreed else None,
            "consent_by_id": officers.second.id if agreed else None,
        }

    write(Place, range(len(on) * seats), place)


def _services(count: int, young_people: Sequence[int], officers: Officers) -> None:
    """Passes and tickets; every young person asked for one, and half of them have it."""
    directorates, first, today = ids(Directorate), next_id(ServiceOffer), clock.today()
    write(
        ServiceOffer,
        range(first, first + count),
        lambda number: {
            "id": number,
            "reference": reference("SO", number),
            "directorate_id": directorates[number % len(directorates)],
            "kind": ServiceKind.FREE_PASS,
            "title": f"Swimming pass {number}",
            "what": "Swim as often as you like.",
            "stock": 10_000,
            "youngest": 11,
            "oldest": 24,
            "from_on": today - timedelta(days=60),
            "until_on": today + timedelta(days=300),
            "made_on": today - timedelta(days=60),
        },
    )
    write(
        TakeUp,
        range(len(young_people)),
        lambda place: {
            "reference": reference("TU", place + 1),
            "service_offer_id": first + place % count,
            "young_person_id": young_people[place],
            "state": TakeUpState.GIVEN if place % 2 else TakeUpState.ASKED,
            "asked_on": today - timedelta(days=10),
            "settled_on": today - timedelta(days=5) if place % 2 else None,
            "settled_by_id": officers.second.id if place % 2 else None,
        },
    )
