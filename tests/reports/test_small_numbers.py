"""Small numbers of people stay hidden, whatever is subtracted from what (case 12, R-DP-12)."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from nolimits.reports.figures import FEW, Figure, Unit, suppressed

Values = dict[str, int]


def figures_of(parts: dict[str, str | None]) -> dict[str, Figure]:
    """Figures of young people, each a part of another or of none."""
    return {key: Figure(key, "", Unit.YOUNG_PEOPLE, "", part_of=of) for key, of in parts.items()}


def seen(figures: dict[str, Figure], values: Values) -> dict[str, int | str]:
    """What somebody reads who may not know small numbers."""
    hidden = suppressed(figures, values)
    words = {True: "fewer than 5", False: "not shown"}
    return {key: words[hidden[key]] if key in hidden else values[key] for key in values}


def summed(parts: tuple[int, ...]) -> Values:
    """A sum and its parts."""
    return {"all": sum(parts), **{f"part {n}": one for n, one in enumerate(parts)}}


def might_be(shown: dict[str, int | str], most: int) -> Iterator[Values]:
    """Every table that has what is shown of a sum and its parts."""
    parts = [one for key, one in shown.items() if key != "all"]
    for guess in product(*(range(most) if isinstance(one, str) else [one] for one in parts)):
        if shown["all"] in (sum(guess), "fewer than 5", "not shown"):
            yield summed(guess)


def people(*parts: int) -> tuple[dict[str, Figure], Values]:
    """A sum of young people with its parts, as figures and as values."""
    values = summed(parts)
    return figures_of({key: None if key == "all" else "all" for key in values}), values


def test_people_under_five_are_hidden_and_five_are_shown():
    """Case 12."""
    assert seen(*people(4, 5, 9)) == {
        "all": 18,
        "part 0": "not shown",
        "part 1": "not shown",
        "part 2": 9,
    }


def test_nought_is_shown_since_it_is_nobody():
    assert suppressed(*people(0, 7)) == {}


def test_a_number_that_no_sum_is_shown_of_is_said_to_be_small():
    figures = figures_of({"alone": None})
    assert seen(figures, {"alone": 4}) == {"alone": "fewer than 5"}


@given(st.lists(st.integers(0, 9), min_size=2, max_size=3))
def test_whoever_subtracts_what_is_shown_from_a_sum_finds_no_hidden_number_nor_one_of_few(parts):
    """Case 12: for each hidden number there is another table that looks the same."""
    figures, values = people(*parts)
    shown = seen(figures, values)
    hidden = {key for key, one in shown.items() if isinstance(one, str)}
    assert {key for key, one in values.items() if 0 < one < FEW} <= hidden
    rest = sum(values[key] for key in hidden)
    assert "all" in hidden or rest == 0 or rest >= FEW

    found = {key: {values[key]} for key in hidden}
    for other in might_be(shown, max(sum(parts), FEW) + 1):
        if all(len(of) > 1 for of in found.values()):
            break
        if seen(figures, other) == shown:
            for key in hidden:
                found[key].add(other[key])
    assert {key for key, of in found.items() if len(of) == 1} == set()


TREE = {"all": None, "a": "all", "b": "all", "a1": "a", "a2": "a", "a3": "a"}


@given(st.tuples(*[st.integers(0, 12)] * 4), st.sets(st.sampled_from(sorted(TREE))))
@settings(max_examples=300)
def test_no_sum_of_sums_leaves_one_hidden_number_alone(leaves, also):
    """Case 12: also where numbers are hidden for another reason."""
    a1, a2, a3, b = leaves
    a = a1 + a2 + a3
    values = {"all": a + b, "a": a, "b": b, "a1": a1, "a2": a2, "a3": a3}
    hidden = set(suppressed(figures_of(TREE), values, also))

    assert also <= hidden
    for sum_of in ({"all", "a", "b"}, {"a", "a1", "a2", "a3"}):
        assert len(sum_of & hidden) != 1


def test_money_and_promises_are_shown_however_few():
    figures = {"money": Figure("money", "", Unit.GBP, ""), "p": Figure("p", "", Unit.PLEDGES, "")}
    assert suppressed(figures, {"money": 3, "p": 1}) == {}
