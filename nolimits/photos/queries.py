"""Reads of photos."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.kernel import files
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.photos.models import Photo


def of(person: Actor) -> Photo | None:
    """The photo that a person has put up."""
    return db.session.scalar(sa.select(Photo).where(Photo.person_id == person.id))


def have_one(person_ids: set[int]) -> set[int]:
    """Those of some people who have a photo at which somebody has looked."""
    looked_at = sa.and_(Photo.person_id.in_(person_ids), Photo.shown_file.is_not(None))
    wanted = sa.select(Photo.person_id).where(looked_at)
    return set(db.session.scalars(wanted)) if person_ids else set()


def picture_of(person: Actor) -> bytes | None:
    """The last photo that a person put up, as a small JPEG; None where they have none."""
    photo = of(person)
    return files.read_photo(photo.file_name, small=True) if photo else None


def picture_shown(person: Actor) -> bytes | None:
    """The photo of a person at which somebody has looked; None where there is none."""
    photo = of(person)
    shown = photo.shown_file if photo else None
    return files.read_photo(shown, small=True) if shown else None


def waiting() -> list[Photo]:
    """The photos at which nobody has looked yet, the oldest first."""
    new = Photo.shown_file.is_(None) | (Photo.shown_file != Photo.file_name)
    found = sa.select(Photo).options(joinedload(Photo.person)).where(new).order_by(Photo.put_up_at)
    return list(db.session.scalars(found).unique())


def file_names() -> set[str]:
    """The names of all files that somebody's photo is in."""
    rows = db.session.execute(sa.select(Photo.file_name, Photo.shown_file)).all()
    return {name for row in rows for name in row if name}
