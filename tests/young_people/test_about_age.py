"""How old a young person is said to be to whom they do not know yet."""

from datetime import date

import pytest

from nolimits.young_people.models import OLDEST, YOUNGEST, YoungPerson

pytestmark = pytest.mark.usefixtures("app")


def test_who_looks_each_day_learns_no_birthday(held_clock):
    child = YoungPerson(born_on=date(2011, 12, 15))
    said = {child.about_age}
    for _ in range(31):
        held_clock.move_on(days=1)
        said.add(child.about_age)

    assert said == {"14 to 15 years old"}


def test_every_age_of_the_scheme_is_said_in_a_band():
    for age in range(YOUNGEST, OLDEST + 1):
        said = YoungPerson(born_on=date(2026 - age, 1, 1)).about_age
        low, _, high = said.removesuffix(" years old").partition(" to ")

        assert said == "21 or older" if age > 20 else int(low) <= age <= int(high)
