"""Reads about codes and sign-ins."""

from datetime import timedelta
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.kernel import clock, crypto
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.people.queries import active, reading_mail_at
from nolimits.sign_in import limits
from nolimits.sign_in.models import SignInCode, SignInSession

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 6


def may_be_mailed_a_code(email: str) -> Person | None:
    """Who reads mail at an address, unless they were mailed as many codes as anyone is an hour."""
    lately = clock.now() - timedelta(hours=1)
    mailed = sa.select(sa.func.count(SignInCode.id)).where(
        SignInCode.person_id == Person.id, SignInCode.made_at > lately
    )
    return active(reading_mail_at(email).where(mailed.scalar_subquery() < CODES_AN_HOUR))


def usable_code(person: Person) -> SignInCode | None:
    """The newest code mailed to a person, while it may still be tried; never an older one."""
    newest = db.session.scalar(
        sa.select(SignInCode)
        .where(SignInCode.person_id == person.id)
        .order_by(SignInCode.id.desc())
        .limit(1)
    )
    if newest is None or newest.used_at is not None or newest.tries >= CODE_TRIES:
        return None
    return newest if newest.made_at > clock.now() - CODE_LASTS else None


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
