"""The handbook for everyone and the guidance of each role, in versions; and who read which."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose

WORDS_A_MINUTE = 200  # as most adults read; as from November 2026


class Event(StrEnum):
    """What is done here."""

    HANDBOOK_PUBLISHED = "handbook_published"
    HANDBOOK_ACKNOWLEDGED = "handbook_acknowledged"


def parts_of(text: str) -> list[tuple[str, list[str]]]:
    """A text as "heading", "list" or "words", each with its lines, in order."""
    found: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.startswith("# "):
            found.append(("heading", [line[2:]]))
        elif not line.startswith("- "):
            found.append(("words", [line]))
        elif found and found[-1][0] == "list":
            found[-1][1].append(line[2:])
        else:
            found.append(("list", [line[2:]]))
    return found


class Handbook(Referenced, Model, prefix="H"):
    """A version of the handbook and role guidance; a newer one asks everyone again."""

    privacy = Entry(Purpose.TRAINING, Category.NONE, Keep.SCHEME)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    text: Mapped[str]
    changes: Mapped[str]
    published_on: Mapped[date]

    @property
    def parts(self) -> list[tuple[str, list[str]]]:
        """Its headings, lists and paragraphs."""
        return parts_of(self.text)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def minutes(self) -> int:
        """How long most people take to read it."""
        return max(1, round(self.words / WORDS_A_MINUTE))


class Acknowledgement(Model):
    """Someone read a version of the handbook and says so."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    handbook_id: Mapped[int] = mapped_column(sa.ForeignKey("handbook.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    made_on: Mapped[date]

    handbook: Mapped[Handbook] = relationship()

    __table_args__ = (sa.UniqueConstraint("handbook_id", "person_id"),)
