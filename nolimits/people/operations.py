"""What is done about people: accounts, roles and champions."""

from dataclasses import dataclass
from datetime import date

from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, WITHOUT_DUTIES, Actor, Role, fit_together
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import words
from nolimits.people.models import (
    Area,
    Champion,
    Directorate,
    Event,
    Person,
    RoleGrant,
    Source,
    SuspensionReason,
)
from nolimits.people.queries import acting_administrators, by_address, champions_gone
from nolimits.people.telling import tell_of_duties


@dataclass(frozen=True)
class Letter:
    """An address that is not, or not any more, the one of its person."""

    email: str | None
    name: str


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
def rename_directorate(directorate: Directorate, name: str, *, by: Actor) -> None:
    """Call a part of the council by another name; lists that still use the old one find it."""
    require(by, Permission.ADD_PERSON)
    also = [one for one in directorate.also_called if one != name]
    with refusing("There is already a directorate of this name", "name"):
        directorate.also_called, directorate.name = [*also, directorate.name], name
    audit.record(Event.DIRECTORATE_RENAMED, directorate, by=by)


@transaction
def call_directorate(directorate: Directorate, name: str, *, by: Actor) -> None:
    """Know a part of the council by one more name, which other systems have for it."""
    require(by, Permission.ADD_PERSON)
    directorate.also_called = [*directorate.also_called, name]
    audit.record(Event.DIRECTORATE_RENAMED, directorate, by=by)


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
    invite: bool = False,
) -> Person:
    """Give someone an account and their first roles.

    An invitation holds no key: only who reads mail at the address is sent a code to sign in with.
    """
    require(by, Permission.ADD_PERSON)
    _fit_together(roles)
    today = clock.today()
    release_address(email, by=by)
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
    tell_of_duties(person, frozenset(roles), by=by)
    if invite:
        mail.queue(person, "person_invited")
    return person


@transaction
def release_address(email: str | None, *, by: Actor, passes_on: bool = False) -> None:
    """Take an address from a leaver's account, which keeps its records, for who has it next.

    `passes_on` takes it from whoever has it: the council's service says that it is another's now.
    """
    require(by, Permission.ADD_PERSON)
    holder = by_address(email) if email else None
    if holder and (holder.has_left or passes_on):
        holder.email = None
        audit.record(Event.ADDRESS_RELEASED, holder, by=by)
        db.session.flush()


@transaction
def grant_role(person: Person, role: Role, *, by: Actor) -> RoleGrant:
    """Give a person one more role from today."""
    require(by, Permission.GRANT_ROLE, person)
    if by.id == person.id:
        raise Refused("Somebody else must give you a role", "role")
    _fit_together({*person.roles, role})
    grant = RoleGrant(person=person, role=role, from_on=clock.today())
    with refusing("They hold this role already", "role"):
        db.session.add(grant)
    audit.record(Event.ROLE_GRANTED, person, by=by, role=role.value)
    tell_of_duties(person, frozenset({role}), by=by)
    return grant


@transaction
def end_role(person: Person, role: Role, *, by: Actor) -> None:
    """Take a role away; what they were until today stays known."""
    require(by, Permission.END_ROLE, person)
    grant = person.grant_of(role)
    if grant is None:
        raise Refused("They do not hold this role", "role")
    if by.id == person.id:
        raise Refused("Somebody else must take a role from you", "role")
    if role is Role.ADMINISTRATOR:
        _keep_an_administrator(person)
    grant.until_on, grant.ended_by_id = clock.today(), by.id
    audit.record(Event.ROLE_ENDED, person, by=by, role=role.value)


@transaction
def follow_groups(person: Person, roles: frozenset[Role], *, by: Actor) -> None:
    """Let groups of the council's sign-in service give and take roles; those given by hand stay.

    They take nothing from the only administrator: nobody could give it back. What somebody ended by
    hand they give no more, until somebody gives it by hand.
    """
    require(by, Permission.GRANT_ROLE, person)
    today = clock.today()
    held = {grant.role: grant for grant in person.grants if grant.until_on is None}
    for role, grant in held.items():
        if grant.source is Source.GROUP and role not in roles and not _is_last(person, role):
            grant.until_on = today
            audit.record(Event.ROLE_ENDED, person, by=by, role=role.value)
    newest = {grant.role: grant for grant in person.grants}
    ended = {role for role, grant in newest.items() if grant.ended_by_id is not None}
    for role in sorted(roles - set(held) - ended):
        if fit_together(person.roles | {role}):
            person.grants.append(RoleGrant(role=role, source=Source.GROUP, from_on=today))
            audit.record(Event.ROLE_GRANTED, person, by=by, role=role.value)


