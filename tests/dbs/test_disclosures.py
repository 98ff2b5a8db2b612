"""Something on a certificate: nobody is ruled out by it, and nobody is in before two decided."""

import threading
from datetime import timedelta

import pytest

from nolimits.dbs import disclosures, operations
from nolimits.dbs.kinds import DbsDecision, DbsState, Factor, Met, Weight
from nolimits.dbs.models import CertificateDisclosure, DbsRecord
from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.matching.models import MatchState
from nolimits.people.models import Person
from nolimits.retention import operations as retention
from nolimits.retention.sweeps import remove_what_is_due
from nolimits.safeguarding import queries as safeguarding
from nolimits.volunteers.models import LeavingReason
from nolimits.volunteers.operations import leave
from nolimits.volunteers.queries import missing_gates
from nolimits.volunteers.readiness import Gate
from tests.factories.dbs import checked, met, started
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, safeguarding_lead
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")
RISK, CLEAR = DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT, DbsDecision.CLEAR
WEIGHTS = dict.fromkeys(Factor, Weight.NEITHER)


def seen(person):
    """A certificate that was seen, and nothing decided."""
    return checked(person, coordinator(), decision=None)


def missing(volunteer):
    """The gates they miss today."""
    return [one.gate for one in missing_gates(volunteer, on=clock.today())]


def test_something_on_it_is_talked_about_weighed_and_decided_by_two_others(sign_in):
    """R-DBS-17."""
    volunteer = VolunteerFactory(ready=True, without="dbs")
    seen(volunteer.person)
    talks, first, second = coordinator(), coordinator(), safeguarding_lead()
    path = f"/volunteers/{volunteer.reference}"
    page = sign_in(talks).visit(path).follow("Decide").submit(decision="something")
    page = page.follow("Record the meeting")
    answers = {factor.value: "lowers" for factor in list(Factor)[1:]}
    page = page.submit(met_on=clock.today(), how="in_person", **answers)
    assert page.errors == ["Say what it does to the risk: what the role does, and with whom"]
    page = page.submit(role="raises").follow("Decide")
    page = page.submit(decision="clear_after_risk_assessment")
    assert page.errors == ["Whoever met them does not decide. Somebody else must"]

    page = sign_in(first).visit(path).follow("Decide")
    assert page.facts["What the role does, and with whom"] == "Raises the risk"
    page.submit(decision="clear_after_risk_assessment")
    assert missing(volunteer) == [Gate.DBS]
    sign_in(second).visit(path).follow("Agree as second").press("I agree")

    assert missing(volunteer) == []
    own = sign_in(volunteer.person).visit(f"/dbs/{volunteer.person.reference}")
    assert "Raises the risk" not in own.text


@pytest.mark.parametrize("decision", [RISK, DbsDecision.NOT_SUITABLE])
def test_nobody_is_in_or_out_before_they_were_met(decision):
    """R-DBS-17: a disclosure is no automatic bar."""
    check, by = seen(VolunteerFactory().person), coordinator()
    with pytest.raises(Refused, match="Say first that something"):
        operations.decide_dbs(check, decision, by=by)
    disclosures.find_disclosure(check, by=by)

    with pytest.raises(Refused, match="has to meet them first"):
        operations.decide_dbs(check, decision, by=by)
    with pytest.raises(Refused, match="weighed first"):
        operations.decide_dbs(check, CLEAR, by=by)


def test_whoever_brings_a_certificate_with_something_on_it_meets_nobody_until_it_is_decided():
    """R-DBS-17, R-DBS-13: an older certificate that was clear does not stand beside it."""
    match = MatchFactory(state=MatchState.ACTIVE)
    check = seen(match.volunteer.person)
    assert match.state == MatchState.ACTIVE

    disclosures.find_disclosure(check, by=coordinator())

    assert (match.state, check.state) == (MatchState.ON_HOLD, DbsState.TO_MEET)
    assert missing(match.volunteer) == [Gate.DBS]


