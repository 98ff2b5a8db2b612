"""Adults who are kept apart from a young person: related, or named as not this person.

The table of permissions asks each record for its `kept_apart_ids`; every list asks here.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.people.queries import holders
from nolimits.young_people.models import AdultTie, Tie, YoungPerson, YoungPersonState


def kept_apart_from(person: Actor) -> sa.Select[Any]:
    """The young people from whom somebody is kept apart, by number."""
    mine = AdultTie.person_id == person.id
    return sa.select(AdultTie.young_person_id).where(mine, *_apart())


def kept_apart_from_any() -> sa.Select[Any]:
    """The adults who are kept apart from some young person, by number."""
    return sa.select(AdultTie.person_id).where(*_apart())


def _apart() -> tuple[sa.ColumnElement[bool], ...]:
    """What `AdultTie.keeps_apart` says, as a question to the database."""
    return AdultTie.until_on.is_(None), AdultTie.tie != Tie.WORKS_WITH


def rows_that_tell(person_id: int | None) -> set[tuple[str, int]]:
    """The rows, by table and number, by which an adult would learn that they were named."""
    theirs = sa.select(AdultTie.id).where(AdultTie.person_id == person_id)
    return {(AdultTie.__tablename__, number) for number in db.session.scalars(theirs)}


def may_know(young_person: YoungPerson, *roles: Role) -> list[Person]:
    """Who holds one of some roles, a coordinator's if none, and is not kept apart from them."""
    found = {one.id: one for role in roles or [Role.COORDINATOR] for one in holders(role)}
    return [one for one in found.values() if one.id not in young_person.kept_apart_ids]


def without_coordinator(by: Actor) -> int:
    """How many who take part no coordinator may read of, for those who can name another."""
    if not by.roles & {Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD}:
        return 0
    tied = sa.select(AdultTie.young_person_id).where(*_apart())
    theirs = YoungPerson.id.not_in(kept_apart_from(by))
    taking_part = YoungPerson.state != YoungPersonState.ENDED
    found = sa.select(YoungPerson).where(YoungPerson.id.in_(tied), theirs, taking_part)
    young = db.session.scalars(found.options(selectinload(YoungPerson.ties))).all()
    coordinators = {one.id for one in holders(Role.COORDINATOR)} if young else set()
    return sum(1 for one in young if coordinators <= one.kept_apart_ids)
