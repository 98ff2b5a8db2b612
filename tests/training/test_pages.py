"""Pages of training and the handbook: one success, one refusal and one denial of each."""

from datetime import timedelta

import pytest

from nolimits.kernel import clock
from nolimits.training import operations, queries
from nolimits.training.models import TrainingDay, TrainingProgramme
from tests.factories.people import coordinator, staff, support_mentor, young_person
from tests.factories.training import (
    HandbookFactory,
    ProgrammeFactory,
    TrainingDayFactory,
    attend,
    has_read,
    trained,
)


def soon():
    return clock.today() + timedelta(days=9)


def test_the_coordinator_sees_how_full_each_day_is(sign_in):
    day, person = TrainingDayFactory(held_on=soon(), places=3), staff()
    operations.book_place(day, person, by=person)

    page = sign_in(coordinator()).visit("/training")

    assert "1 of 3" in page.text
    assert "2 places left" in page.text
    assert "in 9 days" in page.text


def test_without_anything_the_page_says_what_would_be_there(sign_in):
    page = sign_in(coordinator()).visit("/training")

    assert "No programme yet" in page.text
    assert "No handbook yet" in page.text


def test_training_is_run_by_the_coordinator(sign_in):
    assert sign_in(staff()).visit("/training").status == 403


def test_a_programme_is_added(sign_in):
    somebody = sign_in(coordinator())
    somebody.visit("/training/programmes/new")

    page = somebody.submit(
        name="Two days", days="2", in_work_time="yes", valid_months="24", for_readiness="no"
    )

    assert page.path == "/training"
    made = TrainingProgramme.query.one()
    assert (made.days, made.in_work_time, made.for_readiness) == (2, True, False)


def test_a_programme_is_not_added_without_its_days(sign_in):
    somebody = sign_in(coordinator())
    somebody.visit("/training/programmes/new")

    page = somebody.submit(name="Two days", days="two")

    assert "Enter a number of days from 1 to 10" in page.errors
    assert not TrainingProgramme.query.count()


def test_a_day_is_planned(sign_in):
    programme, somebody = ProgrammeFactory(), sign_in(coordinator())
    somebody.visit(f"/training/programmes/{programme.reference}/days/new")

    page = somebody.submit(number="2", held_on=soon(), places="12")

    assert page.path == "/training"
    assert (TrainingDay.query.one().number, TrainingDay.query.one().held_on) == (2, soon())


def test_a_day_is_not_planned_without_places(sign_in):
    programme, somebody = ProgrammeFactory(), sign_in(coordinator())
    somebody.visit(f"/training/programmes/{programme.reference}/days/new")

    page = somebody.submit(number="2", held_on=soon(), places="0")

    assert page.errors == ["Enter a number from 1 to 500"]


def test_a_register_takes_several_at_once(sign_in):
    day, first, second = TrainingDayFactory(), staff(), support_mentor()
    for person in (first, second):
        operations.book_place(day, person, by=person)
    somebody = sign_in(coordinator())
    somebody.visit(f"/training/days/{day.reference}")

    page = somebody.submit(people=[first.reference, second.reference])

    assert "2 people added to the register" in page.text
    assert set(queries.people_there(day)) == {first, second}


def test_a_register_finds_somebody_who_had_no_place(sign_in):
    day, person = TrainingDayFactory(), staff(name="Dana Madeup")
    somebody = sign_in(coordinator())
    somebody.visit(f"/training/days/{day.reference}?search=dana")

    somebody.submit(people=[person.reference])

    assert queries.people_there(day) == [person]


def test_a_register_that_nobody_was_ticked_on_is_refused(sign_in):
    day, person = TrainingDayFactory(), staff()
    operations.book_place(day, person, by=person)
    somebody = sign_in(coordinator())
    somebody.visit(f"/training/days/{day.reference}")

    assert somebody.submit().errors == ["Choose who was there"]


def test_a_register_opens_on_its_day(sign_in):
    day = TrainingDayFactory(held_on=soon())

    page = sign_in(coordinator()).visit(f"/training/days/{day.reference}")

    assert "The register opens on the day" in page.text


def test_a_register_is_not_there_for_others(sign_in):
    day = TrainingDayFactory()

    assert sign_in(staff()).visit(f"/training/days/{day.reference}").status == 404


