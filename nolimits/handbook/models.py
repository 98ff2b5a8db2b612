"""The handbook for everyone and the guidance of each role, in versions; and who read which."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.handbook.changes import minutes, parts_of
from nolimits.kernel.actors import Role
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted

if TYPE_CHECKING:
    from nolimits.people.models import Person

MOST_GRACE = 60  # days; as from December 2026


class Event(StrEnum):
    """What is done here."""

    HANDBOOK_DRAFTED = "handbook_drafted"
    HANDBOOK_PUBLISHED = "handbook_published"
    HANDBOOK_ACKNOWLEDGED = "handbook_acknowledged"
    HANDBOOK_COMMENTED = "handbook_commented"
    COMMENT_ANSWERED = "handbook_comment_answered"


class Audience(StrEnum):
    """Whom a text is for: everyone, or those who have one role."""

    EVERYONE = "everyone"
    MENTOR = "mentor"
    SUPPORT_MENTOR = "support_mentor"
    PANEL_MEMBER = "panel_member"

    @property
    def role(self) -> Role | None:
        """The role that it guides; None for the handbook."""
        return ROLES.get(self)

    @property
    def is_gate(self) -> bool:
        """Whether volunteers are not ready before they have read it."""
        return self in (Audience.EVERYONE, Audience.MENTOR)

    @property
    def called(self) -> str:
        """What the text is called."""
        return f"Guidance for {self.value.replace('_', ' ')}s" if self.role else "The handbook"


ROLES = {
    Audience.MENTOR: Role.VOLUNTEER,
    Audience.SUPPORT_MENTOR: Role.SUPPORT_MENTOR,
    Audience.PANEL_MEMBER: Role.PANEL_MEMBER,
}


class Outcome(StrEnum):
    """What became of a comment in the next version."""

    TAKEN_UP = "taken_up"
    PARTLY = "partly"
    NOT_TAKEN_UP = "not_taken_up"

    @property
    def words(self) -> str:
        """The same, as readers are told."""
        return {self.TAKEN_UP: "taken up", self.PARTLY: "taken up in part"}.get(
            self, "not taken up"
        )


class _Written:
    """A text of headings, lists and paragraphs."""

    text: Mapped[str]

    @property
    def parts(self) -> list[tuple[str, list[str]]]:
        """Its headings, lists and paragraphs."""
        return parts_of(self.text)

    @property
    def passages(self) -> list[str]:
        """What a comment can be about: each heading, paragraph and line of a list."""
        return list(dict.fromkeys(line[:200] for _, lines in self.parts for line in lines))

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def minutes(self) -> int:
        """How long most people take to read it."""
        return minutes(self.words)


class Handbook(_Written, Referenced, Model, prefix="H"):
    """A version of the handbook or of the guidance of a role, as it went out.

    From `due_on` it must have been read; a version without that day corrects small errors and asks
    nobody again, and two people stand behind it.
    """

    privacy = Entry(Purpose.TRAINING, Category.NONE, Keep.SCHEME)
    audience: Mapped[Audience]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(120))
    changes: Mapped[str]
    published_on: Mapped[date]
    due_on: Mapped[date | None]
    drafted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.UniqueConstraint("audience", "number"),
        sa.CheckConstraint("due_on >= published_on", name="due_later"),
        sa.CheckConstraint(
            "due_on IS NOT NULL OR (number > 1 AND drafted_by_id IS NOT NULL "
            "AND published_by_id IS NOT NULL AND published_by_id <> drafted_by_id)",
            name="corrected_by_two",
        ),
    )


class HandbookDraft(_Written, Model):
    """The next version of a text while it is written; nobody reads it but those who publish.

    `revision` counts how often it was kept, so that what goes out is what somebody looked at;
    without `grace_days` it corrects small errors.
    """

    privacy = Entry(Purpose.TRAINING, Category.NONE, Keep.SCHEME)
    audience: Mapped[Audience] = mapped_column(unique=True)
    revision: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(120))
    changes: Mapped[str]
    grace_days: Mapped[int | None]
    drafted_on: Mapped[date]
    drafted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    drafted_by: Mapped["Person"] = relationship("Person")

    __table_args__ = (
        sa.CheckConstraint(f"grace_days BETWEEN 0 AND {MOST_GRACE}", name="grace_in_reason"),
    )


class Acknowledgement(Model):
    """Someone read a version of the handbook and says so."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    handbook_id: Mapped[int] = mapped_column(sa.ForeignKey("handbook.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    made_on: Mapped[date]

    handbook: Mapped[Handbook] = relationship()

    __table_args__ = (sa.UniqueConstraint("handbook_id", "person_id"),)


class HandbookComment(Referenced, Model, prefix="HC"):
    """What a reader says about a passage, for the next version; and what became of it there."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    handbook_id: Mapped[int] = mapped_column(sa.ForeignKey("handbook.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    passage: Mapped[str] = mapped_column(sa.String(200), info=noted(Category.NONE))
    words: Mapped[str] = mapped_column(Sealed(1000), info=noted(Category.CONFIDENTIAL))
    made_on: Mapped[date]
    outcome: Mapped[Outcome | None]
    answer: Mapped[str | None] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    closed_in_id: Mapped[int | None] = mapped_column(sa.ForeignKey("handbook.id"), index=True)

    handbook: Mapped[Handbook] = relationship(foreign_keys=[handbook_id])
    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])

    __table_args__ = (
        sa.CheckConstraint(
            "(outcome IS NULL) = (answer IS NULL) AND (outcome IS NULL) = (answered_by_id IS NULL)",
            name="answer_whole",
        ),
        sa.CheckConstraint("closed_in_id IS NULL OR outcome IS NOT NULL", name="closed_answered"),
    )
