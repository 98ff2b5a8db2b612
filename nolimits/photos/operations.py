"""What is done about photos."""

from nolimits.kernel import audit, clock, files
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.photos import queries
from nolimits.photos.models import Event, Photo


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
def take_down(person: Actor, *, by: Actor) -> None:
    """Have somebody's photo no more, anywhere: they wish so, or are a volunteer no more."""
    require(by, Permission.TAKE_PHOTO_DOWN, person)
    photo = queries.of(person)
    if photo is None:
        raise Refused("There is no photo here")
    audit.record(Event.PHOTO_TAKEN_DOWN, photo, by=by)
    files.remove_once_kept(photo.file_name)
    db.session.delete(photo)
