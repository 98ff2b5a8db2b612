"""Who gets the seats of an offer. Whoever calls holds the offer, so that no seat goes twice."""

from typing import Any

from nolimits.activities import guards, letters, queries
from nolimits.activities.models import Event, Offer, OfferState, Place, PlaceState
from nolimits.activities.stages import OFFERS, PLACES
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import change


def free(offer: Offer) -> int | None:
    """The first seat that nobody has; None when it is full."""
    taken = queries.taken_seats(offer)
    return next((seat for seat in range(1, offer.seats + 1) if seat not in taken), None)


def settle(place: Place, by: Actor) -> None:
    """Whoever decides for themself comes, once there is a seat; for others their worker decides."""
    if place.seat and not guards.needs_adult(place) and not PLACES.refusals(place, "allow"):
        allow(place, by)
    note_fullness(place.offer)


def allow(place: Place, by: Actor) -> None:
    """Everyone has agreed: they come."""
    PLACES.take(place, "allow", by=by, consent_on=clock.today(), consent_by_id=by.id)


def give_up(place: Place, name: str, by: Actor) -> None:
    """Take a yes back, and pass the seat on to whoever waits longest and still may come."""
    facts: dict[str, Any] = {"seat": None, "consent_on": None, "consent_by_id": None}
    PLACES.take(place, name, by=by, **facts)
    pass_on(place.offer)


def pass_on(offer: Offer) -> None:
    """Give what is free to those who wait, in their order."""
    for place in queries.places_on(offer):
        waits = place.state is PlaceState.YES and place.seat is None
        if waits and (seat := free(offer)) and not (guards.offered(place) or guards.fits(place)):
            change(place, where=Place.state == PlaceState.YES, seat=seat)
            audit.record(Event.GOT_SEAT, place, by=SYSTEM)
            letters.tell(place)
            settle(place, SYSTEM)
    note_fullness(offer)


def note_fullness(offer: Offer) -> None:
    """Say of an offer whether there is a seat left."""
    full = free(offer) is None
    if full and offer.state is OfferState.PUBLISHED:
        OFFERS.take(offer, "fill", by=SYSTEM)
    elif not full and offer.state is OfferState.FULL:
        OFFERS.take(offer, "free", by=SYSTEM)
