"""What the notices tell, read from the field dictionary: what is held, for what, how long."""

from dataclasses import dataclass
from typing import Any

from nolimits.kernel.dictionary import Category, Condition, Keep, Purpose, everything

ABOUT_NOBODY = (Category.NONE, Category.TECHNICAL)
YOUNG = {
    Purpose.YOUNG_PEOPLE: (
        "Who you are and what you want",
        "Your name, your age, where you live roughly, what you like and what you hope for. "
        "Your name is kept apart and locked. Most people see only a code.",
    ),
    Purpose.MATCHING: (
        "You and your mentor",
        "When you met and what you did. Your mentor writes it down, without your name.",
    ),
    Purpose.ACTIVITIES: (
        "What you go along to",
        "What you said yes or no to, if you came, and how you say it was.",
    ),
    Purpose.GRANTS: (
        "What you ask for",
        "What you would like and what it costs. The panel reads it and does not know who asks.",
    ),
    Purpose.GIFTS: (
        "Your gift",
        "That there is one for you. Whoever gives it never learns who you are.",
    ),
    Purpose.SAFEGUARDING: (
        "If someone is worried about you",
        "What they saw or heard. Very few people read it: those whose job is to keep you safe.",
    ),
    Purpose.ACCOUNTS: (
        "How you sign in",
        "The name that you choose to be called, and your email address if you have one.",
    ),
}


@dataclass(frozen=True)
class Use:
    """One purpose: by what right, what kinds of data, under what conditions, and how long."""

    purpose: Purpose
    kinds: tuple[Category, ...]
    conditions: tuple[Condition, ...]
    periods: tuple[Keep, ...]
    tables: tuple[str, ...]
    columns: int


def uses() -> list[Use]:
    """Every purpose for which something about people is held, in the order of the dictionary."""
    held = [
        (model.__tablename__, entry)
        for model, _, entry in everything()
        if entry.category not in ABOUT_NOBODY
    ]
    return [
        _use(one, of_it) for one in Purpose if (of_it := [e for e in held if e[1].purpose is one])
    ]


def staying() -> list[Keep]:
    """What is about people and does not go by the day; each says why."""
    held = {entry.keep for _, _, entry in everything() if entry.category not in ABOUT_NOBODY}
    return [one for one in Keep if one in held and one.stays]


def _use(purpose: Purpose, held: list[tuple[str, Any]]) -> Use:
    entries = [entry for _, entry in held]
    return Use(
        purpose,
        tuple(one for one in Category if one in {e.category for e in entries}),
        tuple(one for one in Condition if one in {e.condition for e in entries}),
        tuple(one for one in Keep if one in {e.keep for e in entries}),
        tuple(sorted({name for name, _ in held})),
        len(held),
    )


def young_uses() -> list[tuple[str, str, list[Keep]]]:
    """The same for young people, in short words: a title, what it is, and how long."""
    return [(*YOUNG[use.purpose], list(use.periods)) for use in uses() if use.purpose in YOUNG]
