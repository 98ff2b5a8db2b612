"""What is agreed for a visit, a month and a match holds, whatever the order of claims."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nolimits.expenses.limits import Caps, Cost, over

CAPS = Caps(20_00, 30_00, 50_00)
FIRST = date(2026, 11, 2)
days = st.integers(0, 90).map(lambda n: FIRST + timedelta(days=n))
costs = st.lists(st.builds(Cost, days, st.integers(1, 25_00)), max_size=4)


def too_much(new, known=(), agreed=None):
    return over(lambda day: CAPS, new, known, agreed or {})


@pytest.mark.parametrize(
    ("new", "known", "agreed", "told"),
    [
        ([Cost(FIRST, 20_00)], [], {}, []),
        ([Cost(FIRST, 20_01)], [], {}, ["£20.01 on 2 November 2026", "visit"]),
        ([Cost(FIRST, 12_00), Cost(FIRST, 9_00)], [], {}, ["£21 on 2 November 2026", "visit"]),
        ([Cost(FIRST, 1)], [Cost(FIRST, 20_00)], {}, ["£20.01 on 2 November 2026", "visit"]),
        (
            [Cost(FIRST, 15_00)],
            [Cost(FIRST + timedelta(days=9), 16_00)],
            {},
            ["£31 in November", "month"],
        ),
        (
            [Cost(FIRST, 5_00)],
            [Cost(date(2026, 9, 1), 20_00), Cost(date(2026, 8, 1), 30_00)],
            {},
            ["£55 in all", "£50"],
        ),
        ([Cost(FIRST, 45_00)], [], {FIRST: 45_00}, []),
        ([Cost(FIRST, 46_00)], [], {FIRST: 45_00}, ["£46 on 2 November 2026", "£45"]),
        ([Cost(FIRST, 15_00)], [], {FIRST: 10_00}, []),
    ],
)
def test_more_than_was_agreed_is_told_with_both_sums(new, known, agreed, told):
    """R-EXP-2, Case 58."""
    found = "; ".join(too_much(new, known, agreed))

    assert bool(found) == bool(told)
    assert [word for word in told if word not in found] == []


def test_training_has_no_sum_in_all():
    many = [Cost(FIRST + timedelta(days=31 * n), 20_00) for n in range(9)]

    assert over(lambda day: Caps(20_00, 30_00, None), many, [], {}) == []


@settings(max_examples=60)
@given(costs, costs)
def test_what_is_within_in_one_claim_is_within_in_two(one, other):
    if not too_much([*one, *other]):
        assert too_much(one) == [] == too_much(other, one)


@given(costs, st.lists(days, max_size=3), st.integers(1, 90_00))
def test_a_yes_before_it_is_spent_never_makes_less_possible(new, some, pence):
    if not too_much(new):
        assert too_much(new, agreed=dict.fromkeys(some, pence)) == []


@given(costs)
def test_nothing_that_is_accepted_is_above_any_limit(new):
    if not too_much(new):
        of_day, of_month = {}, {}
        for one in new:
            of_day[one.day] = of_day.get(one.day, 0) + one.pence
            month = (one.day.year, one.day.month)
            of_month[month] = of_month.get(month, 0) + one.pence
        assert max(of_day.values(), default=0) <= CAPS.visit
        assert max(of_month.values(), default=0) <= CAPS.month
        assert sum(of_day.values()) <= CAPS.whole
