"""Files as payroll and bank systems write them, and all that can be wrong with one."""

import pytest

from nolimits.giving.files import read
from nolimits.giving.models import BatchKind
from nolimits.kernel import tables

HEAD = "Employee number,Amount taken,Reason not taken\n"
BANK = "Date,Description,Amount\n"


def errors(content, kind=BatchKind.PAYROLL):
    content = content if isinstance(content, bytes) else content.encode()
    return [str(one) for one in read(kind, content).errors]


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + "1001,5.00,\n1002,0,Strike at the café\n").encode(),
        ("\ufeff" + HEAD + "1001,£5,\n1002,0.00,Strike at the café\n").encode(),
        (HEAD + "1001,5.0,\n1002,0,Strike at the café\n").encode("cp1252"),
        tables.write_xlsx(
            ["Employee number", "Amount taken", "Reason not taken"],
            [[1001, 5.0, ""], [1002, 0, "Strike at the café"]],
        ),
        b"amount taken,EMPLOYEE NUMBER,Department,Reason not taken\r\n5,1001,X,\r\n"
        + "0,1002,Y,Strike at the café\r\n\r\n".encode(),
    ],
    ids=["utf-8", "bom", "windows", "workbook", "other order"],
)
def test_a_payroll_result_is_read_whoever_wrote_it(content):
    file = read(BatchKind.PAYROLL, content)

    assert file.errors == []
    assert [(one.payer, one.pence, one.reason) for one in file.lines] == [
        ("1001", 500, None),
        ("1002", 0, "Strike at the café"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"PK\x03\x04 not a workbook",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b'"never closed',
    ],
    ids=["nothing", "blank lines", "broken workbook", "picture", "quote"],
)
@pytest.mark.parametrize("kind", BatchKind)
def test_what_is_not_a_table_is_told_and_never_breaks(content, kind):
    assert errors(content, kind)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("1,five\n", "line 2, Amount taken: Enter an amount in pounds"),
        ("1,-5.00\n", "line 2, Amount taken: an amount cannot be below nothing"),
        ("1,(5.00)\n", "line 2, Amount taken: an amount cannot be below nothing"),
        ("1,5.005\n", "line 2, Amount taken: an amount has no parts of a penny"),
        ("1,\n", "line 2, Amount taken: this is empty"),
        ("1,1e3\n", "line 2, Amount taken: Enter an amount in pounds"),
        ("1,99999999\n", "line 2, Amount taken: Enter an amount in pounds"),
        (",5\n", "line 2, Employee number: this is empty"),
        (f"{'1' * 21},5\n", "line 2, Employee number: this is longer than 20 characters"),
        ("1,0\n", "line 2, Reason not taken: say why nothing was taken"),
        ("1,5\n2,5\n1,5\n", "line 4, Employee number: 1 is in line 2 already"),
    ],
)
def test_each_wrong_line_of_payroll_is_named(lines, told):
    found = errors(HEAD + lines)

    assert len(found) == 1
    assert found[0].startswith(told)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("31/02/2026,GIFT,5\n", "line 2, Date: enter a date like 27/03/2026"),
        ("21/11/2026,GIFT,5\n", "line 2, Date: this day is still to come"),
        ("02/11/2026,,5\n", "line 2, Description: this is empty"),
        ("02/11/2026,GIFT,0\n", "line 2, Amount: this is nothing"),
    ],
)
def test_each_wrong_line_of_a_bank_is_named(lines, told):
    found = errors(BANK + lines, BatchKind.BANK)

    assert len(found) == 1
    assert found[0].startswith(told)


@pytest.mark.parametrize("day", ["2026-11-02", "02/11/2026", "2/11/26", "2 Nov 2026"])
def test_a_banks_day_is_read_in_any_usual_shape(day):
    (line,) = read(BatchKind.BANK, f"{BANK}{day},GIFT,5\n".encode()).lines

    assert line.paid_on.isoformat() == "2026-11-02"


def test_a_missing_column_is_named():
    assert errors("Employee number,Reason not taken\n1,ill\n") == [
        "line 1, Amount taken: this column is missing"
    ]


def test_what_a_spreadsheets_sums_leave_behind_is_let_be():
    content = tables.write_xlsx(["Employee number", "Amount taken"], [["1", 0.1 + 0.2]])

    assert read(BatchKind.PAYROLL, content).total == 30


def test_every_error_of_a_file_is_told_at_once_in_order():
    assert [one.split(":")[0] for one in errors(HEAD + "1,x\n1,5\n1,6\n,7\n")] == [
        "line 2, Amount taken",
        "line 4, Employee number",
        "line 5, Employee number",
    ]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (
            "Employee number,Amount taken,Amount taken\n1,1.00,2.00\n",
            "line 1, Amount taken: this column is there twice",
        ),
        (
            HEAD + "1,1.00," + "x" * 200_000 + "\n",
            "line 1, the file: this cannot be read as CSV: one cell of it is far too long",
        ),
        (
            b"PK\x03\x04 not a workbook",
            "line 1, the file: this is not a workbook that can be opened",
        ),
    ],
    ids=["two amounts", "endless cell", "broken workbook"],
)
def test_a_file_that_could_be_misread_says_what_is_wrong_with_it(content, wrong):
    assert errors(content) == [wrong]
