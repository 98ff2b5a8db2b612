"""Secrets that are compared and never read back."""

import hashlib
import hmac
import secrets

from flask import current_app


def fingerprint(text: str) -> str:
    """What is kept of a code or token: its SHA-256 under the application's key, in hex."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def new_code() -> str:
    """Six figures that nobody can guess in the few tries allowed."""
    return f"{secrets.randbelow(1_000_000):06}"


def new_token() -> str:
    """A word that nobody can guess at all."""
    return secrets.token_urlsafe(32)
