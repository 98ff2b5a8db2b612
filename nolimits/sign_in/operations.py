"""What is done about signing in and out."""

import hmac
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from nolimits.kernel import audit, clock, crypto, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.mail import OutboxMessage
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.settings import settings
from nolimits.people import operations as people
from nolimits.people.models import Event as PeopleEvent
from nolimits.people.models import Person
from nolimits.people.queries import may_read_code_at
from nolimits.sign_in import limits, queries
from nolimits.sign_in.models import (
    Event,
    KnownBrowser,
    Method,
    SignInCode,
    SignInSession,
    SignInTries,
)


@dataclass(frozen=True)
class Reader:
    """Whoever reads mail at an address; where nobody is known, the letter is withheld."""

    email: str
    name: str


@transaction
def send_code(email: str, *, by: Actor, known_by: str = "") -> None:
    """Mail a code to an address, if somebody reads mail there. Says nothing of whether.

    The same statements are sent whoever it is of: known, unknown, suspended or left.
    """
    require(by, Permission.SIGN_IN)
    code, person = crypto.new_code(), may_read_code_at(email)
    address = queries.counted_under(email, person, known_by)
    if queries.enough_codes(address):
        return
    made = SignInCode(
        person_id=person.id if person else None,
        email_print=address,
        code_print=crypto.fingerprint(code),
        made_at=clock.now(),
    )
    db.session.add(made)
    audit.record(Event.CODE_ASKED, made, by=by)
    to = Reader(email.strip().lower(), person.name if person else "")
    mail.queue(to, "sign_in_code", code=code, withheld=person is None)


@transaction
def sign_in(
    email: str, code: str, *, by: Actor, browser: str | None = None, known_by: str = ""
) -> Person | None:
    """Sign in with a mailed code: the person, with the token for their cookie, or None.

    A wrong code is a try that counts, so nothing is raised that would undo it. An address that
    nobody has is asked, hashed and counted as any other.
    """
    require(by, Permission.SIGN_IN)
    person, typed = may_read_code_at(email), crypto.fingerprint(code)
    address = queries.counted_under(email, person, known_by)
    if queries.waits_until(address):
        return None
    sent = queries.usable_code(address)
    if sent:
        change(sent, where=SignInCode.tries == sent.tries, tries=sent.tries + 1)
    right = hmac.compare_digest(sent.code_print if sent else "", typed)
    if person and sent and right and sent.person_id == person.id:
        if person.email != email.strip().lower():
            people.prove_address(person, by=SYSTEM)
        db.session.execute(sa.delete(SignInTries).where(SignInTries.email_print == address))
        return begin(person, Method.CODE, by=by, browser=browser)
    _count_wrong(address, person, email, by=by)
    return None


def _count_wrong(address: str, person: Person | None, email: str, *, by: Actor) -> None:
    """One more wrong code; the one after the tenth is told to whoever the address is of."""
    now = clock.now()
    anew = SignInTries.last_at < now - limits.FORGOTTEN
    counted = db.session.execute(
        sa.update(SignInTries)
        .where(SignInTries.email_print == address)
        .values(wrong=sa.case((anew, 1), else_=SignInTries.wrong + 1), last_at=now),
        execution_options={"synchronize_session": False},
    )
    if counted.rowcount == 0:  # type: ignore[attr-defined]
        with refusing("Somebody tried this at the same moment. Try again", "code"):
            db.session.add(SignInTries(email_print=address, wrong=1, last_at=now))
    tries = db.session.scalars(
        sa.select(SignInTries)
        .where(SignInTries.email_print == address)
        .execution_options(populate_existing=True)
    ).one()
    audit.record(Event.CODE_REFUSED, tries, by=by, wrong=tries.wrong)
    if tries.wrong == limits.WRONG_CODES + 1:
        to = Reader(email.strip().lower(), person.name if person else "")
        mail.queue(to, "sign_in_wrong_codes", withheld=person is None)


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
    _use_up_codes(person, now)
    before = getattr(by, "sign_in_session", None)
    if before and before.ended_at is None:
        before.ended_at = now  # a browser holds one sign-in at a time
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


