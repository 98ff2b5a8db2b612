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
    not_going: set[int]
    coming: list[Place]
    off: list[Place]
    tell: list[Place]


def things_for(young_person: YoungPerson, needs: str = "") -> Things:
    """All that is on a young person's page of things to do.

    With something that they need there, only what has it: what somebody needs is asked each time
    and kept nowhere.
    """
    places = queries.places_of(young_person)
    not_going = {one.offer_id for one in places if one.state is PlaceState.NO}
    answered = {one.offer_id for one in places if one.state is not PlaceState.INVITED} - not_going
    to_come = [one for one in places if not one.offer.has_started]
    mine = [one for one in to_come if one.state in TAKEN]
    came = [one for one in places if one.state is PlaceState.ATTENDED]
    invited = invited_to(young_person)
    return Things(
        could=[
            one
            for one in invited
            if one.id not in answered and (needs in one.access or needs not in list(Access))
        ],
        not_going=not_going,
        coming=[one for one in reversed(mine) if one.offer.state in OPEN],
        off=[one for one in to_come if _is_off(one, invited)],
        tell=[one for one in came if one.how_it_was is None],
    )


def _is_off(place: Place, invited: list[Offer]) -> bool:
    """Whether what they meant to come to does not happen, or is not on for them now."""
    if place.state in TAKEN:
        return place.offer.state is OfferState.CANCELLED
    gone = place.state is PlaceState.NO and place.offer.state in OPEN
    return gone and place.offer not in invited


def invited_to(young_person: YoungPerson) -> list[Offer]:
    """What is on, suits them, and is by somebody who is ready in this moment."""
    on = queries.to_come(young_person, clock.today())
    suits = [one for one in on if guards.why_not(one, young_person) is None]
    return guards.of_ready(suits)


def thing(young_person: YoungPerson, reference: str) -> tuple[Offer, Place | None, bool] | None:
    """One thing that they are invited to or have answered, with their place; None for any other.

    The last says whether they are invited in this moment.
    """
    offer = Offer.by_key(reference)
    if offer is None:
        return None
    place = queries.place_of(offer, young_person)
    known = place is not None and place.state is not PlaceState.INVITED
    invited = offer in invited_to(young_person)
    return (offer, place, invited) if known or invited else None
