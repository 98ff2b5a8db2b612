"""What is told before time alone closes a gate, and what the card says of it."""

from datetime import timedelta

import pytest

from nolimits.handbook.queries import current_handbook
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.pages import day
from nolimits.people import operations as people
from nolimits.volunteers import queries
from nolimits.volunteers import readiness as engine
from nolimits.volunteers.readiness import Gate
from nolimits.volunteers.running_out import due, warn_of_ends
from tests.factories.handbook import HandbookFactory
from tests.factories.people import coordinator
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def end_of(volunteer, gate):
    return engine.next_lapse(queries.facts_of(volunteer), clock.today(), timedelta(3660))[gate]


def test_a_gate_that_runs_out_is_told_60_30_and_7_days_before_and_once_each(held_clock, mail_to):
    volunteer, team = VolunteerFactory(name="Vi Volunteer", ready=True), coordinator()
    end = end_of(volunteer, Gate.DBS)

    def told(days):
        held_clock.move_to(end - timedelta(days=days))
        warn_of_ends()
        warn_of_ends()
        letters = [one for one in mail_to(volunteer.person) if one.template == "gate_runs_out"]
        return len(letters), letters[-1] if letters else None

    assert told(61) == (0, None)
    assert [told(days)[0] for days in (60, 59, 31)] == [1, 1, 1]
    assert [told(days)[0] for days in (29, 8)] == [2, 2], "a night without us is caught up"
    number, letter = told(7)
    assert number == 3
    assert day(end) in letter.body
    assert "DBS" not in letter.subject
    told_team = [one for one in mail_to(team) if one.template == "gates_of_some_run_out"]
    assert len(told_team) == 3
    assert "Vi Volunteer" not in told_team[0].subject + told_team[0].body


def test_a_new_handbook_is_told_of_on_its_first_day_and_again_in_the_last_week(held_clock, mail_to):
    assert [due(left, 60) for left in (60, 30, 7)] == [None, 30, 7]
    assert [due(left, 30) for left in (30, 29, 7)] == [None, None, 7]
    assert due(5, 5) is None
    volunteer = VolunteerFactory(ready=True)
    before = len(mail_to(volunteer.person))
    HandbookFactory(by=coordinator())
    assert current_handbook().number == 2

    assert (warn_of_ends(), len(mail_to(volunteer.person))) == (0, before + 1)
    held_clock.move_on(days=23)
    assert (warn_of_ends(), len(mail_to(volunteer.person))) == (1, before + 2)


def test_nobody_who_left_or_whose_account_is_shut_is_warned(held_clock):
    left = VolunteerFactory(ready=True, without="not_left")
    VolunteerFactory(ready=True, without="account")
    ready = VolunteerFactory(ready=True)
    held_clock.move_to(end_of(ready, Gate.DBS) - timedelta(days=5))

    assert list(queries.running_out(clock.today())) == [ready.id]
    assert left.left_on


def test_a_last_day_to_come_is_an_end_as_any_other(sign_in):
    volunteer = VolunteerFactory(ready=True)
    last = clock.today() + timedelta(days=20)
    people.leave(volunteer.person, last, by=SYSTEM)

    assert queries.running_out(clock.today())[volunteer.id][Gate.ACCOUNT] == last
    card = sign_in(coordinator()).visit(f"/volunteers/{volunteer.reference}").table("Report card")
    account = next(row for row in card if row["Gate"] == "Account")
    assert account["How it stands"] == "Runs out soon"
    assert day(last) in account["Until"]


def test_the_list_shows_of_whom_something_runs_out_soon(sign_in, held_clock):
    ready = VolunteerFactory(name="Ada Ready", ready=True)
    VolunteerFactory(name="Bo Applied")
    held_clock.move_to(end_of(ready, Gate.DBS) - timedelta(days=59))

    page = sign_in(coordinator()).visit("/volunteers?ends=soon")

    assert [row["Name"] for row in page.table("Volunteers")] == ["Ada Ready"]


def test_what_runs_out_is_looked_for_with_as_many_statements_for_many_as_for_one(statements):
    def asked():
        statements.clear()
        queries.running_out(clock.today())
        return len(statements)

    last = clock.today() + timedelta(days=20)
    people.leave(VolunteerFactory(ready=True).person, last, by=SYSTEM)
    few = asked()
    people.leave(VolunteerFactory(ready=True).person, last, by=SYSTEM)

    assert asked() == few == 3


def test_many_are_told_with_as_many_statements_as_one_but_for_the_letters(held_clock, statements):
    def told():
        statements.clear()
        number = warn_of_ends()
        return number, len([one for one in statements if "INTO outbox_message" not in one])

    end = end_of(VolunteerFactory(ready=True), Gate.DBS)
    held_clock.move_on(days=1)
    for _ in range(3):
        VolunteerFactory(ready=True)
    held_clock.move_to(end - timedelta(days=60))
    one, few = told()
    held_clock.move_on(days=1)

    assert (one, *told()) == (1, 3, few)
