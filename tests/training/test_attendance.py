"""Training days: who has a place, who was there."""

from datetime import timedelta

import pytest

from nolimits.kernel import clock
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from nolimits.training import booking, operations, queries, registers
from nolimits.training.kinds import Mark
from nolimits.training.models import Attendance
from tests.factories.people import coordinator, staff, support_mentor
from tests.factories.training import ProgrammeFactory, TrainingDayFactory, attend, trained

pytestmark = pytest.mark.usefixtures("app")


def there(day):
    return [person for person, entry in registers.register(day).items() if entry.counts]


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
        operations.plan_run(programme, [], by=staff())


def test_someone_there_twice_is_on_the_register_once():
    day, person = TrainingDayFactory(), staff()
    operations.record_attendance(day, person, by=coordinator())

    with pytest.raises(Refused, match="on the register already"):
        operations.record_attendance(day, person, by=coordinator())


def test_nobody_was_there_on_a_day_to_come():
    day = TrainingDayFactory(held_on=tomorrow())

    with pytest.raises(Refused, match="opens on the day"):
        operations.record_attendance(day, staff(), by=coordinator())


def test_nobody_was_there_on_a_day_that_was_cancelled():
    day = TrainingDayFactory()
    operations.record_attendance(day, staff(), by=coordinator())
    operations.cancel_day(day, by=coordinator())

    assert queries.progress(day.programme) == []
    with pytest.raises(Refused, match="was cancelled"):
        operations.take_register(day, {staff(): operations.PRESENT}, by=coordinator())


def test_nobody_says_of_themself_that_they_were_there():
    day, person = TrainingDayFactory(), coordinator()

    with pytest.raises(Refused, match="Somebody else"):
        operations.record_attendance(day, person, by=person)


def test_a_register_adds_those_who_are_not_on_it():
    day, first, second = TrainingDayFactory(), staff(), support_mentor()
    operations.record_attendance(day, first, by=coordinator())

    marks = dict.fromkeys([first, second], operations.PRESENT)
    assert operations.take_register(day, marks, by=coordinator()) == 1
    assert set(there(day)) == {first, second}


def test_a_register_with_nobody_new_is_refused():
    day = TrainingDayFactory()

    with pytest.raises(Refused, match="Choose who"):
        operations.take_register(day, {}, by=coordinator())


def test_whoever_left_early_or_was_absent_has_not_attended_and_is_told_how_to_make_up(mail_to):
    programme = ProgrammeFactory(days=1)
    day, late, left = TrainingDayFactory(programme=programme), staff(), staff()
    marks = {
        late: operations.Marked(Mark.LATE, "A bus"),
        left: operations.Marked(Mark.LEFT_EARLY, "A meeting"),
    }
    operations.take_register(day, marks, by=coordinator())

    assert there(day) == [late]
    assert [one.template for one in mail_to(left)] == ["training_day_missed"]
    with pytest.raises(Refused, match="has not attended day 1"):
        operations.pass_training(programme, left, by=coordinator())


def test_a_wrong_entry_is_put_right_and_the_old_one_is_kept_with_its_date():
    day, person = TrainingDayFactory(), staff()
    absent = operations.Marked(Mark.ABSENT)
    operations.record_attendance(day, person, by=coordinator(), marked=absent)
    operations.record_attendance(day, person, by=coordinator())

    old, new = Attendance.query.order_by(Attendance.id)
    assert (old.mark, old.replaced_on) == (Mark.ABSENT, clock.today())
    assert (new.mark, new.replaced_on) == (Mark.PRESENT, None)


def test_a_pass_that_rested_on_a_day_nobody_attended_holds_no_more():
    programme, person = ProgrammeFactory(days=1), staff()
    passed = trained(person, programme)
    (day,) = programme.training_days
    not_held = TrainingDayFactory(programme=programme)
    operations.record_attendance(not_held, person, by=coordinator())
    operations.cancel_day(not_held, by=coordinator())
    absent = operations.Marked(Mark.ABSENT)
    operations.record_attendance(day, person, by=coordinator(), marked=absent)

    assert passed.expires_on == clock.today()
    assert queries.progress(programme, [person.id]) == []


def test_whoever_leads_a_day_takes_its_register_and_no_other():
    leads = support_mentor()
    day, other = TrainingDayFactory(trainer=leads), TrainingDayFactory()
    operations.record_attendance(day, staff(), by=leads)

    with pytest.raises(NotVisible):
        operations.record_attendance(other, staff(), by=leads)


def test_a_pass_that_runs_out_is_told_at_sixty_thirty_and_seven_days_once_each(held_clock, mail_to):
    person, runs, stopped = support_mentor(), coordinator(), staff()
    passed = trained(person)
    trained(stopped, passed.programme)
    for days_left in (61, 60, 59, 30, 7, 7, 1):
        held_clock.move_to(passed.expires_on - timedelta(days=days_left))
        operations._warn_of_expiry()

    told = [one.template for one in mail_to(person)]
    assert told.count("training_runs_out") == 3
    assert len(mail_to(runs)) == 3
    assert "training_runs_out" not in [one.template for one in mail_to(stopped)]
    assert person.name not in "".join(one.body for one in mail_to(runs))


def test_days_count_those_who_come_and_those_who_came():
    day, person = TrainingDayFactory(places=3), staff()
    booking.book_place(day, person, by=person)
    operations.record_attendance(day, person, by=coordinator())

    (counted,) = queries.days_with_counts(programme=day.programme)

    assert (counted.booked, counted.attended, counted.free) == (1, 1, 2)


def test_a_register_lists_who_has_a_place_and_who_lacks_the_day():
    programme = ProgrammeFactory()
    placed, lacking, finished = staff(), staff(), staff()
    attend(lacking, programme, 1)
    attend(finished, programme, 2)
    day = TrainingDayFactory(programme=programme, number=2)
    booking.book_place(day, placed, by=placed)

    assert set(registers.might_attend(day)) == {placed, lacking}
    assert registers.might_attend(day, finished.name) == [finished]
