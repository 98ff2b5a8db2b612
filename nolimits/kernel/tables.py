"""Spreadsheets in and out: CSV and XLSX, read row by row with every error named."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from nolimits.kernel import apart

MOST_LINES = 20_000  # beside the headings
DELIMITERS = ",;\t|"
TASTE = 64 * 1024  # characters of a file, to find out how it is written
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # how such a file begins; Excel's “Unicode Text” does
# Some spreadsheets take the wide signs of East Asian keyboards for the same.
FORMULA_STARTS = (*"=+-@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")


@dataclass(frozen=True)
class Column:
    """One column that a file must or may have; `read` raises ValueError with words for a person."""

    name: str
    heading: str
    read: Callable[[str], Any] = str
    required: bool = True


@dataclass(frozen=True)
class RowError:
    """What is wrong, in which line of the file (the heading is line 1) and column."""

    line: int
    heading: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.heading}: {self.message}"


@dataclass
class Sheet:
    """The rows of a file that could be read, each with its line number, and what could not be."""

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def read(content: bytes, columns: Sequence[Column]) -> Sheet:
    """Read a CSV or XLSX file by its headings, in any order; extra columns are left out."""
    sheet = Sheet()
    try:
        lines = lines_of(content)
    except ValueError as error:
        sheet.errors.append(RowError(1, "the file", str(error)))
        return sheet
    numbered = [(number, cells) for number, cells in enumerate(lines, 1) if any(cells)]
    if not numbered:
        sheet.errors.append(RowError(1, "headings", "the file is empty"))
        return sheet
    headings = [text.strip().casefold() for text in numbered[0][1]]
    sheet.errors.extend(_wrong_headings(headings, columns))
    if sheet.errors:
        return sheet
    places = {text: place for place, text in enumerate(headings)}
    for number, cells in numbered[1:]:
        row = _read_row(number, cells, columns, places, sheet.errors)
        if row is not None:
            sheet.rows.append((number, row))
    return sheet


def _wrong_headings(headings: Sequence[str], columns: Iterable[Column]) -> Iterable[RowError]:
    """Columns that are not there, or of which nobody can say which one counts."""
    for column in columns:
        times = headings.count(column.heading.casefold())
        if times > 1:
            yield RowError(1, column.heading, "this column is there twice")
        elif column.required and not times:
            yield RowError(1, column.heading, "this column is missing")


def _read_row(
    number: int,
    cells: list[str],
    columns: Sequence[Column],
    places: dict[str, int],
    errors: list[RowError],
) -> dict[str, Any] | None:
    """One row as values by column name, or None with its errors added."""
    row: dict[str, Any] = {}
    before = len(errors)
    for column in columns:
        place = places.get(column.heading.casefold())
        text = cells[place].strip() if place is not None and place < len(cells) else ""
        if not text:
            row[column.name] = None
            if column.required:
                errors.append(RowError(number, column.heading, "this is empty"))
            continue
        try:
            row[column.name] = column.read(text)
        except ValueError as error:
            errors.append(RowError(number, column.heading, f"{error} (found “{text[:40]}”)"))
    return row if len(errors) == before else None


def lines_of(content: bytes) -> list[list[str]]:
    """The cells of a CSV or XLSX file, line by line, as text; raises ValueError with words."""
    # One more than is taken shows that there are more.
    lines = _xlsx_lines(content) if content.startswith(b"PK") else _csv_lines(content)
    if len(lines) > MOST_LINES + 1:
        raise ValueError(f"it has more than {MOST_LINES:,} lines: hand it in in parts")
    return lines


def _csv_lines(content: bytes) -> list[list[str]]:
    """The cells of a CSV file, whether Excel or a system of today wrote it."""
    text = _text(content).replace("\x00", "")
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        return list(islice(lines, MOST_LINES + 2))
    except csv.Error as error:
        raise ValueError("this cannot be read as CSV: one cell of it is far too long") from error


def _text(content: bytes) -> str:
    if content.startswith(UTF_16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """What stands between cells: whatever makes the most columns in the most lines."""

    def columns(delimiter: str) -> int:
        lines = csv.reader(io.StringIO(text[:TASTE], newline=""), delimiter=delimiter)
        try:
            widths = [len(line) for line in islice(lines, 20) if line]
        except csv.Error:
            return 0
        return max(widths, key=widths.count) if widths else 0

    return max(DELIMITERS, key=columns)  # where they make as many, the first


def _xlsx_lines(content: bytes) -> list[list[str]]:
    """The cells of a workbook's first sheet, as text."""
    return apart.workbook_rows(content, MOST_LINES + 2)


def safe(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, made plain text again."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file that Excel opens in the right letters and runs nothing of."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe(heading) for heading in headings])
    writer.writerows([safe(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet; text stays text."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet()
    page.write_row(0, 0, headings, book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        page.write_row(number, 0, list(row))
    page.autofit()
    book.close()
    return out.getvalue()
