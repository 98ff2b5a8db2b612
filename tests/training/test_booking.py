"""Places: never more than there are, and offered in the order in which people came to wait."""

from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Overtaken, Refused
from nolimits.kernel.mail import OutboxMessage
from nolimits.people.models import Person
from nolimits.training import booking, operations, places, steps
from nolimits.training.models import TrainingDay, TrainingPlace, TrainingWait
from tests.databases import KINDS
from tests.factories.people import coordinator, staff, young_person
from tests.factories.training import TrainingDayFactory, run_of

pytestmark = pytest.mark.usefixtures("app")


def soon(days=10):
    return clock.today() + timedelta(days=days)


def full_run(places=1):
    """A run of two days, all of whose places are taken; and who has them."""
    run, has = run_of(soon(10), soon(17), places=places), [staff() for _ in range(places)]
    for person in has:
        booking.book_run(run, person, by=person)
    return run, has


def waits(run, person, day=None):
    return booking.wait_for_place(run, day, person, by=person)


def session(day, **other):
    names = ("number", "held_on", "starts_at", "ends_at", "places", "room")
    return operations.Session(**{one: getattr(day, one) for one in names} | other)


def test_a_run_is_booked_with_every_day_or_not_at_all():
    run, person = run_of(soon(10), soon(17), places=1), staff()
    first, second = run.training_days
    booking.book_place(second, staff(), by=coordinator())

    with pytest.raises(Refused, match="7 December 2026 is full"):
        booking.book_run(run, person, by=person)

    assert places.days_booked_by(person) == set()
    booking.book_place(first, person, by=person)
    assert places.days_booked_by(person) == {first.id}


def test_a_place_is_booked_once_and_by_nobody_for_another_but_the_coordinator():
    day, person = TrainingDayFactory(held_on=soon()), staff()
    with pytest.raises(NotVisible):
        booking.book_place(day, person, by=staff())
    booking.book_place(day, person, by=coordinator())

    with pytest.raises(Refused, match="already"):
        booking.book_place(day, person, by=person)


def test_training_is_for_colleagues_and_for_days_to_come(held_clock):
    child, day = young_person(), TrainingDayFactory()
    with pytest.raises(Refused, match="colleagues"):
        booking.book_place(day, child, by=child)

    held_clock.move_on(hours=2)
    person = staff()
    with pytest.raises(Refused, match="has been"):
        booking.book_place(day, person, by=person)


def test_what_is_not_booked_cannot_be_given_up():
    with pytest.raises(Refused, match="no place"):
        booking.give_up_place(TrainingDayFactory(), staff(), by=coordinator())


def test_nobody_is_in_two_rooms_at_once():
    person, one, other = staff(), run_of(soon()), run_of(soon())
    booking.book_run(one, person, by=person)

    with pytest.raises(Refused, match="at that time"):
        booking.book_run(other, person, by=person)


def test_a_place_that_comes_free_is_offered_to_whoever_waited_longest(mail_to):
    run, (has,) = full_run()
    first, second = staff(), staff()
    earlier, later = waits(run, first), waits(run, second)
    for day in run.training_days:
        booking.give_up_place(day, has, by=has)

    assert earlier.offer_until == clock.now() + timedelta(hours=48)
    assert later.offered_at is None
    assert [one.template for one in mail_to(first)] == ["training_place_offered"]
    assert mail_to(second) == []


def test_an_offered_place_is_kept_from_everybody_else_until_its_time_is_over(held_clock):
    run, (has,) = full_run()
    first, second = staff(), staff()
    earlier, later = waits(run, first), waits(run, second)
    for day in run.training_days:
        booking.give_up_place(day, has, by=has)
    with pytest.raises(Refused, match="is full"):
        booking.book_run(run, has, by=has)

    held_clock.move_on(hours=48)
    with pytest.raises(Refused, match="gone to the next"):
        booking.take_offer(earlier, by=first)
    booking._let_offers_lapse()

    assert later.offer_until == clock.now() + timedelta(hours=48)
    assert len(booking.take_offer(later, by=second)) == 2
    assert set(places.free(run).values()) == {0}


def test_nobody_waits_twice_nor_where_there_are_places():
    run, _ = full_run()
    person = staff()
    with pytest.raises(Refused, match="There are places"):
        waits(run_of(soon(30)), person)
    waits(run, person)

    with pytest.raises(Refused, match="already"):
        waits(run, person, run.training_days[0])


def test_nobody_takes_the_place_that_somebody_else_was_offered():
    run, (has,) = full_run()
    wait = waits(run, staff())
    for day in run.training_days:
        booking.give_up_place(day, has, by=has)

    with pytest.raises(NotVisible):
        booking.take_offer(wait, by=staff())


def test_a_day_that_moves_is_told_to_everyone_with_the_same_entry_moved(mail_to):
    run, (has,) = full_run()
    day = run.training_days[0]
    operations.change_day(day, session(day, held_on=soon(12), room="Elsewhere"), by=coordinator())

    booked, moved = mail_to(has)
    uid = places.place_of(has, day).reference.lower()
    assert moved.template == "training_day_changed"
    assert f"UID:{uid}@" in booked.calendar
    assert f"UID:{uid}@" in moved.calendar
    assert "SEQUENCE:1" in moved.calendar
    assert "20261202T120000Z" in moved.calendar


