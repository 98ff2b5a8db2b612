"""Reads of what people told of themselves."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.backgrounds.abroad import Address
from nolimits.backgrounds.models import Background, OverseasCheck, SelfDisclosure
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db


def background_of(person: Actor) -> Background | None:
    """What somebody told last of their names, addresses and time abroad."""
    return db.session.scalar(
        sa.select(Background)
        .where(Background.person_id == person.id)
        .order_by(Background.id.desc())
        .limit(1)
    )


def disclosure_of(person: Actor) -> SelfDisclosure | None:
    """What somebody told last of their record: the one that counts."""
    return db.session.scalar(
        sa.select(SelfDisclosure)
        .options(
            joinedload(SelfDisclosure.person),
            joinedload(SelfDisclosure.decided_by),
            joinedload(SelfDisclosure.seconded_by),
        )
        .where(SelfDisclosure.person_id == person.id)
        .order_by(SelfDisclosure.id.desc())
        .limit(1)
    )


def overseas_of(person: Actor) -> OverseasCheck | None:
    """What was recorded last of somebody's time abroad."""
    return db.session.scalar(
        sa.select(OverseasCheck)
        .options(joinedload(OverseasCheck.recorded_by), joinedload(OverseasCheck.approved_by))
        .where(OverseasCheck.person_id == person.id)
        .order_by(OverseasCheck.id.desc())
        .limit(1)
    )


def addresses_of(background: Background) -> Sequence[Address]:
    """Where somebody lived, newest first."""
    return [
        Address(one["words"], one["abroad"], date.fromisoformat(one["since"]))
        for one in background.addresses
    ]
