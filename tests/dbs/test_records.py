"""DBS checks: what is held, who decides, who is shown it, and who is written down (R-DBS-*)."""

from datetime import date, timedelta

import pytest

from nolimits.dbs import operations, queries
from nolimits.dbs.kinds import (
    DbsDecision,
    DbsLevel,
    DbsState,
    Shown,
    Terms,
    VolunteerRole,
    Workforce,
)
from nolimits.dbs.models import DbsRecord
from nolimits.kernel import audit, clock
from nolimits.kernel.errors import NotVisible, Overtaken, Refused
from nolimits.volunteers import queries as volunteers
from nolimits.volunteers.models import Event
from nolimits.volunteers.readiness import Gate
from tests.factories.dbs import checked, new_version, role_open, started
from tests.factories.people import board_reader, coordinator, safeguarding_lead, staff
from tests.factories.volunteers import VolunteerFactory
from tests.looks import looks_at

pytestmark = pytest.mark.usefixtures("app")
FREE = {"unpaid": "yes", "placement": "no", "trainee": "no", "relatives_only": "no"}
RISK = DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT


@pytest.fixture
def volunteer():
    """Somebody who lacks nothing but a DBS check."""
    return VolunteerFactory(ready=True, without="dbs")


def missing(volunteer):
    """The gates they miss today."""
    return [one.gate for one in volunteers.missing_gates(volunteer, on=clock.today())]


def test_a_check_goes_from_start_to_decision_page_by_page(sign_in, volunteer):
    role_open()
    visitor = sign_in(coordinator())
    page = visitor.visit(f"/volunteers/{volunteer.reference}").follow("Start a DBS check")
    page = page.submit(workforce="child", **FREE).follow("Record certificate")
    certificate = {"number": "0012 3456 7890", "issued_on": date(2026, 11, 2)}
    page = page.submit(**certificate, shown="copy")
    assert page.errors == ["Only the original counts, seen in person: no copy and no video"]

    page = page.submit(**certificate, shown="original_in_person").follow("Decide")
    page = page.submit(decision="clear")

    assert page.flash == "Your decision is on record"
    assert missing(volunteer) == []
    (check,) = queries.dbs_records(volunteer.person)
    assert (check.number, check.recheck_on) == ("001234567890", date(2029, 11, 2))


@pytest.mark.parametrize(
    ("number", "issued", "words"),
    [
        ("12345678901", 0, "12 figures"),
        ("12345678901x", 0, "12 figures"),
        ("\u0661" * 12, 0, "12 figures"),
        ("001234567890", 1, "today or in the past"),
    ],
)
def test_a_certificate_that_cannot_be_is_refused(volunteer, number, issued, words):
    by = coordinator()
    check = started(volunteer.person, by)
    day = clock.today() + timedelta(days=issued)

    with pytest.raises(Refused, match=words):
        operations.see_certificate(check, number, day, Shown.ORIGINAL_IN_PERSON, by=by)


def test_a_check_is_asked_at_the_level_of_the_role_and_no_other(volunteer):
    """R-DBS-2."""
    by = coordinator()
    new_version(by, safeguarding_lead(), level=DbsLevel.ENHANCED, regulated=False)

    with pytest.raises(Refused, match="somebody else"):
        operations.start_dbs(
            volunteer.person, VolunteerRole.MENTOR, Workforce.ADULT, Terms(), by=by
        )
    assert started(volunteer.person, by).level == DbsLevel.ENHANCED


def test_one_check_at_a_time(volunteer):
    by = coordinator()
    checked(volunteer.person, by, decision=None)

    with pytest.raises(Refused, match="under way already"):
        started(volunteer.person, by)


def test_a_risk_assessment_counts_once_a_second_person_agrees(sign_in, volunteer):
    first, second = coordinator(), safeguarding_lead()
    check = checked(volunteer.person, first, decision=RISK)
    assert missing(volunteer) == [Gate.DBS]
    assert check.state == DbsState.WAITING_FOR_SECOND
    with pytest.raises(Refused, match="Whoever met them"):
        operations.second_dbs(check, by=check.disclosure.met_by)
    path = f"/dbs/{volunteer.person.reference}/second"
    page = sign_in(first).visit(path).press("I agree")
    assert page.errors == ["Somebody else must agree to what you decided"]

    page = sign_in(second).visit(path).press("I agree")

    assert page.flash == "You have agreed to the decision"
    assert missing(volunteer) == []


def test_not_suitable_closes_the_gate_at_once_and_is_heard(volunteer):
    by = coordinator()
    checked(volunteer.person, by)
    assert missing(volunteer) == []

    checked(volunteer.person, by, decision=DbsDecision.NOT_SUITABLE)

    assert missing(volunteer) == [Gate.DBS]
    assert Event.GATE_LAPSED in [entry.event for entry in audit.timeline(volunteer)]


def test_a_decision_is_made_once(volunteer):
    check = checked(volunteer.person, coordinator())

    with pytest.raises(Overtaken):
        operations.decide_dbs(check, DbsDecision.CLEAR, by=coordinator())


def test_nothing_is_decided_before_the_certificate_is_seen(volunteer):
    by = coordinator()
    check = started(volunteer.person, by)

    with pytest.raises(Refused, match="See the certificate first"):
        operations.decide_dbs(check, DbsDecision.CLEAR, by=by)


def test_whoever_is_shown_a_record_is_written_down(sign_in, volunteer):
    checked(volunteer.person, coordinator())
    lead = safeguarding_lead()
    path = f"/dbs/{volunteer.person.reference}"
    page = sign_in(lead).visit(path)
    assert page.facts["Certificate number"] == "001234567890"

    assert looks_at(volunteer.person)[-1] == (lead.id, "dbs.record")
    assert sign_in(board_reader()).visit(path).status == 404
    assert sign_in(staff()).visit(path).status == 404


def test_nothing_more_is_held_than_may_be():
    free = {"person_id", "seen_by_id", "decided_by_id", "seconded_by_id", "id"}
    held = {"level", "workforce", "fee", "number", "decision"}
    days = {"applied_on", "issued_on", "seen_on", "decided_on", "seconded_on", "recheck_on"}

    assert set(DbsRecord.__table__.columns.keys()) == free | held | days


def test_nobody_checks_themself(volunteer):
    with pytest.raises(NotVisible):
        started(volunteer.person, volunteer.person)
