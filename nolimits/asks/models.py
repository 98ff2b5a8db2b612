"""What people and services say that they do of what the strategy asks."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.people.models import Directorate, Person
from nolimits.strategy.models import Ask


class Event(StrEnum):
    """What people do here."""

    ASK_ANSWERED = "ask_answered"
    ANSWER_TAKEN_BACK = "ask_answer_taken_back"


class AskAnswer(Model):
    """Somebody's word that they will do an ask, or have; or a service's, by its champion."""

    privacy = Entry(Purpose.STRATEGY, Category.PERSONAL, Keep.ACCOUNT)
    ask_id: Mapped[int] = mapped_column(sa.ForeignKey("ask.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    directorate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("directorate.id"), index=True)
    will_on: Mapped[date]  # when it was first said
    done_on: Mapped[date | None]
    words: Mapped[str | None] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    withdrawn_on: Mapped[date | None]
    said_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    ask: Mapped[Ask] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    directorate: Mapped[Directorate | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(person_id IS NULL) <> (directorate_id IS NULL)", name="of_one"),
        *(
            sa.Index(
                f"uq_ask_answer_{whose}",
                "ask_id",
                f"{whose}_id",
                unique=True,
                sqlite_where=sa.text("withdrawn_on IS NULL"),
                postgresql_where=sa.text("withdrawn_on IS NULL"),
            )
            for whose in ("person", "directorate")
        ),
    )

    @property
    def state(self) -> str:
        """What was said, in a word."""
        return "done" if self.done_on else "will"
