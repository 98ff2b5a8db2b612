"""What each role asks of a DBS check: two people and a reason, or nobody is clear (R-DBS-2)."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from nolimits.dbs import operations, queries, roles
from nolimits.dbs.kinds import DbsLevel, RoleVersionState, Terms, VolunteerRole, Workforce
from nolimits.dbs.models import RoleVersion
from nolimits.kernel import clock
from nolimits.kernel.db import change, db, transaction
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.matching.models import MatchState
from nolimits.volunteers import queries as volunteers
from nolimits.volunteers.readiness import Gate
from tests.factories.dbs import ASKS, new_version, role_open
from tests.factories.matching import MatchFactory
from tests.factories.people import board_reader, coordinator, safeguarding_lead
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")
MENTOR = VolunteerRole.MENTOR


def test_a_role_opens_when_another_person_approves_what_was_proposed(sign_in):
    first, lead = coordinator(), safeguarding_lead()
    page = sign_in(first).visit("/dbs/roles").follow("Propose what a role asks")
    answers = {
        "role": "mentor",
        "regulated": "yes",
        "paid": "no",
        "level": "enhanced",
        "workforce": "child",
    }
    page = page.submit(**answers, reason="Care of children, weekly")
    words = "Regulated activity with children takes an enhanced check with the barred list"
    assert page.errors == [words]
    page = page.submit(level="enhanced_barred")
    assert queries.open_version(MENTOR) is None
    assert "Look at it and approve" not in page.text

    page = sign_in(lead).visit("/dbs/roles").follow("Look at it and approve").press("Approve it")

    assert page.flash == "The role is open with what you approved"
    version = queries.open_version(MENTOR)
    assert (version.proposed_by_id, version.approved_by_id) == (first.id, lead.id)
    assert sign_in(board_reader()).visit("/dbs/roles").status == 403


def test_nobody_approves_what_they_proposed():
    first = coordinator()
    version = roles.propose_role_version(MENTOR, roles.Asks(**ASKS), by=first)

    with pytest.raises(NotVisible):
        roles.approve_role_version(version, by=first)


@pytest.mark.parametrize(
    "without",
    [
        {"approved_by_id": None},
        {"proposed_by_id": None},
        {"reason": " "},
        {"approved_by_id": "the proposer"},
        {"regulated": False},
        {"workforce": Workforce.ADULT},
    ],
    ids=str,
)
def test_the_database_opens_no_role_without_reason_and_two_people(without):
    first, second = coordinator(), safeguarding_lead()
    row = {**ASKS, "role": MENTOR, "number": 1, "proposed_on": date(2026, 11, 2)}
    row |= {"proposed_by_id": first.id, "approved_by_id": second.id, "reference": "RV-1"}
    row |= {"opened_on": date(2026, 11, 3)}
    wrong = {name: first.id if one == "the proposer" else one for name, one in without.items()}

    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.insert(RoleVersion).values(**{**row, **wrong}))


def test_while_no_version_is_open_nobody_is_checked_and_nobody_is_clear():
    """Trap: fail open. Unknown is not clear."""
    volunteer = VolunteerFactory(ready=True)
    transaction(change)(role_open(), where=sa.true(), closed_on=clock.today())

    assert [one.gate for one in volunteers.missing_gates(volunteer, clock.today())] == [Gate.DBS]
    with pytest.raises(Refused, match="Nobody has approved"):
        operations.start_dbs(volunteer.person, MENTOR, Workforce.CHILD, Terms(), by=coordinator())


def test_when_a_role_asks_more_whose_check_does_not_serve_pauses_in_the_same_transaction():
    by, lead = coordinator(), safeguarding_lead()
    new_version(by, lead, level=DbsLevel.ENHANCED, regulated=False)
    match = MatchFactory(state=MatchState.ACTIVE)
    new_version(by, lead, level=DbsLevel.ENHANCED, regulated=False)
    assert match.state == MatchState.ACTIVE, "the same is asked anew, and the check serves"

    version = new_version(by, lead)

    assert match.state == MatchState.ON_HOLD
    found = queries.role_versions()[MENTOR]
    gone = RoleVersionState.SUPERSEDED
    assert [one.state for one in found] == [RoleVersionState.OPEN, gone, gone]
    assert (found[0], found[1].closed_on) == (version, clock.today())


def test_a_check_that_looks_at_more_serves_a_role_that_asks_less():
    volunteer = VolunteerFactory(ready=True)

    new_version(coordinator(), safeguarding_lead(), level=DbsLevel.ENHANCED, regulated=False)

    assert volunteers.missing_gates(volunteer, clock.today()) == []


def test_where_a_role_is_not_open_whoever_starts_a_check_reads_so(sign_in):
    transaction(change)(role_open(), where=sa.true(), closed_on=clock.today())
    volunteer = VolunteerFactory()

    page = sign_in(coordinator()).visit(f"/dbs/{volunteer.person.reference}/start")

    assert page.path == "/dbs/roles"
    assert "Nobody has approved yet what this role asks" in page.text
