"""Reads of promises: one's own, the list, and what payroll should bring."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.kernel.money import Pence
from nolimits.kernel.permissions import Permission, can
from nolimits.people.models import Person
from nolimits.pledges.models import (
    Channel,
    Frequency,
    Pledge,
    PledgeKind,
    PledgeState,
    PledgeTerm,
    Route,
)
from nolimits.strategy.models import Action

OPEN = (PledgeState.AWAITING_SETUP, PledgeState.ACTIVE, PledgeState.PAUSED)


def of(person: Actor) -> list[Pledge]:
    """Everything that somebody promised, what still runs first, then the newest."""
    over = sa.case((Pledge.state.in_(OPEN), 0), else_=1)
    return list(
        db.session.scalars(
            sa.select(Pledge)
            .where(Pledge.person_id == person.id)
            .options(selectinload(Pledge.terms), joinedload(Pledge.action))
            .order_by(over, Pledge.made_on.desc(), Pledge.id.desc())
        )
    )


def open_of(person: Actor) -> list[Pledge]:
    """What somebody promises still."""
    return [one for one in of(person) if one.state in OPEN]


def one_to_one_of(person: Actor) -> list[Pledge]:
    """What somebody promises still of time one to one."""
    return [one for one in open_of(person) if one.route == Route.ONE_TO_ONE]


def open_of_leavers() -> list[Pledge]:
    """What people promise still whose last day at the council has come."""
    left = Pledge.person.has(Person.left_on <= clock.today())
    return list(db.session.scalars(sa.select(Pledge).where(Pledge.state.in_(OPEN), left)))


def made_together(pledge: Pledge) -> list[Pledge]:
    """A promise and the one made in the same breath, where there is one."""
    first = pledge.made_with_id or pledge.id
    together = sa.or_(Pledge.id == first, Pledge.made_with_id == first)
    return list(
        db.session.scalars(
            sa.select(Pledge)
            .where(together)
            .options(selectinload(Pledge.terms), joinedload(Pledge.action))
            .order_by(Pledge.id)
        )
    )


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The promises that someone may read: all, where the table says so, or their own."""
    return sa.true() if can(by, Permission.SEE_PLEDGES) else Pledge.person_id == by.id


ORDERS: dict[str, tuple[Any, ...]] = {
    "who": (Person.name,),
    "oldest": (Pledge.made_on, Pledge.id),
}


def pledges(
    by: Actor,
    search: str = "",
    kind: str = "",
    state: str = "",
    cohort: str = "",
    action: str = "",
    sort: str = "",
) -> sa.Select[Any]:
    """A list of promises, the newest first, narrowed by a reference or a name and by choices."""
    statement = (
        sa.select(Pledge)
        .join(Pledge.person)
        .options(joinedload(Pledge.person), joinedload(Pledge.action), selectinload(Pledge.terms))
        .where(visible_to(by))
        .order_by(*ORDERS.get(sort, ()), Pledge.made_on.desc(), Pledge.id.desc())
    )
    if search:
        like = "%" + search.strip().replace("%", r"\%").replace("_", r"\_") + "%"
        named = Person.name.ilike(like, escape="\\")
        statement = statement.where(named | Pledge.reference.ilike(like, escape="\\"))
    if action:
        statement = statement.where(Pledge.action.has(Action.reference == action))
    wanted = ((Pledge.kind, kind), (Pledge.state, state), (Pledge.cohort, cohort))
    for column, value in wanted:
        if value:
            statement = statement.where(sa.cast(column, sa.String) == value)
    return statement


def cohorts() -> list[str]:
    """The names of the groups that promises were made in."""
    named = sa.select(Pledge.cohort).where(Pledge.cohort.is_not(None)).distinct()
    return [name for name in db.session.scalars(named.order_by(Pledge.cohort)) if name]


def count_serving(action: Action) -> int:
    """How many promises serve an action of the strategy, those that are over too."""
    count = sa.select(sa.func.count(Pledge.id)).where(Pledge.action_id == action.id)
    return db.session.scalar(count) or 0


@dataclass(frozen=True)
class ExpectedGift:
    """What one person's pay should bring: which promise, and how much, where it was stated."""

    pledge: Pledge
    person: Person
    pence: Pence | None


def active_money_pledges(on: date) -> dict[str, ExpectedGift]:
    """What take-home pay should bring on a day, by employee number: monthly promises running then.

    A promise runs from the day it was set up; paused and ended days have no term, so history holds.
    """
    rows = db.session.execute(
        sa.select(Pledge, Person, PledgeTerm.pence)
        .join(Pledge.person)
        .join(Pledge.terms)
        .where(
            Pledge.channel == Channel.TAKE_HOME_PAY,
            Pledge.frequency == Frequency.MONTHLY,
            Pledge.started_on <= on,
            Person.employee_number.is_not(None),
            _holds_on(on),
        )
    )
    return {
        str(person.employee_number): ExpectedGift(pledge, person, pence)
        for pledge, person, pence in rows
    }


@dataclass(frozen=True)
class Promised:
    """What is promised on one day, by how many promises."""

    givers_monthly: int
    pence_a_month: Pence
    volunteers: int
    hours_a_month: int


def promised_on(day: date) -> Promised:
    """What the running promises add up to on a day."""
    rows = db.session.execute(
        sa.select(
            Pledge.kind,
            sa.func.count(sa.distinct(Pledge.person_id)),
            sa.func.coalesce(sa.func.sum(PledgeTerm.pence), 0),
            sa.func.coalesce(sa.func.sum(PledgeTerm.hours_a_month), 0),
        )
        .join(Pledge.terms)
        .where(
            Pledge.started_on <= day,
            sa.or_(Pledge.frequency.is_(None), Pledge.frequency == Frequency.MONTHLY),
            _holds_on(day),
        )
        .group_by(Pledge.kind)
    )
    by_kind = {kind: (people, pence, hours) for kind, people, pence, hours in rows}
    givers, pence, _ = by_kind.get(PledgeKind.MONEY, (0, 0, 0))
    volunteers, _, hours = by_kind.get(PledgeKind.TIME, (0, 0, 0))
    return Promised(givers, Pence(int(pence or 0)), volunteers, int(hours or 0))


def _holds_on(day: date) -> sa.ColumnElement[bool]:
    """Whether a term is promised on a day; its last day counts no more."""
    return sa.and_(
        PledgeTerm.from_on <= day,
        sa.or_(PledgeTerm.until_on.is_(None), PledgeTerm.until_on > day),
    )
