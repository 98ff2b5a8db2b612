"""Whatever happens in whatever order, no seat goes twice and nobody comes who must not."""

from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nolimits.activities import guards, operations, queries
from nolimits.activities.models import OPEN, OfferState, PlaceState
from nolimits.activities.seats import free
from nolimits.kernel import clock
from nolimits.kernel.errors import NotAllowed, Refused
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.queries import missing_gates
from nolimits.young_people import operations as young_people
from nolimits.young_people import ties
from nolimits.young_people.models import ConsentGiver, ConsentScope, Tie
from nolimits.young_people.queries import are_tied, open_ties, tie_of
from tests.factories.activities import OfferFactory, may_go, say_no, say_yes
from tests.factories.matching import ready_volunteer
from tests.factories.people import coordinator
from tests.factories.young_people import YoungPersonFactory

GOING = ConsentScope.ACTIVITIES
ACTS = {
    "yes": lambda offer, young: say_yes(offer, young),
    "no": lambda offer, young: say_no(offer, young),
    "allowed": lambda offer, young: operations.allow_place(
        queries.place_of(offer, young), by=young.worker
    ),
    "consent gone": lambda offer, young: young_people.withdraw_consent(
        young, GOING, ConsentGiver.COUNCIL, by=young.worker
    ),
    "consent back": lambda offer, young: may_go(young),
    "tied": lambda offer, young: ties.add_tie(
        young, offer.person, Tie.NOT_THIS_PERSON, by=young.worker
    ),
    "untied": lambda offer, young: [
        ties.end_tie(one, by=young.worker)
        for one in young.ties
        if one.person_id == offer.person_id and one.until_on is None
    ],
    "lapsed": lambda offer, young: volunteers.put_on_hold(
        queries.volunteers_of([offer.person_id])[0], "A rest", by=coordinator()
    ),
    "called off": lambda offer, young: operations.cancel(offer, by=offer.person),
}
# What ends an offer comes seldom, so that much happens before.
OFTEN = ["yes"] * 6 + ["no"] * 2 + ["allowed"] * 3 + list(ACTS)
STEPS = st.lists(st.tuples(st.sampled_from(OFTEN), st.integers(0, 3)), min_size=6, max_size=16)


def all_is_well(offer):
    """The promises that hold after every step."""
    seats = [one.seat for one in queries.places_on(offer) if one.seat]
    assert len(seats) == len(set(seats)) <= offer.seats
    for place in queries.places_on(offer) if offer.state in OPEN else ():
        assert guards.ready(offer) is None
        assert not are_tied(place.young_person, offer.person_id)
        assert place.state is not PlaceState.CONSENT_OK or not guards.consented(place)
        assert place.seat or free(offer) is None or guards.fits(place)
    assert (offer.state is OfferState.FULL) <= (free(offer) is None)


def test_any_order_of_steps_keeps_every_promise_of_an_offer(app):
    """Volunteering, traps 1, 2 and 9."""
    volunteer, team = ready_volunteer(), coordinator()
    young = [YoungPersonFactory(area=volunteer.area, age=age) for age in (13, 14, 16, 17)]

    @settings(
        max_examples=8,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(STEPS)
    def any_order(steps):
        for one in queries.of(volunteer.person):
            if one.state in OPEN:
                operations.cancel(one, by=team)
        if missing_gates(volunteer, on=clock.today()):
            volunteers.return_from_hold(volunteer, by=team)
        for one in young:
            for person_id, _ in open_ties(one) & {(volunteer.person_id, Tie.NOT_THIS_PERSON)}:
                [tie] = [t for t in one.ties if t.person_id == person_id and not t.until_on]
                ties.end_tie(tie_of(one, tie.id), by=one.worker)
            may_go(one)
        offer = OfferFactory(volunteer=volunteer, seats=2, oldest=24)
        for act, who in steps:
            with suppress(Refused, NotAllowed):  # the latter: no place is there to be allowed
                ACTS[act](offer, young[who])
            all_is_well(offer)

    any_order()
