"""What each role of the invented council asks of a DBS check."""

from nolimits.dbs.kinds import DbsLevel, VolunteerRole, Workforce
from nolimits.dbs.roles import Asks, approve_role_version, propose_role_version
from nolimits.kernel import clock
from nolimits.people.models import Person
from nolimits.seed import Council

ONE_TO_ONE = Asks(
    DbsLevel.ENHANCED_BARRED,
    Workforce.CHILD,
    regulated=True,
    reason="Unsupervised care and advice for children, once a week or on four days in thirty: "
    "regulated activity under the Safeguarding Vulnerable Groups Act 2006, Schedule 4.",
)
BESIDE_OTHERS = Asks(
    DbsLevel.ENHANCED,
    Workforce.CHILD,
    regulated=False,
    reason="Work with children that is too seldom to be regulated activity: an enhanced check "
    "under the Police Act 1997 (Criminal Records) Regulations, without the barred list.",
)


def fill(council: Council) -> None:
    """Mentors and inviting along are open; the independent visitor waits for approval."""
    first, lead = council.coordinators[0], council.safeguarding_leads[0]
    with clock.standing_at(council.ago(days=410)):
        open_mentor(first, lead)
        beside = propose_role_version(VolunteerRole.INVITING_ALONG, BESIDE_OTHERS, by=first)
        approve_role_version(beside, by=lead)
    with clock.standing_at(council.ago(days=12)):
        propose_role_version(VolunteerRole.INDEPENDENT_VISITOR, ONE_TO_ONE, by=first)


def open_mentor(first: Person, second: Person) -> None:
    """Have mentors asked for an enhanced check with the barred list."""
    version = propose_role_version(VolunteerRole.MENTOR, ONE_TO_ONE, by=first)
    approve_role_version(version, by=second)
