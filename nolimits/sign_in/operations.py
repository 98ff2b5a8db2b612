"""What is done about signing in and out."""

import hmac

import sqlalchemy as sa

from nolimits.kernel import audit, clock, crypto, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, transaction
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.settings import settings
from nolimits.people.models import Event as PeopleEvent
from nolimits.people.models import Person
from nolimits.people.queries import by_email
from nolimits.sign_in import queries
from nolimits.sign_in.models import Event, Method, SignInCode, SignInSession


@transaction
def send_code(email: str, *, by: Actor) -> None:
    """Mail a code to an address, if somebody reads mail there. Says nothing of whether."""
    require(by, Permission.SIGN_IN)
    code = crypto.new_code()
    code_print = crypto.fingerprint(code)
    person = queries.may_be_mailed_a_code(email)
    if person is None:
        return
    sent = SignInCode(person=person, code_print=code_print, made_at=clock.now())
    db.session.add(sent)
    audit.record(Event.CODE_SENT, sent, by=by)
    mail.queue(person, "sign_in_code", code=code)


@transaction
def sign_in(email: str, code: str, *, by: Actor, browser: str | None = None) -> Person | None:
    """Sign in with a mailed code: the person, with the token for their cookie, or None.

    A wrong code is a try that counts, so nothing is raised that would undo it.
    """
    require(by, Permission.SIGN_IN)
    person = by_email(email)
    sent = queries.usable_code(person) if person else None
    if person is None or sent is None:
        return None
    change(sent, where=SignInCode.tries == sent.tries, tries=sent.tries + 1)
    if not hmac.compare_digest(sent.code_print, crypto.fingerprint(code)):
        return None
    change(sent, where=SignInCode.used_at.is_(None), used_at=clock.now())
    return begin(person, Method.CODE, by=by, browser=browser)


@transaction
def sign_in_as(person: Person, *, by: Actor, browser: str | None = None) -> Person:
    """Sign in as an invented person, in a demonstration and nowhere else."""
    require(by, Permission.SIGN_IN)
    if not settings().demonstration:
        raise NotVisible
    return begin(person, Method.DEMONSTRATION, by=by, browser=browser, second_factor=True)


@transaction
def begin(
    person: Person,
    method: Method,
    *,
    by: Actor,
    browser: str | None = None,
    second_factor: bool = False,
) -> Person:
    """Sign in somebody who has shown who they are: the person, with the token for their cookie."""
    require(by, Permission.SIGN_IN)
    now, token = clock.now(), crypto.new_token()
    row = SignInSession(
        person=person,
        token_print=crypto.fingerprint(token),
        method=method,
        begun_at=now,
        seen_at=now,
        confirmed_at=now,
        second_factor_at=now if second_factor else None,
        browser=browser,
    )
    db.session.add(row)
    audit.record(Event.SIGNED_IN, row, by=person, method=method.value)
    person.sign_in_token, person.sign_in_session = token, row
    return person


@transaction
def confirm(row: SignInSession, *, by: Actor, second_factor: bool = False) -> Person:
    """Write down that somebody has proved again who they are: with that, a new token.

    Whoever had a copy of the cookie from before gains nothing by it, and is out.
    """
    require(by, Permission.END_SIGN_IN, row)
    now, token = clock.now(), crypto.new_token()
    proved = {"second_factor_at": now} if second_factor else {}
    change(
        row,
        where=SignInSession.ended_at.is_(None),
        token_print=crypto.fingerprint(token),
        confirmed_at=now,
        **proved,
    )
    audit.record(Event.CONFIRMED, row, by=by, second_factor=second_factor)
    row.person.sign_in_token, row.person.sign_in_session = token, row
    return row.person


@transaction
def sign_out(*, by: Actor, token: str) -> None:
    """End this browser's session, so that a copied cookie is worth nothing."""
    require(by, Permission.SIGN_OUT)
    row = queries.session_of(token)
    if row and row.ended_at is None:
        row.ended_at = clock.now()
        audit.record(Event.SIGNED_OUT, row, by=by)


@transaction
def end_session(row: SignInSession, *, by: Actor) -> None:
    """End one of one's own sign-ins: whoever uses that browser is out at once."""
    require(by, Permission.END_SIGN_IN, row)
    if row.ended_at is None:
        row.ended_at = clock.now()
        audit.record(Event.SIGNED_OUT, row, by=by)


@transaction
def end_other_sessions(token: str, *, by: Actor) -> int:
    """End all of one's own sign-ins but the one that a cookie's token names; how many ended."""
    require(by, Permission.SEE_OWN_PAGES)
    here = crypto.fingerprint(token)
    others = [row for row in queries.open_sessions(by) if row.token_print != here]
    for row in others:
        row.ended_at = clock.now()
        audit.record(Event.SIGNED_OUT, row, by=by)
    return len(others)


@audit.heard(PeopleEvent.PERSON_LEFT)
def _end_sessions(person: Person, *, by: Actor) -> None:
    """Nobody goes on in an account that is closed."""
    db.session.execute(
        sa.update(SignInSession)
        .where(SignInSession.person_id == person.id, SignInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
