"""Reads of photos."""

import sqlalchemy as sa

from nolimits.kernel import files
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.photos.models import Photo


def of(person: Actor) -> Photo | None:
    """The photo that a person has put up."""
    return db.session.scalar(sa.select(Photo).where(Photo.person_id == person.id))


def have_one(person_ids: set[int]) -> set[int]:
    """Those of some people who have put a photo up."""
    wanted = sa.select(Photo.person_id).where(Photo.person_id.in_(person_ids))
    return set(db.session.scalars(wanted)) if person_ids else set()


def picture_of(person: Actor) -> bytes | None:
    """A person's photo as a small JPEG; None where they have none."""
    photo = of(person)
    return files.read_photo(photo.file_name, small=True) if photo else None


def file_names() -> set[str]:
    """The names of all files that somebody's photo is in."""
    return set(db.session.scalars(sa.select(Photo.file_name)))
