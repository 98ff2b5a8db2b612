"""What is done with the handbook and the guidance of roles: written, published, read."""

from nolimits.handbook import queries
from nolimits.handbook.models import Acknowledgement, Event, Handbook
from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require


@transaction
def publish_handbook(title: str, text: str, changes: str, *, by: Actor) -> Handbook:
    """Put a new version of the handbook in place of the one before; its readers are asked again."""
    require(by, Permission.PUBLISH_HANDBOOK)
    if not text.strip():
        raise Refused("Enter the text of the handbook", "text")
    before = queries.current_handbook()
    if before and not changes.strip():
        raise Refused("Say what changed, so that people know what to look for", "changes")
    handbook = Handbook(
        number=before.number + 1 if before else 1,
        title=title,
        text=text,
        changes=changes,
        published_on=clock.today(),
    )
    with refusing("Somebody has just published a version. Look at it before you go on"):
        db.session.add(handbook)
    audit.record(Event.HANDBOOK_PUBLISHED, handbook, by=by, number=handbook.number)
    for reader in queries.readers_ever():
        mail.queue(reader, "handbook_published", handbook=handbook)
    return handbook


@transaction
def acknowledge_handbook(handbook: Handbook, *, by: Actor) -> Acknowledgement:
    """Say that oneself has read the handbook as it is now."""
    require(by, Permission.READ_HANDBOOK)
    current = queries.current_handbook()
    if current is None or handbook.id != current.id:
        raise Refused("There is a newer version. Read that one, please")
    read = Acknowledgement(handbook=handbook, person_id=by.id, made_on=clock.today())
    with refusing("You have said so already"):
        db.session.add(read)
    audit.record(Event.HANDBOOK_ACKNOWLEDGED, read, by=by, person=by.id, number=handbook.number)
    return read
