"""Whom a letter asks to look, which names nobody: part of an operation."""

from typing import Any

from nolimits.kernel import mail
from nolimits.kernel.actors import PRIVILEGED, Actor, Role
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.people.queries import holders


def tell_coordinators(but: int | None) -> None:
    """Have every coordinator look, but one: whoever did it, or is the one whom it is about."""
    for coordinator in holders(Role.COORDINATOR):
        if coordinator.id != but:
            mail.queue(coordinator, "something_needs_you")


def tell_of_duties(
    person: Person, roles: frozenset[Role], *, by: Actor, what: str = "role"
) -> None:
    """Tell leads and the other administrators of a role that opens what is kept of others.

    No administrator gives one unseen, nor names another `address` for who holds one, nor agrees to
    a `reset`: through it they might read what they are kept apart from.
    """
    if by.id is None or not roles & PRIVILEGED:
        return
    giver = db.session.get_one(Person, by.id)
    told = {*holders(Role.SAFEGUARDING_LEAD), *holders(Role.ADMINISTRATOR)} - {giver, person}
    said: dict[str, Any] = {"account": person.reference, "giver": giver.reference, "what": what}
    said["roles"] = sorted(roles & PRIVILEGED)
    for one in sorted(told, key=lambda one: one.id):
        mail.queue(one, "role_given", **said)
