"""Generated councils go on like any other."""

import pytest

from nolimits.people import queries
from nolimits.seed import size
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.usefixtures("app")


def test_people_are_added_to_a_generated_council():
    size.begin()
    size.people(3)

    added = PersonFactory(email="newcomer@council.example")

    assert queries.by_email("newcomer@council.example") == added
