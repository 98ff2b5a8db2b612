"""Nothing goes a day too early. Without a database."""

from datetime import date

import pytest

from nolimits.retention.due import before


@pytest.mark.parametrize(
    ("day", "period", "expected"),
    [
        (date(2026, 11, 20), (0, 6, 0), date(2026, 5, 20)),
        (date(2027, 2, 28), (0, 6, 0), date(2026, 8, 28)),
        (date(2026, 8, 31), (0, 6, 0), date(2026, 2, 28)),
        (date(2028, 2, 29), (6, 0, 0), date(2022, 2, 28)),
        (date(2026, 2, 28), (6, 0, 0), date(2020, 2, 28)),
        (date(2026, 3, 1), (6, 0, 0), date(2020, 3, 1)),
        (date(2026, 1, 1), (0, 0, 90), date(2025, 10, 3)),
        (date(2026, 12, 31), (0, 1, 0), date(2026, 11, 30)),
        (date(2101, 3, 4), (75, 0, 0), date(2026, 3, 4)),
    ],
)
def test_the_day_a_period_earlier(day, period, expected):
    """Case 64."""
    assert before(day, period) == expected


def test_what_began_on_a_leap_day_is_due_on_the_first_of_march():
    began, six_years = date(2020, 2, 29), (6, 0, 0)

    assert began > before(date(2026, 2, 28), six_years)
    assert began <= before(date(2026, 3, 1), six_years)
