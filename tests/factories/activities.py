"""Invented offers to invite along and places on them, made through the operations of each step."""

from datetime import time, timedelta
from typing import Any

import factory

from nolimits.activities import operations, queries
from nolimits.activities.models import (
    ActivityKind,
    Offer,
    OfferState,
    Place,
    PlaceKind,
    PlaceState,
    Risk,
    RiskAnswer,
    Transport,
)
from nolimits.activities.operations import Invitation
from nolimits.kernel import clock
from nolimits.people.models import Area, Person
from nolimits.volunteers.models import Volunteer
from nolimits.young_people import operations as young_people
from nolimits.young_people.models import ConsentGiver, ConsentScope, YoungPerson
from nolimits.young_people.queries import BEFORE_ACTIVITIES, missing_consents
from tests.factories.made import Made
from tests.factories.matching import ready_volunteer
from tests.factories.people import coordinator
from tests.factories.young_people import YoungPersonFactory

SAFE = dict.fromkeys(Risk, RiskAnswer.SAFE)


def invitation(area: Area, **given: Any) -> Invitation:
    """What an invented volunteer invites along to, in ten days."""
    values: dict[str, Any] = {
        "kind": ActivityKind.SPORT,
        "title": "Park run",
        "what": "We jog, walk and laugh.",
        "day": clock.today() + timedelta(days=10),
        "starts": time(10),
        "ends": time(12),
        "place_kind": PlaceKind.PARK,
        "meeting_place": "The bandstand of an invented park",
        "transport": Transport.MEET_THERE,
        "within_miles": 10,
        "seats": 2,
        "youngest": 11,
        "oldest": 17,
        **given,
    }
    return Invitation(area=area, **values)


def check(
    offer: Offer,
    *,
    by: Person,
    answers: dict[Risk, RiskAnswer] = SAFE,
    mitigations: str | None = None,
) -> None:
    """Somebody of the team reads an offer, and says what they find."""
    seen = queries.print_of(queries.together(offer, OfferState.DRAFT))
    operations.check_offer(offer, answers, mitigations, seen=seen, by=by)


class OfferFactory(Made):
    """An offer at any state, by a ready volunteer; anything of `invitation` may be given."""

    class Meta:
        model = Offer

    volunteer = factory.LazyFunction(ready_volunteer)
    state = OfferState.PUBLISHED
    mitigations = None
    times = 1

    @classmethod
    def _create(
        cls,
        model_class: type[Offer],
        *args: Any,
        volunteer: Volunteer,
        state: OfferState,
        mitigations: str | None,
        times: int,
        **given: Any,
    ) -> Offer:
        said = invitation(given.pop("area", volunteer.area), **given)
        offer = operations.offer_along(said, by=volunteer.person, times=times)
        team = coordinator()
        if state is not OfferState.DRAFT:
            check(offer, by=team, mitigations=mitigations)
        if state not in (OfferState.DRAFT, OfferState.RISK_CHECKED):
            operations.publish(offer, by=team)
        if state is OfferState.CANCELLED:
            operations.cancel(offer, by=team)
        return offer


def may_go(young_person: YoungPerson) -> YoungPerson:
    """Everybody beside the young person whose yes is needed agrees to their going along."""
    scopes = {"scopes": BEFORE_ACTIVITIES}
    for scope, giver in missing_consents(young_person, on=clock.today(), **scopes):
        if giver is not ConsentGiver.YOUNG_PERSON or scope is not ConsentScope.ACTIVITIES:
            young_people.give_consent(young_person, scope, giver, by=young_person.worker)
    return young_person


class PlaceFactory(Made):
    """A place at any state, of a young person whom the offer suits."""

    class Meta:
        model = Place

    offer = factory.SubFactory(OfferFactory)
    young_person = factory.LazyAttribute(
        lambda place: YoungPersonFactory(account=True, area=place.offer.area)
    )
    state = PlaceState.CONSENT_OK

    @classmethod
    def _create(
        cls,
        model_class: type[Place],
        *args: Any,
        offer: Offer,
        young_person: YoungPerson,
        state: PlaceState,
    ) -> Place:
        place = say_yes(offer, may_go(young_person))
        if state is not PlaceState.YES and place.state is PlaceState.YES:
            operations.allow_place(place, by=young_person.worker)
        if state in (PlaceState.ATTENDED, PlaceState.MISSED):
            with clock.standing_at(offer.starts_at):
                operations.mark_place(place, state is PlaceState.ATTENDED, by=offer.person)
        return place


def who_answers(young_person: YoungPerson) -> Person:
    """The young person, or their worker where they have no account."""
    return young_person.person or young_person.worker


def say_yes(offer: Offer, young_person: YoungPerson) -> Place:
    """A young person says yes."""
    return operations.say_yes(offer, young_person, by=who_answers(young_person))


def say_no(offer: Offer, young_person: YoungPerson) -> Place:
    """A young person says no."""
    operations.say_no(offer, young_person, by=who_answers(young_person))
    place = queries.place_of(offer, young_person)
    assert place is not None
    return place
