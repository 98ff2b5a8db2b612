"""Generated councils go on like any other."""

import pytest
import sqlalchemy as sa

from nolimits.giving.models import Contribution
from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.matching.queries import pool
from nolimits.people import queries
from nolimits.seed import size
from nolimits.volunteers.queries import readiness
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.usefixtures("app")


def test_nearly_everybody_in_a_generated_council_is_ready_and_young_people_wait_for_them():
    size.fill(10, 3, 2)

    missing = [len(gates) for gates in readiness(clock.today()).values()]
    assert missing.count(0) >= 7, "of fifty, three lack something more"
    assert len(pool().young_people) == 3
    assert db.session.scalar(sa.select(sa.func.count(Contribution.id))) == 2


def test_people_are_added_to_a_generated_council():
    size.begin()
    size.people(3)

    added = PersonFactory(email="newcomer@council.example")

    assert queries.by_email("newcomer@council.example") == added
