"""Codes that were mailed, and the browsers in which people are signed in."""

from datetime import datetime
from enum import StrEnum
from typing import Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model, db
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.people.models import Person


class Event(StrEnum):
    """What people do here."""

    CODE_SENT = "code_sent"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    CONFIRMED = "confirmed"


class Method(StrEnum):
    """How somebody showed who they are."""

    CODE = "code"
    COUNCIL = "council"
    PASSKEY = "passkey"
    DEMONSTRATION = "demonstration"


class SignInCode(Model):
    """A code that was mailed; good once, for ten minutes, for five tries."""

    privacy = Entry(Purpose.SECURITY, Category.TECHNICAL, Keep.SESSION)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    code_print: Mapped[str] = mapped_column(sa.String(64), info=noted(Category.TECHNICAL))
    made_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class SignInSession(Model):
    """One browser in which a person is signed in; ended here, it is over there."""

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.SESSION)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_print: Mapped[str] = mapped_column(
        sa.String(64), unique=True, info=noted(Category.TECHNICAL)
    )
    method: Mapped[Method]
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # when they last proved who they are
    second_factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str | None] = mapped_column(sa.String(40), info=noted(Category.PERSONAL))

    person: Mapped[Person] = relationship(lazy="joined")

    __table_args__ = (sa.CheckConstraint("seen_at >= begun_at", name="seen_after_beginning"),)

    @property
    def key(self) -> str:
        """Its name in the address of the page that ends it."""
        return str(self.id)

    @classmethod
    def by_key(cls, key: str) -> Self | None:
        """The sign-in that a URL names, or None."""
        return db.session.get(cls, int(key)) if key.isdecimal() and len(key) < 10 else None

    @classmethod
    def by_token_print(cls, token_print: str) -> Self | None:
        """The row that a cookie's token names."""
        return db.session.scalar(sa.select(cls).where(cls.token_print == token_print))
