"""Ready is computed from dated records: by the engine for one, by the database for all."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.volunteers import gates, queries
from nolimits.volunteers.models import Volunteer
from nolimits.volunteers.readiness import Gate
from tests import databases
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


def test_whether_each_is_trained_is_looked_up_and_not_searched_for_among_all_passes():
    """Where it was, the list of 10,000 volunteers took five seconds."""
    if db.engine.dialect.name != databases.KINDS[0]:
        pytest.skip("PostgreSQL chooses its way by how many rows there are")
    trained = sa.select(Volunteer.id).where(gates.passes(clock.today())[Gate.TRAINING])
    asked = trained.compile(db.engine, compile_kwargs={"literal_binds": True})

    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")

    (how,) = [row.detail for row in plan if " training_pass " in row.detail]
    assert "programme_id=? AND person_id=?" in how
