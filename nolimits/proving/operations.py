"""What is done to prove who one is, and each quarter that a role is still needed.

A try counts before it is judged, so that many at once are no more tries than one after another;
and nothing is raised afterwards that would undo it: a wrong answer is None.
"""

import hmac
from datetime import date

import sqlalchemy as sa

from nolimits.kernel import audit, clock, crypto, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from nolimits.kernel.pages import at_time
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.settings import settings
from nolimits.people import operations as people
from nolimits.people.models import Person
from nolimits.people.telling import tell_of_duties
from nolimits.proving import queries
from nolimits.proving.models import (
    ConfirmingCode,
    Decision,
    Event,
    FactorReset,
    Purpose,
    RoleDecision,
)
from nolimits.second_factors import ceremonies, challenges, totp
from nolimits.second_factors import operations as factors
from nolimits.second_factors import queries as set_up
from nolimits.second_factors.ceremonies import Site
from nolimits.second_factors.letters import tell
from nolimits.second_factors.models import AuthenticatorApp, Passkey, RecoveryCode
from nolimits.second_factors.models import Event as FactorEvent
from nolimits.sign_in import operations as sign_in
from nolimits.sign_in.models import Method, SignInSession
from nolimits.sign_in.queries import open_sessions


@transaction
def prove_by_code(code: str, here: SignInSession, *, by: Actor) -> Person | None:
    """Prove it with the code of an app, or with a recovery code; None where it is wrong.

    The person has a new token for their cookie: whoever copied the one from before is out.
    """
    require(by, Permission.PROVE_IDENTITY)
    plain = code.isdecimal() and code.isascii()
    right = _app_code(code, by) if plain else _recovery_code(code, by)
    return sign_in.confirm(here, by=by, second_factor=True) if right else None


@transaction
def prove_by_passkey(
    answer: str, site: Site | None, here: SignInSession, holder: str, *, by: Actor
) -> Person | None:
    """Prove it with a passkey of one's own; None where its answer is not as it must be."""
    require(by, Permission.PROVE_IDENTITY)
    used = _passkey(answer, site, holder, by=by)
    return sign_in.confirm(here, by=by, second_factor=True) if used else None


@transaction
def sign_in_by_passkey(
    answer: str, site: Site | None, holder: str, *, by: Actor, browser: str | None = None
) -> Person | None:
    """Sign in with a passkey and nothing else: it is held, and its device knows its person."""
    require(by, Permission.SIGN_IN)
    used = _passkey(answer, site, holder, by=by)
    if used is None or not used.person.is_active:
        return None
    return sign_in.begin(used.person, Method.PASSKEY, by=by, browser=browser, second_factor=True)


@transaction
def mail_code(purpose: Purpose, here: SignInSession, *, by: Actor) -> None:
    """Mail somebody who is signed in a code, to prove it with or to have their factors reset."""
    require(by, Permission.PROVE_IDENTITY)
    if queries.mailed_lately(by) >= queries.CODES_AN_HOUR:
        raise Refused("We have mailed you as many codes as we do in an hour. Wait a little")
    if purpose is Purpose.RESET and queries.reset_agreed_for(by) is None:
        raise Refused("An administrator has to say first that it is you")
    code, person = crypto.new_code(), db.session.get_one(Person, by.id)
    sent = ConfirmingCode(
        person_id=person.id,
        session_id=here.id,
        purpose=purpose,
        code_print=crypto.fingerprint(code),
        made_at=clock.now(),
    )
    db.session.add(sent)
    audit.record(Event.CODE_MAILED, sent, by=by, purpose=purpose.value)
    mail.queue(person, "confirming_code", code=code, purpose=purpose)


@transaction
def prove_by_mail(code: str, here: SignInSession, *, by: Actor) -> Person | None:
    """Prove it with a mailed code; whoever has a factor proves it with that."""
    require(by, Permission.PROVE_IDENTITY)
    if set_up.has_one(by):
        raise NotAllowed
    right = _mailed_code(code, Purpose.CONFIRM, here, by)
    return sign_in.confirm(here, by=by) if right else None


@transaction
def prove_by_pressing(here: SignInSession, *, by: Actor) -> Person:
    """Prove nothing, as somebody invented in a demonstration; nowhere else."""
    require(by, Permission.PROVE_IDENTITY)
    if not settings().demonstration or here.method is not Method.DEMONSTRATION:
        raise NotVisible
    audit.record(Event.PRESSED, here, by=by)
    return sign_in.confirm(here, by=by, second_factor=True)


@transaction
def agree_reset(person: Person, reason: str, *, by: Actor) -> FactorReset:
    """Say that somebody has lost their factors; their own mailed code takes them off."""
    require(by, Permission.RESET_FACTORS, person)
    if not set_up.has_one(person):
        raise Refused("They have nothing set up that could be taken off")
    agreed = FactorReset(person=person, agreed_by_id=by.id, reason=reason, agreed_at=clock.now())
    db.session.add(agreed)
    audit.record(Event.RESET_AGREED, person, by=by)
    tell_of_duties(person, person.roles, by=by, what="reset")
    mail.queue(person, "factor_reset_agreed", until=agreed.agreed_at + queries.RESET_LASTS)
    return agreed


