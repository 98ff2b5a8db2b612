"""What people prove with that it is them, beside reading their mail."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.people.models import Person


class Event(StrEnum):
    """What people do here."""

    APP_BEGUN = "authenticator_app_begun"
    APP_ADDED = "authenticator_app_added"
    APP_REMOVED = "authenticator_app_removed"
    APP_CODE_USED = "authenticator_code_used"
    APP_CODE_REFUSED = "authenticator_code_refused"
    PASSKEY_ASKED = "passkey_asked"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_USED = "passkey_used"
    PASSKEY_REFUSED = "passkey_refused"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODE_REFUSED = "recovery_code_refused"
    FACTORS_RESET = "factors_reset"


class Passkey(Referenced, Model, prefix="PK"):
    """A key that a person's device or security key holds; we hold only its public half."""

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60), info=noted(Category.PERSONAL))
    # Both in base64url.
    credential: Mapped[str] = mapped_column(
        sa.String(1400), unique=True, info=noted(Category.TECHNICAL)
    )
    public_key: Mapped[str] = mapped_column(sa.String(2000), info=noted(Category.TECHNICAL))
    sign_count: Mapped[int] = mapped_column(sa.BigInteger)
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class AuthenticatorApp(Model):
    """An app that shows a new code every half minute, from a secret that it shares with us."""

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    secret: Mapped[str] = mapped_column(Sealed(64), info=noted(Category.SECRET))
    begun_at: Mapped[datetime]
    added_at: Mapped[datetime | None]  # when its first code was typed
    last_step: Mapped[int | None] = mapped_column(sa.BigInteger)  # the half minute last used
    last_used_at: Mapped[datetime | None]
    wrong_tries: Mapped[int] = mapped_column(default=0)  # in a row
    locked_until: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(added_at IS NULL) = (last_step IS NULL)", name="added_by_a_code"),
        sa.Index(
            "uq_authenticator_app_in_use",
            "person_id",
            unique=True,
            sqlite_where=sa.text("added_at IS NOT NULL AND removed_at IS NULL"),
            postgresql_where=sa.text("added_at IS NOT NULL AND removed_at IS NULL"),
        ),
        sa.Index(
            "uq_authenticator_app_begun",
            "person_id",
            unique=True,
            sqlite_where=sa.text("added_at IS NULL AND removed_at IS NULL"),
            postgresql_where=sa.text("added_at IS NULL AND removed_at IS NULL"),
        ),
    )


class RecoveryCode(Model):
    """A code on paper, for the day that phone and passkey are lost; good once."""

    privacy = Entry(Purpose.SECURITY, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    code_print: Mapped[str] = mapped_column(
        sa.String(64), unique=True, info=noted(Category.TECHNICAL)
    )
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]  # newer ones were made

    __table_args__ = (
        sa.CheckConstraint("used_at IS NULL OR replaced_at IS NULL", name="used_or_replaced"),
    )


class PasskeyChallenge(Model):
    """A random word that a passkey has to sign, within minutes and once, for one browser.

    `holder` is the print of the browser's token: what one browser asked for, no other answers.
    """

    privacy = Entry(Purpose.SECURITY, Category.TECHNICAL, Keep.SESSION)
    holder: Mapped[str] = mapped_column(sa.String(64), unique=True, info=noted(Category.TECHNICAL))
    challenge: Mapped[str] = mapped_column(sa.String(100), info=noted(Category.TECHNICAL))
    made_at: Mapped[datetime] = mapped_column(index=True)
