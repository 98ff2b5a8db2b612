"""A young person's own account: given by those who support them, and shut by whoever is near."""

from nolimits.kernel import audit, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people import operations as people
from nolimits.people.models import Person, SuspensionReason
from nolimits.young_people.models import Event, YoungPerson


@transaction
def give_account(young_person: YoungPerson, called: str, email: str | None, *, by: Actor) -> Person:
    """Let them sign in themselves, under the name that they choose to be called."""
    require(by, Permission.SUPPORT_YOUNG_PERSON, young_person)
    if young_person.person_id is not None:
        raise Refused("They have an account already")
    if {*young_person.identity.family_name.lower().split()} & {*called.lower().split()}:
        raise Refused("Leave their last name out", "called")
    try:
        person = people.add_person(called, email, {Role.YOUNG_PERSON}, by=SYSTEM)
    except Refused as refusal:
        # Whose an address is, or whether it is anybody's, is not for a worker to find out.
        raise Refused("This address cannot be used: ask them for another", "email") from refusal
    change(young_person, where=YoungPerson.person_id.is_(None), person_id=person.id)
    audit.record(Event.ACCOUNT_GIVEN, young_person, by=by, person_id=person.id)
    mail.queue(person, "young_person_welcome")
    return person


def answered_by(young_person: YoungPerson, by: Actor) -> None:
    """A worker answers only for somebody who has no account to answer with."""
    if young_person.person_id not in (None, by.id):
        raise Refused("They have a page of their own, and answer there")


@transaction
def note_address_refused(young_person: YoungPerson, *, by: Actor) -> None:
    """Write down that an address could not be used: who tries many is seen."""
    require(by, Permission.SUPPORT_YOUNG_PERSON, young_person)
    audit.record(Event.ADDRESS_REFUSED, young_person, by=by)


@transaction
def close_page(young_person: YoungPerson, *, by: Actor) -> None:
    """Shut their account now, where somebody else may read their page; meetings go on."""
    require(by, Permission.CLOSE_YOUNG_PAGE, young_person)
    if young_person.person is None:
        raise Refused("They have no page of their own")
    people.suspend(young_person.person, SuspensionReason.OTHER, by=SYSTEM)
    audit.record(Event.ACCOUNT_CLOSED, young_person, by=by)
