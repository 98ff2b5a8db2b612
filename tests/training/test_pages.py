"""Pages of training and the handbook: one success, one refusal and one denial of each."""

from datetime import timedelta

import pytest

from nolimits.kernel import clock
from nolimits.training import booking, places, queries, registers
from nolimits.training.models import TrainingDay, TrainingProgramme
from tests.factories.handbook import HandbookFactory
from tests.factories.people import coordinator, staff, support_mentor, young_person
from tests.factories.training import ProgrammeFactory, TrainingDayFactory, attend, trained


def soon():
    return clock.today() + timedelta(days=9)


def test_the_coordinator_sees_how_full_each_day_is(sign_in):
    day, person = TrainingDayFactory(held_on=soon(), places=3), staff()
    booking.book_place(day, person, by=person)

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


def test_a_run_is_planned_with_its_days(sign_in):
    programme, somebody = ProgrammeFactory(), sign_in(coordinator())
    somebody.visit(f"/training/programmes/{programme.reference}/runs/new")

    page = somebody.submit(
        day_1=soon(), day_2=soon() + timedelta(7), starts_at="9.30", ends_at="16", places="12"
    )

    assert page.path == "/training"
    first, second = TrainingDay.query.order_by(TrainingDay.number)
    assert (first.number, first.held_on, first.hours) == (1, soon(), "9:30 to 16:00")
    assert second.run_id == first.run_id


def test_a_run_is_not_planned_without_places_or_hours(sign_in):
    programme, somebody = ProgrammeFactory(), sign_in(coordinator())
    somebody.visit(f"/training/programmes/{programme.reference}/runs/new")

    page = somebody.submit(day_1=soon(), starts_at="half nine", ends_at="", places="0")

    assert page.errors == [
        "Enter a time, like 9:30 or 14:00",
        "Enter when it ends",
        "Enter a number from 1 to 500",
    ]
    assert "half nine" in page.html


def there(day):
    return [person for person, entry in registers.register(day).items() if entry.counts]


def mark(person):
    return "mark_" + person.reference.replace("-", "_")


def test_a_register_takes_several_at_once(sign_in):
    day, first, second = TrainingDayFactory(), staff(), support_mentor()
    for person in (first, second):
        booking.book_place(day, person, by=person)
    somebody = sign_in(coordinator())
    somebody.visit(f"/training/days/{day.reference}")

    page = somebody.submit(**{mark(first): "present", mark(second): "absent"})

    assert "2 entries written into the register" in page.text
    assert there(day) == [first]


def test_a_register_finds_somebody_who_had_no_place(sign_in):
    day, person = TrainingDayFactory(), staff(name="Dana Madeup")
    somebody = sign_in(coordinator())
    somebody.visit(f"/training/days/{day.reference}?search=dana")

    somebody.submit(**{mark(person): "late"})

    assert there(day) == [person]


def test_a_register_on_which_nothing_was_chosen_is_refused(sign_in):
    day, person = TrainingDayFactory(), staff()
    booking.book_place(day, person, by=person)
    somebody = sign_in(coordinator())
    somebody.visit(f"/training/days/{day.reference}")

    assert somebody.submit().errors == ["Choose who was there"]


def test_whoever_chose_themself_on_a_register_reads_so_beside_their_own_name(sign_in):
    leads, person = support_mentor(), staff(name="Aaron Invented")
    day = TrainingDayFactory(trainer=leads)
    for one in (leads, person):
        booking.book_place(day, one, by=one)
    somebody = sign_in(leads)
    somebody.visit(f"/training/days/{day.reference}")

    page = somebody.submit(**{mark(leads): "present", mark(person): "present"})

    assert f'href="#{mark(leads)}-0">Somebody else must record' in page.html
    assert there(day) == []


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


def test_a_pass_counts_up_to_its_last_day_and_on_that_day_no_more(sign_in, held_clock):
    person, runs = support_mentor(), coordinator()
    passed = trained(person)
    path = f"/training/programmes/{passed.programme.reference}/passes"
    for on, mine, list_says in (
        (passed.expires_on - timedelta(days=1), "Your pass lasts until", "Expiring"),
        (passed.expires_on, "ended on 20 November 2028", "Expired"),
    ):
        held_clock.move_to(on)
        assert mine in sign_in(person).visit("/my-training").text
        assert list_says in sign_in(runs).visit(path).text


def test_a_place_is_booked_and_given_up(sign_in):
    day, person = TrainingDayFactory(held_on=soon()), staff()
    somebody = sign_in(person)
    somebody.visit("/my-training")

    page = somebody.press("Book this day 29 November 2026")
    assert "You have a place" in page.text

    somebody.follow("Give it up, 29 November 2026")
    page = somebody.press("Give up my place")
    assert "free for somebody else" in page.text
    assert places.days_booked_by(person) == set()
    assert day.places == 12


def test_a_full_day_is_refused_in_words(sign_in):
    day, first = TrainingDayFactory(held_on=soon(), places=1), staff()
    booking.book_place(day, first, by=first)

    page = sign_in(staff()).post(f"/my-training/days/{day.reference}/book")

    assert "29 November 2026 is full" in page.text


@pytest.mark.usefixtures("app")
def test_the_pages_of_adults_are_for_no_young_person_who_types_their_address(sign_in):
    handbook, day = HandbookFactory(), TrainingDayFactory(held_on=soon())
    visitor = sign_in(young_person())

    own = ("/my", "/my-matches", "/my-offers", "/my-training", "/volunteering", "/handbook")
    assert {path: visitor.visit(path).status for path in own} == dict.fromkeys(own, 403)
    for path in (f"/handbook/{handbook.reference}/read", f"/my-training/days/{day.reference}/book"):
        assert visitor.post(path).status == 404
    assert visitor.visit("/account").status == 200
