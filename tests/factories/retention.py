"""Removals of what has been kept long enough."""

from collections.abc import Callable
from datetime import date
from typing import Any

from nolimits.dbs.queries import latest_dbs
from nolimits.kernel import clock
from nolimits.people.models import Person
from nolimits.retention import operations, queries
from nolimits.retention.models import LegalHold, RetentionRun
from tests.factories.dbs import checked
from tests.factories.people import PersonFactory, coordinator
from tests.factories.volunteers import VolunteerFactory

LONG_AGO = date(2026, 2, 2)


def proposed_removal() -> RetentionRun:
    """A removal of a DBS certificate's detail; the open one where there is one."""
    if run := queries.open_run():
        return run
    with clock.standing_at(LONG_AGO):
        person = VolunteerFactory().person
        checked(person, coordinator())
    assert latest_dbs(person)
    return operations.propose(by=coordinator())


def removal_for(person: Person) -> RetentionRun:
    """A removal that waits for a second person; nobody's own."""
    return proposed_removal()


def hold_for(person: Person) -> LegalHold:
    """A hold that somebody placed on somebody; nobody's own."""
    return operations.place_hold(PersonFactory(), "A claim", by=coordinator())


REMOVALS: dict[type[Any], Callable[[Person], Any]] = {
    RetentionRun: removal_for,
    LegalHold: hold_for,
}
"""What the matrix of who may see what asks for."""
