"""What is done about photos."""

from nolimits.kernel import audit, clock, files, jobs
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Event as OfPeople
from nolimits.people.models import Person
from nolimits.photos import queries
from nolimits.photos.models import Event, Photo

KEPT_UNNAMED = 24 * 60 * 60  # seconds in which a photo that is just being put up finds its row


@transaction
def put_up(made: files.Photo, *, by: Actor) -> Photo:
    """Show a photo of oneself, in place of any that one had."""
    require(by, Permission.KEEP_OWN_PHOTO)
    before = queries.of(by)
    name, now = files.keep_photo(made), clock.now()
    if before is None:
        photo = Photo(person_id=by.id, file_name=name, put_up_at=now)
        with refusing("You are putting up another photo at this moment. Look again", "photo"):
            db.session.add(photo)
    else:
        photo, old = before, before.file_name
        change(photo, where=Photo.file_name == old, file_name=name, put_up_at=now)
        files.remove_once_kept(old)
    audit.record(Event.PHOTO_PUT_UP, photo, by=by)
    return photo


@transaction
def take_down(*, by: Actor) -> None:
    """Have one's photo no more, anywhere."""
    require(by, Permission.KEEP_OWN_PHOTO)
    photo = queries.of(by)
    if photo is None:
        raise Refused("You have no photo here")
    audit.record(Event.PHOTO_TAKEN_DOWN, photo, by=by)
    _remove(photo)


@audit.heard(OfPeople.ROLE_ENDED)
@audit.heard(OfPeople.PERSON_LEFT)
def let_go(person: Person, *, by: Actor) -> None:
    """Keep no photo of whoever is a volunteer no more."""
    photo = queries.of(person)
    if photo is not None and Role.VOLUNTEER not in person.roles:
        audit.record(Event.PHOTO_TAKEN_DOWN, photo, by=by)
        _remove(photo)


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


def _remove(photo: Photo) -> None:
    files.remove_once_kept(photo.file_name)
    db.session.delete(photo)
