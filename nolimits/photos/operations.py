"""What is done about photos."""

import sqlalchemy as sa

from nolimits.kernel import audit, clock, files
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.photos import queries
from nolimits.photos.models import Event, Photo


@transaction
def put_up(made: files.Photo, *, by: Actor) -> Photo:
    """Put up a photo of oneself, to be looked at before it takes the place of any before."""
    require(by, Permission.KEEP_OWN_PHOTO)
    before = queries.of(by)
    name, now = files.keep_photo(made), clock.now()
    if before is None:
        photo = Photo(person_id=by.id, file_name=name, put_up_at=now)
        with refusing("You are putting up another photo at this moment. Look again", "photo"):
            db.session.add(photo)
    else:
        photo, old = before, before.file_name
        change(photo, where=_as_it_is(photo), file_name=name, put_up_at=now)
        if old != photo.shown_file:
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
    _remove(photo)


@transaction
def accept(photo: Photo, seen: str, *, by: Actor) -> None:
    """Let young people see a photo; `seen` is the file that whoever accepts it looked at."""
    require(by, Permission.LOOK_AT_PHOTO, photo)
    _refuse_another(photo, seen)
    before = photo.shown_file
    change(photo, where=_as_it_is(photo), shown_file=seen)
    if before:
        files.remove_once_kept(before)
    audit.record(Event.PHOTO_ACCEPTED, photo, by=by)


@transaction
def turn_down(photo: Photo, seen: str, *, by: Actor) -> None:
    """Let nobody see a photo: the one before stays, where there is one that was accepted."""
    require(by, Permission.LOOK_AT_PHOTO, photo)
    _refuse_another(photo, seen)
    audit.record(Event.PHOTO_TURNED_DOWN, photo, by=by)
    if photo.shown_file:
        change(photo, where=_as_it_is(photo), file_name=photo.shown_file)
        files.remove_once_kept(seen)
    else:
        _remove(photo)


def _refuse_another(photo: Photo, seen: str) -> None:
    if photo.file_name != seen or not photo.waits:
        raise Refused("They have put up another photo meanwhile. Look at it again")


def _as_it_is(photo: Photo) -> sa.ColumnElement[bool]:
    """Nobody has put another up, or looked at one, since it was read."""
    same = Photo.shown_file.is_not_distinct_from(photo.shown_file)
    return sa.and_(Photo.file_name == photo.file_name, same)


def _remove(photo: Photo) -> None:
    for name in filter(None, {photo.file_name, photo.shown_file}):
        files.remove_once_kept(name)
    db.session.delete(photo)
