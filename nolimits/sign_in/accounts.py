"""What is done when the council's service says who somebody is."""

import sqlalchemy as sa

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import db, transaction
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.settings import settings
from nolimits.people import operations as people
from nolimits.people.models import Person
from nolimits.people.queries import by_address
from nolimits.sign_in import operations, queries
from nolimits.sign_in.council import Fault, Told
from nolimits.sign_in.models import CouncilAccount, Event, Method


@transaction
def sign_in_by_council(
    told: Told, *, by: Actor, here: Person | None = None, browser: str | None = None
) -> Person | Fault:
    """Sign in whom the council's service has named, with the roles that their groups give today.

    `here` is whoever is signed in already in this browser: a council's account that is new to us
    is then theirs from now on. Roles that a group gave end when somebody is no longer in it,
    whether or not they are let in; so what keeps somebody out is answered and not raised.
    """
    require(by, Permission.SIGN_IN)
    roles = _roles_of(told)
    found = _account_of(told) or (_connect(told, here) if here else _join(told, roles))
    if isinstance(found, Fault):
        return found
    person = found.person
    if here and here.id != person.id:
        return Fault.OTHERS
    if person.has_left or person.suspended_at is not None:
        return Fault.CLOSED
    people.follow_groups(person, roles, by=SYSTEM)
    if not person.is_active:
        return Fault.NO_GROUP
    return operations.begin(
        person, Method.COUNCIL, by=by, browser=browser, second_factor=told.strong
    )


def _roles_of(told: Told) -> frozenset[Role]:
    """The roles that somebody's groups give, as the settings say."""
    return frozenset(Role(role) for group, role in settings().oidc_groups if group in told.groups)


def _account_of(told: Told) -> CouncilAccount | None:
    return db.session.scalar(
        sa.select(CouncilAccount).where(
            CouncilAccount.tenant == told.tenant, CouncilAccount.subject == told.subject
        )
    )


def _join(told: Told, roles: frozenset[Role]) -> CouncilAccount | Fault:
    """An account for somebody new, if a group of theirs admits them.

    Whose address it was before tells nothing of who they are: a leaver's, or one of somebody whom
    the council knows by another account, passes on with nothing but mail to come. Somebody who has
    no account of the council's yet shows that they read mail there, and connects the two. One who
    came by the staff list and never had a role has no other way in: their address opens their
    account where the council gives their name too. That narrows who may take it for theirs, and
    does not rule out a namesake.
    """
    if not roles:
        return Fault.NO_GROUP
    holder = by_address(told.email) if told.email else None
    if holder and not holder.has_left:
        if not queries.is_connected(holder):
            theirs = not holder.grants and _said(told.name) == _said(holder.name)
            return _connect(told, holder) if theirs else Fault.ADDRESS_TAKEN
        people.release_address(told.email, by=SYSTEM, passes_on=True)
    person = people.add_person(told.name, told.email, set(), by=SYSTEM)
    return _connect(told, person)


def _said(name: str) -> list[str]:
    """The words of a name, which one system writes in another order than another."""
    return sorted(name.casefold().replace(",", " ").split())


def _connect(told: Told, person: Person) -> CouncilAccount | Fault:
    """From now on the council's account signs in this person."""
    if queries.is_connected(person):
        return Fault.OTHERS
    account = CouncilAccount(
        person=person, tenant=told.tenant, subject=told.subject, connected_at=clock.now()
    )
    db.session.add(account)
    audit.record(Event.COUNCIL_ACCOUNT_CONNECTED, account, by=person)
    return account
