"""A request is answered within a month by London's calendar (R-DP-8; case 64)."""

from datetime import date

import pytest

from nolimits.privacy.clocks import days_stopped, due_on, is_working_day, months_after


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 11, 20), date(2026, 12, 21)),  # the 20th is a Sunday
        (date(2027, 1, 31), date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2028, 1, 31), date(2028, 2, 29)),  # a leap year
        (date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, then the 26th's substitute
        (date(2027, 2, 26), date(2027, 3, 30)),  # Good Friday, a weekend, Easter Monday
        (date(2026, 3, 31), date(2026, 4, 30)),  # April has 30 days
        (date(2026, 12, 1), date(2027, 1, 4)),  # New Year's Day and a weekend
        (date(2026, 2, 25), date(2026, 3, 25)),  # clocks go forward on 29 March
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_and_on_a_working_day(asked, due):
    """Case 64."""
    assert due_on(asked) == due


def test_a_complex_request_has_three_months():
    assert due_on(date(2026, 11, 30), longer=True) == date(2027, 3, 1)


def test_the_days_on_which_we_waited_for_them_do_not_count():
    stops = [(date(2026, 11, 23), date(2026, 11, 30)), (date(2026, 12, 7), None)]

    assert days_stopped(stops, date(2026, 12, 10)) == 10
    assert due_on(date(2026, 11, 20), stopped=10) == date(2026, 12, 30)


def test_months_after_the_last_day_of_a_year():
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_after(date(2026, 10, 31), 3) == date(2027, 1, 31)


def test_weekends_and_bank_holidays_are_no_working_days():
    assert [is_working_day(date(2026, 12, day)) for day in (24, 25, 26, 27, 28, 29)] == [
        True,
        False,
        False,
        False,
        False,
        True,
    ]