@transaction
def reset(code: str, here: SignInSession, *, by: Actor) -> Person | None:
    """Take one's lost factors off, with an administrator's word and one's own mailed code.

    Everywhere else they are signed out: a thief has the phone, perhaps.
    """
    require(by, Permission.PROVE_IDENTITY)
    agreed = queries.reset_agreed_for(by)
    if here.second_factor_at is not None:
        raise Refused("You have shown that you have lost nothing")
    if agreed is None or not _mailed_code(code, Purpose.RESET, here, by):
        return None
    change(agreed, where=FactorReset.done_at.is_(None), done_at=clock.now())
    factors.remove_all(agreed.person, by=agreed.agreed_by or SYSTEM)
    for other in open_sessions(by):
        if other.id != here.id:
            sign_in.end_session(other, by=by)
    audit.record(Event.RESET_DONE, agreed.person, by=by)
    if agreed.agreed_by:
        mail.queue(agreed.agreed_by, "factor_reset_done", at=clock.now())
    return sign_in.confirm(here, by=by)


@transaction
def keep_role(person: Person, role: Role, quarter: date, *, by: Actor) -> RoleDecision:
    """Say in a quarter's review that somebody still needs a role."""
    require(by, Permission.REVIEW_ROLES)
    return _decide(person, role, quarter, Decision.KEPT, None, by=by)


@transaction
def end_reviewed_role(
    person: Person, role: Role, quarter: date, reason: str, *, by: Actor
) -> RoleDecision:
    """End a role in a quarter's review, as it would be ended on any day, and say why."""
    require(by, Permission.REVIEW_ROLES)
    made = _decide(person, role, quarter, Decision.ENDED, reason.strip(), by=by)
    people.end_role(person, role, by=by)
    return made


def _decide(
    person: Person, role: Role, quarter: date, decision: Decision, reason: str | None, *, by: Actor
) -> RoleDecision:
    review = queries.this_review()
    held = review.of(person, role)
    if by.id == person.id:
        raise Refused("Somebody else decides on your own roles")
    if quarter != review.quarter:
        raise Refused("The review of that quarter is over. Go on with this quarter's")
    if held is None or held.ended_on is not None:
        raise Refused("They do not hold this role any more")
    if reason == "":
        raise Refused("Say why the role is ended", "reason")
    row = RoleDecision(
        quarter=quarter,
        person_id=person.id,
        role=role,
        decision=decision,
        reason=reason,
        decided_at=clock.now(),
        decided_by_id=by.id,
    )
    with refusing("Somebody has decided on this role already"):
        db.session.add(row)
    audit.record(Event.ROLE_REVIEWED, row, by=by, role=role.value, decision=decision.value)
    return row


def _app_code(code: str, by: Actor) -> bool:
    """Whether a code is the one that a person's app shows, and not used yet."""
    app, now = set_up.app_of(by), clock.now()
    if app is None:
        return False
    if app.locked_until and app.locked_until > now:
        raise Refused(f"Too many wrong codes. Try again after {at_time(app.locked_until)}", "code")
    tries = app.wrong_tries + 1
    wait = totp.lock_after(tries)
    change(
        app,
        where=AuthenticatorApp.wrong_tries == app.wrong_tries,
        wrong_tries=tries,
        locked_until=now + wait if wait else None,
    )
    step = totp.step_of(app.secret, code, now, after=app.last_step)
    if step is None:
        audit.record(FactorEvent.APP_CODE_REFUSED, app, by=by, tries=tries)
        if wait:
            tell(app.person, "A wrong code was typed too often")
        return False
    change(
        app,
        where=sa.and_(AuthenticatorApp.last_step < step, AuthenticatorApp.removed_at.is_(None)),
        last_step=step,
        last_used_at=now,
        wrong_tries=0,
        locked_until=None,
    )
    audit.record(FactorEvent.APP_CODE_USED, app, by=by)
    return True


def _recovery_code(code: str, by: Actor) -> bool:
    """Whether a code is one of a person's own that is good still; with this it is used."""
    person, kept = db.session.get_one(Person, by.id), set_up.recovery_code_of(by, code)
    if kept is None:
        audit.record(FactorEvent.RECOVERY_CODE_REFUSED, person, by=by)
        return False
    unused = sa.and_(RecoveryCode.used_at.is_(None), RecoveryCode.replaced_at.is_(None))
    change(kept, where=unused, used_at=clock.now())
    audit.record(FactorEvent.RECOVERY_CODE_USED, kept, by=by)
    tell(person, "A recovery code was used")
    return True


def _passkey(answer: str, site: Site | None, holder: str, *, by: Actor) -> Passkey | None:
    """The passkey that signed this browser's challenge; whoever is known uses their own."""
    challenge = challenges.spend(holder)
    passkey = set_up.passkey_of(ceremonies.credential_of(answer))
    if passkey is None or passkey.removed_at or by.id not in (None, passkey.person_id):
        return None
    count = None
    if site and challenge:
        key, before = passkey.public_key, passkey.sign_count
        count = ceremonies.used(answer, site, challenge, key, before)
    if count is None:
        audit.record(FactorEvent.PASSKEY_REFUSED, passkey, by=by)
        return None
    still = sa.and_(Passkey.removed_at.is_(None), Passkey.sign_count == passkey.sign_count)
    change(passkey, where=still, sign_count=count, last_used_at=clock.now())
    audit.record(FactorEvent.PASSKEY_USED, passkey, by=by)
    return passkey


def _mailed_code(code: str, purpose: Purpose, here: SignInSession, by: Actor) -> bool:
    """Whether a code is the one that was mailed for this browser and purpose, and unused."""
    sent = queries.code_for(here, purpose)
    if sent is None or sent.person_id != by.id:
        return False
    change(sent, where=ConfirmingCode.tries == sent.tries, tries=sent.tries + 1)
    if not hmac.compare_digest(sent.code_print, crypto.fingerprint(code)):
        audit.record(Event.CODE_REFUSED, sent, by=by)
        return False
    change(sent, where=ConfirmingCode.used_at.is_(None), used_at=clock.now())
    return True
