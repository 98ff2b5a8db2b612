"""Reads about support mentors: what is due, and catch-ups that somebody may read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.matching.models import Match
from nolimits.support_mentors.due import SOON, next_due
from nolimits.support_mentors.models import CatchUp
from nolimits.volunteers.models import Support, Volunteer
from nolimits.volunteers.queries import stands_behind
from nolimits.young_people.apart import kept_apart_from

DRAFT = "catch_up"
"""The journey under which a catch-up is kept while it is written."""


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """What somebody may read: a coordinator all but their own, a support mentor since they came.

    Nobody reads one that may tell of a young person from whom they are kept apart.
    """
    of_apart = sa.select(Match.volunteer_id).where(
        Match.young_person_id.in_(kept_apart_from(by)), Match.proposed_on.is_not(None)
    )
    ways: list[sa.ColumnElement[bool]] = [sa.false()]
    if Role.COORDINATOR in by.roles:
        ways.append(CatchUp.volunteer.has(Volunteer.person_id != by.id))
    if Role.SUPPORT_MENTOR in by.roles:
        own = sa.or_(Support.mentor_id == by.id, CatchUp.held_by_id == by.id)
        ways.append(CatchUp.support.has(sa.and_(own, stands_behind(by))))
    return sa.and_(sa.or_(*ways), CatchUp.volunteer_id.not_in(of_apart))


def catch_ups(by: Actor) -> sa.Select[Any]:
    """A list of catch-ups, newest first, without what was said."""
    return (
        sa.select(CatchUp)
        .where(visible_to(by))
        .options(
            joinedload(CatchUp.volunteer).joinedload(Volunteer.person), joinedload(CatchUp.held_by)
        )
        .order_by(CatchUp.held_on.desc(), CatchUp.id.desc())
    )


# --- What is due --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Next:
    """When a volunteer and their support mentor last caught up, and when they are to again."""

    volunteer: Volunteer
    last_on: date | None
    due_on: date | None
    agreed_on: date | None

    @property
    def status(self) -> str | None:
        """A word for its tag: nothing where there is time."""
        today = clock.today()
        if self.due_on is None or self.due_on > today + SOON:
            return None
        return "Overdue" if self.due_on < today else "Due soon"


def next_of(volunteer: Volunteer) -> Next:
    """When one volunteer is to be caught up with."""
    return _nexts([volunteer])[0]


def nexts_of(person: Actor) -> list[Next]:
    """The same for everyone behind whom somebody stands or covers, what is due first at the top."""
    return _nexts(_volunteers(Volunteer.supports.any(stands_behind(person))))


def overdue(on: date) -> list[Next]:
    """Catch-ups whose day is past, the longest first."""
    meets = Volunteer.id.in_(_met().with_only_columns(Match.volunteer_id))
    found = _nexts(_volunteers(meets, Volunteer.left_on.is_(None)))
    return [one for one in found if one.due_on and one.due_on < on]


def _volunteers(*where: sa.ColumnElement[bool]) -> list[Volunteer]:
    statement = sa.select(Volunteer).where(*where).order_by(Volunteer.id)
    behind = selectinload(Volunteer.supports).joinedload(Support.mentor)
    return list(db.session.scalars(statement.options(joinedload(Volunteer.person), behind)))


def _nexts(volunteers: Collection[Volunteer]) -> list[Next]:
    """Reads of some volunteers in two statements when they first met and last caught up."""
    ids = [one.id for one in volunteers]
    met: dict[int, date] = {row[0]: row[1] for row in db.session.execute(_met(ids))}
    settled = CatchUp.due_on.is_not(None)
    rows = db.session.execute(
        sa.select(
            CatchUp.volunteer_id,
            sa.func.max(CatchUp.due_on),
            sa.func.max(sa.case((settled, CatchUp.held_on))),
            sa.func.max(CatchUp.held_on),
            sa.func.max(CatchUp.next_on),
        )
        .where(CatchUp.volunteer_id.in_(ids))
        .group_by(CatchUp.volunteer_id)
    )
    caught = {row[0]: row[1:] for row in rows}
    found, today = [], clock.today()
    for volunteer in volunteers:
        last_due, settled_on, last_on, agreed_on = caught.get(volunteer.id, (None,) * 4)
        due_on = next_due(met.get(volunteer.id), last_due, settled_on)
        if agreed_on and (agreed_on < today or agreed_on <= last_on):
            agreed_on = None
        found.append(Next(volunteer, last_on, due_on, agreed_on))
    return sorted(found, key=lambda one: (one.due_on or date.max, one.volunteer.person.name))


_FIRST_MET: tuple[Any, Any] = (Match.volunteer_id, sa.func.min(Match.introduction_on))


def _met(ids: Collection[int] | None = None) -> sa.Select[Any]:
    """The first day on which each volunteer met whom they meet now."""
    statement = (
        sa.select(*_FIRST_MET)
        .where(Match.introduction_on <= clock.today(), Match.ended_on.is_(None))
        .group_by(Match.volunteer_id)
    )
    return statement if ids is None else statement.where(Match.volunteer_id.in_(ids))
