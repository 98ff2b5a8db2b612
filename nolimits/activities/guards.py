"""What must be true before an offer or a place goes one step on; each says why it is not."""

from collections.abc import Collection

from nolimits.activities import queries
from nolimits.activities.models import OPEN, Offer, OfferState, Place
from nolimits.kernel import clock
from nolimits.kernel.pages import at_time
from nolimits.kernel.states import words
from nolimits.volunteers.queries import readiness, volunteer_of
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.queries import (
    BEFORE_ACTIVITIES,
    OWN,
    are_tied,
    own_yeses,
    required_consents,
)
from nolimits.young_people.stages import consents_missing, takes_part

KILOMETRES_A_MILE = 1.609344


def ready(offer: Offer) -> str | None:
    """Who invites is a volunteer who passes every gate today."""
    volunteer = volunteer_of(offer.person_id)
    if volunteer is None or readiness(clock.today(), [volunteer.id])[volunteer.id]:
        return f"{offer.person.name} is not a ready volunteer, as who meets one to one must be"
    return None


def asked(offer: Offer) -> str | None:
    """Who invites has asked for a check, and nothing is to be changed first."""
    return None if offer.asked_on else "Who offers it changes something first"


def changeable(offer: Offer) -> str | None:
    """The team sent it back, and it is to come: what somebody looks or looked at stays as it is."""
    if offer.state is not OfferState.DRAFT:
        return f"This is {words(offer.state)}, so it cannot be changed any more"
    if offer.asked_on:
        return "The team looks at it just now. Change it if they ask"
    return f"{why}. Offer it anew for another day" if (why := to_come(offer)) else None


def to_come(offer: Offer) -> str | None:
    """Its time has not come yet."""
    return "Its time has come" if offer.has_started else None


def not_elsewhere(offer: Offer) -> str | None:
    """Who invites has nothing else at that time."""
    if other := queries.same_time(offer):
        return f"{offer.person.name} invites to something else from {at_time(other.starts_at)}"
    return None


def started(place: Place) -> str | None:
    """Who came is known once it has begun."""
    if place.offer.state is OfferState.CANCELLED:
        return "It was called off"
    return None if place.offer.has_started else "It has not begun yet"


def seated(place: Place) -> str | None:
    """There is a seat for them."""
    return None if place.seat else "They wait for a place"


def on_still(place: Place) -> str | None:
    """It is on, and its time has not come yet."""
    return to_come(place.offer) if place.offer.state in OPEN else "It is not on any more"


def offered(place: Place) -> str | None:
    """It is on still, and who invites is ready in this moment."""
    return on_still(place) or ready(place.offer)


def fits(place: Place) -> str | None:
    """It suits this young person."""
    return why_not(place.offer, place.young_person)


def consented(place: Place) -> str | None:
    """Everyone whose yes is needed on the day has said it (R-CARE-5)."""
    on, whom = place.offer.on, place.young_person
    return consents_missing(whom, on=on, scopes=BEFORE_ACTIVITIES)


def needs_adult(place: Place) -> bool:
    """Whether somebody beside the young person decides, at their age on the day (R-CARE-5)."""
    on, whom = place.offer.on, place.young_person
    return required_consents(whom.age_on(on), whom.basis_on(on)) != OWN


def why_not(offer: Offer, young_person: YoungPerson) -> str | None:
    """Why a young person is not invited to an offer, in words for the team; None where they are."""
    if not takes_part(young_person):
        return "They have not agreed to take part, or take a break"
    if not offer.youngest <= young_person.age_on(offer.on) <= offer.oldest:
        return "It is for other ages"
    if offer.area.kilometres_to(young_person.area) > offer.within_miles * KILOMETRES_A_MILE:
        return "It is too far away"
    if are_tied(young_person, offer.person_id):
        return "They are tied to who invites"
    return None


def took_back(young_person: YoungPerson) -> bool:
    """Whether they have taken back their own yes to going along."""
    return not {*BEFORE_ACTIVITIES} <= own_yeses(young_person)


def of_ready(offers: Collection[Offer]) -> list[Offer]:
    """The offers of those who pass every gate today, found in two statements."""
    volunteers = queries.volunteers_of({one.person_id for one in offers})
    missing = readiness(clock.today(), [one.id for one in volunteers])
    able = {one.person_id for one in volunteers if not missing[one.id]}
    return [one for one in offers if one.person_id in able]
