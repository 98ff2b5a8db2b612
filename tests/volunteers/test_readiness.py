"""Ready is computed from dated records: by the engine for one, by the database for all."""

from datetime import timedelta

import pytest

from nolimits.kernel import clock
from nolimits.volunteers import queries
from nolimits.volunteers.readiness import Gate
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def missing(volunteer, on=None):
    """The gates that the engine and, in agreement, the database find missing."""
    on = on or clock.today()
    found = tuple(one.gate for one in queries.missing_gates(volunteer, on=on))
    assert queries.readiness(on, ids=[volunteer.id]) == {volunteer.id: found}
    return list(found)


def test_a_volunteer_is_ready_when_every_gate_is_passed():
    volunteer = VolunteerFactory(ready=True)

    assert missing(volunteer) == []
    assert missing(volunteer, clock.today() - timedelta(days=1)) == list(Gate)[:-2]


@pytest.mark.parametrize("gate", list(Gate)[1:])
def test_a_volunteer_who_misses_any_one_gate_is_not_ready(gate):
    """Case 10."""
    volunteer = VolunteerFactory(ready=True, without=gate)

    ended = [Gate.SUPPORT_MENTOR, Gate.CLEARANCE, Gate.ACCOUNT]
    left = [*ended, gate] if gate == Gate.NOT_LEFT else [gate]
    assert missing(volunteer) == left
