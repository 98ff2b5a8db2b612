"""An export of a personnel system as rows: headings found, cells made plain; no database."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

Lines = Sequence[Sequence[str]]


class Field(StrEnum):
    """What we take from a list."""

    NUMBER = "number"
    NAME = "name"
    FIRST = "first"
    LAST = "last"
    EMAIL = "email"
    JOB = "job_title"
    DIRECTORATE = "directorate"
    TEAM = "team"
    LEAVING = "leaving"
    MANAGER = "manager_email"


LABELS = {
    Field.NUMBER: "Employee number",
    Field.NAME: "Name",
    Field.FIRST: "First name",
    Field.LAST: "Last name",
    Field.EMAIL: "Work address (email)",
    Field.JOB: "Job title",
    Field.DIRECTORATE: "Directorate",
    Field.TEAM: "Team or service",
    Field.LEAVING: "Last day at work",
    Field.MANAGER: "Manager's address (email)",
}
LONGEST = {Field.NUMBER: 20, Field.DIRECTORATE: 100, Field.EMAIL: 254, Field.MANAGER: 254}
ELSE_LONGEST = 120

# Headings as personnel systems write them, in small letters and figures alone.
KNOWN: dict[Field, str] = {
    Field.NUMBER: "employee number|employee no|employee id|emp no|emp number|emp id|staff number|"
    "staff no|staff id|payroll number|payroll no|pay number|pay reference|personnel number|"
    "person number|pers no|assignment number|employee ref|employee reference|employee",
    Field.NAME: "name|full name|employee name|display name|known as|preferred name|staff name",
    Field.FIRST: "first name|forename|forenames|given name|known as first name|first|firstname",
    Field.LAST: "last name|surname|family name|last|lastname",
    Field.EMAIL: "email|email address|e mail|e mail address|work email|work email address|"
    "business email|mail|work address|work e mail",
    Field.JOB: "job title|job|post|post title|position|position title|role|job role|job name",
    Field.DIRECTORATE: "directorate|directorate name|department|dept|division|organisation|"
    "org unit|business unit",
    Field.TEAM: "team|team name|service|service area|section|unit|cost centre name",
    Field.LEAVING: "leaving date|date of leaving|leave date|date left|last day|last working day|"
    "last day at work|termination date|end date|leaver date|date leaving|contract end date",
    Field.MANAGER: "manager email|manager s email|line manager email|managers email|"
    "manager email address|line manager s email|reports to email|manager s address",
}
FIELD_OF = {heading: one for one, words in KNOWN.items() for heading in words.split("|")}
LOOKED_THROUGH = 15  # lines, for the headings: above them some systems print a title

_SPACES = re.compile(r"\s+")
_ODD = re.compile(r"[^a-z0-9]+")
_WRAPPED = re.compile(r'^="(.*)"$')  # what keeps a spreadsheet from cutting leading zeros
_TOTAL = re.compile(r"^(grand |sub ?)?totals?\b|^end of (report|list|file)\b|^page \d", re.I)
_CUT = re.compile(r"^\d(\.\d+)?e\+?\d+$", re.I)
_EMAIL = re.compile(r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$")
_SLASHED = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})$")
_SHAPES = ("%Y-%m-%d", "%Y/%m/%d", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%Y%m%d")
_FIRST_DAY = date(1899, 12, 30)  # from which Excel counts
_SERIALS = range(20_000, 80_000)  # 1954 to 2119


@dataclass(frozen=True)
class Row:
    """One line of a list. What is empty, the list says nothing of."""

    line: int
    number: str = ""
    name: str = ""
    email: str = ""
    job_title: str = ""
    directorate: str = ""
    team: str = ""
    manager_email: str = ""
    leaving: date | None = None
    fault: str = field(default="", compare=False)
    nobody: str = field(default="", compare=False)  # why it names nobody at all

    @property
    def said(self) -> tuple[object, ...]:
        """All that it says, wherever it stands."""
        words = (self.number, self.name, self.email, self.job_title, self.directorate)
        return (*words, self.team, self.manager_email, self.leaving)


def plain(text: str) -> str:
    """A cell without stray or unseen signs around or in it."""
    text = unicodedata.normalize("NFC", text.replace("\N{NO-BREAK SPACE}", " "))
    if wrapped := _WRAPPED.match(text.strip()):
        text = wrapped[1]
    text = "".join(one for one in text if one.isspace() or unicodedata.category(one)[0] != "C")
    return _SPACES.sub(" ", text).strip()


def folded(text: str) -> str:
    """Words as they are compared: small letters and figures alone."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    return _ODD.sub(" ", "".join(one for one in text if not unicodedata.combining(one))).strip()


def headings(lines: Lines, remembered: Mapping[str, str]) -> tuple[int, list[str]]:
    """The place of the line of headings and what they are called, none of them twice.

    Raises ValueError where there is none: what looks like a row of people is never one.
    """
    known = {folded(one) for one in remembered.values()} | set(FIELD_OF)
    top = [(at, line) for at, line in enumerate(lines) if any(map(str.strip, line))]
    top = top[:LOOKED_THROUGH]
    if not top:
        raise ValueError("The file is empty")
    found = {at: len({folded(cell) for cell in line} & known) for at, line in top}
    at = max(found, key=lambda place: found[place])
    if found[at] < 2:
        at = next((place for place, line in top if sum(map(bool, map(str.strip, line))) > 1), at)
    if any("@" in cell or cell.strip().isdigit() for cell in lines[at]):
        raise ValueError("The file has no line of headings: put one above the people")
    named: list[str] = []
    for number, cell in enumerate(lines[at], 1):
        heading, times = plain(cell)[:80] or f"Column {number}", 2
        whole = heading
        while whole in named:
            whole, times = f"{heading} ({times})", times + 1
        named.append(whole)
    return at, named


