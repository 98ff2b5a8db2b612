"""Whatever the order of its lines, and however often it is applied, a list does the same."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from nolimits.staff_list.comparing import compare
from nolimits.staff_list.models import Covers
from nolimits.staff_list.plans import Kind
from nolimits.staff_list.reading import Row
from tests.factories.staff_list import PAST, TO_COME, facts, known

NAMES = st.sampled_from(["Dana Madeup", "Ivo Pretend", "Cora Example"])
NUMBERS = st.sampled_from(["", "100", "0100", "200", "300", "400"])
ADDRESSES = st.sampled_from(["", *(f"p{n}@council.example" for n in range(1, 6))])


def wrong_with(one):
    """What `reading` would say of a row."""
    return "A formula" if one.job_title == "=1+1" else "" if one.number or one.email else "Nobody"


ROWS = st.builds(
    Row,
    st.just(0),
    number=NUMBERS,
    name=NAMES,
    email=ADDRESSES,
    job_title=st.sampled_from(["", "Ranger", "Trainer", "=1+1"]),
    directorate=st.sampled_from(["", "Parks", "Roads"]),
    leaving=st.sampled_from([None, None, PAST, TO_COME]),
).map(lambda one: replace(one, fault=wrong_with(one)))
PEOPLE = (
    known(1, "100"),
    known(2, "200", "Ivo Pretend", left_on=PAST),
    known(3, None, "Cora Example"),
    known(4, "400", "Ivo Pretend"),
)


def done(plan):
    """What a plan does, without where its lines stand."""
    return sorted(
        (one.kind.value, one.person_id or 0, one.name, one.number, sorted(map(str, one.values)))
        for one in plan.lines
        if one.kind not in (Kind.LEFT_OUT, Kind.UNCHANGED)
    )


def after(plan, people):
    """The accounts as they are once a plan was applied."""
    became = {one.id: one for one in people}
    for line in plan.lines:
        values = {**line.values}
        values.pop("joined_on", None)
        number = values.pop("employee_number", None)
        if line.frees:
            became[line.frees] = replace(became[line.frees], email=None)
        if line.kind is Kind.NEW:
            key = 100 + len(became)
            became[key] = known(key, number, values.pop("name"), **values)
        elif line.person_id and line.values:
            before = became[line.person_id]
            became[before.id] = replace(before, **values, number=number or before.number)
    return list(became.values())


@settings(max_examples=150)
@given(st.lists(ROWS, max_size=7), st.sampled_from(Covers), st.randoms(use_true_random=False))
def test_any_order_of_the_rows_does_the_same(rows, covers, dice):
    placed = [replace(one, line=at) for at, one in enumerate(rows, 2)]
    mixed = [replace(one, line=at) for at, one in enumerate(dice.sample(rows, len(rows)), 2)]

    told = facts(*PEOPLE, administrators=frozenset({1, 4}))
    assert done(compare(placed, covers, told)) == done(compare(mixed, covers, told))


@settings(max_examples=150)
@given(st.lists(ROWS, max_size=7), st.sampled_from(Covers))
def test_applied_twice_a_list_does_no_more_than_once(rows, covers):
    placed = [replace(one, line=at) for at, one in enumerate(rows, 2)]
    once = after(compare(placed, covers, facts(*PEOPLE)), PEOPLE)

    again = compare(placed, covers, facts(*once))

    assert not again.changes_something, again.lines


@settings(max_examples=100)
@given(st.lists(ROWS, max_size=7), st.sampled_from(Covers))
def test_no_list_opens_an_account_or_leaves_nobody_as_administrator(rows, covers):
    placed = [replace(one, line=at) for at, one in enumerate(rows, 2)]
    plan = compare(placed, covers, facts(*PEOPLE, administrators=frozenset({1, 4})))
    became = {one.id: one for one in after(plan, PEOPLE)}

    assert became[2].left_on == PAST
    assert became[1].left_on is None or became[4].left_on is None
