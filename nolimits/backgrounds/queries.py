"""Reads of what people told of themselves."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.backgrounds.abroad import LEAST_MONTHS, Address
from nolimits.backgrounds.models import (
    Background,
    DisclosureDecision,
    OverseasCheck,
    SelfDisclosure,
    Told,
)
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.people.models import Person


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


def told_before(disclosure: SelfDisclosure) -> Sequence[SelfDisclosure]:
    """What somebody told of their record before, newest first: nobody decides without it."""
    return db.session.scalars(
        sa.select(SelfDisclosure)
        .options(joinedload(SelfDisclosure.decided_by), joinedload(SelfDisclosure.seconded_by))
        .where(
            SelfDisclosure.person_id == disclosure.person_id,
            SelfDisclosure.id < disclosure.id,
            SelfDisclosure.told == Told.SOMETHING,
        )
        .order_by(SelfDisclosure.id.desc())
    ).all()


def against_deciding(disclosure: SelfDisclosure) -> str:
    """Why nobody decides on something that was told; empty where somebody may."""
    if disclosure.told == Told.NOTHING:
        return "They told of nothing, so there is nothing to decide"
    return "This is decided already" if disclosure.decision else _told_anew(disclosure)


def against_seconding(disclosure: SelfDisclosure) -> str:
    """Why nobody agrees to a decision as the second; empty where somebody may."""
    return _told_anew(disclosure) if disclosure.needs_second else "This waits for nobody"


def _told_anew(disclosure: SelfDisclosure) -> str:
    """Nobody decides on what somebody has said anew since."""
    newest = disclosure_of(disclosure.person)
    if newest is None or newest.id != disclosure.id:
        return "They have told us anew since. Look at what they said last"
    return ""


def overseas_of(person: Actor) -> OverseasCheck | None:
    """What was recorded last of somebody's time abroad."""
    return db.session.scalar(
        sa.select(OverseasCheck)
        .options(joinedload(OverseasCheck.recorded_by), joinedload(OverseasCheck.approved_by))
        .where(OverseasCheck.person_id == person.id)
        .order_by(OverseasCheck.id.desc())
        .limit(1)
    )


def waiting_disclosures(but: Actor) -> list[SelfDisclosure]:
    """What those who volunteer told last, and two have not settled, but one's own."""
    newest = sa.select(sa.func.max(SelfDisclosure.id)).group_by(SelfDisclosure.person_id)
    rows = (
        sa.select(SelfDisclosure)
        .options(joinedload(SelfDisclosure.person).selectinload(Person.grants))
        .where(
            SelfDisclosure.id.in_(newest),
            SelfDisclosure.told == Told.SOMETHING,
            SelfDisclosure.seconded_on.is_(None),
            sa.func.coalesce(SelfDisclosure.decision, "") != DisclosureDecision.NOT_SUITABLE,
            SelfDisclosure.person_id != but.id,
        )
        .order_by(SelfDisclosure.id)
    )
    return [one for one in db.session.scalars(rows) if Role.VOLUNTEER in one.person.roles]


def waiting_abroad(but: Actor) -> list[Background]:
    """The last tellings of those who volunteer and whose time abroad nobody looked into since."""
    newest = sa.select(sa.func.max(Background.id)).group_by(Background.person_id)
    rows = (
        sa.select(Background)
        .options(joinedload(Background.person).selectinload(Person.grants))
        .where(
            Background.id.in_(newest),
            Background.person_id.in_(_not_looked_into().with_only_columns(Background.person_id)),
            Background.person_id != but.id,
        )
        .order_by(Background.id)
    )
    return [one for one in db.session.scalars(rows) if Role.VOLUNTEER in one.person.roles]


def most_months(person: Actor) -> int:
    """The most time abroad that somebody has ever told of: telling less takes nothing back."""
    months = sa.func.max(Background.months_abroad)
    return db.session.scalar(sa.select(months).where(Background.person_id == person.id)) or 0


def months_to_look_into(person: Actor) -> int:
    """The most time abroad that was told of and that nobody has looked into since; or 0."""
    months = sa.func.max(Background.months_abroad)
    left = _not_looked_into().where(Background.person_id == person.id).with_only_columns(months)
    return db.session.scalar(left) or 0


def _not_looked_into() -> sa.Select[Any]:
    """The tellings of long time abroad that nobody has looked into since."""
    since = sa.exists().where(
        OverseasCheck.person_id == Background.person_id,
        OverseasCheck.recorded_on >= Background.told_on,
        OverseasCheck.months >= Background.months_abroad,
    )
    return sa.select(Background).where(Background.months_abroad >= LEAST_MONTHS, ~since)


def addresses_of(background: Background) -> Sequence[Address]:
    """Where somebody lived, newest first."""
    return [
        Address(one["words"], one["abroad"], date.fromisoformat(one["since"]))
        for one in background.addresses
    ]
