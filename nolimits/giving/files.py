"""Payroll results and bank statements as lines, with everything wrong named; touches no database.

A payroll result has the columns Employee number, Amount taken and, where nothing was taken, Reason
not taken; and Pay date, if the file has it. A bank statement has Date, Description, Amount and,
where the bank gives one, Reference.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from nolimits.giving.models import BatchKind
from nolimits.kernel import clock, money, tables
from nolimits.kernel.errors import Refused
from nolimits.kernel.money import Pence
from nolimits.kernel.tables import Column, RowError

PAYER_LENGTH, REASON_LENGTH = 120, 200
A_TINY_PART = Decimal("0.0000001")  # what a spreadsheet's sums leave behind
REFERENCE = re.compile(r"\bP[ -]?([2-9A-HJ-NP-Z]{8})\b")


@dataclass(frozen=True)
class FileLine:
    """One amount of a file, with the number of its line in it."""

    number: int
    payer: str
    pence: Pence
    paid_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True)
class MoneyFile:
    """What a file says, and what is wrong with it; with errors, nothing of it is used."""

    lines: list[FileLine]
    errors: list[RowError]

    @property
    def total(self) -> int:
        """All its amounts together, in pence."""
        return sum(line.pence for line in self.lines)


class WrongFile(Refused):
    """A file that cannot be used, with all that is wrong in it."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        many = len(errors)
        are = "is 1 problem" if many == 1 else f"are {many:,} problems"
        super().__init__(f"There {are} in the file. Nothing of it was taken in", "file")
        self.errors = errors


def fingerprint(content: bytes) -> str:
    """What tells one file from every other."""
    return sha256(content).hexdigest()


def read(kind: BatchKind, content: bytes) -> MoneyFile:
    """Read a CSV or XLSX file of a kind."""
    sheet = tables.read(content, COLUMNS[kind])
    lines = [_line(kind, number, row) for number, row in sheet.rows]
    errors = [*sheet.errors, *_wrong_together(kind, lines)]
    if not lines and not errors:
        errors.append(RowError(2, "lines", "there is nothing under the headings"))
    return MoneyFile(lines, sorted(errors, key=lambda error: error.line))


def pledge_reference(words: str) -> str | None:
    """The first pledge's reference that a payer wrote, in whatever way they spaced it."""
    found = REFERENCE.search(words.upper())
    return f"P-{found[1]}" if found else None


def _line(kind: BatchKind, number: int, row: dict[str, Any]) -> FileLine:
    if kind is BatchKind.PAYROLL:
        return FileLine(number, row["employee"], row["pence"], row["paid_on"], row["reason"])
    payer = " ".join(filter(None, (row["description"], row["reference"])))[:PAYER_LENGTH]
    return FileLine(number, payer, row["pence"], paid_on=row["paid_on"])


def _wrong_together(kind: BatchKind, lines: Iterable[FileLine]) -> Iterator[RowError]:
    """What is wrong with lines that can each be read."""
    seen: dict[str, int] = {}
    for line in lines:
        if kind is BatchKind.BANK:
            if not line.pence:
                yield RowError(line.number, "Amount", "this is nothing")
            continue
        if line.payer in seen:
            words = f"{line.payer} is in line {seen[line.payer]} already"
            yield RowError(line.number, "Employee number", words)
        seen.setdefault(line.payer, line.number)
        if not line.pence and not line.reason:
            yield RowError(line.number, "Reason not taken", "say why nothing was taken")


def _amount(text: str) -> Pence:
    """An amount as payroll and bank systems write it; never below nothing."""
    plain = text.replace("£", "").replace(",", "").strip()
    if plain.startswith(("-", "\N{MINUS SIGN}", "(")):
        raise ValueError("an amount cannot be below nothing")
    if not re.fullmatch(r"\d{1,7}\.\d+", plain):
        return money.parse(plain)
    pence = Decimal(plain) * 100
    if abs(pence - round(pence)) > A_TINY_PART:
        raise ValueError("an amount has no parts of a penny")
    return Pence(round(pence))


def _day(text: str) -> date:
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %b %Y", "%d %B %Y"):
        try:
            day = datetime.strptime(text, shape).date()  # noqa: DTZ007  # a date has no zone
        except ValueError:
            continue
        if day > clock.today():
            raise ValueError("this day is still to come")
        return day
    raise ValueError("enter a date like 27/03/2026")


def _short(most: int) -> Any:
    def check(text: str) -> str:
        if len(text) > most:
            raise ValueError(f"this is longer than {most} characters")
        return " ".join(text.split())

    return check


COLUMNS: dict[BatchKind, tuple[Column, ...]] = {
    BatchKind.PAYROLL: (
        Column("employee", "Employee number", _short(20)),
        Column("pence", "Amount taken", _amount),
        Column("paid_on", "Pay date", _day, required=False),
        Column("reason", "Reason not taken", _short(REASON_LENGTH), required=False),
    ),
    BatchKind.BANK: (
        Column("paid_on", "Date", _day),
        Column("description", "Description", _short(PAYER_LENGTH)),
        Column("reference", "Reference", _short(PAYER_LENGTH), required=False),
        Column("pence", "Amount", _amount),
    ),
}
