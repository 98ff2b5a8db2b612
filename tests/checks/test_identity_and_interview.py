"""Identity and interview: originals of three facts, two people (R-DBS-19, R-REC-5)."""

from datetime import timedelta

import pytest

from nolimits.checks import operations, queries
from nolimits.checks.documents import Document
from nolimits.checks.talk import QUESTIONS
from nolimits.kernel import clock
from nolimits.kernel.errors import NotVisible, Refused
from tests.factories import checks
from tests.factories.people import coordinator, safeguarding_lead, staff
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def test_a_coordinator_records_which_originals_they_saw(sign_in):
    volunteer = VolunteerFactory()
    page = sign_in(coordinator()).visit(f"/checks/{volunteer.person.reference}/identity")
    page = page.submit(documents=["passport"], seen_on=clock.today())
    assert page.errors == ["These documents do not show their address"]

    page = page.submit(documents=["passport", "utility_bill"], seen_on=clock.today())

    assert page.flash == "Their identity is on record"
    assert queries.latest_identity(volunteer.person).documents == ["passport", "utility_bill"]


def test_staff_record_nobodys_identity(sign_in):
    volunteer = VolunteerFactory()

    assert sign_in(staff()).visit(f"/checks/{volunteer.person.reference}/identity").status == 404


def test_only_somebody_who_applied_is_checked():
    with pytest.raises(Refused, match="applied to volunteer"):
        checks.see_identity(staff(), coordinator())


def test_nothing_was_seen_tomorrow():
    person, day = VolunteerFactory().person, clock.today() + timedelta(days=1)

    with pytest.raises(Refused, match="today or in the past"):
        operations.record_identity(person, list(Document), day, by=coordinator())


def test_two_people_interview(sign_in):
    volunteer, first, second = VolunteerFactory(), coordinator(), coordinator()
    path = f"/checks/{volunteer.person.reference}/interview"
    page, said = sign_in(first).visit(path), {f"{name}_score": "3" for name in QUESTIONS}
    said |= {"first": first.reference, "outcome": "suitable", "apart": True}
    said["why_note"] = "Larkwing"
    page = page.submit(**said, second=first.reference)
    assert page.errors == ["Choose two different interviewers"]
    two = {**said, "second": second.reference}
    assert page.submit(**two).errors == ["One of the two must be trained in safer recruitment"]
    checks.trained(second, by=first)
    worried = page.submit(**{**two, "told_score": "1"})
    assert worried.errors == [f"Nobody is suitable with a worry about this: {QUESTIONS['told']}"]

    related = worried.submit(**{**two, "apart": None})
    assert "not related to them" in related.errors[0]

    page = related.submit(**two)

    assert page.flash == "The interview is on record"
    assert page.follow("See the answers").facts[QUESTIONS["why"]] == "3, good. Larkwing"


def test_training_in_safer_recruitment_counts_for_three_years_and_nobody_records_their_own(
    held_clock,
):
    first, second = coordinator(), coordinator()
    with pytest.raises(NotVisible):
        operations.record_recruiter_training(first, clock.today(), by=first)
    checks.trained(first, by=second)
    assert queries.is_trained(first, clock.today())

    held_clock.move_on(days=3 * 366)

    assert not queries.is_trained(first, clock.today())


def test_a_referee_does_not_interview():
    volunteer, referee, by = VolunteerFactory(), coordinator(), coordinator()
    first = queries.references(volunteer.person)[0]
    operations.replace_reference(
        first, checks.referee(1, email=referee.email, context=first.context), by=by
    )

    with pytest.raises(Refused, match="A referee cannot be an interviewer"):
        checks.interview(volunteer.person, by, referee)


@pytest.mark.parametrize("said", [{"apart": False}, {"scores": {"why": (3, "")}}])
def test_an_interview_is_by_two_who_are_apart_and_ask_all_six_questions(said):
    with pytest.raises(Refused, match=r"not related|each of the six"):
        checks.interview(VolunteerFactory().person, coordinator(), safeguarding_lead(), **said)


def test_nobody_interviews_themself():
    volunteer, by = VolunteerFactory(), coordinator()

    with pytest.raises(Refused, match="Nobody interviews themself"):
        checks.interview(volunteer.person, by, volunteer.person)
    with pytest.raises(NotVisible):
        checks.interview(volunteer.person, by, safeguarding_lead(), by=volunteer.person)
