"""Codes of authenticator apps: a secret and a moment in, an answer out; no database, no clock."""

import hmac
from datetime import datetime, timedelta
from io import BytesIO

STEP_SECONDS = 30
DRIFT = 1  # half minutes by which a phone's clock may be off
FREE_TRIES = 6
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=5), timedelta(hours=12)


def new_secret() -> str:
    """A secret of 160 bits, in the letters that apps take."""
    import pyotp

    return pyotp.random_base32()


def step_of(secret: str, code: str, now: datetime, after: int | None = None) -> int | None:
    """The half minute (since 1970) whose code this is, near now and after the last one used.

    None where it is no such code. Every candidate is compared, so that time tells nothing.
    """
    import pyotp

    app, here = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(here - DRIFT, here + DRIFT + 1):
        matches = hmac.compare_digest(app.generate_otp(step).encode(), code.encode())
        if matches and (after is None or step > after):
            found = step
    return found


def lock_after(wrong: int) -> timedelta | None:
    """How long nobody may try after so many wrong codes in a row; each one more doubles it."""
    if wrong < FREE_TRIES:
        return None
    doublings: int = min(wrong - FREE_TRIES, 10)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def address(secret: str, account: str, issuer: str) -> str:
    """What the app reads from the square: otpauth://totp/…"""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def square(secret: str, account: str, issuer: str) -> bytes:
    """The square that an app photographs, as an SVG picture without a style of its own."""
    import segno

    picture, out = segno.make(address(secret, account, issuer), error="m", micro=False), BytesIO()
    picture.save(out, kind="svg", scale=5, border=4, light="#fff", svgclass=None, lineclass=None)
    return out.getvalue()


def in_fours(secret: str) -> str:
    """The secret as people type it: in groups of four."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
