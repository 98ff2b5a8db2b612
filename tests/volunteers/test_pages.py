"""The pages of volunteers: one success, one refusal and one denial each."""

import pytest

from nolimits.dbs.kinds import DbsDecision
from nolimits.dbs.operations import second_dbs
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.people import operations as people
from nolimits.pledges import operations as pledges
from nolimits.pledges.models import Route, TimePromise
from nolimits.volunteers import queries
from nolimits.volunteers.readiness import Gate
from tests.factories.dbs import checked
from tests.factories.people import coordinator, safeguarding_lead, staff, support_mentor
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def test_those_who_are_neither_staff_nor_councillors_cannot_apply(sign_in):
    assert sign_in(coordinator()).visit("/volunteering/apply").status == 403


def test_a_volunteer_sees_what_is_done_and_what_is_left(sign_in):
    volunteer = VolunteerFactory(ready=True, without="agreement")
    page = sign_in(volunteer.person).visit("/volunteering")
    assert "11 of 12 steps done" in page.text

    page = page.follow("Agreement").submit(agree=True)

    assert page.flash == "You have signed the agreement. Thank you"
    assert "You are ready." in page.text


def test_staff_who_have_not_applied_are_shown_what_it_asks(sign_in):
    page = sign_in(staff()).visit("/volunteering")

    assert "Apply to volunteer" in page.links


def test_the_list_is_narrowed_by_stage_by_gate_and_by_name(sign_in):
    VolunteerFactory(name="Ada Ready", ready=True)
    VolunteerFactory(name="Bo Checked", ready=True, without="dbs")
    VolunteerFactory(name="Cy Applied")
    visitor = sign_in(coordinator())

    def names(query):
        page = visitor.visit(f"/volunteers?{query}")
        return [row["Name"] for row in page.table("Volunteers")]

    assert names("") == ["Ada Ready", "Bo Checked", "Cy Applied"]
    assert names("stage=ready") == ["Ada Ready"]
    assert names("stage=checks") == ["Bo Checked"]
    assert names("stage=applied") == ["Cy Applied"]
    assert names("missing=dbs") == ["Bo Checked", "Cy Applied"]
    assert names("search=cy") == ["Cy Applied"]


def test_a_support_mentor_sees_their_own_volunteers_only(sign_in):
    other = VolunteerFactory(name="Bo Other", ready=True)
    mentor = support_mentor()
    VolunteerFactory(name="Ada Mine", support_mentor=mentor)
    visitor = sign_in(mentor)

    page = visitor.visit("/volunteers")
    assert [row["Name"] for row in page.table("Volunteers")] == ["Ada Mine"]
    card = {row["Gate"]: row for row in page.follow("Ada Mine").table("Report card")}
    assert card["DBS check"]["Evidence"] == "Kept from view"
    assert visitor.visit(f"/volunteers/{other.reference}").status == 404


def test_a_support_mentor_is_not_told_that_a_certificate_needed_two_deciders(sign_in):
    mentor = support_mentor()
    volunteer = VolunteerFactory(ready=True, without=("dbs", "clearance"), support_mentor=mentor)
    check = checked(volunteer.person, coordinator(), DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT)
    second_dbs(check, by=safeguarding_lead())
    path = f"/volunteers/{volunteer.reference}"

    assert "Second decider agreed" in sign_in(coordinator()).visit(path).text
    page = sign_in(mentor).visit(path)
    assert "Identity recorded" in page.text
    assert "econd decider" not in page.text
    assert "DBS check" not in page.text.partition("What has happened")[2]


def test_staff_see_no_list_of_volunteers(sign_in):
    assert sign_in(staff()).visit("/volunteers").status == 403


def test_the_record_shows_each_gate_with_its_evidence_and_the_next_step(sign_in):
    volunteer = VolunteerFactory(ready=True, without=("dbs", "clearance"))
    page = sign_in(coordinator()).visit(f"/volunteers/{volunteer.reference}")

    card = {row["Gate"]: row for row in page.table("Report card")}
    assert card["Identity"]["Evidence"].startswith("Originals seen 20 November 2026")
    assert card["DBS check"]["How it stands"] == "Missing"
    assert card["DBS check"]["Do"] == "Start a DBS check"
    assert card["Clearance"]["How it stands"] == "Cannot start yet"


def test_the_list_takes_no_more_statements_for_more_volunteers(sign_in, statements):
    visitor = sign_in(coordinator())

    def asked():
        statements.clear()
        visitor.visit("/volunteers")
        return len(statements)

    VolunteerFactory(ready=True)
    few = asked()
    for _ in range(4):
        VolunteerFactory(ready=True)

    assert asked() == few <= 11  # PostgreSQL holds the audit trail with one


