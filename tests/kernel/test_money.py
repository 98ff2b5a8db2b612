"""Money is whole pence, and nothing is lost between what is typed, kept and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nolimits.kernel import money

AMOUNTS = st.integers(min_value=0, max_value=999_999_999)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("5", 500),
        ("£5.50", 550),
        ("1,200", 120_000),
        ("1,234,567", 123_456_700),
        (" £1,200.05 ", 120_005),
        ("0", 0),
        ("0.01", 1),
    ],
)
def test_amounts_are_read_as_people_type_them(typed, pence):
    assert money.parse(typed) == pence


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "£",
        "5.5",
        "5.555",
        "-5",
        "five",
        "1e3",
        "12345678",
        "5.",
        "5,50",
        "1,20",
        "1,2000",
        ",500",
        ".50",
        "5..00",
        "NaN",
        "\N{ARABIC-INDIC DIGIT FIVE}",
        "5\n5x",
    ],
)
def test_what_is_not_an_amount_in_pounds_is_refused(typed):
    with pytest.raises(ValueError, match="Enter an amount in pounds"):
        money.parse(typed)


@pytest.mark.parametrize(
    ("pence", "shown"),
    [
        (0, "£0"),
        (5, "£0.05"),
        (500, "£5"),
        (550, "£5.50"),
        (123_456_700, "£1,234,567"),
        (-120_001, "\N{MINUS SIGN}£1,200.01"),
    ],
)
def test_amounts_are_shown_as_people_write_them(pence, shown):
    assert money.pounds(pence) == shown


@given(AMOUNTS)
def test_what_is_shown_is_read_back_the_same(pence):
    assert money.parse(money.pounds(pence)) == pence
    assert money.parse(money.decimal(pence)) == pence


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_files_carry_the_same_number_with_two_figures_of_pence(pence):
    whole, _, rest = money.decimal(pence).partition(".")
    assert len(rest) == 2
    assert int(whole + rest) == pence


@given(st.text(max_size=20))
def test_anything_typed_is_an_amount_or_is_refused(typed):
    try:
        pence = money.parse(typed)
    except ValueError:
        return
    assert 0 <= pence <= 999_999_999