def test_a_talk_can_be_written_anew_until_somebody_decides():
    check, by = seen(VolunteerFactory().person), coordinator()
    with pytest.raises(Refused, match="Nobody has to be met"):
        met(check)
    disclosures.find_disclosure(check, by=by)
    met(check)
    lacking = {Factor.ROLE: Weight.LOWERS}
    with pytest.raises(Refused, match="Say of each"):
        disclosures.record_meeting(check, clock.today(), Met.VIDEO, lacking, by=by)
    other = coordinator()
    disclosures.record_meeting(check, clock.today(), Met.VIDEO, WEIGHTS, by=other)
    assert (check.disclosure.met_by_id, check.state) == (other.id, DbsState.ASSESSED)
    operations.decide_dbs(check, RISK, by=by)

    with pytest.raises(Refused, match="Nobody has to be met"):
        met(check)


@pytest.mark.committed
def test_nobody_is_clear_where_another_is_writing_that_something_is_on_it(
    app, together, monkeypatch
):
    """R-DBS-17: who decides waits for whoever was first, and reads what they wrote."""
    number, writes, decides = seen(VolunteerFactory().person).id, coordinator(), coordinator()
    people, begun, end = (writes.id, decides.id), threading.Event(), disclosures.end_standing

    def slowly(person_id):
        begun.set()
        threading.Event().wait(0.3)
        end(person_id)

    def find():
        disclosures.find_disclosure(of(number), by=db.session.get(Person, people[0]))

    def decide():
        begun.wait(5)
        operations.decide_dbs(of(number), CLEAR, by=db.session.get(Person, people[1]))

    monkeypatch.setattr(disclosures, "end_standing", slowly)
    written, decided = together([find, decide])

    assert (written, type(decided)) == (None, Refused)


def of(number):
    """A check, read by whoever asks."""
    return db.session.get(DbsRecord, number)


def test_nothing_is_held_of_what_a_certificate_says():
    """R-DBS-8: days, who, and of six points one word of three."""
    columns = CertificateDisclosure.__table__.columns

    days, people = {"found_on", "barred_on", "met_on"}, {"found_by_id", "met_by_id"}
    assert set(columns.keys()) == {"id", "dbs_record_id", "how", "answers"} | days | people


def test_whoever_is_barred_is_out_for_good_and_the_leads_hear_of_it(sign_in, mail_to):
    """R-DBS-17, R-DBS-18."""
    lead, by = safeguarding_lead(), coordinator()
    match = MatchFactory(state=MatchState.ACTIVE)
    person = match.volunteer.person
    check = seen(person)
    page = sign_in(by).visit(f"/dbs/{person.reference}").follow("children's barred list")

    page = page.press("They are barred")

    assert page.flash.startswith("They meet nobody from now on")
    assert "referral to the DBS" in page.text
    assert match.state == MatchState.ON_HOLD
    assert {Gate.DBS, Gate.NOT_ON_HOLD} <= set(missing(match.volunteer))
    assert safeguarding.is_stopped(person.id)
    assert mail_to(lead)
    for decide in (
        lambda: operations.decide_dbs(check, RISK, by=lead),
        lambda: met(check),
        lambda: disclosures.find_disclosure(check, by=by),
        lambda: started(person, by),
    ):
        with pytest.raises(Refused):
            decide()


def test_nobody_weighs_their_own_certificate():
    check = seen(VolunteerFactory(person=coordinator()).person)

    for deed in (disclosures.find_disclosure, disclosures.bar):
        with pytest.raises(NotVisible):
            deed(check, by=check.person)


@pytest.mark.parametrize("decided", [True, False], ids=["decided", "left before"])
def test_how_it_weighed_goes_six_months_after_the_decision_or_after_they_left(decided, held_clock):
    """R-DBS-9: that something was on it, and who met them, stays."""
    by, volunteer = coordinator(), VolunteerFactory()
    check = seen(volunteer.person)
    disclosures.find_disclosure(check, by=by)
    met(check)
    if decided:
        operations.decide_dbs(check, DbsDecision.NOT_SUITABLE, by=by)
    else:
        leave(volunteer, LeavingReason.OWN_CHOICE, by=volunteer.person)
    held_clock.move_to(clock.today() + timedelta(days=182))
    retention.agree(retention.propose(by=by), by=safeguarding_lead())
    held_clock.move_on(days=7)

    remove_what_is_due()

    found = check.disclosure
    assert (found.answers, found.how, check.removed) == ({}, Met.IN_PERSON, True)