def test_another_person_clears_a_volunteer(sign_in, mail_to):
    volunteer = VolunteerFactory(ready=True, without="clearance")
    page = sign_in(coordinator()).visit(f"/volunteers/{volunteer.reference}").follow("Clear them")

    assert page.press("Clear them").errors == ["Somebody who is not close to them clears them"]
    page = page.press("Clear them", apart=True)

    assert page.flash == f"{volunteer.person.name} is ready to volunteer"
    assert mail_to(volunteer.person)[-1].subject == "You are ready to volunteer"


def test_nobody_is_cleared_before_every_other_gate_is_passed(sign_in):
    volunteer = VolunteerFactory(ready=True, without=("dbs", "clearance"))
    page = sign_in(coordinator()).visit(f"/volunteers/{volunteer.reference}/clear")

    page = page.press("Clear them", apart=True)

    assert page.errors == [f"{volunteer.person.name} still needs a DBS check"]


def test_a_coordinator_cannot_open_the_clearing_of_themself(sign_in):
    volunteer = VolunteerFactory(ready=True, without="clearance")
    people.grant_role(volunteer.person, Role.COORDINATOR, by=SYSTEM)
    page = sign_in(volunteer.person).visit(f"/volunteers/{volunteer.reference}/clear")

    assert page.status == 404


STOPS = {"reason": "own_choice", "harm": "no"}


@pytest.mark.parametrize(
    ("what", "button", "fields", "words"),
    [
        ("hold", "Start the break", {"reason": "A new baby"}, "They are on a break from today"),
        (
            "withdraw-clearance",
            "Withdraw the clearance",
            {"reason": "To be talked over"},
            "The clearance is withdrawn",
        ),
        ("leave", "Stop volunteering", STOPS, "The volunteering has ended"),
    ],
)
def test_a_volunteer_is_paused_or_stopped_on_a_page_that_says_what_happens(
    sign_in, what, button, fields, words
):
    volunteer = VolunteerFactory(ready=True)
    visitor = sign_in(coordinator())
    page = visitor.visit(f"/volunteers/{volunteer.reference}/{what}")
    assert page.forge(button, reason="").status == 422

    page = visitor.visit(f"/volunteers/{volunteer.reference}/{what}").press(button, **fields)

    assert page.flash == words
    assert visitor.visit("/volunteers?stage=ready").text.count(volunteer.person.name) == 0


def test_a_volunteer_comes_back_from_a_break(sign_in):
    volunteer = VolunteerFactory(ready=True, without="not_on_hold")
    page = sign_in(safeguarding_lead()).visit(f"/volunteers/{volunteer.reference}")

    page = page.follow("Welcome back").press("They are back")

    assert page.flash == "They are back from today"
    assert "Nothing is missing" in page.text


def test_a_support_mentor_is_chosen(sign_in):
    mentor, volunteer = support_mentor(), VolunteerFactory()
    visitor = sign_in(coordinator())
    page = visitor.visit(f"/volunteers/{volunteer.reference}/support-mentor")
    assert page.submit().errors == ["Choose a support mentor"]

    page = visitor.visit(f"/volunteers/{volunteer.reference}/support-mentor")
    page = page.submit(mentor=mentor.reference)

    assert page.flash == f"{mentor.name} is their support mentor from today"
    missing = queries.missing_gates(volunteer, on=volunteer.applied_on)
    assert Gate.SUPPORT_MENTOR not in [one.gate for one in missing]


def test_somebody_who_promised_time_one_to_one_is_asked_to_apply(sign_in):
    person = staff()
    pledges.make_time_pledge(person, TimePromise(Route.ONE_TO_ONE, 4), by=person)

    page = sign_in(person).visit("/my").follow("Apply to volunteer")

    assert page.path.startswith("/volunteering/apply")


def test_nobody_who_promised_money_alone_is_asked_to_apply(sign_in):
    page = sign_in(staff()).visit("/my")

    assert "Apply to volunteer" not in page.links
    assert page.follow("Read what it asks of you").h1 == "Volunteering one to one"


def test_a_volunteer_finds_their_training_and_the_handbook(sign_in):
    page = sign_in(VolunteerFactory(ready=True).person).visit("/my")

    assert page.links["My training"] == "/my-training"
    assert page.links["The handbook"] == "/handbook"
