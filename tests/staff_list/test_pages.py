"""Pages of the staff list: handed in, columns named, looked at, taken away, applied."""

import csv
import io

import pytest

from nolimits.kernel.actors import SYSTEM, Role
from nolimits.people import operations as people
from nolimits.staff_list import queries
from tests.factories.people import DirectorateFactory, PersonFactory, administrator, coordinator
from tests.factories.staff_list import StaffListFactory, applied, as_csv

PAST = "05/11/2026"


def test_an_administrator_brings_in_a_list_step_by_step(sign_in):
    DirectorateFactory(name="Parks")
    for number in range(20, 32):
        PersonFactory(employee_number=str(number))
    PersonFactory(name="Dana Madeup", employee_number="100", email="dana@council.example")
    page = sign_in(administrator()).visit("/staff-lists").follow("Hand in the first list")
    content = as_csv(
        ("100", "Dana Madeup", "", "Ranger", "Park"),
        ("20", "Whoever", "", "", "", PAST),
        ("300", "Ivo Pretend", "ivo@council.example"),
        ("", "Nobody Known"),
    )

    page = page.submit(file=("staff.csv", content), covers="some")
    assert page.h1 == "Which column is which?"
    assert page.table("What is in the file")[0]["For example"] == "100, 20, 300"
    page = page.submit()
    assert page.h1 == "Which directorates are these?"
    page = page.submit()

    assert page.h1 == "What the list would do"
    lines = page.table("Line by line")
    assert [(one["Line"], one["What"], one["Name"]) for one in lines] == [
        ("2", "Moved", "Dana Madeup"),
        ("3", "Leaver", "Whoever"),
        ("4", "New", "Ivo Pretend"),
        ("5", "Refused", "Nobody Known"),
    ]
    assert "Directorate: nothing → Parks" in lines[0]["What changes"]
    only = page.visit(f"{page.path}?kind=refused").table("Line by line")
    assert [one["Name"] for one in only] == ["Nobody Known"]

    page = page.follow("Apply it")
    assert "3 lines will be done; 1 line is refused" in page.text
    page = page.submit()
    assert page.flash == "The list is applied: 1 refused, 1 leaver, 1 new, 1 moved"
    assert page.facts["New"] == "1"
    page = page.visit("/staff-lists").follow("Give them the role staff").submit()
    assert page.flash == "1 person has the role staff from today"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "locked with a password"),
        (b"1,Dana\n2,Ivo\n", "no line of headings"),
        (b"Employee number,Name\n", "nobody under the headings"),
        (b"Employee number,Name\n" + b"1,Dana\n" * 20_001, "more than 20,000 lines"),
    ],
)
def test_a_wrong_file_is_told_beside_its_field_and_nothing_is_kept(sign_in, content, why):
    page = sign_in(administrator()).visit("/staff-lists/new")

    page = page.submit(file=("staff.csv", content), covers="everybody")

    assert page.status == 422
    assert why in page.errors[0]
    assert queries.open_list() is None


def test_columns_that_name_nobody_are_refused(sign_in):
    made = StaffListFactory()
    page = sign_in(made.handed_in_by).visit(f"/staff-lists/{made.reference}/columns")

    page = page.submit(number="", email="", name="")

    assert page.errors == ["People are known by number or address: choose one of the two"]


def test_the_report_is_taken_away_and_runs_nothing(sign_in):
    made = StaffListFactory(people=[("100", "=1+1"), ("200", "Ivo Pretend")])
    page = sign_in(administrator()).visit(f"/staff-lists/{made.reference}")

    answer = page.follow("Take away the report")

    head, first, second = csv.reader(io.StringIO(answer.body.decode("utf-8-sig")))
    assert head[:3] == ["Line", "What", "Name"]
    assert first[:3] == ["2", "Refused", "'=1+1"]
    assert second[:4] == ["3", "New", "Ivo Pretend", "200"]


def test_only_one_list_waits_and_it_can_be_put_away(sign_in):
    made = StaffListFactory()
    page = sign_in(administrator()).visit("/staff-lists/new")
    assert "still waits" in page.text

    page = page.visit(f"/staff-lists/{made.reference}").follow("Put it away").submit()

    assert page.flash == "The list is put away. Nothing of it was done"
    assert page.follow("Hand in a list").buttons == ["Look at the list"]


def test_whoever_handed_in_a_list_that_closes_many_asks_somebody_else(sign_in, mail_to):
    """R-SEC-5."""
    PersonFactory(employee_number="20", name="Cora Example")
    first, second = administrator(), administrator()
    made = StaffListFactory(people=[("20", "Cora Example", "", "", "", PAST)], by=first)

    page = sign_in(first).visit(f"/staff-lists/{made.reference}")
    assert "Apply it" not in page.links
    page = page.follow("Ask another administrator").submit()
    assert page.flash == "We have written to the other administrators"
    assert len(mail_to(second)) == 1
    page = sign_in(second).visit(f"/staff-lists/{made.reference}")
    assert "Change the columns" not in page.links
    assert page.visit(f"{page.path}/columns").path == page.path
    page = page.follow("Apply it").submit()
    assert page.flash == "The list is applied: 1 leaver"


def test_nobody_else_sees_a_staff_list(sign_in):
    made = StaffListFactory()

    assert sign_in(coordinator()).visit(f"/staff-lists/{made.reference}").status == 404
    assert sign_in(coordinator()).visit("/staff-lists").status == 403


def test_whom_a_list_brought_in_stands_among_people_as_somebody_without_a_role(sign_in):
    applied(("200", "Ivo Pretend"))
    page = sign_in(administrator()).visit("/people?search=Ivo")

    assert page.table("People")[0]["Roles"] == "No role"
    assert "No role" in page.follow("Ivo Pretend").text
    assert Role.STAFF.value not in page.text


def test_a_list_is_applied_as_its_lines_were_read_and_pressing_twice_does_not_help(sign_in):
    dana = PersonFactory(name="Dana Madeup", employee_number="100")
    made = StaffListFactory(people=[("100", "Dana Invented")])
    there = f"/staff-lists/{made.reference}"
    page = sign_in(administrator()).visit(there)
    people.rename(dana, "Dana Other", by=SYSTEM)

    page = page.follow("Apply it")
    for _ in range(2):
        page = page.submit()
        assert page.errors == ["Accounts have changed since you looked. Look at the list again"]
    assert page.visit(f"{there}/apply").submit().errors == page.errors
    assert page.visit(there).follow("Apply it").submit().path == there
