"""Reads about second factors."""

from collections.abc import Collection
from datetime import timedelta
from functools import cache

import sqlalchemy as sa

from nolimits.kernel import clock, crypto
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.second_factors.models import AuthenticatorApp, Passkey, RecoveryCode

APP_TO_BE_ADDED_WITHIN = timedelta(hours=1)


def passkeys_of(by: Actor) -> list[Passkey]:
    """A person's passkeys, the oldest first."""
    theirs = sa.select(Passkey).where(Passkey.person_id == by.id, Passkey.removed_at.is_(None))
    return list(db.session.scalars(theirs.order_by(Passkey.id)))


def app_of(by: Actor) -> AuthenticatorApp | None:
    """The authenticator app that a person uses."""
    return db.session.scalar(
        sa.select(AuthenticatorApp).where(
            AuthenticatorApp.person_id == by.id,
            AuthenticatorApp.added_at.is_not(None),
            AuthenticatorApp.removed_at.is_(None),
        )
    )


def app_begun_by(by: Actor) -> AuthenticatorApp | None:
    """The one whose square they were shown, while its first code may still be typed."""
    return db.session.scalar(
        sa.select(AuthenticatorApp).where(
            AuthenticatorApp.person_id == by.id,
            AuthenticatorApp.added_at.is_(None),
            AuthenticatorApp.removed_at.is_(None),
            AuthenticatorApp.begun_at > clock.now() - APP_TO_BE_ADDED_WITHIN,
        )
    )


def recovery_codes_left(by: Actor) -> int:
    """How many of a person's recovery codes are good still."""
    theirs = sa.select(sa.func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == by.id,
        RecoveryCode.used_at.is_(None),
        RecoveryCode.replaced_at.is_(None),
    )
    return db.session.scalar(theirs) or 0


def has_one(by: Actor) -> bool:
    """Whether a person has a passkey or an app: recovery codes alone are none."""
    return bool(db.session.scalar(_has_one(), {"person": by.id}))


def with_one(ids: Collection[int]) -> set[int]:
    """Which of some people have a passkey or an app."""
    passkey = sa.select(Passkey.person_id).where(Passkey.removed_at.is_(None))
    app = sa.select(AuthenticatorApp.person_id).where(
        AuthenticatorApp.added_at.is_not(None), AuthenticatorApp.removed_at.is_(None)
    )
    either = passkey.where(Passkey.person_id.in_(ids)).union(
        app.where(AuthenticatorApp.person_id.in_(ids))
    )
    return set(db.session.scalars(either))


@cache
def _has_one() -> sa.Select[bool]:
    """Asked of many requests: one statement, made once."""
    person: sa.BindParameter[int] = sa.bindparam("person")
    passkey = sa.exists().where(Passkey.person_id == person, Passkey.removed_at.is_(None))
    app = sa.exists().where(
        AuthenticatorApp.person_id == person,
        AuthenticatorApp.added_at.is_not(None),
        AuthenticatorApp.removed_at.is_(None),
    )
    return sa.select(sa.or_(passkey, app))


def passkey_of(credential: str) -> Passkey | None:
    """The passkey that has a credential, of whomever, in use or not."""
    return db.session.scalar(sa.select(Passkey).where(Passkey.credential == credential))


def print_of(code: str) -> str:
    """What is kept of a recovery code, however it is typed: with spaces, or in small letters."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return crypto.fingerprint(f"recovery {letters}")


def recovery_code_of(by: Actor, code: str) -> RecoveryCode | None:
    """A person's own recovery code, if it is one and good still."""
    return db.session.scalar(
        sa.select(RecoveryCode).where(
            RecoveryCode.person_id == by.id,
            RecoveryCode.code_print == print_of(code),
            RecoveryCode.used_at.is_(None),
            RecoveryCode.replaced_at.is_(None),
        )
    )
