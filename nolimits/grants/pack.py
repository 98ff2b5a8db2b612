"""What the panel may read: words that say nothing of who asks. No database, no clock."""

import re
from collections.abc import Collection, Mapping
from typing import Any

OWN_WORDS = ("what", "seen", "difference", "asked_words", "more")
CHOSEN = ("when", "asked", "how")


def copy_for_panel(answers: Mapping[str, Any], words: Mapping[str, str | None]) -> dict[str, Any]:
    """The panel's copy: the checker's version of free words, and what was chosen from lists."""
    copy = {name: answers.get(name) for name in CHOSEN}
    return {**copy, **{name: (words.get(name) or "").strip() for name in OWN_WORDS}}


APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"


def telling_words(text: str, names: Collection[str], age: int) -> list[str]:
    """What in a text could tell who wrote it: names and places given, and their age in years."""
    found = [name for name in names if _says(text, rf"{re.escape(name)}{APOSTROPHE}?s?")]
    of_age = (
        rf"i(?: a|{APOSTROPHE})?m {age}",
        rf"aged? {age}",
        rf"{age}[ -]?(?:years?|yrs?)[ -]old",
    )
    return found + ([f"{age}"] if any(_says(text, pattern) for pattern in of_age) else [])


def _says(text: str, pattern: str) -> bool:
    return re.search(rf"\b{pattern}(?!\w)", text, re.IGNORECASE) is not None
