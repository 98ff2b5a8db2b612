"""Contacts of a match: each time that they met, called or wrote."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.matching.models import Match


class Event(StrEnum):
    """What is done here."""

    LOGGED = "contact_logged"
    SEEN = "contact_seen"
    WORDS_TAKEN_OUT = "contact_words_taken_out"


class ContactKind(StrEnum):
    """How they were in touch."""

    ONE_TO_ONE = "one_to_one"
    INVITED_ALONG = "invited_along"
    CALL = "call"
    MESSAGE = "message"
    LETTER = "letter"


class ContactState(StrEnum):
    """Where a contact log stands."""

    SUBMITTED = "submitted"
    SEEN = "seen"


class Contact(Referenced, Sensitive, Model, prefix="K"):
    """One time they met, called or wrote."""

    privacy = Entry(Purpose.MATCHING, Category.CHILD, Keep.CARE_CONTENT)
    match_id: Mapped[int] = mapped_column(sa.ForeignKey("match.id"), index=True)
    held_on: Mapped[date]
    kind: Mapped[ContactKind]
    minutes: Mapped[int]
    in_work_time: Mapped[bool]
    activity: Mapped[str] = mapped_column(Sealed(200), info=noted(Category.CONFIDENTIAL))
    activity_print: Mapped[str] = mapped_column(sa.String(64), info=noted(Category.TECHNICAL))
    notes: Mapped[str | None] = mapped_column(Sealed(2000), info=noted(Category.CONFIDENTIAL))
    state: Mapped[ContactState]
    logged_on: Mapped[date]
    seen_on: Mapped[date | None]
    logged_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    match: Mapped["Match"] = relationship("Match", back_populates="contacts")

    __table_args__ = (
        sa.CheckConstraint("(state = 'seen') = (seen_on IS NOT NULL)", name="seen_has_day"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_of_a_day"),
        sa.UniqueConstraint(
            "match_id", "held_on", "kind", "minutes", "activity_print", name="uq_contact_once"
        ),
        sa.Index("ix_contact_held_on", "held_on"),
    )

    @property
    def person_id(self) -> int:
        """The volunteer's account: nobody reads their own for the scheme."""
        return self.match.person_id

    @property
    def young_person_id(self) -> int:
        """Whom it was with."""
        return self.match.young_person_id

    @property
    def about_person_id(self) -> int | None:
        """The young person's account: a look at the contact is a look at them."""
        return self.match.about_person_id

    @property
    def kept_apart_ids(self) -> set[int]:
        """The adults who must read nothing of the young person."""
        return self.match.kept_apart_ids

    @property
    def volunteer_person_id(self) -> int | None:
        """The volunteer's account, while the match is theirs to see."""
        return self.match.volunteer_person_id

    @property
    def closed(self) -> bool:
        """Whether its match is over, and the young person takes part no more."""
        return self.match.closed

    @property
    def support_mentor_id(self) -> int | None:
        """The person who stands behind the volunteer."""
        return self.match.volunteer.support_mentor_id

    @property
    def covering_id(self) -> int | None:
        """The person who covers for them while they are away."""
        return self.match.volunteer.covering_id
