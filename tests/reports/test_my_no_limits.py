"""My No Limits as its people find it: what every room adds, and what it says where nothing is."""

from datetime import timedelta

import pytest

from nolimits.activities import operations as activities
from nolimits.activities.models import OfferState
from nolimits.kernel import clock, my_page
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.people import operations as people
from nolimits.pledges import operations as pledges
from nolimits.training import booking, places
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.models import LeavingReason
from tests.factories.activities import OfferFactory
from tests.factories.asks import asking_strategy
from tests.factories.people import coordinator
from tests.factories.pledges import MoneyPledgeFactory
from tests.factories.safeguarding import ConcernFactory
from tests.factories.training import ProgrammeFactory, TrainingDayFactory
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def test_whatever_room_it_is_of_all_that_is_to_do_stands_on_one_list_by_its_day(app, sign_in):
    asking_strategy()
    offer = OfferFactory(state=OfferState.DRAFT, title="Chess")
    person = offer.person
    people.grant_role(person, Role.COUNCILLOR, by=SYSTEM)
    activities.send_back(offer, "Say where you meet", by=coordinator())
    more = ProgrammeFactory(for_readiness=False, in_work_time=False)
    for days in (1, 30):
        day = TrainingDayFactory(programme=more, held_on=clock.today() + timedelta(days=days))
        booking.book_place(day, person, by=person)
    with app.test_request_context():
        tasks = [(one["title"], one["status"]) for one in my_page.tasks_for(person)]

    soon, later = (f"Go to {day.programme.name}, day 1" for day in _days(person))
    assert tasks == [
        (soon, "Due soon"),
        ("Change your invitation: Chess", "Incomplete"),
        ("Join the Update Service, if you like", "Incomplete"),
        (later, "Incomplete"),
        ("Say what you do of the councillors' asks", "Incomplete"),
    ]
    page = sign_in(person).visit("/my")
    assert "2 of 2 to answer" in page.text
    for title, _ in tasks:
        assert page.follow(title).status == 200
    activities.cancel(offer, by=person)
    assert "Change your invitation" not in sign_in(person).visit("/my").text


def _days(person):
    return [one.training_day for one in places.coming_places(person)]


def test_nothing_that_waits_is_said_as_plainly_as_what_does(sign_in):
    pledge = MoneyPledgeFactory(state="active")

    text = sign_in(pledge.person).visit("/my").text

    assert "Nothing waits for you" in text
    assert "Nothing has reached a fund yet" in text


def test_a_changed_promise_says_on_its_card_since_when_and_what_it_was(sign_in, held_clock):
    pledge = MoneyPledgeFactory(state="active")
    held_clock.move_on(days=3)
    pledges.change_terms(pledge, pence=800, by=pledge.person)

    text = sign_in(pledge.person).visit("/my").text

    assert "From 23 November 2026. Before that £5 a month." in text


def test_every_break_looks_alike_on_the_own_page_of_whoever_is_on_it(sign_in):
    """R-SAF-4: nobody reads there that a worry about them stopped them."""
    told = []
    for stopped in (_on_a_break, _after_a_worry):
        volunteer = VolunteerFactory(ready=True, name="Vol Same")
        stopped(volunteer)
        text = sign_in(volunteer.person).visit("/my").text
        assert "You are on a break. We talk with you about what comes next." in text
        assert "steps done" not in text
        told.append(text)

    assert told[0] == told[1]


def _on_a_break(volunteer):
    volunteers.put_on_hold(volunteer, "A new baby", by=coordinator())


def _after_a_worry(volunteer):
    ConcernFactory(adult=volunteer.person, young_person=YoungPersonFactory())


def test_whoever_volunteers_no_more_reads_so_and_is_not_asked_to_begin(sign_in):
    volunteer = VolunteerFactory()
    volunteers.leave(volunteer, LeavingReason.OWN_CHOICE, by=volunteer.person)

    text = sign_in(volunteer.person).visit("/my").text

    assert "Your volunteering ended on 20 November 2026" in text
    assert "Spend a few hours a month" not in text


def test_a_volunteer_reads_how_far_they_are_and_whose_turn_the_next_step_is(sign_in):
    volunteer = VolunteerFactory(ready=True, without=("interview", "clearance"))

    assert "Next: Interview, which is with us" in sign_in(volunteer.person).visit("/my").text
