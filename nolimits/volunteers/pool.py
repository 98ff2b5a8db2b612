"""The pool of support mentors: whom each supports, how many they said they can, and who is apt."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.kernel.db import db
from nolimits.people.models import Person, RoleGrant
from nolimits.people.queries import holds
from nolimits.volunteers.models import Cover, Support, SupportCapacity, Volunteer
from nolimits.young_people.models import AdultTie, YoungPerson


@dataclass(frozen=True)
class Carrier:
    """A support mentor, how many they support today, and what they said that they can."""

    person: Person
    capacity: SupportCapacity | None
    supports: int
    cover: Cover | None = None  # while they are away, or for when they will be

    @cached_property
    def room(self) -> int | None:
        """How many more they can support; None where they have not said."""
        return self.capacity.most - self.supports if self.capacity else None

    @property
    def reading(self) -> set[int]:
        """Who would read of a volunteer: they, and whoever covers for them."""
        return {self.person.id, *([self.cover.cover_id] if self.cover else [])}

    @property
    def told(self) -> str:
        """Their room in words."""
        if self.capacity is None:
            return f"supports {self.supports}, has not said how many they can"
        room = "no room" if self.is_full else f"room for {self.room}"
        return f"{room}, supports {self.supports} of {self.capacity.most}"

    @property
    def is_full(self) -> bool:
        """Whether they said that they can support no more."""
        return self.room is not None and self.room <= 0


def capacity_of(person_id: int) -> SupportCapacity | None:
    """What somebody last said."""
    theirs = SupportCapacity.person_id == person_id
    return db.session.scalar(
        sa.select(SupportCapacity).where(theirs, SupportCapacity.until_on.is_(None))
    )


def supported_by(person_id: int) -> list[Volunteer]:
    """The volunteers behind whom somebody stands, by name."""
    return supported_by_each([person_id]).get(person_id, [])


def supported_by_each(ids: Collection[int]) -> dict[int, list[Volunteer]]:
    """The same of several, by their numbers."""
    found: dict[int, list[Volunteer]] = {}
    rows = db.session.execute(
        sa.select(Support.mentor_id, Volunteer)
        .join(Support.volunteer)
        .join(Volunteer.person)
        .options(joinedload(Volunteer.person))
        .where(Support.until_on.is_(None), Support.mentor_id.in_(ids))
        .order_by(Person.name, Volunteer.id)
    )
    for mentor_id, volunteer in rows:
        found.setdefault(mentor_id, []).append(volunteer)
    return found


def support_mentors() -> sa.Select[Any]:
    """Every support mentor with what they said and how many they support: those with most room
    first, then who has not said, then who is full.
    """
    supports = (
        sa.select(sa.func.count(Support.id))
        .where(Support.mentor_id == Person.id, Support.until_on.is_(None))
        .correlate(Person)
        .scalar_subquery()
    )
    said = sa.and_(SupportCapacity.person_id == Person.id, SupportCapacity.until_on.is_(None))
    room: sa.ColumnElement[int] = SupportCapacity.most - supports
    return (
        sa.select(Person, SupportCapacity, supports)
        .outerjoin(SupportCapacity, said)
        .where(holds(Role.SUPPORT_MENTOR))
        .order_by(
            sa.case((room <= 0, 1), else_=0),
            room.is_(None),
            sa.case((room != 0, 0 - room), else_=supports),
            Person.name,
            Person.id,
        )
    )


def carriers(rows: Iterable[Any] | None = None) -> list[Carrier]:
    """Support mentors in that order, those of some rows or all, with who covers for them."""
    found: list[Any] = list(db.session.execute(support_mentors()).all() if rows is None else rows)
    away = {one.person_id: one for one in reversed(covers_of([row[0].id for row in found]))}
    return [Carrier(one, said, number, away.get(one.id)) for one, said, number in found]


def proposed(volunteer: Volunteer) -> list[Carrier]:
    """Who may stand behind a volunteer, the first the one with most room."""
    never = unapt(volunteer)
    return [one for one in carriers() if not never & one.reading]


def covers(*where: sa.ColumnElement[bool]) -> list[Cover]:
    """What is arranged for when support mentors are away, today or later, the next first.

    Without what was called off before its first day: its last day is that day.
    """
    away = sa.select(Cover).options(joinedload(Cover.by), joinedload(Cover.person))
    away = away.where(Cover.until_on > clock.today(), Cover.until_on > Cover.from_on, *where)
    return list(db.session.scalars(away.order_by(Cover.from_on, Cover.id)))


def covers_of(ids: Collection[int]) -> list[Cover]:
    """The same for some support mentors."""
    return covers(Cover.person_id.in_(ids))


def unapt(volunteer: Volunteer) -> set[int]:
    """Who may never: themself, their manager, whoever is tied to a young person of theirs."""
    theirs = YoungPerson.matches.any(volunteer_id=volunteer.id, ended_on=None)
    tied = sa.select(AdultTie.person_id).where(
        AdultTie.until_on.is_(None), AdultTie.young_person.has(theirs)
    )
    works_with = sa.select(YoungPerson.worker_id).where(theirs)
    manager = sa.select(Person.id).where(
        Person.email == (volunteer.person.manager_email or "").lower(), Person.email != ""
    )
    rows = db.session.scalars(sa.union(tied, works_with, manager))
    return {volunteer.person_id, *rows}


def left_behind(on: date) -> list[Support]:
    """Volunteers' support by somebody who is a support mentor no more, or cannot sign in."""
    role = sa.exists().where(
        RoleGrant.person_id == Person.id,
        RoleGrant.role == Role.SUPPORT_MENTOR,
        RoleGrant.from_on <= on,
        sa.or_(RoleGrant.until_on.is_(None), RoleGrant.until_on > on),
    )
    here = sa.or_(Person.left_on.is_(None), Person.left_on > on)
    acts = sa.and_(role, here, Person.suspended_at.is_(None))
    gone = sa.select(Support).where(Support.until_on.is_(None), ~Support.mentor.has(acts))
    return list(db.session.scalars(gone.order_by(Support.mentor_id, Support.id)))


def without_anybody() -> list[Volunteer]:
    """Volunteers behind whom somebody stood and now nobody does, those who lost them first."""
    lost = (
        sa.select(sa.func.max(Support.until_on))
        .where(Support.volunteer_id == Volunteer.id)
        .correlate(Volunteer)
        .scalar_subquery()
    )
    statement = (
        sa.select(Volunteer)
        .options(joinedload(Volunteer.person), selectinload(Volunteer.supports))
        .where(
            Volunteer.left_on.is_(None),
            Volunteer.supports.any(),
            ~Volunteer.supports.any(Support.until_on.is_(None)),
        )
        .order_by(lost, Volunteer.id)
    )
    return list(db.session.scalars(statement))
