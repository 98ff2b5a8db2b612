"""What is done about people: accounts, roles and champions."""

from datetime import date

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor, Role, fit_together
from nolimits.kernel.db import db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import (
    Area,
    Champion,
    Directorate,
    Event,
    Person,
    RoleGrant,
    Source,
)
from nolimits.people.queries import by_address


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
    return person


@transaction
def release_address(email: str | None, *, by: Actor, passes_on: bool = False) -> None:
    """Take an address from a leaver's account, which keeps its records, for who has it next.

    `passes_on` takes it from whoever has it: the council's service says that it is another's now.
    """
    require(by, Permission.ADD_PERSON)
    holder = by_address(email) if email else None
    left = holder and holder.left_on is not None and holder.left_on <= clock.today()
    if holder and (left or passes_on):
        holder.email = None
        audit.record(Event.ADDRESS_RELEASED, holder, by=by)
        db.session.flush()


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
def follow_groups(person: Person, roles: frozenset[Role], *, by: Actor) -> None:
    """Let groups of the council's sign-in service give and take roles; those given by hand stay."""
    require(by, Permission.GRANT_ROLE)
    today = clock.today()
    held = {grant.role: grant for grant in person.grants if grant.until_on is None}
    for role, grant in held.items():
        if grant.source is Source.GROUP and role not in roles:
            grant.until_on = today
            audit.record(Event.ROLE_ENDED, person, by=by, role=role.value)
    for role in sorted(roles - set(held)):
        if fit_together(person.roles | {role}):
            person.grants.append(RoleGrant(role=role, source=Source.GROUP, from_on=today))
            audit.record(Event.ROLE_GRANTED, person, by=by, role=role.value)


@transaction
def leave(person: Person, on: date, *, by: Actor) -> None:
    """Close a leaver's account: nobody signs in with it any more, anywhere."""
    require(by, Permission.ADD_PERSON)
    person.left_on = on
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


def _fit_together(roles: set[Role]) -> None:
    if not fit_together(frozenset(roles)):
        raise Refused("A young person can sit on a panel, and have no other duty", "role")
