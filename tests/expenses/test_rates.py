"""What miles come to: the rate of their day, the 10,000-mile edge, and never a penny above it."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nolimits.expenses.rates import Rate, at_first, in_miles, owed, tax_year

CAR = Rate(55, 25, 10_000)
EDGE = 100_000  # tenths
tenths = st.integers(0, 5_000)
before = st.integers(0, 2 * EDGE)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 4, 5), 2025),
        (date(2026, 4, 6), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 4, 5), 2026),
        (date(2028, 2, 29), 2027),
    ],
)
def test_a_tax_year_begins_on_6_april(day, year):
    """R-EXP-1, Case 64."""
    assert tax_year(day) == year


@pytest.mark.parametrize(
    ("so_far", "miles", "pence"),
    [(0, 100, 550), (99_990, 10, 55), (99_990, 20, 80), (99_995, 10, 40), (100_000, 10, 25)],
)
def test_mile_10_001_is_paid_with_25p(so_far, miles, pence):
    """R-EXP-1; a mile that lies across the edge is parted there."""
    assert owed(CAR, so_far, miles) == pence


@given(before, tenths)
def test_nobody_gets_more_than_the_rate_and_less_by_under_a_penny(so_far, far):
    first = max(0, min(far, EDGE - so_far))
    exact = Fraction(first * 55 + (far - first) * 25, 10)

    assert 0 <= exact - owed(CAR, so_far, far) < 1


@given(before, tenths, tenths)
def test_parting_a_journey_gains_nothing_and_loses_under_a_penny(so_far, one, other):
    whole = owed(CAR, so_far, one + other)
    parts = owed(CAR, so_far, one) + owed(CAR, so_far + one, other)

    assert 0 <= whole - parts <= 1


@given(before, tenths, st.integers(0, 55))
def test_what_had_the_first_rate_is_read_off_the_sum_and_never_too_little(so_far, far, lower):
    first = max(0, min(far, EDGE - so_far))
    pays = Rate(55, lower, 10_000)

    assert at_first(CAR, far, owed(CAR, so_far, far)) == first
    assert first <= at_first(pays, far, owed(pays, so_far, far)) <= far


@given(st.integers(0, EDGE), before, tenths)
def test_who_drove_more_before_never_gets_more(less, more, far):
    assert owed(CAR, less + more, far) <= owed(CAR, less, far)


@given(before, tenths)
def test_a_rate_without_an_edge_is_the_same_at_every_mile(so_far, far):
    assert owed(Rate(5), so_far, far) == owed(Rate(5), 0, far) == far * 5 // 10


def test_tenths_are_written_as_miles():
    assert [in_miles(one) for one in (124, 120, 5, 100_000)] == ["12.4", "12", "0.5", "10,000"]
