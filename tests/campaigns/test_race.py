"""Two people press at the same moment, and the same gift is taken on by one of them."""

import pytest

from nolimits.campaigns import operations
from nolimits.campaigns.models import GiftNeed
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from nolimits.people.models import Person
from tests.factories.campaigns import CampaignFactory, GiftFactory
from tests.factories.people import staff

ROUNDS = 50


def try_to_reserve(gift_id, person_id):
    def call():
        gift, person = db.session.get(GiftNeed, gift_id), db.session.get(Person, person_id)
        operations.reserve(gift, by=person)
        return person_id

    return call


@pytest.mark.committed
@pytest.mark.parametrize("lapsed", [False, True], ids=["free", "time_is_up"])
def test_the_same_gift_is_never_taken_on_twice(app, together, held_clock, lapsed):
    campaign, people = CampaignFactory(), [staff().id for _ in range(3)]
    gifts = [GiftFactory(campaign=campaign).id for _ in range(ROUNDS // 2)]
    if lapsed:
        before = staff()
        for gift_id in gifts:
            operations.reserve(db.session.get(GiftNeed, gift_id), by=before)
            held_clock.move_on(minutes=31)

    for gift_id in gifts:
        results = together([try_to_reserve(gift_id, one) for one in people])

        winners = [one for one in results if isinstance(one, int)]
        assert len(winners) == 1, results
        losers = [one for one in results if isinstance(one, Refused)]
        assert [one.message for one in losers] == [operations.TAKEN] * 2
        db.session.rollback()
        assert db.session.get(GiftNeed, gift_id).reserved_by_id == winners[0]
        held_clock.move_on(minutes=31)  # nobody holds more than a few at a time


@pytest.mark.committed
def test_nobody_takes_on_more_gifts_at_once_than_they_may_hold(app, together):
    campaign, donor = CampaignFactory(), staff().id
    gifts = [GiftFactory(campaign=campaign).id for _ in range(operations.MOST_HELD + 2)]

    results = together([try_to_reserve(gift_id, donor) for gift_id in gifts])

    assert sum(one == donor for one in results) == operations.MOST_HELD, results
