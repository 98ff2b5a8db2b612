"""DBS checks of invented people, made through the operations that people use."""

from datetime import timedelta

from nolimits.dbs import operations
from nolimits.dbs.models import DbsDecision, DbsLevel, DbsRecord, Shown, Workforce
from nolimits.kernel import clock
from nolimits.people.models import Person


def checked(
    person: Person, by: Person, decision: DbsDecision | None = DbsDecision.CLEAR
) -> DbsRecord:
    """A DBS check taken to its decision; with None, to the certificate."""
    check = operations.start_dbs(person, DbsLevel.ENHANCED_BARRED, Workforce.CHILD, by=by)
    issued = clock.today() - timedelta(days=7)
    operations.see_certificate(check, "001234567890", issued, Shown.ORIGINAL_IN_PERSON, by=by)
    if decision:
        operations.decide_dbs(check, decision, by=by)
    return check
