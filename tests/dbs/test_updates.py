"""What follows from what the Update Service says: news closes the gate, unknown changes nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nolimits.config import UnsafeSettings
from nolimits.dbs import updates
from nolimits.dbs.kinds import DbsDecision, StatusAnswer
from nolimits.dbs.operations import decide_dbs, second_dbs
from nolimits.dbs.queries import latest_dbs, to_ask, to_remind
from nolimits.kernel import audit, clock
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.matching.models import MatchState
from nolimits.reports.joining import certificates
from nolimits.retention import operations as retention
from nolimits.retention.sweeps import remove_what_is_due
from nolimits.volunteers.queries import missing_gates
from nolimits.volunteers.readiness import Gate
from tests.dbs.conftest import said
from tests.factories.dbs import checked, new_version, started
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, safeguarding_lead
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")
BORN = date(1990, 5, 4)
LETTER = "join_update_service"


def missing(volunteer):
    """The gates they miss today."""
    return [one.gate for one in missing_gates(volunteer, on=clock.today())]


@pytest.fixture
def match():
    """Two who meet."""
    return MatchFactory(state=MatchState.ACTIVE)


@pytest.fixture
def by(match):
    """A coordinator, where the mentor joined and lets us ask."""
    made = coordinator()
    updates.tell_of_update_service(latest_dbs(match.volunteer.person), True, True, by=made)
    return made


@pytest.mark.parametrize("answer", StatusAnswer)
def test_only_a_certificate_that_is_as_it_was_keeps_the_gate_open(match, answer):
    """R-DBS-13, trap: fail open. What was said to be blank and is not was not weighed."""
    check = latest_dbs(match.volunteer.person)

    updates.record_status(check, answer, by=coordinator())

    same = answer is StatusAnswer.BLANK_NO_NEW_INFO
    assert missing(match.volunteer) == ([] if same else [Gate.DBS])
    assert match.state == (MatchState.ACTIVE if same else MatchState.ON_HOLD)
    assert check.decision == DbsDecision.CLEAR, "nobody is rejected by a machine"
    assert answer not in str([(one.state, one.detail) for one in audit.timeline(check)])


def test_who_was_not_found_is_found_again_and_news_is_not_taken_back(match, by):
    """R-DBS-13."""
    check, volunteer = latest_dbs(match.volunteer.person), match.volunteer
    recheck_on = check.recheck_on
    for answer in (StatusAnswer.NO_MATCH_FOUND, StatusAnswer.BLANK_NO_NEW_INFO):
        updates.record_status(check, answer, by=by)
    assert (missing(volunteer), check.recheck_on) == ([], recheck_on)
    assert match.state == MatchState.ON_HOLD, "a person takes it up again"

    for answer in (StatusAnswer.NEW_INFO, StatusAnswer.BLANK_NO_NEW_INFO):
        updates.record_status(check, answer, by=by)

    assert missing(volunteer) == [Gate.DBS]


@pytest.mark.parametrize("answer", [StatusAnswer.NEW_INFO, StatusAnswer.NO_MATCH_FOUND])
def test_what_the_service_said_before_the_decision_keeps_the_gate_shut_after_it(answer, held_clock):
    """R-DBS-13, trap: fail open. Of a certificate from elsewhere it is asked first."""
    volunteer, by = VolunteerFactory(ready=True, without="dbs"), coordinator()
    check = checked(volunteer.person, by, decision=None)
    updates.record_status(check, answer, by=by)
    held_clock.move_on(days=1)

    decide_dbs(check, DbsDecision.CLEAR, by=by)

    assert missing(volunteer) == [Gate.DBS]
    updates.record_status(check, StatusAnswer.BLANK_NO_NEW_INFO, by=by)
    found = answer is StatusAnswer.NO_MATCH_FOUND
    assert missing(volunteer) == ([] if found else [Gate.DBS])


def test_where_the_service_says_that_something_is_on_it_nobody_says_that_nothing_is():
    """R-DBS-13, R-DBS-17."""
    by = coordinator()
    check = checked(VolunteerFactory().person, by, decision=None)
    updates.record_status(check, StatusAnswer.NON_BLANK_NO_NEW_INFO, by=by)

    with pytest.raises(Refused, match="The Update Service says that something is on it"):
        decide_dbs(check, DbsDecision.CLEAR, by=by)


def test_a_certificate_with_something_on_it_counts_once_two_people_have_weighed_it():
    """R-DBS-13, R-DBS-17."""
    volunteer, by = VolunteerFactory(ready=True, without="dbs"), coordinator()
    check = checked(volunteer.person, by, DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT)
    second_dbs(check, by=safeguarding_lead())

    updates.record_status(check, StatusAnswer.NON_BLANK_NO_NEW_INFO, by=by)
    assert missing(volunteer) == []

    updates.record_status(check, StatusAnswer.NEW_INFO, by=by)
    assert missing(volunteer) == [Gate.DBS]


def test_a_coordinator_asks_with_leave_and_a_fault_changes_nothing(
    match, sign_in, service, change_settings
):
    person = match.volunteer.person
    change_settings(dbs_service=service.address)
    own = sign_in(person).visit(f"/dbs/{person.reference}").follow("Joining the Update Service")
    visitor = sign_in(coordinator())
    assert "They have not said that they joined" in visitor.visit(f"/dbs/{person.reference}").text
    assert own.submit(joined="yes", agreed="yes").flash == "It is on record"

    page = visitor.visit(f"/dbs/{person.reference}").follow("Ask the Update Service")
    service.body = said("NEW_INFO", surname="Somebody")
    page = page.submit(surname="Example", born_on=BORN)
    assert "Nothing has changed" in page.errors[0]
    assert missing(match.volunteer) == []
    assert "surname=Example" in service.asked[0]
    service.body = said("NEW_INFO", surname="Example")
    page = page.press("Ask now")

    assert page.flash == "Something is new. Ask for a new certificate, and see it first"
    assert match.state == MatchState.ON_HOLD
    assert sign_in(person).visit(f"/dbs/{person.reference}/status").status == 404


def test_nobody_is_asked_about_without_their_leave_or_where_the_service_is_not_set_up(
    match, by, change_settings
):
    """R-DBS-12, R-DBS-13."""
    check, told = latest_dbs(match.volunteer.person), updates.tell_of_update_service
    with pytest.raises(Refused, match="not set up"):
        updates.check_status(check, "Example", BORN, by=by)
    change_settings(dbs_service="http://127.0.0.1:9")
    with pytest.raises(NotVisible):
        updates.check_status(check, "Example", BORN, by=match.volunteer.person)
    told(check, True, False, by=match.volunteer.person)

    with pytest.raises(Refused, match="that we may ask"):
        updates.check_status(check, "Example", BORN, by=by)
    told(check, True, True, by=match.volunteer.person)
    new_version(coordinator(), safeguarding_lead(), paid=True)
    with pytest.raises(Refused, match="the work or the fee"):
        updates.check_status(check, "Example", BORN, by=by)


def test_once_a_year_is_due_from_the_last_answer_and_stands_on_today(match, by, held_clock):
    """R-DBS-15."""
    check = latest_dbs(match.volunteer.person)
    due = check.subscription.ask_on
    assert due == clock.today() + timedelta(days=365)
    assert to_ask(due - timedelta(days=1)) == []
    assert to_ask(due) == [check]
    held_clock.move_on(days=365)
    assert [one.key for one in certificates(by, clock.today())] == [check.person.reference]
    assert list(certificates(check.person, clock.today())) == []

    updates.tell_of_update_service(check, True, False, by=by)

    assert (check.subscription.ask_on, to_ask(due)) == (None, [])


def test_who_can_join_is_reminded_on_three_days_and_never_twice(held_clock, mail_to):
    """R-DBS-12: issued on the 13th, so that the thirty days end on 13 December."""
    volunteer = VolunteerFactory(ready=True)
    person, joined = volunteer.person, VolunteerFactory(ready=True).person
    refused = VolunteerFactory(ready=True, without="dbs").person
    checked(refused, coordinator(), DbsDecision.NOT_SUITABLE)
    updates.tell_of_update_service(latest_dbs(joined), True, False, by=joined)
    days = []
    for night in range(40):
        before = len(letters(mail_to, person))
        updates._remind()
        updates._remind()
        days += [night + 7] * (len(letters(mail_to, person)) - before)
        held_clock.move_on(days=1)

    assert days == [7, 21, 28]
    assert "until 13 December 2026" in letters(mail_to, person)[0].body
    assert letters(mail_to, joined) == letters(mail_to, refused) == []


def test_whoever_joins_while_others_are_written_to_stops_nobody_s_letter(
    held_clock, mail_to, monkeypatch
):
    joins, other = (VolunteerFactory(ready=True).person for _ in range(2))
    held_clock.move_on(days=7)
    found = to_remind(clock.today())
    updates.tell_of_update_service(latest_dbs(joins), True, False, by=joins)
    monkeypatch.setattr(updates.queries, "to_remind", lambda today: found)

    assert (len(found), updates._remind()) == (2, 1)
    assert len(letters(mail_to, other)) == 1
    assert letters(mail_to, joins) == []


def letters(mail_to, person):
    """Those about joining."""
    return [one for one in mail_to(person) if one.template == LETTER]


def test_there_is_nothing_to_join_before_the_certificate_is_seen():
    """R-DBS-12."""
    check = started(VolunteerFactory().person, coordinator())

    with pytest.raises(Refused, match="has to be seen first"):
        updates.tell_of_update_service(check, True, True, by=coordinator())


def test_what_the_service_said_goes_after_six_months_and_that_it_was_asked_stays(
    match, by, held_clock
):
    """R-DBS-9."""
    check = latest_dbs(match.volunteer.person)
    updates.record_status(check, StatusAnswer.BLANK_NO_NEW_INFO, by=by)
    held_clock.move_to(clock.today() + timedelta(days=182))
    retention.agree(retention.propose(by=by), by=safeguarding_lead())
    held_clock.move_on(days=7)

    remove_what_is_due()

    told = check.subscription
    assert (told.answer, told.last_answer, told.asked_by_id) == ("", None, by.id)


@pytest.mark.parametrize(
    "told",
    [{"dbs_service": "http://dbs.example"}, {"dbs_recheck_years": 0}],
    ids=str,
)
def test_a_certificate_is_asked_of_over_https_only_and_looked_at_again_one_day(app, told):
    production = replace(app.config["SETTINGS"], environment="production", **told)

    with pytest.raises(UnsafeSettings, match="NOLIMITS_DBS"):
        production.refuse_unsafe()
