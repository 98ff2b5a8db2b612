"""What a list would do, line by line: who is known, what changes, who goes, what is refused."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nolimits.staff_list.comparing import compare
from nolimits.staff_list.models import Covers
from nolimits.staff_list.plans import Facts, Kind, Known
from nolimits.staff_list.reading import Row

TODAY = date(2026, 11, 20)
PAST, TO_COME = date(2026, 11, 5), date(2026, 12, 24)
ALL = Covers.EVERYBODY


def known(id_, number, name="Dana Madeup", **more):
    facts = {
        "reference": f"U-{id_}",
        "email": f"p{id_}@council.example",
        "new_email": None,
        "job_title": "Ranger",
        "directorate_id": 1,
        "team": None,
        "manager_email": None,
        "joined_on": date(2026, 1, 1),
        "left_on": None,
    }
    return Known(id=id_, name=name, number=number, **{**facts, **more})


def facts(*people, **more):
    told = {
        "taken": frozenset(),
        "directorates": {"parks": 1, "roads": 2},
        "directorate_names": {1: "Parks", 2: "Roads"},
        "administrators": frozenset(),
        "today": TODAY,
        "by_id": 99,
        "share": 10,
    }
    return Facts(known=people, **{**told, **more})


def row(line, number="", name="Dana Madeup", **more):
    return Row(line, number=number, name=name, **more)


def only(rows, *people, covers=Covers.SOME, **more):
    (line,) = compare(rows, covers, facts(*people, **more)).lines
    return line


def kinds(rows, *people, covers=Covers.SOME, **more):
    return [one.kind.value for one in compare(rows, covers, facts(*people, **more)).lines]


def test_what_changes_is_told_with_before_and_after():
    line = only(
        [row(2, "100", "Dana Invented", job_title="Surveyor", team="Trees", directorate="Roads")],
        known(1, "100"),
    )

    assert line.kind is Kind.MOVED
    assert [(one.what, one.before, one.after) for one in line.changes] == [
        ("Name", "Dana Madeup", "Dana Invented"),
        ("Job title", "Ranger", "Surveyor"),
        ("Directorate", "Parks", "Roads"),
        ("Team", "", "Trees"),
    ]


def test_of_what_is_empty_the_list_says_nothing():
    assert only([row(2, "100", "DANA MADEUP")], known(1, "100")).kind is Kind.UNCHANGED


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ({"number": "100"}, 1),
        ({"number": "0100"}, 1),
        ({"number": "100", "email": "p2@elsewhere.example"}, 1),
        ({"email": "p1@council.example"}, 1),
        ({"number": "555", "email": "p2@council.example"}, 2),
        ({"number": "555"}, None),
    ],
    ids=["number", "zeros cut off", "number first", "address", "address, no number yet", "name"],
)
def test_people_are_known_by_number_first_then_by_address_and_never_by_name(said, whose):
    people = known(1, "100"), known(2, None)

    assert only([row(2, **said)], *people).person_id == whose


def test_numbers_that_differ_in_zeros_alone_are_two_people_where_two_have_them():
    rows = [row(2, "0100"), row(3, "100")]
    lines = compare(rows, ALL, facts(known(1, "100"), known(2, "0100"))).lines

    assert [(one.kind, one.person_id) for one in lines] == [
        (Kind.UNCHANGED, 2),
        (Kind.UNCHANGED, 1),
    ]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row(2, "1", email="a@b.example"), row(3, "2", email="a@b.example")], "same work address"),
        ([row(2, "1", "Dana"), row(3, "01", "Ivo")], "same employee number"),
        ([row(2, "100"), row(3, email="p1@council.example")], "More than one line is about Dana"),
        ([row(2, "777", email="p1@council.example")], "has the employee number 100"),
        ([row(2, "777", email="young@home.example")], "that of another account"),
        ([row(2, "777", email="p4@council.example")], "The address is that of Bryn"),
        ([row(2, "100", directorate="Fun")], "which directorate “Fun” is"),
    ],
)
def test_a_line_that_is_not_sure_is_refused_and_says_why(rows, why):
    people = known(1, "100"), known(4, None, "Bryn", new_email="p4@council.example", email=None)
    plan = compare(rows, Covers.SOME, facts(*people, taken=frozenset({"young@home.example"})))
    plan_lines = plan.of(Kind.REFUSED)

    assert len(plan_lines) == len(rows)
    assert all(why in one.reason for one in plan_lines)


def test_what_says_the_same_twice_counts_once():
    rows = [row(3, "100", job_title="Surveyor"), row(2, "100", job_title="Surveyor")]
    lines = compare(rows, ALL, facts(known(1, "100"))).lines

    assert [(one.line, one.kind.value, one.reason) for one in lines] == [
        (2, "changed", ""),
        (3, "left_out", "The same as line 2"),
    ]


def test_somebody_with_two_posts_leaves_with_the_last_and_keeps_the_one_we_know():
    trainer, ranger = row(2, "100", job_title="Trainer"), row(3, "100", job_title="Ranger")
    first_ends = replace(trainer, leaving=PAST)
    both_end = replace(ranger, leaving=date(2026, 11, 10))

    assert kinds([trainer, ranger], known(1, "100")) == ["left_out", "unchanged"]
    assert kinds([first_ends, ranger], known(1, "100")) == ["left_out", "unchanged"]
    lines = compare([first_ends, both_end], ALL, facts(known(1, "100"))).of(Kind.LEAVER)
    assert [one.values["left_on"] for one in lines] == [date(2026, 11, 11)]


@pytest.mark.parametrize(
    ("leaving", "left_on", "closes"),
    [
        (PAST, None, date(2026, 11, 6)),
        (TO_COME, None, date(2026, 12, 25)),
        (TO_COME, date(2026, 12, 1), None),
        (TO_COME, date(2027, 1, 1), date(2026, 12, 25)),
        (date(2025, 1, 1), None, date(2026, 1, 1)),
    ],
    ids=["past", "to come", "closes sooner already", "closes later", "before they joined"],
)
def test_an_account_closes_the_day_after_the_last_and_a_list_keeps_none_open(
    leaving, left_on, closes
):
    line = only([row(2, "100", leaving=leaving)], known(1, "100", left_on=left_on))

    assert line.values.get("left_on") == closes
    assert (line.kind is Kind.LEAVER) == (closes is not None)


def test_whoever_is_missing_leaves_where_the_list_names_everybody():
    people = known(1, "100"), known(2, "200", "Ivo Pretend"), known(3, None, "Cllr Example")

    assert kinds([row(2, "100")], *people) == ["unchanged"]
    lines = compare([row(2, "100")], ALL, facts(*people)).of(Kind.LEAVER)
    assert [(one.person_id, one.values["left_on"]) for one in lines] == [(2, TODAY)]


@pytest.mark.parametrize(
    "bad",
    [
        row(2, "100", fault="Name: this is a formula"),
        row(2, "", fault="It has neither"),
        row(2, "1.2E+05", fault="Cut short"),
    ],
)
def test_whoever_a_bad_line_may_be_about_is_not_missing(bad):
    assert kinds([bad], known(1, "100"), covers=ALL)[0] == "refused"
    assert "leaver" not in kinds([bad], known(1, "100"), covers=ALL)


def test_a_closed_account_is_opened_by_no_list():
    line = only([row(2, "100", "Dana Invented")], known(1, "100", left_on=PAST))

    assert (line.kind, line.values) == (Kind.LEFT_OUT, {})
    assert line.reason.endswith("open it again by hand")


def test_the_only_administrators_are_never_closed_nor_is_whoever_brings_the_list():
    people = known(1, "100"), known(2, "200", "Ivo"), known(3, "300", "Cora")
    rows = [row(2, "100", leaving=PAST)]

    both = compare(rows, ALL, facts(*people, administrators=frozenset({1, 2})))
    assert {one.person_id: one.kind.value for one in both.lines} == {
        1: "refused",
        2: "refused",
        3: "leaver",
    }
    one_stays = compare(rows, Covers.SOME, facts(*people, administrators=frozenset({1, 2})))
    assert [one.kind.value for one in one_stays.lines] == ["leaver"]
    own = compare(rows, Covers.SOME, facts(*people, by_id=1))
    assert "your own account" in own.lines[0].reason


def test_a_leavers_address_goes_to_whoever_has_it_next_and_not_before():
    leaver, new = row(2, "100", leaving=PAST), row(3, "300", "Cora", email="p1@council.example")

    assert kinds([new], known(1, "100")) == ["refused"]
    for rows, left_on in (([leaver, new], None), ([new], PAST)):
        line = compare(rows, ALL, facts(known(1, "100", left_on=left_on))).lines[-1]
        assert (line.kind, line.frees) == (Kind.NEW, 1)


def test_more_than_a_share_takes_two_people():
    people = [known(n, str(n), f"Person {n}") for n in range(1, 21)]
    rows = [row(n, str(n), f"Person {n}") for n in range(1, 19)]

    assert not compare(rows, ALL, facts(*people)).takes_two
    assert compare(rows[1:], ALL, facts(*people)).takes_two


# --- Whatever the order, and however often ----------------------------------------------------

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


def test_ten_thousand_lines_are_compared_in_the_time_of_a_page():
    """Twice as many lines take about twice as long: nothing is looked for line by line."""
    people = [known(n, str(n), f"Person {n}", email=f"p{n}@c.example") for n in range(10_000)]
    rows = [row(n + 2, str(n), f"Person {n}", email=f"p{n}@c.example") for n in range(10_000)]
    random.Random(1).shuffle(rows)

    plan = compare(rows, ALL, facts(*people))

    assert plan.counts["unchanged"] == 10_000
