"""Reads of saved views: one's own of a list."""

import sqlalchemy as sa

from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.saved_views.models import SavedView


def of(person: Actor, place: str) -> list[SavedView]:
    """What somebody keeps of a list, by name."""
    theirs = sa.and_(SavedView.person_id == person.id, SavedView.place == place)
    found = db.session.scalars(sa.select(SavedView).where(theirs).order_by(SavedView.id))
    return sorted(found, key=lambda one: one.name.casefold())
