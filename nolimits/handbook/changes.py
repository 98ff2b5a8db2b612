"""A text of headings, lists and paragraphs, and what two such texts do not share, word by word."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

WORDS_A_MINUTE = 200  # as most adults read; as from November 2026
ALIKE = 0.5  # of their words two lines share so much, and are one line that was changed

Kept = tuple[str, str]  # "heading", "list" or "words", and a line


@dataclass(frozen=True)
class Line:
    """A line as pieces: "same", "new" or "gone", each with its words."""

    pieces: tuple[tuple[str, str], ...]

    @property
    def state(self) -> str:
        """ "same", "new", "gone", or "changed" for a line that is of several."""
        states = {state for state, _ in self.pieces}
        return states.pop() if len(states) == 1 else "changed"

    @property
    def words(self) -> int:
        """How many words there are to read in it, without what is gone."""
        return sum(len(words.split()) for state, words in self.pieces if state != "gone")


Part = tuple[str, list[Line]]


def minutes(words: int) -> int:
    """How long most people take to read so many words; at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def _lines(text: str) -> list[Kept]:
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        kind = "heading" if line.startswith("# ") else "list" if line.startswith("- ") else "words"
        found.append((kind, line if kind == "words" else line[2:]))
    return found


def parts_of(text: str) -> list[tuple[str, list[str]]]:
    """A text as "heading", "list" or "words", each with its lines, in order."""
    return [(kind, [line for _, line in lines]) for kind, lines in _together(_lines(text))]


def _together(lines: Iterable[tuple[str, Any]]) -> list[tuple[str, list[tuple[str, Any]]]]:
    """The lines of one list together; every other line alone."""
    found: list[tuple[str, list[tuple[str, Any]]]] = []
    for kind, some in groupby(lines, key=lambda one: one[0]):
        if kind == "list":
            found.append((kind, list(some)))
        else:
            found += [(kind, [one]) for one in some]
    return found


def marked(before: str, after: str) -> list[Part]:
    """A text with what is new in it, and what is gone, marked against the one before."""
    old, new = _lines(before), _lines(after)
    found: list[tuple[str, Line]] = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found += [(kind, Line((("same", line),))) for kind, line in new[c:d]]
        else:
            found += _in_place_of(old[a:b], new[c:d])
    return [(kind, [line for _, line in lines]) for kind, lines in _together(found)]


def _in_place_of(old: list[Kept], new: list[Kept]) -> list[tuple[str, Line]]:
    """New lines for old ones: each that is much like an old one is that one, changed."""
    found: list[tuple[str, Line]] = []
    for kind, line in new:
        like = (n for n, (its, words) in enumerate(old) if its == kind and _alike(words, line))
        number = next(like, None)
        if number is None:
            found.append((kind, Line((("new", line),))))
            continue
        found += _gone(old[:number])
        found.append((kind, _changed(old[number][1], line)))
        old = old[number + 1 :]
    return found + _gone(old)


def _gone(lines: list[Kept]) -> list[tuple[str, Line]]:
    return [(kind, Line((("gone", line),))) for kind, line in lines]


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio() >= ALIKE


def _changed(before: str, after: str) -> Line:
    """A line word by word."""
    old, new = before.split(), after.split()
    pieces: list[tuple[str, str]] = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(("same", " ".join(new[c:d])))
            continue
        pieces += [("gone", " ".join(old[a:b]))] * (a < b)
        pieces += [("new", " ".join(new[c:d]))] * (c < d)
    return Line(tuple(pieces))


def only_changed(parts: list[Part]) -> list[Part]:
    """The lines that are not as they were, each under its heading."""
    found: list[Part] = []
    heading: list[Part] = []
    for kind, lines in parts:
        some = [line for line in lines if line.state != "same"]
        if kind == "heading":
            heading = [] if some else [(kind, lines)]
        if some:
            found += [*heading, (kind, some)]
            heading = []
    return found


def new_words(parts: list[Part]) -> int:
    """How many words somebody reads who reads whatever is new or changed, line by line."""
    lines = (line for _, lines in parts for line in lines)
    return sum(line.words for line in lines if line.state in ("new", "changed"))
