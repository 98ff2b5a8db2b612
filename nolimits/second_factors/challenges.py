"""Challenges that passkeys sign: kept here and not in the browser, each good for one answer."""

from datetime import timedelta

import sqlalchemy as sa

from nolimits.kernel import clock, crypto
from nolimits.kernel.db import db
from nolimits.second_factors import ceremonies
from nolimits.second_factors.models import PasskeyChallenge

LASTS = timedelta(minutes=5)


def new(holder: str) -> PasskeyChallenge:
    """A challenge for the browser that holds a token."""
    return PasskeyChallenge(
        holder=crypto.fingerprint(holder),
        challenge=ceremonies.new_challenge(),
        made_at=clock.now(),
    )


def drop(holder: str) -> None:
    """Forget what the browser was asked before, and what anybody never answered."""
    old = sa.or_(
        PasskeyChallenge.holder == crypto.fingerprint(holder),
        PasskeyChallenge.made_at < clock.now() - LASTS,
    )
    db.session.execute(sa.delete(PasskeyChallenge).where(old))


def spend(holder: str) -> str | None:
    """The challenge of a browser, which is over with this; None without one that is good."""
    asked = db.session.scalar(
        sa.select(PasskeyChallenge).where(PasskeyChallenge.holder == crypto.fingerprint(holder))
    )
    if asked is None:
        return None
    challenge, good = asked.challenge, asked.made_at > clock.now() - LASTS
    gone = db.session.execute(sa.delete(PasskeyChallenge).where(PasskeyChallenge.id == asked.id))
    once = gone.rowcount == 1  # type: ignore[attr-defined]
    return challenge if good and once else None
