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

    CODE_ASKED = "code_asked"
    CODE_REFUSED = "code_refused"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    CONFIRMED = "confirmed"
    STAYED = "stayed_signed_in"
    NEW_BROWSER = "new_browser"
    COUNCIL_ACCOUNT_CONNECTED = "council_account_connected"


class Method(StrEnum):
    """How somebody showed who they are."""

    CODE = "code"
    COUNCIL = "council"
    PASSKEY = "passkey"
    DEMONSTRATION = "demonstration"


class SignInCode(Model):
    """A code for an address; good once, for ten minutes, for five tries.

    Where nobody is known it has no person, was not mailed and opens nothing: it is written so that
    asking for a code is the same work for every address.
    """

    privacy = Entry(Purpose.SECURITY, Category.TECHNICAL, Keep.SESSION)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    email_print: Mapped[str] = mapped_column(sa.String(64), info=noted(Category.TECHNICAL))
    code_print: Mapped[str] = mapped_column(sa.String(64), info=noted(Category.TECHNICAL))
    made_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()

    __table_args__ = (sa.Index("ix_sign_in_code_email", "email_print", "id"),)


class SignInTries(Model):
    """How many wrong codes were typed for an address, known or not, since one was right."""

    privacy = Entry(Purpose.SECURITY, Category.TECHNICAL, Keep.SESSION)
    email_print: Mapped[str] = mapped_column(
        sa.String(64), unique=True, info=noted(Category.TECHNICAL)
    )
    wrong: Mapped[int]
    last_at: Mapped[datetime]


class CouncilAccount(Model):
    """The council's own account of a person, by the two numbers that never pass to another."""

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    tenant: Mapped[str] = mapped_column(sa.String(200), info=noted(Category.TECHNICAL))
    subject: Mapped[str] = mapped_column(sa.String(200), info=noted(Category.PERSONAL))
    connected_at: Mapped[datetime]

    person: Mapped[Person] = relationship()

    __table_args__ = (sa.UniqueConstraint("tenant", "subject"),)


class KnownBrowser(Model):
    """A browser in which a person has signed in, by a token that only it keeps."""

    privacy = Entry(Purpose.SECURITY, Category.TECHNICAL, Keep.SESSION)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_print: Mapped[str] = mapped_column(sa.String(64), info=noted(Category.TECHNICAL))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("person_id", "token_print"),)


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
