"""Exports of personnel systems: whatever they look like, the people in them are found."""

import random
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nolimits.kernel import files, tables
from nolimits.kernel.errors import Refused
from nolimits.staff_list import reading

HEADINGS = ["Emp No", "Surname", "Forename", "E-mail", "Dept", "Date left"]
PEOPLE = [
    ["001234", "Évans", "Siân", "Sian.Evans@council.example", "Parks & Play", ""],
    ["17", "Pretend", "Ivo\nJoss", "", "", "05/11/2026"],
]


def written(delimiter=",", encoding="utf-8", wrap=False):
    """The same list as one or another system writes it."""
    quoted = [HEADINGS, *PEOPLE]
    if wrap:
        quoted = [HEADINGS, *([f'="{one[0]}"', *one[1:]] for one in PEOPLE)]
    lines = [delimiter.join('"' + c.replace('"', '""') + '"' for c in line) for line in quoted]
    return "\r\n".join(lines).encode(encoding)


def read(content, columns=None):
    lines = tables.lines_of(content)
    _, named = reading.headings(lines, {})
    return reading.rows(lines, columns or reading.guess(named, {}))


def cells(*lines):
    """A list of one heading line and some people, read."""
    return read("\n".join(lines).encode())


@pytest.mark.parametrize(
    "content",
    [
        written(),
        written(encoding="utf-8-sig"),
        written(encoding="utf-16"),
        written("\t", "utf-16"),
        written(";", "cp1252"),
        written("|"),
        written(wrap=True),
        tables.write_xlsx(HEADINGS, PEOPLE),
    ],
    ids=["utf-8", "bom", "utf-16", "unicode text", "windows", "pipes", "zeros kept", "workbook"],
)
def test_the_same_people_are_found_whatever_system_wrote_the_list(content):
    sian, ivo = read(content)

    assert (sian.number, sian.name, sian.email) == (
        "001234",
        "Siân Évans",
        "sian.evans@council.example",
    )
    assert (sian.directorate, sian.leaving, sian.fault) == ("Parks & Play", None, "")
    assert (ivo.number, ivo.name, ivo.leaving) == ("17", "Ivo Joss Pretend", date(2026, 11, 5))


def test_headings_are_found_under_a_title_and_blank_lines_and_totals_are_nobody():
    rows = cells("Staff in post,,", ",,", "Payroll No,Full Name,Post", "1,Dana,Ranger", "Total,1,")

    assert [(one.line, one.number, one.nobody) for one in rows] == [
        (4, "1", ""),
        (5, "", "A total, or the end of the list"),
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"1,Dana,dana@council.example\n2,Ivo,ivo@council.example\n", "no line of headings"),
        (b"\n\n", "empty"),
    ],
)
def test_a_list_without_headings_is_no_list(content, why):
    with pytest.raises(ValueError, match=why):
        read(content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "locked with a password"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "Choose a CSV file"),
        (b"%PDF-1.7", "Choose a CSV file"),
        (b"PK\x03\x04 broken", "not a spreadsheet"),
    ],
    ids=["locked", "picture", "pdf", "broken"],
)
def test_what_is_no_list_says_what_to_do(content, why):
    with pytest.raises(Refused, match=why):
        files.spreadsheet(content)


def test_a_list_of_too_many_lines_is_told_so():
    with pytest.raises(ValueError, match="more than 20,000 lines"):
        tables.lines_of(b"Employee number,Name\n" + b"1,Dana\n" * 20_001)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/11/2026", date(2026, 11, 5)),
        ("5.11.26", date(2026, 11, 5)),
        ("2026-11-05", date(2026, 11, 5)),
        ("2026-11-05 00:00:00", date(2026, 11, 5)),
        ("05/11/2026 00:00", date(2026, 11, 5)),
        ("5 Nov 2026", date(2026, 11, 5)),
        ("05-Nov-26", date(2026, 11, 5)),
        ("46331", date(2026, 11, 5)),
        ("", None),
        ("N/A", None),
    ],
)
def test_a_last_day_is_read_in_any_usual_shape_days_first(text, day):
    (row,) = cells("Employee number,Name,Last day", f"1,Dana,{text}")

    assert (row.leaving, row.fault) == (day, "")


def test_where_one_date_has_the_month_first_no_date_like_it_is_believed():
    rows = cells("Employee number,Name,Last day", "1,Dana,05/11/2026", "2,Ivo,11/25/2026")

    assert [one.leaving for one in rows] == [None, None]
    assert all("line 3 has the month first" in one.fault for one in rows)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("1,=cmd|' /C calc'!A0,d@council.example", "Name: this is a formula"),
        ("1,Dana,not an address", "is not an email address"),
        ("1.2E+05,Dana,", "a spreadsheet has cut it short"),
        (",Dana,", "nobody is known by name alone"),
        ("1,,d@council.example", "It has no name"),
        (f"1,{'D' * 121},", "Name: this is longer than 120 characters"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(line, fault):
    (row,) = cells("Employee number,Name,Email", line)

    assert fault in row.fault


def test_what_the_last_list_called_its_columns_is_known_again():
    _, named = reading.headings([["Ref", "Who", "Post"], ["1", "Dana", "Ranger"]], {})

    guessed = reading.guess(named, {"number": "REF", "name": "Who"})

    assert guessed == {"number": "Ref", "name": "Who", "job_title": "Post"}


def test_two_columns_of_one_name_are_told_apart():
    _, named = reading.headings([["Name", "Name", "", "Post"], ["Dana", "Reid", "x", "y"]], {})

    assert named == ["Name", "Name (2)", "Column 3", "Post"]


@given(st.binary(max_size=300), st.randoms(use_true_random=False))
def test_nothing_handed_in_breaks_the_reading(content, dice):
    content = dice.choice([b"", b"Name,Employee number\n", b"\xff\xfe"]) + content
    with suppress(ValueError):
        assert all(isinstance(one, reading.Row) for one in read(content))


def test_columns_may_stand_in_any_order():
    dice = random.Random(7)
    lines = [HEADINGS, *PEOPLE]
    expected = [one.said for one in read(written())]
    for _ in range(20):
        order = dice.sample(range(len(HEADINGS)), len(HEADINGS))
        moved = [[line[place] for place in order] for line in lines]
        _, named = reading.headings(moved, {})
        assert [one.said for one in reading.rows(moved, reading.guess(named, {}))] == expected
