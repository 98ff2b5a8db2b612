"""What a register that is put right does to a volunteer who was ready."""

import pytest

from nolimits.kernel import clock
from nolimits.kernel.audit import AuditEntry
from nolimits.training import operations as training
from nolimits.training.kinds import Mark
from nolimits.training.models import TrainingDay
from nolimits.volunteers.models import Event
from nolimits.volunteers.queries import missing_gates
from nolimits.volunteers.readiness import Gate
from tests import databases
from tests.factories.people import coordinator
from tests.factories.volunteers import VolunteerFactory


@pytest.mark.usefixtures("app")
def test_a_pass_that_rested_on_a_day_nobody_attended_closes_the_gate_in_the_same_transaction():
    volunteer = VolunteerFactory(ready=True)
    absent = training.Marked(Mark.ABSENT)
    training.record_attendance(
        TrainingDay.query.first(), volunteer.person, by=coordinator(), marked=absent
    )
    databases.settle()

    assert [one.gate for one in missing_gates(volunteer, clock.today())] == [Gate.TRAINING]
    lapsed = AuditEntry.query.filter_by(event=Event.GATE_LAPSED.value, record_id=volunteer.id)
    assert [one.detail["gate"] for one in lapsed] == ["training"]
