"""What is done about second factors: added, removed, made anew.

What spends a challenge raises nothing afterwards that would undo it: a wrong answer is None.
"""

import secrets

import sqlalchemy as sa

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import PRIVILEGED, Actor
from nolimits.kernel.db import change, db, lock, refusing, transaction
from nolimits.kernel.errors import NotAllowed, Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.second_factors import ceremonies, challenges, queries, totp
from nolimits.second_factors.ceremonies import Site
from nolimits.second_factors.letters import tell
from nolimits.second_factors.models import (
    AuthenticatorApp,
    Event,
    Passkey,
    RecoveryCode,
)
from nolimits.sign_in import operations as sign_in
from nolimits.sign_in.models import SignInSession

RECOVERY_CODES = 10
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another
GROUPS = 3  # of eight letters each: 117 bits, which nobody guesses


@transaction
def begin_app(here: SignInSession, *, by: Actor) -> AuthenticatorApp:
    """Give a person a new secret for their app; one shown before and never used is dropped."""
    person = _changing(here, by)
    now = clock.now()
    db.session.execute(
        sa.update(AuthenticatorApp)
        .where(
            AuthenticatorApp.person_id == person.id,
            AuthenticatorApp.added_at.is_(None),
            AuthenticatorApp.removed_at.is_(None),
        )
        .values(removed_at=now)
    )
    app = AuthenticatorApp(person=person, secret=totp.new_secret(), begun_at=now)
    db.session.add(app)
    audit.record(Event.APP_BEGUN, app, by=by)
    return app


@transaction
def add_app(code: str, here: SignInSession, *, by: Actor) -> Person | None:
    """Take an app into use by its first code; the one from before, on another phone, is over.

    The person, with a new token for their cookie; None where the code is wrong or too late.
    """
    person = _changing(here, by)
    app, now = queries.app_begun_by(by), clock.now()
    step = totp.step_of(app.secret, code, now) if app else None
    if app is None or step is None:
        return None
    if before := queries.app_of(by):
        before.removed_at = now
        db.session.flush()
    app.added_at, app.last_used_at, app.last_step = now, now, step
    audit.record(Event.APP_ADDED, app, by=by)
    tell(person, "An authenticator app was set up")
    return sign_in.confirm(here, by=by, second_factor=True)


@transaction
def remove_app(here: SignInSession, *, by: Actor) -> None:
    """Take the app off a person's account."""
    person = _changing(here, by)
    app = queries.app_of(by)
    if app is None:
        raise Refused("There is no authenticator app any more")
    _keep_one(person, others=len(queries.passkeys_of(by)))
    app.removed_at = clock.now()
    audit.record(Event.APP_REMOVED, app, by=by)
    tell(person, "An authenticator app was removed")


@transaction
def ask_passkey(holder: str, *, by: Actor) -> str:
    """A new challenge for the browser that holds a token; the one it had before is over."""
    require(by, Permission.SIGN_IN)
    challenges.drop(holder)
    asked = challenges.new(holder)
    with refusing("Your browser asked twice at once. Try again"):
        db.session.add(asked)
    if by.id is not None:  # strangers ask as often as they like, and the trail is for ever
        audit.record(Event.PASSKEY_ASKED, asked, by=by)
    return asked.challenge


@transaction
def add_passkey(
    name: str, answer: str, site: Site | None, here: SignInSession, holder: str, *, by: Actor
) -> Person | None:
    """Keep a passkey that a person's device has made for the challenge of this browser.

    The person, with a new token for their cookie; None where the answer is not as it must be.
    """
    person = _changing(here, by)
    challenge = challenges.spend(holder)
    made = ceremonies.made(answer, site, challenge) if site and challenge else None
    if made is None or queries.passkey_of(made.credential):
        return None
    passkey = Passkey(
        person=person,
        name=name,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        added_at=clock.now(),
    )
    with refusing("This passkey is here already"):
        db.session.add(passkey)
    audit.record(Event.PASSKEY_ADDED, passkey, by=by)
    tell(person, "A passkey was set up")
    return sign_in.confirm(here, by=by, second_factor=True)


@transaction
def remove_passkey(passkey: Passkey, here: SignInSession, *, by: Actor) -> None:
    """Take a passkey off one's account: it opens nothing here any more."""
    require(by, Permission.REMOVE_PASSKEY, passkey)
    person = _changing(here, by)
    others = len(queries.passkeys_of(by)) - 1 + (queries.app_of(by) is not None)
    _keep_one(person, others=others)
    change(passkey, where=Passkey.removed_at.is_(None), removed_at=clock.now())
    audit.record(Event.PASSKEY_REMOVED, passkey, by=by)
    tell(person, "A passkey was removed")


@transaction
def make_recovery_codes(here: SignInSession, *, by: Actor) -> list[str]:
    """Ten new codes, told this once and never again; those from before are over."""
    person, now = _changing(here, by), clock.now()
    if not queries.has_one(by):
        raise Refused("Set up a passkey or an authenticator app first")
    _end_recovery_codes(person)
    codes = [_new_recovery_code() for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_print=queries.print_of(code), made_at=now)
        for code in codes
    )
    audit.record(Event.RECOVERY_CODES_MADE, person, by=by)
    tell(person, "New recovery codes were made")
    return codes


@transaction
def remove_all(person: Person, *, by: Actor) -> None:
    """Take everything off the account of somebody who has lost it; never off one's own."""
    require(by, Permission.RESET_FACTORS, person)
    lock(person)
    now = clock.now()
    for kind in (Passkey, AuthenticatorApp):
        theirs = sa.and_(kind.person_id == person.id, kind.removed_at.is_(None))
        db.session.execute(sa.update(kind).where(theirs).values(removed_at=now))
    _end_recovery_codes(person)
    audit.record(Event.FACTORS_RESET, person, by=by)
    tell(person, "Your passkeys, authenticator app and recovery codes were taken off")


def _changing(here: SignInSession, by: Actor) -> Person:
    """Whoever changes their own factors, held until this transaction ends.

    Whoever has one has shown it in this browser: else a mailbox would be enough to add another.
    """
    require(by, Permission.CHANGE_FACTORS)
    if here.person_id != by.id or (here.second_factor_at is None and queries.has_one(by)):
        raise NotAllowed
    person = db.session.get_one(Person, by.id)
    lock(person)
    return person


def _keep_one(person: Person, *, others: int) -> None:
    """Refuse to leave somebody whose roles need a second factor without one."""
    if others:
        return
    if person.roles & PRIVILEGED:
        raise Refused("This is the only one you have, and your role needs one. Add another first")
    _end_recovery_codes(person)


def _end_recovery_codes(person: Person) -> None:
    good = sa.and_(RecoveryCode.used_at.is_(None), RecoveryCode.replaced_at.is_(None))
    db.session.execute(
        sa.update(RecoveryCode)
        .where(RecoveryCode.person_id == person.id, good)
        .values(replaced_at=clock.now())
    )


def _new_recovery_code() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(8)) for _ in range(GROUPS))
    return "-".join(groups)
