"""What a lead does about a concern, and what may not be closed without."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from nolimits.safeguarding import handling, operations, queries
from nolimits.safeguarding.kinds import (
    ConcernState,
    DbsReferral,
    Harm,
    Level,
    Outcome,
    Recipient,
)
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.leaving import DutyToRefer
from nolimits.volunteers.models import Grounds, LeavingReason
from tests.factories.people import PersonFactory, coordinator, safeguarding_lead
from tests.factories.safeguarding import ConcernFactory, handle
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def lead():
    """Whoever deals with it."""
    return safeguarding_lead()


def test_a_concern_goes_from_raised_to_closed_and_each_step_is_a_row(lead):
    made = ConcernFactory(state=ConcernState.CLOSED, lead=lead, adult=PersonFactory())

    said = [one.what.value for one in made.steps]
    assert said == ["acknowledged", "triaged", "referred", "closed"]
    assert made.in_hand_of == lead
    assert queries.open_concerns(lead) == []


def test_nothing_is_closed_before_somebody_was_told_or_advice_was_given(lead):
    made = ConcernFactory()
    handling.triage(made, Harm.OTHER, Level.NO_CONCERN, False, by=lead)

    with pytest.raises(Refused, match="cannot become closed"):
        handling.close(made, Outcome.UNFOUNDED, by=lead)


def test_sexual_abuse_is_not_closed_before_police_or_local_authority_were_told(lead):
    """R-SAF-5."""
    made = ConcernFactory()
    handling.triage(made, Harm.SEXUAL_ABUSE, Level.SERIOUS, False, by=lead)
    handling.give_advice(made, "Stay with them.", by=lead)
    handling.refer(made, Recipient.HEALTH, clock.now(), by=lead)
    with pytest.raises(Refused, match="reported to the police"):
        handling.close(made, Outcome.ACTED_ON, by=lead)

    handling.refer(made, Recipient.POLICE, clock.now(), "CR-1", by=lead)
    handling.close(made, Outcome.ACTED_ON, by=lead)

    closed = made.steps[-1]
    assert (closed.recipient, closed.told_by) == (Recipient.POLICE, lead)
    assert closed.told_at is not None


@pytest.mark.parametrize(
    ("category", "allegation", "rule"),
    [("sexual_abuse", False, "sexual_abuse_reported"), ("conduct", True, "duty_to_refer_decided")],
)
def test_the_database_refuses_what_no_page_would_let_by(lead, category, allegation, rule):
    made = ConcernFactory()
    row = {"c": made.id, "by": lead.id, "at": clock.now().replace(tzinfo=None)}

    with pytest.raises(sa.exc.IntegrityError, match=rule):
        db.session.execute(
            sa.text(
                "INSERT INTO concern_step (concern_id, number, what, at, done_by_id, category, "
                "allegation, outcome) VALUES (:c, 1, 'closed', :at, :by, :category, :allegation, "
                "'acted_on')"
            ),
            {**row, "category": category, "allegation": allegation},
        )
    db.session.rollback()


def test_a_report_from_the_future_is_refused(lead):
    made = ConcernFactory()
    handling.triage(made, Harm.OTHER, Level.SERIOUS, False, by=lead)

    with pytest.raises(Refused, match="in the future"):
        handling.refer(made, Recipient.POLICE, clock.now() + timedelta(minutes=1), by=lead)


def test_another_lead_takes_it_over(lead):
    made, other = ConcernFactory(), safeguarding_lead()
    handling.acknowledge(made, by=lead)

    handling.take_over(made, by=other)

    assert made.in_hand_of == other
    with pytest.raises(Refused, match="nobody from whom"):
        handling.take_over(made, by=other)


def test_more_that_comes_after_it_was_closed_opens_it_when_a_lead_looks_anew(lead, mail_to):
    made = ConcernFactory(state=ConcernState.CLOSED, lead=lead)
    told = len(mail_to(lead))

    operations.add_to(made, "It happened again", by=made.raised_by)
    assert len(mail_to(lead)) == told + 1
    handling.triage(made, Harm.NEGLECT, Level.SERIOUS, False, by=lead)

    assert queries.open_concerns(lead) == [made]


def test_a_lead_goes_all_the_way_on_pages(lead, sign_in):
    made = ConcernFactory(adult=PersonFactory(), words="A made up worry")
    page = sign_in(lead).visit("/concerns").follow(made.reference)
    assert "A made up worry" in page.text

    page = page.follow("Say that you have it").press("I have it")
    page = page.follow("Say what kind of concern it is")
    page = page.press("Save", category="conduct", level="low_level", allegation="yes")
    page = page.follow("Write down who was told").press("Write it down", told_time="quarter past")
    assert page.errors == ["Choose who was told", "Enter the day", "Enter the time, like 14:30"]
    day = {"told_on-day": "20", "told_on-month": "11", "told_on-year": "2026"}
    page = page.press("Write it down", recipient="designated_officer", told_time="9:30", **day)
    page = page.follow("Close this concern").press("Close it", outcome="acted_on")
    assert page.errors == ["Say whether they were referred to the DBS"]
    on = {"dbs_decided_on-day": "20", "dbs_decided_on-month": "11", "dbs_decided_on-year": "2026"}
    page = page.press("Close it", dbs_referral="not_needed", **on)

    assert made.state is ConcernState.CLOSED
    assert "Nothing is open" in page.visit("/concerns").text
    assert made.reference in page.visit("/concerns?show=closed").text


def test_nobody_but_a_lead_reads_the_list(sign_in):
    assert sign_in(coordinator()).visit("/concerns").status == 403


# --- The duty to refer --------------------------------------------------------------------------


def test_nobody_leaves_who_harmed_a_child_without_the_decision_on_the_dbs(lead):
    """R-DBS-18."""
    volunteer, by = VolunteerFactory(), coordinator()
    with pytest.raises(Refused, match="referred to the DBS"):
        volunteers.leave(volunteer, LeavingReason.OWN_CHOICE, by=by, harm=True)
    assert volunteer.left_on is None

    duty = DutyToRefer(DbsReferral.REFERRED, lead, clock.today())
    volunteers.leave(volunteer, LeavingReason.OWN_CHOICE, by=by, harm=True, duty=duty)

    assert (volunteer.left_grounds, volunteer.dbs_decided_by_id) == (Grounds.HARM, lead.id)


def test_the_database_refuses_such_a_leaver_too():
    volunteer = VolunteerFactory()

    with pytest.raises(sa.exc.IntegrityError, match="duty_to_refer_decided"):
        db.session.execute(
            sa.text(
                "UPDATE volunteer SET left_on = applied_on, left_reason = 'own_choice', "
                "left_grounds = 'harm' WHERE id = :id"
            ),
            {"id": volunteer.id},
        )
    db.session.rollback()


def test_a_coordinator_is_asked_and_the_volunteer_is_not(sign_in, lead):
    volunteer = VolunteerFactory()
    path = f"/volunteers/{volunteer.reference}/leave"
    assert "harm" not in sign_in(volunteer.person).visit(path).form().filled({})
    page = sign_in(coordinator()).visit(path)

    page = page.press("Stop volunteering", reason="own_choice", harm="yes")

    wanted = "Say whether they are referred to the DBS, who decided and when"
    assert page.errors == [wanted]
    assert volunteer.left_on is None


def test_whoever_resigns_while_it_is_looked_into_leaves_the_duty_open(lead, mail_to, sign_in):
    volunteer = VolunteerFactory()
    made = ConcernFactory(adult=volunteer.person)
    told = len(mail_to(lead))

    volunteers.leave(volunteer, LeavingReason.OWN_CHOICE, by=volunteer.person)

    assert volunteer.left_grounds is Grounds.LOOKED_INTO
    assert len(mail_to(lead)) == told + 1
    assert "stopped volunteering" in sign_in(lead).visit(f"/concerns/{made.reference}").text
    handle(made, ConcernState.REFERRED, lead)
    with pytest.raises(Refused, match="referred to the DBS"):
        handling.close(made, Outcome.ACTED_ON, by=lead)


def test_a_lead_sees_what_else_was_raised_about_the_same_people_and_they_may_read(lead, sign_in):
    about, young_person = PersonFactory(), YoungPersonFactory()
    made = ConcernFactory(adult=about, young_person=young_person)
    same, hers = ConcernFactory(adult=about), ConcernFactory(young_person=young_person)
    ConcernFactory(adult=about, not_for=[lead])
    ConcernFactory()

    assert queries.others(made, lead) == [hers, same]
    page = sign_in(lead).visit(f"/concerns/{made.reference}")
    assert {same.reference, hers.reference} <= set(page.links)
