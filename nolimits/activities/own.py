"""What a young person reads of offers: what suits them, and their own answers; never who else."""

from dataclasses import dataclass

from nolimits.activities import guards, queries
from nolimits.activities.models import OPEN, TAKEN, Access, Offer, OfferState, Place, PlaceState
from nolimits.kernel import clock
from nolimits.young_people.models import YoungPerson


@dataclass(frozen=True)
class Things:
    """What a young person could do, what they said yes to, what is off, and what they came to."""

    could: list[Offer]
    coming: list[Place]
    off: list[Place]
    tell: list[Place]


def things_for(young_person: YoungPerson, needs: str = "") -> Things:
    """All that is on a young person's page of things to do.

    With something that they need there, only what has it: what somebody needs is asked each time
    and kept nowhere.
    """
    places = queries.places_of(young_person)
    answered = {one.offer_id for one in places if one.state is not PlaceState.INVITED}
    mine = [one for one in places if one.state in TAKEN and not one.offer.has_started]
    came = [one for one in places if one.state is PlaceState.ATTENDED]
    return Things(
        could=[
            one
            for one in invited_to(young_person)
            if one.id not in answered and (needs in one.access or needs not in list(Access))
        ],
        coming=[one for one in reversed(mine) if one.offer.state in OPEN],
        off=[one for one in mine if one.offer.state is OfferState.CANCELLED],
        tell=[one for one in came if one.how_it_was is None],
    )


def invited_to(young_person: YoungPerson) -> list[Offer]:
    """What is on, suits them, and is by somebody who is ready in this moment."""
    on = queries.to_come(young_person, clock.today())
    suits = [one for one in on if guards.why_not(one, young_person) is None]
    return guards.of_ready(suits)


def thing(young_person: YoungPerson, reference: str) -> tuple[Offer, Place | None] | None:
    """One thing that they are invited to or have answered, with their place; None for any other."""
    offer = Offer.by_key(reference)
    if offer is None:
        return None
    place = queries.place_of(offer, young_person)
    known = place is not None and place.state is not PlaceState.INVITED
    return (offer, place) if known or offer in invited_to(young_person) else None