@transaction
def rename(person: Person, name: str, *, by: Actor) -> None:
    """Call somebody by another name from now on."""
    require(by, Permission.CHANGE_ACCOUNT, person)
    if name != person.name:
        person.name = name
        audit.record(Event.PERSON_RENAMED, person, by=by)


@transaction
def name_address(person: Person, email: str, *, by: Actor) -> None:
    """Name a new address; it is theirs once they have signed in with a code that is sent there."""
    require(by, Permission.CHANGE_ACCOUNT, person)
    email = email.strip().lower()
    if email == person.email:
        raise Refused("That is their address already", "email")
    release_address(email, by=by)
    if by_address(email):
        raise Refused("Somebody already has this email address", "email")
    with refusing("Somebody is about to have this email address", "email"):
        person.new_email = email
    audit.record(Event.ADDRESS_NAMED, person, by=by)
    tell_of_duties(person, person.roles, by=by, what="address")
    mail.queue(Letter(email, person.name), "person_new_address")


@transaction
def prove_address(person: Person, *, by: Actor) -> None:
    """Take the new address, from which a code has come back; the old one is told."""
    require(by, Permission.CHANGE_ACCOUNT, person)
    before, new = person.email, person.new_email
    with refusing("Somebody else has this address meanwhile", "email"):
        person.email, person.new_email = new, None
    audit.record(Event.ADDRESS_PROVED, person, by=by)
    mail.queue(Letter(before, person.name), "person_address_changed")


@transaction
def suspend(person: Person, reason: SuspensionReason, *, by: Actor) -> None:
    """Shut an account for now: whoever is signed in to it is out at their next step."""
    require(by, Permission.CHANGE_ACCOUNT, person)
    _keep_an_administrator(person)
    change(person, where=Person.suspended_at.is_(None), suspended_at=clock.now())
    audit.record(Event.PERSON_SUSPENDED, person, by=by, reason=words(reason))


@transaction
def bring_back(person: Person, *, by: Actor) -> None:
    """Open an account that was suspended or closed; the roles that were not ended are back."""
    require(by, Permission.CHANGE_ACCOUNT, person)
    if person.suspended_at is None and person.left_on is None:
        raise Refused("Their account is open already")
    person.suspended_at = person.left_on = None
    audit.record(Event.PERSON_BROUGHT_BACK, person, by=by)
    tell_of_duties(person, person.roles, by=by)


@transaction
def leave(person: Person, on: date, *, by: Actor) -> None:
    """Close a leaver's account from a day: nobody signs in with it from then on, anywhere."""
    require(by, Permission.CHANGE_ACCOUNT, person)
    if on < person.joined_on:
        joined = day(person.joined_on)
        raise Refused(f"They joined on {joined}: choose that day or a later one", "on")
    _keep_an_administrator(person)
    person.left_on = on
    audit.record(Event.PERSON_LEFT, person, by=by)


@audit.heard(Event.PERSON_LEFT)
@audit.heard(Event.PERSON_MOVED)
def _on_person_gone(person: Person, *, by: Actor) -> None:
    """Whoever works in a directorate no more is not the one to ask there."""
    _end_of_champions(by)


@jobs.nightly("champions_who_left")
@transaction
def _end_championships() -> int:
    """End what champions do whose last day has come; how many."""
    return _end_of_champions(SYSTEM)


def _end_of_champions(by: Actor) -> int:
    """End it for whoever has left or works elsewhere; how many."""
    ended = champions_gone(clock.today())
    for champion in ended:
        champion.until_on = clock.today()
        audit.record(Event.CHAMPION_ENDED, champion, by=by)
    return len(ended)


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


def _fit_together(roles: set[Role]) -> None:
    if not fit_together(frozenset(roles)):
        raise Refused(next(why for one, why in WITHOUT_DUTIES.items() if one in roles), "role")


def _keep_an_administrator(person: Person) -> None:
    if _is_last(person, Role.ADMINISTRATOR):
        raise Refused("They are the only administrator. Give somebody else the role first")


def _is_last(person: Person, role: Role) -> bool:
    """Whether nobody could act as administrator any more without this person."""
    return role is Role.ADMINISTRATOR and acting_administrators(hold=True) == {person.id}
