"""DBS checks of invented people, made through the operations that people use."""

from datetime import date, timedelta
from typing import Any

from nolimits.dbs import disclosures, operations, queries
from nolimits.dbs.kinds import (
    DbsDecision,
    DbsLevel,
    Factor,
    Met,
    Shown,
    Terms,
    VolunteerRole,
    Weight,
    Workforce,
)
from nolimits.dbs.models import DbsRecord, RoleVersion
from nolimits.dbs.roles import Asks, approve_role_version, propose_role_version
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.people import operations as people
from nolimits.people.models import Person
from tests.factories.people import coordinator, safeguarding_lead

LONG_AGO = date(2020, 1, 6)
ASKS = {
    "level": DbsLevel.ENHANCED_BARRED,
    "workforce": Workforce.CHILD,
    "regulated": True,
    "reason": "One to one with children each week, which is regulated activity.",
}


def role_open(role: VolunteerRole = VolunteerRole.MENTOR) -> RoleVersion:
    """What a role asks: opened long ago, by two people who left since, where it was not yet."""
    found = queries.open_version(role)
    if found is None:
        with clock.standing_at(LONG_AGO):
            first, second = coordinator(), safeguarding_lead()
            found = new_version(first, second, role)
        for person in (first, second):
            people.leave(person, on=clock.today(), by=SYSTEM)
    return found


def new_version(
    first: Person, second: Person, role: VolunteerRole = VolunteerRole.MENTOR, **asks: Any
) -> RoleVersion:
    """What one person proposes and another approves, today."""
    version = propose_role_version(role, Asks(**{**ASKS, **asks}), by=first)
    approve_role_version(version, by=second)
    return version


def proposed_by(person: Person) -> RoleVersion:
    """What a coordinator proposes, this person where they are one."""
    proposer = person if Role.COORDINATOR in person.roles else coordinator()
    return propose_role_version(VolunteerRole.INDEPENDENT_VISITOR, Asks(**ASKS), by=proposer)


def started(person: Person, by: Person, terms: Terms | None = None) -> DbsRecord:
    """A DBS check that was applied for."""
    role_open()
    return operations.start_dbs(
        person, VolunteerRole.MENTOR, Workforce.CHILD, terms or Terms(), by=by
    )


def checked(
    person: Person,
    by: Person,
    decision: DbsDecision | None = DbsDecision.CLEAR,
    terms: Terms | None = None,
) -> DbsRecord:
    """A DBS check taken to its decision; with None, to the certificate."""
    check = started(person, by, terms)
    issued = clock.today() - timedelta(days=7)
    operations.see_certificate(check, "001234567890", issued, Shown.ORIGINAL_IN_PERSON, by=by)
    if decision not in (None, DbsDecision.CLEAR):
        disclosures.find_disclosure(check, by=by)
        met(check)
    if decision:
        operations.decide_dbs(check, decision, by=by)
    return check


def met(check: DbsRecord, by: Person | None = None) -> None:
    """They are met, and the risk is weighed, by somebody who decides nothing."""
    weights = dict.fromkeys(Factor, Weight.LOWERS)
    disclosures.record_meeting(check, clock.today(), Met.IN_PERSON, weights, by=by or coordinator())
