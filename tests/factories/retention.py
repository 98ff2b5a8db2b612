"""Removals of what has been kept long enough."""

from datetime import date

from nolimits.checks.queries import latest_dbs
from nolimits.kernel import clock
from nolimits.retention import operations, queries
from nolimits.retention.models import RetentionRun
from tests.factories import checks
from tests.factories.people import coordinator
from tests.factories.volunteers import VolunteerFactory

LONG_AGO = date(2026, 2, 2)


def proposed_removal() -> RetentionRun:
    """A removal of a DBS certificate's detail; the open one where there is one."""
    if run := queries.open_run():
        return run
    with clock.standing_at(LONG_AGO):
        person = VolunteerFactory().person
        checks.dbs(person, coordinator())
    assert latest_dbs(person)
    return operations.propose(by=coordinator())
