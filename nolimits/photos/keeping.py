"""What happens to photos by itself: none outlives what it is for."""

from nolimits.kernel import audit, clock, files, jobs
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.people.models import Event, Person
from nolimits.photos import operations, queries

KEPT_UNNAMED = 24 * 60 * 60  # seconds in which a photo that is just being put up finds its row


@audit.heard(Event.ROLE_ENDED)
@audit.heard(Event.PERSON_LEFT)
def let_go(person: Person, *, by: Actor) -> None:
    """Keep no photo of whoever is a volunteer no more."""
    if Role.VOLUNTEER not in person.roles and queries.of(person):
        operations.take_down(person, by=SYSTEM)


@jobs.nightly("photos_nobody_has", hour=3)
def sweep() -> int:
    """Remove files that no photo names: what was half put up, or left when a start failed."""
    named, now = queries.file_names(), clock.of_machine()
    left = [
        name
        for name, since in files.kept_photos().items()
        if name not in named and now - since > KEPT_UNNAMED
    ]
    for name in left:
        files.remove_photo(name)
    return len(left)