def _use_up_codes(person: Person, now: datetime) -> None:
    """Whoever is in needs no code that was mailed before, and neither does anybody else."""
    db.session.execute(
        sa.update(SignInCode)
        .where(SignInCode.person_id == person.id, SignInCode.used_at.is_(None))
        .values(used_at=now),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(
        sa.delete(SignInTries).where(
            SignInTries.email_print == queries.email_print(person.email or "")
        )
    )


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
def know_browser(token: str, *, by: Actor) -> None:
    """Remember a browser in which somebody signs in; a new one is told to them by mail.

    Not the first of all: then there is nobody yet whom it could surprise.
    """
    require(by, Permission.SIGN_OUT)
    person, now = db.session.get_one(Person, by.id), clock.now()
    known = queries.known_browsers(person)
    here = next((one for one in known if one.token_print == crypto.fingerprint(token)), None)
    if here:
        here.last_at = now
        return
    here = KnownBrowser(
        person_id=person.id, token_print=crypto.fingerprint(token), first_at=now, last_at=now
    )
    with refusing("Your browser signed in twice at once. Try again"):
        db.session.add(here)
    audit.record(Event.NEW_BROWSER, here, by=by)
    if known:
        mail.queue(person, "new_browser", at=now)


@transaction
def sign_out(*, by: Actor, token: str) -> None:
    """End this browser's session, so that a copied cookie is worth nothing."""
    require(by, Permission.SIGN_OUT)
    row = queries.session_of(token)
    if row and row.ended_at is None:
        row.ended_at = clock.now()
        audit.record(Event.SIGNED_OUT, row, by=by)


@transaction
def stay(*, by: Actor, token: str) -> SignInSession:
    """Somebody says that they are still there: this browser's sign-in rests from now on."""
    require(by, Permission.STAY_SIGNED_IN)
    row = queries.session_of(token)
    if row is None:
        raise NotVisible
    change(row, where=SignInSession.ended_at.is_(None), seen_at=max(clock.now(), row.seen_at))
    audit.record(Event.STAYED, row, by=by)
    return row


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
    require(by, Permission.END_OTHER_SIGN_INS)
    here = crypto.fingerprint(token)
    others = [row for row in queries.open_sessions(by) if row.token_print != here]
    for row in others:
        row.ended_at = clock.now()
        audit.record(Event.SIGNED_OUT, row, by=by)
    return len(others)


@audit.heard(PeopleEvent.PERSON_LEFT)
@audit.heard(PeopleEvent.PERSON_SUSPENDED)
def _end_sessions(person: Person, *, by: Actor) -> None:
    """Nobody goes on in an account that is shut; one to be closed later is open until that day."""
    if person.is_active:
        return
    db.session.execute(
        sa.update(SignInSession)
        .where(SignInSession.person_id == person.id, SignInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


@jobs.nightly("end_sessions_of_leavers")
@transaction
def _end_sessions_of_leavers() -> None:
    """End the sign-ins of those whose last day is over, asked for or not."""
    left = sa.select(Person.id).where(Person.left_on <= clock.today())
    db.session.execute(
        sa.update(SignInSession)
        .where(SignInSession.person_id.in_(left), SignInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


@jobs.nightly("forget_strangers")
@transaction
def _forget_strangers() -> None:
    """Remove codes and letters that are nobody's, and wrong codes that count no more."""
    before = clock.now() - limits.FORGOTTEN
    strangers = sa.and_(SignInCode.person_id.is_(None), SignInCode.made_at < before)
    db.session.execute(sa.delete(SignInCode).where(strangers))
    withheld = sa.and_(OutboxMessage.recipient == "", OutboxMessage.queued_at < before)
    db.session.execute(sa.delete(OutboxMessage).where(withheld))
    db.session.execute(sa.delete(SignInTries).where(SignInTries.last_at < before))