def test_whoever_attended_every_day_is_given_a_pass(sign_in):
    programme, whole, half = ProgrammeFactory(), staff(), staff(name="Dana Halfway")
    attend(whole, programme, 1, 2)
    attend(half, programme, 1)
    somebody = sign_in(coordinator())
    page = somebody.visit(f"/training/programmes/{programme.reference}/passes")
    assert "Dana Halfway" in page.text

    page = somebody.submit(people=[whole.reference])

    assert "1 person has passed" in page.text
    assert queries.passes_of(whole)
    assert not queries.passes_of(half)


def test_a_pass_for_nobody_is_refused(sign_in):
    programme = ProgrammeFactory()
    attend(staff(), programme, 1, 2)
    somebody = sign_in(coordinator())
    somebody.visit(f"/training/programmes/{programme.reference}/passes")

    assert somebody.submit().errors == ["Choose who passes"]


def test_passes_are_not_there_for_others(sign_in):
    path = f"/training/programmes/{ProgrammeFactory().reference}/passes"

    assert sign_in(staff()).visit(path).status == 404


def test_my_training_says_what_i_attended_what_is_next_and_until_when(sign_in):
    person = support_mentor()
    passed = trained(person)
    TrainingDayFactory(programme=passed.programme, held_on=soon())

    page = sign_in(person).visit("/my-training")

    assert "Your pass lasts until 20 November 2028" in page.text
    assert "29 November 2026" in page.text
    assert "What I attended" in page.text


def test_a_place_is_booked_and_given_up(sign_in):
    day, person = TrainingDayFactory(held_on=soon()), staff()
    somebody = sign_in(person)
    somebody.visit("/my-training")

    page = somebody.press("Book a place on 29 November 2026")
    assert "You have a place" in page.text

    somebody.follow("Give it up, 29 November 2026")
    page = somebody.press("Give up my place")
    assert "free for somebody else" in page.text
    assert queries.days_booked_by(person) == set()
    assert day.places == 12


def test_a_full_day_is_refused_in_words(sign_in):
    day, first = TrainingDayFactory(held_on=soon(), places=1), staff()
    operations.book_place(day, first, by=first)

    page = sign_in(staff()).post(f"/my-training/days/{day.reference}/book")

    assert "This day is full" in page.text


@pytest.mark.usefixtures("app")
def test_training_is_not_booked_by_young_people(sign_in):
    day, person = TrainingDayFactory(held_on=soon()), young_person()

    page = sign_in(person).post(f"/my-training/days/{day.reference}/book")

    assert "for colleagues who volunteer" in page.text


def test_the_handbook_is_read_and_that_is_said(sign_in):
    handbook, person = HandbookFactory(text="# Why\nBecause.\n- one\n- two"), staff()
    somebody = sign_in(person)
    page = somebody.visit("/handbook")
    assert "Because." in page.text

    page = somebody.press("I have read it")

    assert "You read it on 20 November 2026" in page.text
    assert queries.read_on(handbook, person)


def test_an_older_version_cannot_be_acknowledged(sign_in):
    first = HandbookFactory()
    HandbookFactory()
    somebody = sign_in(staff())
    assert "There is a newer one" in somebody.visit(f"/handbook/{first.reference}").text

    page = somebody.post(f"/handbook/{first.reference}/read")

    assert "There is a newer version" in page.text


def test_the_handbook_is_not_for_the_signed_out(visitor):
    assert visitor().visit("/handbook").path == "/sign-in"


def test_a_handbook_is_seen_once_more_before_it_goes_out(sign_in):
    has_read(staff())
    somebody = sign_in(coordinator())
    somebody.visit("/handbook/publish")

    page = somebody.submit(title="Second", text="New words.", changes="All of it.")
    assert "This writes to 1 person" in page.text
    assert queries.current_handbook().number == 1

    page = somebody.press("Publish it")
    assert page.path == "/handbook"
    assert queries.current_handbook().text.strip() == "New words."


def test_a_handbook_without_words_about_what_changed_is_refused(sign_in):
    HandbookFactory()
    somebody = sign_in(coordinator())
    somebody.visit("/handbook/publish")
    somebody.submit(title="Second", text="New words.")

    page = somebody.press("Publish it")

    assert page.errors == ["Say what changed, so that people know what to look for"]


def test_only_the_coordinator_publishes(sign_in):
    assert sign_in(staff()).visit("/handbook/publish").status == 403
