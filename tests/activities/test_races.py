"""Two who do something at the same moment leave one seat, and nobody with who must not invite."""

import pytest

from nolimits.activities import guards, operations, queries
from nolimits.activities.models import OPEN, Offer
from nolimits.kernel.errors import Refused
from nolimits.people.models import Person
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.models import Volunteer
from nolimits.young_people.models import YoungPerson
from tests.factories.activities import OfferFactory
from tests.factories.matching import ready_volunteer
from tests.factories.people import coordinator
from tests.factories.young_people import YoungPersonFactory
from tests.matching.test_races import called

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.committed]
ROUNDS = 8


def test_one_seat_goes_once_and_one_young_person_to_one_thing(together):
    """The last seat asked for by two, and two things at one time by one, all at once."""
    first, second = (ready_volunteer() for _ in range(2))
    offers = [OfferFactory(volunteer=one, area=first.area, seats=1) for one in (first, second)]
    young = [YoungPersonFactory(account=True, area=first.area, age=17) for _ in range(2)]
    one, two = young
    for _ in range(ROUNDS):
        asks = [(offers[0], one), (offers[0], two), (offers[1], one)]

        results = together([called(operations.say_yes, *who, by=who[1].person) for who in asks])

        failed = [error for error in results if isinstance(error, Exception)]
        assert all(isinstance(error, Refused) for error in failed), failed
        seats = [len(queries.taken_seats(offer)) for offer in offers]
        assert max(seats) == 1
        assert sum(not isinstance(error, Exception) for error in (results[0], results[2])) == 1
        for offer, who in asks:
            try:
                operations.say_no(
                    Offer.by_key(offer.reference),
                    YoungPerson.by_key(who.reference),
                    by=Person.by_key(who.person.reference),
                )
            except Refused:
                continue


def test_nobody_comes_with_whoever_lapses_while_they_say_yes(together):
    volunteer, by = ready_volunteer(), coordinator()
    young = YoungPersonFactory(account=True, area=volunteer.area, age=17)
    for _ in range(ROUNDS // 2):
        offer = OfferFactory(volunteer=Volunteer.by_key(volunteer.reference))

        together(
            [
                called(operations.say_yes, offer, young, by=young.person),
                called(lambda one, by: volunteers.put_on_hold(one, "", by=by), volunteer, by=by),
            ]
        )

        offer = Offer.by_key(offer.reference)
        assert offer.state not in OPEN
        assert guards.ready(offer)
        volunteers.return_from_hold(
            Volunteer.by_key(volunteer.reference), by=Person.by_key(by.reference)
        )
