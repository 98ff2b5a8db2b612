"""A pass: every day attended, said by another person, for a time (R-SAF-1)."""

import threading
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, Refused
from nolimits.people.models import Person
from nolimits.training import operations, queries
from nolimits.training.kinds import ATTENDED, Mark
from nolimits.training.models import TrainingDay, TrainingPass
from tests.factories.people import coordinator, staff, support_mentor
from tests.factories.training import ProgrammeFactory, TrainingDayFactory, attend, trained


@pytest.mark.usefixtures("app")
def test_days_of_different_runs_make_a_pass():
    programme, person = ProgrammeFactory(), staff()
    attend(person, programme, 1, on=date(2026, 3, 4))
    attend(person, programme, 2, on=date(2026, 9, 9))

    passed = operations.pass_training(programme, person, by=coordinator())

    assert passed.passed_on == clock.today()
    assert passed.expires_on == date(2028, 9, 9)


@pytest.mark.usefixtures("app")
def test_a_missing_day_is_named():
    programme, person = ProgrammeFactory(days=3), staff(name="Dana Madeup")
    attend(person, programme, 2)

    with pytest.raises(Refused, match="Dana Madeup has not attended day 1 and day 3"):
        operations.pass_training(programme, person, by=coordinator())


@pytest.mark.usefixtures("app")
def test_the_same_day_twice_is_not_two_days():
    programme, person = ProgrammeFactory(), staff()
    attend(person, programme, 1, 1)

    with pytest.raises(Refused, match="day 2"):
        operations.pass_training(programme, person, by=coordinator())


@pytest.mark.committed
@pytest.mark.usefixtures("app")
def test_no_pass_rests_on_a_day_that_is_put_right_while_it_is_given(together, monkeypatch):
    programme, person, by = ProgrammeFactory(days=1), staff().id, coordinator().id
    day = attend(db.session.get(Person, person), programme, 1)[0].training_day_id
    read, written, progress = threading.Event(), threading.Event(), queries.progress

    def slowly(*args):
        found = progress(*args)
        read.set()
        written.wait(0.5)
        return found

    def passing():
        whole = db.session.get(TrainingDay, day).programme
        one, who = db.session.get(Person, person), db.session.get(Person, by)
        operations.pass_training(whole, one, by=who)

    def putting_right():
        read.wait(5)
        one, who = db.session.get(Person, person), db.session.get(Person, by)
        absent = operations.Marked(Mark.ABSENT)
        operations.record_attendance(db.session.get(TrainingDay, day), one, by=who, marked=absent)
        written.set()

    monkeypatch.setattr(queries, "progress", slowly)
    assert together([passing, putting_right]) == [None, None]

    [passed] = TrainingPass.query.filter_by(person_id=person)
    assert passed.expires_on == clock.today()


@pytest.mark.usefixtures("app")
def test_nobody_passes_themself():
    programme, person = ProgrammeFactory(), coordinator()
    attend(person, programme, 1, 2)

    with pytest.raises(Refused, match="Somebody else"):
        operations.pass_training(programme, person, by=person)


@pytest.mark.usefixtures("app")
def test_only_the_coordinator_passes_people():
    programme, person = ProgrammeFactory(), staff()
    attend(person, programme, 1, 2)

    with pytest.raises(NotAllowed):
        operations.pass_training(programme, person, by=staff())


@pytest.mark.usefixtures("app")
def test_a_pass_is_not_renewed_without_coming_again(held_clock):
    programme, person = ProgrammeFactory(), staff()
    trained(person, programme)
    held_clock.move_on(days=700)

    with pytest.raises(Refused, match="has not attended day 1 and day 2"):
        operations.pass_training(programme, person, by=coordinator())

    attend(person, programme, 1, 2)
    renewed = operations.pass_training(programme, person, by=coordinator())
    assert renewed.expires_on > clock.today() + timedelta(days=700)


@pytest.mark.usefixtures("app")
def test_days_attended_too_long_ago_count_no_more(held_clock):
    programme, person = ProgrammeFactory(valid_months=12), staff()
    attend(person, programme, 1, 2)
    held_clock.move_on(days=365)

    with pytest.raises(Refused):
        operations.pass_training(programme, person, by=coordinator())


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("made_up", ["put right", "in another run"])
def test_whose_pass_was_withdrawn_makes_up_one_day_and_no_more(made_up):
    programme, person = ProgrammeFactory(), staff()
    passed = trained(person, programme)
    first, _ = programme.training_days
    absent = operations.Marked(Mark.ABSENT)
    operations.record_attendance(first, person, by=coordinator(), marked=absent)
    [lacks] = queries.progress(programme, [person.id])
    assert lacks.missing == [1]

    if made_up == "put right":
        operations.record_attendance(first, person, by=coordinator())
    else:
        attend(person, programme, 1)

    again = operations.pass_training(programme, person, by=coordinator())
    assert (passed.expires_on, again.passed_on) == (clock.today(), clock.today())
    assert queries.progress(programme, [person.id]) == []


def listed(programme):
    """The passes that the page of a programme shows."""
    return list(db.session.scalars(queries.passes_of_programme(coordinator(), programme)))


@pytest.mark.usefixtures("app")
def test_where_a_renewal_is_withdrawn_the_pass_before_it_is_listed_and_told_of(held_clock):
    programme, person = ProgrammeFactory(), support_mentor()
    before = trained(person, programme)
    held_clock.move_on(days=690)
    first, _ = attend(person, programme, 1, 2)
    renewed = operations.pass_training(programme, person, by=coordinator())
    assert listed(programme) == [renewed]

    absent = operations.Marked(Mark.ABSENT)
    operations.record_attendance(first.training_day, person, by=coordinator(), marked=absent)

    assert renewed.expires_on == clock.today() < before.expires_on
    assert listed(programme) == [before]
    assert operations._warn_of_expiry() == 1
    assert (before.warned_days, renewed.warned_days) == (60, None)


@pytest.mark.usefixtures("app")
def test_whoever_passes_is_written_to(mail_to):
    person = staff()
    trained(person)

    assert [one.template for one in mail_to(person)] == ["training_passed"]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 11, 20), -12, date(2025, 11, 20)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_months_end_where_the_month_does(day, months, later):
    assert queries.months_after(day, months) == later


marks = st.sampled_from([Mark.PRESENT, Mark.PRESENT, *Mark])
visits = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 400), marks), max_size=6)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.integers(1, 3), visits=visits)
def test_nobody_ever_passes_without_each_day_attended(app, days, visits):
    programme, person = ProgrammeFactory(days=days, valid_months=12), staff()
    for number, ago, mark in visits:
        if number <= days:
            attend(person, programme, number, on=clock.today() - timedelta(days=ago), mark=mark)
    recent = {n for n, ago, mark in visits if n <= days and ago < 365 and mark in ATTENDED}

    if recent == set(range(1, days + 1)):
        assert operations.pass_training(programme, person, by=coordinator()).id
    else:
        with pytest.raises(Refused):
            operations.pass_training(programme, person, by=coordinator())
        assert not TrainingPass.query.filter_by(person_id=person.id).count()


@pytest.mark.usefixtures("app")
def test_progress_says_who_lacks_which_day():
    programme, half, whole = ProgrammeFactory(), staff(), staff()
    attend(half, programme, 2)
    attend(whole, programme, 1, 2)
    TrainingDayFactory(programme=programme)

    made = {person.id: one.missing for person, one in queries.progress_by_person(programme)}

    assert made == {half.id: [1], whole.id: []}
