"""What is done about people: accounts, roles, champions, signing in and out."""

import hmac
from datetime import date

from nolimits.kernel import audit, clock, crypto, mail
from nolimits.kernel.actors import Actor, Role, fit_together
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people import queries
from nolimits.people.models import (
    Area,
    Champion,
    Directorate,
    Event,
    Person,
    RoleGrant,
    SignInCode,
    SignInSession,
)


@transaction
def add_directorate(name: str, *, by: Actor) -> Directorate:
    """Add a part of the council."""
    require(by, Permission.ADD_PERSON)
    directorate = Directorate(name=name)
    with refusing("There is already a directorate of this name", "name"):
        db.session.add(directorate)
    audit.record(Event.DIRECTORATE_ADDED, directorate, by=by)
    return directorate


@transaction
def add_area(name: str, easting: int, northing: int, *, by: Actor) -> Area:
    """Add a part of the borough, by the national grid reference of its middle, in metres."""
    require(by, Permission.ADD_PERSON)
    area = Area(name=name, easting=easting, northing=northing)
    with refusing("There is already an area of this name", "name"):
        db.session.add(area)
    audit.record(Event.AREA_ADDED, area, by=by)
    return area


@transaction
def add_person(
    name: str,
    email: str | None,
    roles: set[Role],
    *,
    by: Actor,
    directorate: Directorate | None = None,
    job_title: str | None = None,
    employee_number: str | None = None,
) -> Person:
    """Give someone an account and their first roles."""
    require(by, Permission.ADD_PERSON)
    _fit_together(roles)
    today = clock.today()
    person = Person(
        name=name,
        email=email.strip().lower() if email else None,
        directorate=directorate,
        job_title=job_title,
        employee_number=employee_number,
        joined_on=today,
        grants=[RoleGrant(role=role, from_on=today) for role in sorted(roles)],
    )
    with refusing("Somebody already has this email address or employee number", "email"):
        db.session.add(person)
    audit.record(Event.PERSON_ADDED, person, by=by, roles=sorted(roles))
    return person


@transaction
def grant_role(person: Person, role: Role, *, by: Actor) -> RoleGrant:
    """Give a person one more role from today."""
    require(by, Permission.GRANT_ROLE)
    if by.id == person.id:
        raise Refused("Somebody else must give you a role", "role")
    _fit_together({*person.roles, role})
    grant = RoleGrant(person=person, role=role, from_on=clock.today())
    with refusing("They hold this role already", "role"):
        db.session.add(grant)
    audit.record(Event.ROLE_GRANTED, person, by=by, role=role.value)
    return grant


@transaction
def end_role(person: Person, role: Role, *, by: Actor) -> None:
    """Take a role away; what they were until today stays known."""
    require(by, Permission.GRANT_ROLE)
    grant = next((one for one in person.grants if one.role == role and one.until_on is None), None)
    if grant is None:
        raise Refused("They do not hold this role", "role")
    if by.id == person.id:
        raise Refused("Somebody else must take a role from you", "role")
    grant.until_on = clock.today()
    audit.record(Event.ROLE_ENDED, person, by=by, role=role.value)


@transaction
def leave(person: Person, on: date, *, by: Actor) -> None:
    """Close a leaver's account: nobody signs in with it any more, anywhere."""
    require(by, Permission.ADD_PERSON)
    person.left_on = on
    _end_sessions(person)
    audit.record(Event.PERSON_LEFT, person, by=by)


@transaction
def name_champion(directorate: Directorate, person: Person, *, by: Actor) -> Champion:
    """Make someone a directorate's point of contact, after whoever was it before."""
    require(by, Permission.NAME_CHAMPION)
    if person.directorate_id != directorate.id:
        raise Refused("A champion works in the directorate", "person")
    today = clock.today()
    for before in directorate.champions:
        if before.until_on is None:
            before.until_on = today
    db.session.flush()
    champion = Champion(directorate=directorate, person=person, from_on=today)
    db.session.add(champion)
    audit.record(Event.CHAMPION_NAMED, champion, by=by)
    return champion


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
    person = queries.by_email(email)
    sent = queries.usable_code(person) if person else None
    if person is None or sent is None:
        return None
    change(sent, where=SignInCode.tries == sent.tries, tries=sent.tries + 1)
    if not hmac.compare_digest(sent.code_print, crypto.fingerprint(code)):
        return None
    change(sent, where=SignInCode.used_at.is_(None), used_at=clock.now())
    return _begin_session(person, browser)


@transaction
def sign_in_as(person: Person, *, by: Actor, browser: str | None = None) -> Person:
    """Sign in as an invented person; only a demonstration has a page for it."""
    require(by, Permission.SIGN_IN)
    return _begin_session(person, browser)


@transaction
def sign_out(*, by: Actor, token: str) -> None:
    """End this browser's session, so that a copied cookie is worth nothing."""
    require(by, Permission.SIGN_OUT)
    row = SignInSession.by_token_print(crypto.fingerprint(token))
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


def _begin_session(person: Person, browser: str | None) -> Person:
    token = crypto.new_token()
    row = SignInSession(
        person=person,
        token_print=crypto.fingerprint(token),
        begun_at=clock.now(),
        browser=browser,
    )
    db.session.add(row)
    audit.record(Event.SIGNED_IN, row, by=person)
    person.sign_in_token = token
    return person


def _fit_together(roles: set[Role]) -> None:
    if not fit_together(frozenset(roles)):
        raise Refused("A young person can sit on a panel, and have no other duty", "role")


def _end_sessions(person: Person) -> None:
    now = clock.now()
    rows = db.session.query(SignInSession).filter_by(person_id=person.id, ended_at=None)
    for row in rows:
        row.ended_at = now
