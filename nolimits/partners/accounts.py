"""People of partners: given an account by a coordinator, which is closed when they go."""

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, db, lock, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.partners.models import Event, Partner, PartnerPerson
from nolimits.people import operations as people


@transaction
def add_partner_person(partner: Partner, name: str, email: str, *, by: Actor) -> PartnerPerson:
    """Let somebody of a partner sign in, with a code that is sent to them each time."""
    require(by, Permission.RUN_PARTNERS, partner)
    lock(partner)
    if partner.ended_on:
        raise Refused("It is no partner any more")
    try:
        person = people.add_person(name, email, {Role.PARTNER}, by=SYSTEM, invite=True)
    except Refused as refusal:
        # Whose an address is may tell a young person's.
        raise Refused("This address cannot be used: ask them for another", "email") from refusal
    one = PartnerPerson(partner=partner, person=person, from_on=clock.today())
    db.session.add(one)
    audit.record(Event.PERSON_ADDED, one, by=by, person_id=person.id)
    return one


@transaction
def note_address_refused(partner: Partner, *, by: Actor) -> None:
    """Write down that an address could not be used: who tries many is seen."""
    require(by, Permission.RUN_PARTNERS, partner)
    audit.record(Event.ADDRESS_REFUSED, partner, by=by)


@transaction
def part_with(one: PartnerPerson, *, by: Actor) -> None:
    """Close the account of somebody who works there no more; they are out at their next step."""
    require(by, Permission.RUN_PARTNERS, one)
    change(one, where=PartnerPerson.until_on.is_(None), until_on=clock.today())
    people.leave(one.person, clock.today(), by=SYSTEM)
    audit.record(Event.PERSON_GONE, one, by=by, person_id=one.person_id)
