"""What takes places and offers away by itself, in the moment in which the reason arises."""

from nolimits.activities import guards, letters, queries, seats
from nolimits.activities.models import OPEN, TAKEN, Offer, Place, PlaceState
from nolimits.activities.stages import OFFERS, PLACES
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import lock
from nolimits.volunteers.models import Event as VolunteerEvent
from nolimits.volunteers.models import Volunteer
from nolimits.young_people.models import Event as YoungPersonEvent
from nolimits.young_people.models import YoungPerson


@audit.heard(VolunteerEvent.GATE_LAPSED)
def _on_gate_lapsed(volunteer: Volunteer, *, by: Actor) -> None:
    """Whoever is not ready takes nobody along: what they invite to is off."""
    for offer in queries.open_offers(Offer.person_id == volunteer.person_id, clock.now()):
        lock(offer)
        if offer.state in OPEN:
            call_off(offer, by)


@audit.heard(YoungPersonEvent.CONSENT_WITHDRAWN)
@audit.heard(YoungPersonEvent.CARE_PERIOD_RECORDED)
@audit.heard(YoungPersonEvent.EXCLUSION_ADDED)
@audit.heard(YoungPersonEvent.PAUSED)
@audit.heard(YoungPersonEvent.ENDED)
def _on_young_person_changed(young_person: YoungPerson, *, by: Actor) -> None:
    """Without every consent, with a tie, paused or gone: they have no place there."""
    lock(young_person)
    for place in queries.open_places(young_person):
        lock(place.offer)
        lock(place)
        if place.state in TAKEN:
            _look_again(place, by)


def _look_again(place: Place, by: Actor) -> None:
    if guards.fits(place) or guards.took_back(place.young_person):
        seats.give_up(place, "release", by)
        letters.tell(place)
    elif place.state is PlaceState.CONSENT_OK and guards.consented(place):
        PLACES.take(place, "lose_consent", by=by, consent_on=None, consent_by_id=None)
        letters.tell(place)


def call_off(offer: Offer, by: Actor) -> None:
    """It does not happen: everyone who meant to come is told, in neutral words."""
    OFFERS.take(offer, "cancel", by=by, ended_on=clock.today())
    for place in queries.places_on(offer):
        letters.tell(place)
    letters.tell_who_invites(offer)
