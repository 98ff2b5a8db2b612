"""Applying to volunteer: a list of parts, in any order, kept until all are sent at once."""

import pytest

from nolimits.kernel.actors import Role
from tests.factories.people import staff
from tests.factories.volunteers import AreaFactory, VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def answer_all(page):
    """Go through the application's questions."""
    assert "Cannot start yet" in page.text
    page = page.follow("About you")
    assert page.submit(old_enough="no").errors == ["Volunteers must be 16 or over"]
    page = page.submit(old_enough="yes").submit(motivation="Somebody had time for me.")
    page = page.submit(interests=["cooking"])
    page = page.submit(profile="I cook, badly.").follow("Where and when")
    page = page.submit(area="Invented Quay")
    page = page.submit(availability=["monday evening", "sunday morning"])
    page = page.follow("Who knows you").submit(
        first_name="Robin Madeup",
        first_email="robin@home.example",
        first_context="work",
        first_years_known=4,
        first_apart=True,
    )
    page = page.submit(
        second_name="Sam Notreal",
        second_email="sam@home.example",
        second_context="personal",
        second_years_known=9,
        second_apart=True,
    )
    assert "You have completed 3 of 3 parts" in page.text
    return page.follow("Check and send")


@pytest.fixture
def application(sign_in):
    """Somebody of the staff at the first question."""
    AreaFactory(name="Invented Quay")
    person = staff(name="Dana Pretend")
    return person, sign_in(person).visit("/volunteering/apply")


def test_staff_apply_question_by_question(sign_in, application, mail_to):
    person, page = application
    page = answer_all(page)
    assert page.h1 == "Check your answers"
    assert "robin@home.example" in page.text

    page = page.press("Send my application")

    assert page.h1 == "We have your application"
    assert Role.VOLUNTEER in person.roles
    assert len(mail_to("robin@home.example")) == len(mail_to("sam@home.example")) == 1
    assert "Dana" not in mail_to("robin@home.example")[0].subject


def test_two_referees_of_one_part_of_life_are_refused(application):
    _, page = application
    page.visit("/volunteering/apply/questions/first-referee").submit(
        first_name="A Madeup", first_email="A@home.example", first_context="work",
        first_years_known=4, first_apart=True,
    )  # fmt: skip
    page = page.visit("/volunteering/apply/questions/second-referee").submit(
        second_name="B Notreal", second_email="a@home.example", second_context="work",
        second_years_known=1, second_apart=True,
    )  # fmt: skip

    assert page.errors == [
        "Give two different referees",
        "The two referees must know you from different parts of life",
        "Enter the number of years, 2 or more",
    ]


def test_whoever_has_applied_is_not_asked_again(sign_in):
    volunteer = VolunteerFactory()

    page = sign_in(volunteer.person).visit("/volunteering/apply/questions/hello")

    assert page.h1 == "We have your application"


def test_the_check_page_says_of_which_referee_each_answer_is(application):
    _, page = application
    assert {"Your first referee: their name", "Your second referee: their name"} <= set(
        answer_all(page).facts
    )
