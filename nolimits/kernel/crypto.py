"""Secrets: those that are only compared, and those that are sealed and read back.

A sealed column holds Fernet's words (AES-128 in CBC, HMAC-SHA256 over all of it), made under the
newest of NOLIMITS_SEALING_KEYS; what older keys of the list sealed can still be read.
"""

import base64
import hashlib
import hmac
import json
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.engine import Dialect

from nolimits.kernel.settings import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


def fingerprint(text: str) -> str:
    """What is kept of a code or token: its SHA-256 under the application's key, in hex."""
    return fingerprint_of(text.encode())


def fingerprint_of(content: bytes) -> str:
    """The same of a file."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def as_text(content: bytes) -> str:
    """A file as text, for a sealed column."""
    return base64.b64encode(content).decode()


def as_bytes(text: str) -> bytes:
    """The file that a text is; nothing for one that was emptied."""
    return base64.b64decode(text)


def new_code() -> str:
    """Six figures that nobody can guess in the few tries allowed."""
    return f"{secrets.randbelow(1_000_000):06}"


def new_token() -> str:
    """A word that nobody can guess at all."""
    return secrets.token_urlsafe(32)


class CannotUnseal(Exception):
    """Something was sealed under a key that this installation was not given."""

    def __init__(self) -> None:
        super().__init__(
            "What was sealed cannot be opened: NOLIMITS_SEALING_KEYS lacks the key it is under, "
            "or it was tampered with"
        )


def seal(text: str) -> str:
    """Make a text unreadable to whoever has the database and not the newest key."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Read what was sealed under any key of the setting; raises CannotUnseal."""
    from cryptography.fernet import InvalidToken

    try:
        return _keys().decrypt(sealed).decode()
    except (InvalidToken, ValueError):  # the latter where not even its letters are a sealed text's
        raise CannotUnseal from None


def sealed_anew(sealed: str) -> str | None:
    """The same under the newest key; None where it is under it already. Raises CannotUnseal."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        Fernet(settings().all_sealing_keys[0]).decrypt(sealed)
    except InvalidToken:
        return seal(unseal(sealed))
    return None


def _keys() -> "MultiFernet":
    return _fernet(settings().all_sealing_keys)


@lru_cache(maxsize=8)
def _fernet(keys: tuple[str, ...]) -> "MultiFernet":
    """The first seals, each opens; cryptography is loaded when something is sealed, not before."""
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(key) for key in keys])


class _Unsearchable(sa.types.TypeDecorator.Comparator[Any]):
    """The same words are sealed differently each time: whoever compares them would find nothing."""

    def operate(self, op: Any, *other: Any, **options: Any) -> Any:
        # SQLAlchemy itself asks whether two columns are the same one.
        inside = other and isinstance(other[0], sa.ClauseElement)
        if not inside and (not other or other[0] is not None):
            raise TypeError("a sealed column can only be compared with None")
        return super().operate(op, *other, **options)


class Sealed(sa.types.TypeDecorator[str]):
    """A text that the database holds sealed: `mapped_column(Sealed(80))`, at most so long.

    It is read like any text and cannot be searched, sorted or compared by the database.
    """

    impl = sa.Text
    cache_ok = True
    comparator_factory = _Unsearchable

    def __init__(self, longest: int | None = None) -> None:
        super().__init__()
        self.longest = longest

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if self.longest is not None and len(value) > self.longest:
            raise ValueError(f"longer than {self.longest} characters")
        return seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else unseal(value)


class SealedJSON(Sealed):
    """What JSON can say, held sealed: answers to questions about a person."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else seal(json.dumps(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(unseal(value))
