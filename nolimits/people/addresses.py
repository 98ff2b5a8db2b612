"""What is written down of addresses that somebody tries."""

from nolimits.kernel import audit
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, transaction
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Event, Person


@transaction
def note_address_refused(*, by: Actor) -> None:
    """Write down on their own account that somebody typed an address that is another's."""
    require(by, Permission.ADD_PERSON)
    audit.record(Event.ADDRESS_REFUSED, db.session.get_one(Person, by.id), by=by)
