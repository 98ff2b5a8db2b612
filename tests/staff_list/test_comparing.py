"""What a list would do, line by line: who is known, what changes, who goes, what is refused."""

import random
from dataclasses import replace
from datetime import date

import pytest

from nolimits.staff_list.comparing import compare
from nolimits.staff_list.models import Covers
from nolimits.staff_list.plans import Kind
from nolimits.staff_list.reading import Row
from tests.factories.staff_list import PAST, TO_COME, TODAY, facts, known

ALL = Covers.EVERYBODY


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
        ([row(2, "777", email="p1@council.example")], "that of another account"),
        ([row(2, "777", email="young@home.example")], "that of another account"),
        ([row(2, "777", email="p4@council.example")], "that of another account"),
        ([row(2, "100", directorate="Fun")], "which directorate “Fun” is"),
    ],
)
def test_a_line_that_is_not_sure_is_refused_and_says_why(rows, why):
    people = known(1, "100"), known(4, None, "Bryn", new_email="p4@council.example", email=None)
    plan = compare(rows, Covers.SOME, facts(*people, taken=frozenset({"young@home.example"})))
    plan_lines = plan.of(Kind.REFUSED)

    assert len(plan_lines) == len(rows)
    assert all(why in one.reason for one in plan_lines)


@pytest.mark.parametrize("number", ["777", "200"], ids=["somebody new", "somebody known"])
def test_a_childs_address_in_a_list_looks_as_that_of_any_other_account(number):
    people = (
        known(1, "100"),
        known(2, "200", "Ivo Pretend"),
        known(4, None, "B", new_email="b@c.ex"),
    )
    said = facts(*people, taken=frozenset({"young@home.example"}))
    addresses = ("young@home.example", "p1@council.example", "b@c.ex")
    lines = [compare([row(2, number, email=one)], Covers.SOME, said).lines for one in addresses]

    assert [one for one in lines if one != lines[0]] == []
    assert lines[0][0].kind is Kind.REFUSED


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


def test_ten_thousand_lines_are_compared_in_the_time_of_a_page():
    """Twice as many lines take about twice as long: nothing is looked for line by line."""
    people = [known(n, str(n), f"Person {n}", email=f"p{n}@c.example") for n in range(10_000)]
    rows = [row(n + 2, str(n), f"Person {n}", email=f"p{n}@c.example") for n in range(10_000)]
    random.Random(1).shuffle(rows)

    plan = compare(rows, ALL, facts(*people))

    assert plan.counts["unchanged"] == 10_000