def test_no_letter_and_no_calendar_entry_says_where_or_what(mail_to):
    """Case: a calendar that a family reads gives nobody away."""
    day, person = TrainingDayFactory(held_on=soon(), room="Secret House"), staff()
    booking.book_place(day, person, by=person)
    (letter,) = mail_to(person)

    assert "SUMMARY:Training\r\n" in letter.calendar
    for told in ("Secret", "LOCATION", person.name, day.programme.name, "No Limits"):
        assert told not in letter.calendar
    assert "Secret" not in letter.body


def test_places_are_not_cut_below_what_is_taken_and_new_ones_are_offered():
    run, _ = full_run(places=2)
    person, day = staff(), run.training_days[0]
    wait = waits(run, person, day)
    with pytest.raises(Refused, match="2 places are taken"):
        operations.change_day(day, session(day, places=1), by=coordinator())

    operations.change_day(day, session(day, places=3), by=coordinator())

    assert wait.offered_at


def test_a_cancelled_day_is_told_to_all_and_leaves_their_calendars(mail_to):
    run, (has,) = full_run()
    person, day = staff(), run.training_days[0]
    waits(run, person, day)
    operations.cancel_day(day, by=coordinator())

    assert "METHOD:CANCEL" in mail_to(has)[-1].calendar
    assert "SEQUENCE:1" in mail_to(has)[-1].calendar
    assert [one.template for one in mail_to(person)] == ["training_day_cancelled"]
    assert places.in_line(run) == []
    with pytest.raises(Refused, match="cancelled"):
        booking.book_place(day, person, by=person)


def test_the_page_that_cancels_a_day_counts_whom_that_writes_to():
    run, _ = full_run()
    day, of_day, of_run = run.training_days[0], staff(), staff()
    waits(run, of_day, day)
    waits(run, of_run)
    told = OutboxMessage.query.count()

    assert "We write to 2 people" in next(
        one for one in steps.ALL if one.name == "cancel_day"
    ).text(day)
    operations.cancel_day(day, by=coordinator())

    assert OutboxMessage.query.count() - told == 2
    assert [one.person for one in places.in_line(run)] == [of_run]


# --- Whatever people do ---------------------------------------------------------------------------

ACTS = ("run", "second", "give up first", "give up second", "wait", "wait first")
ACTS = (*ACTS, "wait", "wait second", "take", "stop", "two days pass")
histories = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(ACTS)), min_size=9, max_size=12)


def do(run, person, act):
    """One thing that a person tries, refused or not."""
    first, second = run.training_days
    wait = next(iter(places.in_line(run, person)), None)
    day = second if "second" in act else first
    if act == "run":
        booking.book_run(run, person, by=person)
    elif act == "second":
        booking.book_place(day, person, by=person)
    elif act.startswith("give up"):
        booking.give_up_place(day, person, by=person)
    elif act.startswith("wait"):
        waits(run, person, None if act == "wait" else day)
    elif wait:
        {"take": booking.take_offer, "stop": booking.stop_waiting}[act](wait, by=person)


def wanted(wait):
    return {day.id for day in booking._wanted(wait)}


def check(run, offered_before):
    """No place is had twice, nobody waits in vain, and nobody was passed over."""
    line = places.in_line(run)
    for day in run.training_days:
        kept = len(places.places_on(day))
        held = sum(day.id in wanted(one) for one in line if one.offered_at)
        assert kept + held <= day.places
        assert places.free(run)[day.id] == day.places - kept - held
    free = {day for day, number in places.free(run).items() if number > 0}
    waiting = [one for one in line if one.offered_at is None]
    assert not [one for one in waiting if wanted(one) and wanted(one) <= free]
    for offer in line:
        if offer.offered_at and offer.id not in offered_before:
            assert not [
                one for one in waiting if one.id < offer.id and wanted(one) <= wanted(offer)
            ]


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)  # its rules ask no database
@settings(max_examples=20, phases=[Phase.explicit, Phase.generate])
@given(histories)
def test_whatever_people_do_places_are_never_exceeded_and_the_line_keeps_its_order(history):
    people, run = [staff() for _ in range(3)], run_of(soon(40), soon(47), places=1)
    now = clock.now()
    booking.book_run(run, people[0], by=people[0])
    for number, act in history:
        offered = {one.id for one in places.in_line(run) if one.offered_at}
        now += timedelta(hours=49 if act == "two days pass" else 0)
        with clock.standing_at(now):
            try:
                if act == "two days pass":
                    booking._let_offers_lapse()
                else:
                    do(run, people[number], act)
            except (Refused, Overtaken):
                pass
            check(run, offered)


@pytest.mark.committed
def test_of_two_who_book_the_last_place_at_once_one_has_it(together):
    run = run_of(soon(10), soon(17), places=1)
    day, people = run.training_days[0].id, [staff().id, staff().id]

    def booking_it(person_id):
        person = db.session.get(Person, person_id)
        return booking.book_run(db.session.get(TrainingDay, day).run, person, by=person)

    results = together([lambda one=one: booking_it(one) for one in people])

    assert sum(isinstance(one, list) for one in results) == 1
    assert sum(isinstance(one, Refused) for one in results) == 1
    assert TrainingPlace.query.count() == 2
    assert TrainingWait.query.count() == 0
