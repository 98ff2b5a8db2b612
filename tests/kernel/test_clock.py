"""Moments are kept in UTC; days are London's."""

from datetime import UTC, date, datetime

import pytest

from nolimits.kernel import clock, pages


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),  # clocks go forward at 01:00
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),  # 00:00 in London
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),  # summer time's last night
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 25)),  # 23:00 again
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_today_is_the_date_in_london(held_clock, moment, day):
    """Case 64."""
    held_clock.move_to(moment)

    assert clock.today() == day


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 March 2026 at 00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 March 2026 at 02:00"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "25 October 2026 at 01:59"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "25 October 2026 at 01:00"),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), "1 August 2026 at 00:30"),
    ],
)
def test_times_are_shown_as_a_clock_in_london_shows_them(moment, words):
    assert pages.at_time(moment) == words


def test_the_clock_stands_where_a_test_puts_it():
    assert clock.now() == datetime(2026, 11, 20, 10, tzinfo=UTC)
    with clock.standing_at(date(2026, 7, 1)):
        assert clock.now() == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert clock.today() == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 21), "tomorrow"),
        (date(2026, 11, 19), "yesterday"),
        (date(2026, 12, 18), "in 28 days"),
        (date(2026, 12, 19), ""),
        (date(2026, 11, 18), "2 days ago"),
        (None, ""),
    ],
)
def test_a_near_day_is_told_by_its_distance(day, words):
    assert pages.near(day) == words
