"""Codes that were mailed to one browser's person, factors that were lost, and roles reviewed."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.actors import Role
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model
from nolimits.kernel.dictionary import Category, Entry, Keep, noted
from nolimits.kernel.dictionary import Purpose as Use
from nolimits.people.models import Person


class Event(StrEnum):
    """What people do here."""

    CODE_MAILED = "confirming_code_mailed"
    CODE_REFUSED = "confirming_code_refused"
    PRESSED = "proved_by_pressing"
    RESET_AGREED = "factor_reset_agreed"
    RESET_DONE = "factor_reset_done"
    ROLE_REVIEWED = "role_reviewed"


class Purpose(StrEnum):
    """What a mailed code is for; it is good for nothing else."""

    CONFIRM = "confirm"
    RESET = "reset"


class ConfirmingCode(Model):
    """A code mailed to somebody who is signed in; good once, in that browser, for ten minutes."""

    privacy = Entry(Use.SECURITY, Category.TECHNICAL, Keep.SESSION)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("sign_in_session.id"), index=True)
    purpose: Mapped[Purpose]
    code_print: Mapped[str] = mapped_column(sa.String(64), info=noted(Category.TECHNICAL))
    made_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class FactorReset(Model):
    """An administrator's word that somebody has lost their factors, good for an hour.

    Their own mailed code does the rest: it takes two people, and nobody is both.
    """

    privacy = Entry(Use.SECURITY, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    agreed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    agreed_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    agreed_by: Mapped[Person | None] = relationship(foreign_keys=[agreed_by_id])

    __table_args__ = (sa.CheckConstraint("agreed_by_id <> person_id", name="agreed_by_another"),)


class Decision(StrEnum):
    """What a quarter's review made of a role."""

    KEPT = "kept"
    ENDED = "ended"


class RoleDecision(Model):
    """What was decided of a role that somebody held when a quarter began; the newest counts.

    The database refuses to change or remove it.
    """

    privacy = Entry(Use.SECURITY, Category.PERSONAL, Keep.AUDIT)
    quarter: Mapped[date]  # its first day
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    decision: Mapped[Decision]
    reason: Mapped[str | None] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])

    __table_args__ = (
        sa.UniqueConstraint("quarter", "person_id", "role", "decision"),
        sa.CheckConstraint("decided_by_id <> person_id", name="decided_by_another"),
        sa.CheckConstraint("(decision = 'ended') = (reason IS NOT NULL)", name="end_has_reason"),
    )
