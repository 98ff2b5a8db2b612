"""Reads about codes and resets."""

from datetime import timedelta

import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.proving.models import ConfirmingCode, FactorReset, Purpose
from nolimits.sign_in.models import SignInSession

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 6
RESET_LASTS = timedelta(hours=1)


def mailed_lately(by: Actor) -> int:
    """How many codes a person was mailed within an hour, here."""
    lately = clock.now() - timedelta(hours=1)
    sent = sa.select(sa.func.count(ConfirmingCode.id)).where(
        ConfirmingCode.person_id == by.id, ConfirmingCode.made_at > lately
    )
    return db.session.scalar(sent) or 0


def code_for(here: SignInSession, purpose: Purpose) -> ConfirmingCode | None:
    """The newest code mailed for one browser and purpose, while it may still be tried."""
    newest = db.session.scalar(
        sa.select(ConfirmingCode)
        .where(ConfirmingCode.session_id == here.id, ConfirmingCode.purpose == purpose)
        .order_by(ConfirmingCode.id.desc())
        .limit(1)
    )
    if newest is None or newest.used_at is not None or newest.tries >= CODE_TRIES:
        return None
    return newest if newest.made_at > clock.now() - CODE_LASTS else None


def resets_of(person: Actor) -> list[FactorReset]:
    """Each time that somebody's factors were said to be lost, the newest first."""
    theirs = sa.select(FactorReset).where(FactorReset.person_id == person.id)
    return list(db.session.scalars(theirs.order_by(FactorReset.id.desc())))


def reset_agreed_for(by: Actor) -> FactorReset | None:
    """The administrator's word that a person's factors may be taken off, while it is good."""
    return db.session.scalar(
        sa.select(FactorReset)
        .where(
            FactorReset.person_id == by.id,
            FactorReset.done_at.is_(None),
            FactorReset.agreed_at > clock.now() - RESET_LASTS,
        )
        .order_by(FactorReset.id.desc())
        .limit(1)
    )
