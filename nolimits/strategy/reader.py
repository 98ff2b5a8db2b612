"""Reads JSON field by field and keeps a note of everything that is wrong, each with its place."""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from nolimits.kernel.errors import Refused

Row = TypeVar("Row")
Column = Any  # a mapped column, which says how long its text may be

LONGEST = 2_000  # where the table sets no limit
THE_FILE = "the file"
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")  # controls, halves of letters, ends of lines
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")


class Fault(NamedTuple):
    """One thing that is wrong, and where: "priorities[2].actions[0].text: is missing"."""

    path: str
    words: str

    def __str__(self) -> str:
        return f"{self.path}: {self.words}"


class Broken(Refused):
    """A document that cannot be taken in, with everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)


def load(path: Path) -> Any:
    """What a JSON file holds; raise Broken where it cannot be read as JSON at all."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text, object_pairs_hook=_each_name_once)
    except OSError as error:
        raise Broken([Fault(THE_FILE, error.strerror or "cannot be opened")]) from error
    except UnicodeDecodeError as error:
        raise Broken([Fault(THE_FILE, "is not text in UTF-8")]) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Broken([Fault(THE_FILE, f"is not JSON: {error.msg} at {where}")]) from error
    except (RecursionError, ValueError) as error:
        raise Broken([Fault(THE_FILE, "is not JSON that can be read")]) from error


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names differ: of two alike, JSON would drop the first without a word."""
    names = [name for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Broken([Fault(THE_FILE, f"has the field {_shown(twice)} twice in one object")])
    return dict(pairs)


class Reader:
    """One object of the document, at its place."""

    def __init__(self, value: Any, path: str, faults: list[Fault]) -> None:
        self.path, self.faults = path, faults
        self.asked: list[str] = []
        self.fields: dict[str, Any] | None = value if isinstance(value, dict) else None
        if self.fields is None:
            self.faults.append(Fault(path or THE_FILE, "must be an object, in curly brackets"))

    def place(self, name: str) -> str:
        """Where a field of this object stands."""
        return f"{self.path}.{name}" if self.path else name

    def fault(self, name: str, words: str) -> None:
        """Note what is wrong with a field."""
        self.faults.append(Fault(self.place(name), words))

    def take(self, name: str, *, needed: bool) -> Any:
        """A field as it stands; None where it is left out or null."""
        self.asked.append(name)
        value = None if self.fields is None else self.fields.get(name)
        if value is None and needed and self.fields is not None:
            self.fault(name, "is missing")
        return value

    def text(self, name: str, column: Column) -> str:
        """Words that must be there; empty where they are not, which is noted."""
        value = self.take(name, needed=True)
        return "" if value is None else self._words(name, value, column) or ""

    def stated(self, name: str, column: Column) -> str | None:
        """Words that may be left unstated."""
        value = self.take(name, needed=False)
        return None if value is None else self._words(name, value, column)

    def _words(self, name: str, value: Any, column: Column) -> str | None:
        most = getattr(column.type, "length", None) or LONGEST
        if not isinstance(value, str):
            self.fault(name, "must be text, in quotes")
        elif any(unicodedata.category(letter) in _UNSEEN for letter in value):
            self.fault(name, "must be one line, without control characters")
        elif not value.strip():
            self.fault(name, "is empty; leave it out where nothing is stated")
        elif len(value.strip()) > most:
            self.fault(name, f"must be {most:,} characters or fewer, and has {len(value):,}")
        else:
            return value.strip()
        return None

    def key(self, name: str, column: Column, taken: dict[str, str], *, parts: int = 1) -> str:
        """A short name that no other of its kind has; `taken` says where each was met."""
        key = self.text(name, column)
        pieces = key.split("/")
        if key and not (len(pieces) <= parts and all(map(_KEY.fullmatch, pieces))):
            slash = ", and one / between them" if parts > 1 else ""
            self.fault(name, f"must be small letters, figures, - and _{slash}")
        elif key in taken:
            self.fault(name, f"{_shown(key)} is the key of {taken[key]} already")
        elif key:
            taken[key] = self.path
        return key

    def number(self, name: str, lowest: int, highest: int, *, needed: bool = False) -> int | None:
        """A whole number between two others, both allowed."""
        value = self.take(name, needed=needed)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(name, "must be a whole number, without quotes")
        elif not lowest <= value <= highest:
            self.fault(name, f"must be from {lowest} to {highest}")
        else:
            return value
        return None

    def inner(self, name: str) -> "Reader":
        """An object inside this one; an empty one where it is left out."""
        value = self.take(name, needed=False)
        return Reader({} if value is None else value, self.place(name), self.faults)

    def rows(
        self, name: str, read: Callable[["Reader"], Row], *, needed: bool = False
    ) -> tuple[Row, ...]:
        """Each object of a list, read; none where the list is left out."""
        value = self.take(name, needed=needed)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.fault(name, "must be a list, in square brackets")
            return ()
        if needed and not value:
            self.fault(name, "is empty")
        place = self.place(name)
        readers = [Reader(one, f"{place}[{at}]", self.faults) for at, one in enumerate(value)]
        return tuple(reader.finished(read) for reader in readers)

    def finished(self, read: Callable[["Reader"], Row]) -> Row:
        """What this object holds; a field that nobody asked for is noted."""
        row = read(self)
        self.nothing_else()
        return row

    def nothing_else(self) -> None:
        """Note every field that nobody asked for: it was misspelt, or would be lost."""
        for name in self.fields or ():
            if name not in self.asked:
                near = get_close_matches(name, self.asked, n=1)
                meant = f"; did you mean {near[0]}?" if near else ""
                self.fault(_shown(name), f"there is no such field{meant}")


def _shown(name: str) -> str:
    """A name as one line of plain text, whatever is in it."""
    return name if _NAME.fullmatch(name) else json.dumps(name)[:80]
