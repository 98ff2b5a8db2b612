"""Reads about codes and sign-ins."""

from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.kernel import clock, crypto
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.sign_in import limits
from nolimits.sign_in.models import (
    CouncilAccount,
    KnownBrowser,
    SignInCode,
    SignInSession,
    SignInTries,
)

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 6


def email_print(email: str) -> str:
    """What is kept of an address that somebody typed, whosever it is."""
    return crypto.fingerprint(f"email {email.strip().lower()}")


def counted_under(email: str, person: Person | None, known_by: str) -> str:
    """Under what the codes and the wrong tries of an address are counted.

    Each browser in which its person has signed in before has a count of its own: strangers, who
    may know the address, use up nobody's codes there and shut nobody out.
    """
    whose = sa.select(KnownBrowser.id).where(
        KnownBrowser.person_id == (person.id if person else 0),
        KnownBrowser.token_print == crypto.fingerprint(known_by),
    )
    known = db.session.scalar(whose) is not None
    return crypto.fingerprint(f"{email_print(email)} {known_by}") if known else email_print(email)


def enough_codes(address: str) -> bool:
    """Whether as many codes as anyone is mailed in an hour were asked for at an address."""
    lately = clock.now() - timedelta(hours=1)
    asked = sa.select(sa.func.count(SignInCode.id)).where(
        SignInCode.email_print == address, SignInCode.made_at > lately
    )
    return (db.session.scalar(asked) or 0) >= CODES_AN_HOUR


def usable_code(address: str) -> SignInCode | None:
    """The newest code of an address, while it may still be tried; never an older one."""
    newest = db.session.scalar(
        sa.select(SignInCode)
        .where(SignInCode.email_print == address)
        .order_by(SignInCode.id.desc())
        .limit(1)
    )
    if newest is None or newest.used_at is not None or newest.tries >= CODE_TRIES:
        return None
    return newest if newest.made_at > clock.now() - CODE_LASTS else None


def waits_until(address: str) -> datetime | None:
    """Until when no code is taken for an address, after too many wrong ones; None: at once."""
    tries = db.session.scalar(sa.select(SignInTries).where(SignInTries.email_print == address))
    if tries is None:
        return None
    until = tries.last_at + limits.wait_after(tries.wrong)
    return until if until > clock.now() else None


def is_connected(person: Actor) -> bool:
    """Whether somebody's account is connected with one of the council's."""
    mine = sa.select(CouncilAccount.id).where(CouncilAccount.person_id == person.id)
    return db.session.scalar(mine.limit(1)) is not None


@cache
def _session() -> sa.Select[SignInSession]:
    """Asked at every request: one statement, made once."""
    its_person = joinedload(SignInSession.person, innerjoin=True).joinedload(Person.grants)
    wanted = SignInSession.token_print == sa.bindparam("token_print")
    return sa.select(SignInSession).where(wanted).options(its_person)


def session_of(token: str) -> SignInSession | None:
    """The sign-in that a cookie's token names, with its person and their roles; over or not."""
    found = db.session.scalars(_session(), {"token_print": crypto.fingerprint(token)})
    return found.unique().one_or_none()


def open_sessions(by: Actor) -> list[SignInSession]:
    """Where somebody is signed in now, the newest first."""
    now = clock.now()
    rows = db.session.scalars(
        sa.select(SignInSession)
        .where(SignInSession.person_id == by.id, SignInSession.ended_at.is_(None))
        .order_by(SignInSession.begun_at.desc(), SignInSession.id.desc())
    )
    return [row for row in rows if not limits.is_over(row.begun_at, row.seen_at, by.roles, now)]


def known_browsers(person: Person) -> list[KnownBrowser]:
    """The browsers in which a person has signed in before."""
    theirs = sa.select(KnownBrowser).where(KnownBrowser.person_id == person.id)
    return list(db.session.scalars(theirs))
