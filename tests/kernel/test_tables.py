"""Spreadsheets: whatever Excel or a payroll system wrote is read, and ours run nothing."""

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from nolimits.kernel import money, tables
from nolimits.kernel.tables import Column, RowError

NAME = Column("name", "Name")
AMOUNT = Column("amount", "Amount", money.parse)
NOTE = Column("note", "Note", required=False)
CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)


def cells_of(workbook):
    """A workbook's cells as a spreadsheet program reads them."""
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    "content",
    [
        "Name,Amount\r\nSiân Évans,5.50\r\n".encode(),
        "\ufeffName,Amount\r\nSiân Évans,5.50\r\n".encode(),
        "Name,Amount\r\nSiân Évans,5.50\r\n".encode("cp1252"),
        "amount , NAME,Left out\n£5.50, Siân Évans ,x\n".encode(),
        'Name,Amount\n\n"Siân Évans","5.50"\n\n,,\n'.encode(),
        tables.write_csv(["Name", "Amount"], [["Siân Évans", "5.50"]]),
        tables.write_xlsx(["Name", "Amount"], [["Siân Évans", "5.50"]]),
    ],
    ids=["utf-8", "bom", "windows", "other order", "gaps", "our csv", "our xlsx"],
)
def test_a_file_is_read_whoever_wrote_it(content):
    sheet = tables.read(content, [NAME, AMOUNT, NOTE])

    assert sheet.errors == []
    assert [row for _, row in sheet.rows] == [{"name": "Siân Évans", "amount": 550, "note": None}]


def test_each_row_knows_its_line_in_the_file():
    sheet = tables.read(b"Name,Amount\nA,1\n\nB,2\n", [NAME, AMOUNT])

    assert [line for line, _ in sheet.rows] == [2, 4]


def test_every_error_is_told_with_its_line_and_heading():
    sheet = tables.read(b"Name,Amount\nA,lots\n,5\nB,5\n", [NAME, AMOUNT])

    assert [str(error) for error in sheet.errors] == [
        "line 2, Amount: Enter an amount in pounds, like 5 or 5.50 (found “lots”)",
        "line 3, Name: this is empty",
    ]
    assert [row["name"] for _, row in sheet.rows] == ["B"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", RowError(1, "headings", "the file is empty")),
        (b"\n\n,,\n", RowError(1, "headings", "the file is empty")),
        (
            b"PK\x03\x04 not a workbook",
            RowError(1, "the file", "this is not a workbook that can be opened"),
        ),
        (b"Name\nDana\n", RowError(1, "Amount", "this column is missing")),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content, error):
    assert tables.read(content, [NAME, AMOUNT]).errors == [error]


@given(st.binary(max_size=200))
def test_nothing_uploaded_breaks_the_reading(content):
    sheet = tables.read(content, [NAME, AMOUNT])

    assert sheet.errors or sheet.rows or content.strip()


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1"]
)
def test_text_that_a_spreadsheet_would_run_is_made_plain(evil):
    """Case 32."""
    content = tables.write_csv(["Name"], [[evil]])

    (_, row) = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row == ["'" + evil]


def test_a_heading_is_made_plain_too():
    assert tables.write_csv(["=1+1"], []).decode("utf-8-sig").startswith("'=1+1")


@pytest.mark.parametrize("evil", ["=1+1", "+1", "@SUM(A1)", "http://evil.example", "{=1+1}"])
def test_text_in_a_workbook_stays_text(evil):
    content = tables.write_xlsx(["Name"], [[evil]])

    assert cells_of(content) == [["Name"], [evil]]


@given(st.lists(st.tuples(CELL, CELL), max_size=5))
def test_a_csv_file_brings_back_what_was_written(rows):
    """Case 32."""
    content = tables.write_csv(["A", "B"], rows)

    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [["A", "B"], *([tables.safe(cell) for cell in row] for row in rows)]


@settings(max_examples=40)
@given(st.lists(st.tuples(CELL, st.sampled_from("=+-@{")), max_size=5))
def test_a_workbook_brings_back_what_was_written_and_hides_or_runs_nothing(rows):
    """Case 32."""
    cells = [[text, start + text] for text, start in rows]
    content = tables.write_xlsx(["A", "B"], cells)

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet, whole = book.read("xl/worksheets/sheet1.xml"), book.read("xl/workbook.xml")
        names = book.namelist()
    assert b"<f>" not in sheet
    assert b"hidden" not in sheet + whole
    assert sum(name.startswith("xl/worksheets/") for name in names) == 1
    assert [name for name in names if "external" in name.lower() or "vba" in name.lower()] == []
    assert cells_of(content) == [["A", "B"], *cells]


def test_letters_survive_excel():
    content = tables.write_csv(["Name"], [["Siân ŵ £"]])

    assert content.startswith(b"\xef\xbb\xbf")
    assert "Siân ŵ £" in content.decode("utf-8-sig")


def test_dates_and_numbers_in_a_workbook_are_read_as_text():
    content = tables.write_xlsx(["Name", "Amount"], [["A", 5], ["B", 5.5]])

    assert tables._xlsx_lines(content)[1:] == [["A", "5"], ["B", "5.5"]]
