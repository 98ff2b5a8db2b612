"""Training days: who has a place, who was there."""

from datetime import timedelta

import pytest

from nolimits.kernel import clock
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from nolimits.training import operations, queries
from tests.factories.people import coordinator, staff, support_mentor, young_person
from tests.factories.training import ProgrammeFactory, TrainingDayFactory, attend

pytestmark = pytest.mark.usefixtures("app")


def tomorrow():
    return clock.today() + timedelta(days=1)


def test_a_programme_has_a_name_of_its_own():
    ProgrammeFactory(name="Two days")

    with pytest.raises(Refused, match="already a programme"):
        ProgrammeFactory(name="Two days")


@pytest.mark.parametrize("number", [0, 3])
def test_a_day_is_one_of_the_programmes_days(number):
    with pytest.raises(Refused, match="from 1 to 2"):
        TrainingDayFactory(number=number)


def test_only_the_coordinator_runs_training():
    programme = ProgrammeFactory()

    with pytest.raises(NotAllowed):
        operations.plan_day(programme, 1, clock.today(), 12, by=staff())


def test_someone_there_twice_is_on_the_register_once():
    day, person = TrainingDayFactory(), staff()
    operations.record_attendance(day, person, by=coordinator())

    with pytest.raises(Refused, match="on the register already"):
        operations.record_attendance(day, person, by=coordinator())


def test_nobody_was_there_on_a_day_to_come():
    day = TrainingDayFactory(held_on=tomorrow())

    with pytest.raises(Refused, match="opens on the day"):
        operations.record_attendance(day, staff(), by=coordinator())


def test_nobody_says_of_themself_that_they_were_there():
    day, person = TrainingDayFactory(), coordinator()

    with pytest.raises(Refused, match="Somebody else"):
        operations.record_attendance(day, person, by=person)


def test_a_register_adds_those_who_are_not_on_it():
    day, first, second = TrainingDayFactory(), staff(), support_mentor()
    operations.record_attendance(day, first, by=coordinator())

    assert operations.take_register(day, [first, second], by=coordinator()) == 1
    assert set(queries.people_there(day)) == {first, second}


def test_a_register_with_nobody_new_is_refused():
    day = TrainingDayFactory()

    with pytest.raises(Refused, match="Choose who"):
        operations.take_register(day, [], by=coordinator())


def test_a_day_holds_no_more_than_its_places():
    day, first, second = TrainingDayFactory(held_on=tomorrow(), places=1), staff(), staff()
    operations.book_place(day, first, by=first)

    with pytest.raises(Refused, match="full"):
        operations.book_place(day, second, by=second)

    operations.give_up_place(day, first, by=first)
    operations.book_place(day, second, by=second)
    assert queries.days_booked_by(second) == {day.id}


def test_a_place_is_booked_once_and_the_person_is_written_to(mail_to):
    day, person = TrainingDayFactory(held_on=tomorrow()), staff()
    operations.book_place(day, person, by=person)

    with pytest.raises(Refused, match="already"):
        operations.book_place(day, person, by=person)
    assert [one.template for one in mail_to(person)] == ["training_place_booked"]


def test_nobody_books_for_somebody_else_but_the_coordinator():
    day, person = TrainingDayFactory(held_on=tomorrow()), staff()

    with pytest.raises(NotVisible):
        operations.book_place(day, person, by=staff())
    operations.book_place(day, person, by=coordinator())


def test_training_is_for_colleagues():
    person = young_person()

    with pytest.raises(Refused, match="colleagues"):
        operations.book_place(TrainingDayFactory(), person, by=person)


def test_a_day_that_has_been_cannot_be_booked():
    person = staff()
    day = TrainingDayFactory(held_on=clock.today() - timedelta(days=1))

    with pytest.raises(Refused, match="has been"):
        operations.book_place(day, person, by=person)


def test_what_is_not_booked_cannot_be_given_up():
    person = staff()

    with pytest.raises(Refused, match="no place"):
        operations.give_up_place(TrainingDayFactory(), person, by=person)


def test_days_count_those_who_come_and_those_who_came():
    day, person = TrainingDayFactory(places=3), staff()
    operations.book_place(day, person, by=person)
    operations.record_attendance(day, person, by=coordinator())

    (counted,) = queries.days_with_counts(programme=day.programme)

    assert (counted.booked, counted.attended, counted.free) == (1, 1, 2)


def test_a_register_lists_who_has_a_place_and_who_lacks_the_day():
    programme = ProgrammeFactory()
    placed, lacking, finished = staff(), staff(), staff()
    attend(lacking, programme, 1)
    attend(finished, programme, 2)
    day = TrainingDayFactory(programme=programme, number=2)
    operations.book_place(day, placed, by=placed)

    assert set(queries.might_attend(day)) == {placed, lacking}
    assert queries.might_attend(day, finished.name) == [finished]
