"""When a support mentor and a volunteer catch up."""

from datetime import date, timedelta

import pytest

from nolimits.support_mentors.due import counts_for, next_due

MET = date(2026, 1, 5)
FIRST, SECOND, THIRD = date(2026, 1, 19), date(2026, 3, 2), date(2026, 4, 13)


def test_nothing_is_due_before_the_volunteer_meets_somebody():
    assert next_due(None, None, None) is None
    assert next_due(None, FIRST, FIRST) is None


def test_the_first_is_due_two_weeks_after_the_first_meeting():
    assert next_due(MET, None, None) == FIRST


@pytest.mark.parametrize("early_or_late", [-14, -1, 0, 1, 41])
def test_the_next_day_due_follows_from_the_day_due_and_not_from_the_day_done(early_or_late):
    held_on = FIRST + timedelta(days=early_or_late)

    assert counts_for(FIRST, held_on) == FIRST
    assert next_due(MET, FIRST, held_on) == SECOND


def test_one_that_is_a_whole_turn_late_is_not_asked_for_twice_and_the_days_stay():
    assert next_due(MET, FIRST, SECOND) == THIRD
    assert next_due(MET, FIRST, THIRD - timedelta(days=1)) == THIRD


def test_a_word_long_before_the_day_does_not_put_it_off():
    assert counts_for(SECOND, SECOND - timedelta(days=15)) is None
    assert counts_for(None, MET) is None


def test_whoever_meets_somebody_new_after_a_pause_begins_anew():
    again = THIRD + timedelta(days=100)

    assert next_due(again, THIRD, THIRD) == again + timedelta(days=14)