def guess(named: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Which heading is which field, as the last list had it, or by its name."""
    by_words = {folded(heading): heading for heading in reversed(named)}
    guessed = {
        one: by_words[folded(heading)]
        for one, heading in remembered.items()
        if folded(heading) in by_words
    }
    for one, words in KNOWN.items():
        fit = (by_words[word] for word in words.split("|") if word in by_words)
        guessed.setdefault(one.value, next((it for it in fit if it not in guessed.values()), ""))
    if guessed.get(Field.FIRST) and guessed.get(Field.LAST):
        guessed.pop(Field.NAME, None)
    return {one: heading for one, heading in guessed.items() if heading}


def examples(lines: Lines, remembered: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each heading with the first few things under it."""
    at, named = headings(lines, remembered)
    under = lines[at + 1 : at + 200]
    found = []
    for place, heading in enumerate(named):
        said = dict.fromkeys(plain(one[place]) for one in under if place < len(one))
        found.append((heading, ", ".join([text[:40] for text in said if text][:3])))
    return found


def rows(lines: Lines, columns: Mapping[str, str]) -> list[Row]:
    """Every line under the headings that is not blank."""
    at, named = headings(lines, columns)
    places = {Field(one): named.index(heading) for one, heading in columns.items()}
    cells = [
        (number, {one: plain(line[p]) if p < len(line) else "" for one, p in places.items()})
        for number, line in enumerate(lines[at + 1 :], at + 2)
        if any(map(str.strip, line))
    ]
    month_first = _month_first(cells)
    firsts = {number: _first(lines[number - 1]) for number, _ in cells}
    return [_row(number, said, month_first, firsts[number]) for number, said in cells]


def _first(line: Sequence[str]) -> str:
    return next((plain(cell) for cell in line if cell.strip()), "")


def _row(number: int, said: dict[Field, str], month_first: int | None, first: str) -> Row:
    name = _name(said)
    told = {one: said.get(one, "") for one in Field}
    if _TOTAL.match(first) and not told[Field.EMAIL]:
        return Row(number, nobody="A total, or the end of the list")
    if not (told[Field.NUMBER] or told[Field.EMAIL] or name):
        return Row(number, nobody="It names nobody")
    fault = _fault(told, name)
    leaving, wrong = _leaving(told[Field.LEAVING], month_first)
    return Row(
        number,
        number=re.sub(r"^(\d+)\.0$", r"\1", told[Field.NUMBER].lstrip("'")),
        name=name,
        email=told[Field.EMAIL].lower(),
        job_title=told[Field.JOB],
        directorate=told[Field.DIRECTORATE],
        team=told[Field.TEAM],
        manager_email=told[Field.MANAGER].lower(),
        leaving=leaving,
        fault=fault or wrong,
    )


def _name(said: Mapping[Field, str]) -> str:
    """The name as it is spoken; some systems put the family name first, with a comma."""
    if Field.FIRST in said or Field.LAST in said:
        return " ".join(filter(None, (said.get(Field.FIRST), said.get(Field.LAST))))
    family, comma, given = said.get(Field.NAME, "").partition(", ")
    return f"{given} {family}" if comma and given and "," not in given else said.get(Field.NAME, "")


def _fault(told: Mapping[Field, str], name: str) -> str:
    for one, text in {**told, Field.NAME: name}.items():
        label, most = LABELS[one], LONGEST.get(one, ELSE_LONGEST)
        if text.startswith(("=", "@", "+", "-")):
            return f"{label}: this is a formula, or begins like one (“{text[:20]}”)"
        if len(text) > most:
            return f"{label}: this is longer than {most} characters"
        if one in (Field.EMAIL, Field.MANAGER) and text and not _EMAIL.match(text):
            return f"{label}: “{text[:60]}” is not an email address"
    if _CUT.match(told[Field.NUMBER]):
        return "Employee number: a spreadsheet has cut it short. Export it as text"
    if not (told[Field.NUMBER] or told[Field.EMAIL]):
        return "It has neither an employee number nor an address, and nobody is known by name alone"
    return "" if name else "It has no name"


def _month_first(cells: Sequence[tuple[int, Mapping[Field, str]]]) -> int | None:
    """The first line with a date that only a writer of months before days can mean."""
    for number, said in cells:
        parts = _SLASHED.match(said.get(Field.LEAVING, "").partition(" ")[0])
        if parts and int(parts[2]) > 12 >= int(parts[1]):
            return number
    return None


def _leaving(text: str, month_first: int | None) -> tuple[date | None, str]:
    """The last day at work, and what is wrong with it; days come before months."""
    if not text or folded(text) in ("", "0", "n a", "none", "null"):
        return None, ""
    if text.isdecimal() and int(text) in _SERIALS:
        return _FIRST_DAY + timedelta(days=int(text)), ""
    whole = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?Z?$", "", text, flags=re.I)
    if parts := _SLASHED.match(whole):
        if month_first is not None:
            why = f"line {month_first} has the month first, so nobody can tell which day this is"
            return None, f"Last day at work: {why}"
        day, month, year = map(int, parts.groups())
        try:
            return date(year + 2000 if year < 100 else year, month, day), ""
        except ValueError:
            return None, f"Last day at work: “{text[:20]}” is no day. Write it like 27/03/2026"
    for shape in _SHAPES:
        try:
            return datetime.strptime(whole, shape).date(), ""  # noqa: DTZ007  # has no zone
        except ValueError:
            continue
    return None, f"Last day at work: “{text[:20]}” is no day. Write it like 27/03/2026"
