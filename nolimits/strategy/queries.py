"""Reads about strategies: the council's own, its actions, and what serves them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.settings import settings
from nolimits.strategy.models import (
    Action,
    Ask,
    Audience,
    Finding,
    Measure,
    Milestone,
    Principle,
    Priority,
    Strategy,
)


def own() -> Strategy | None:
    """The strategy of the council that runs this installation, once it is imported."""
    return Strategy.by_key(settings().council)


def own_id() -> int | None:
    """The number of the council's own strategy, for counts about it."""
    return db.session.scalar(sa.select(Strategy.id).where(Strategy.key == settings().council))


def whole(key: str) -> Strategy | None:
    """A strategy with everything in it."""
    parts = (
        Strategy.priorities,
        Strategy.actions,
        Strategy.measures,
        Strategy.asks,
        Strategy.findings,
        Strategy.milestones,
    )
    return db.session.scalar(
        sa.select(Strategy).where(Strategy.key == key).options(*map(selectinload, parts))
    )


def principles() -> Sequence[Principle]:
    """The seven statutory principles, in the Act's order."""
    return db.session.scalars(sa.select(Principle).order_by(Principle.letter)).all()


class Summary(NamedTuple):
    """A strategy in figures."""

    strategy: Strategy
    priorities: int
    actions: int
    measures: int
    asks: int
    findings: int
    milestones: int


def summaries() -> list[Summary]:
    """Every strategy with how much is in it, by council."""

    def count(
        part: type[Priority | Action | Measure | Ask | Finding | Milestone],
    ) -> sa.Select[int]:
        return sa.select(sa.func.count(part.id)).where(part.strategy_id == Strategy.id)

    parts = (Priority, Action, Measure, Ask, Finding, Milestone)
    counts = [count(part).correlate(Strategy).scalar_subquery() for part in parts]
    rows = db.session.execute(sa.select(Strategy, *counts).order_by(Strategy.council))
    return [Summary(*row) for row in rows]


# --- Actions ----------------------------------------------------------------------------------


def actions_of(key: str) -> Sequence[Action]:
    """The actions of a strategy, in its order; none where there is no such strategy."""
    return db.session.scalars(
        sa.select(Action)
        .join(Action.strategy)
        .where(Strategy.key == key)
        .order_by(Action.position)
        .options(joinedload(Action.priority))
    ).all()


def by_keys(keys: Iterable[str] | None = None) -> dict[str, Action]:
    """Actions of the council's own strategy by key: those asked for, or all."""
    wanted = None if keys is None else set(keys)
    actions = actions_of(settings().council)
    return {one.key: one for one in actions if wanted is None or one.key in wanted}


class Choices(NamedTuple):
    """The actions of one priority, as a form offers them: reference and words."""

    group: str
    actions: list[tuple[str, str]]


def action_choices() -> list[Choices]:
    """Every action of the council's own strategy, grouped by priority."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for action in actions_of(settings().council):
        group = action.priority.name if action.priority else "Other actions"
        groups.setdefault(group, []).append((action.reference, action.text))
    return [Choices(group, actions) for group, actions in groups.items()]


def what_serves(actions: Iterable[Action]) -> dict[int, list[str]]:
    """The kinds of records that point at each action, whichever rooms they live in."""
    ids = [action.id for action in actions]
    found: dict[int, list[str]] = defaultdict(list)
    if not ids:
        return found
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is Action.__table__.c.id for key in column.foreign_keys):
                pointed = sa.select(column).where(column.in_(ids)).distinct()
                for action_id in db.session.scalars(pointed):
                    found[action_id].append(table.name.replace("_", " "))
    return found


# --- What serves an action --------------------------------------------------------------------


class Serving(NamedTuple):
    """One way in which an action is served, told by the room that knows."""

    label: str
    counts: Callable[[Action], int]
    permission: Permission
    endpoint: str


SERVED_BY: list[Serving] = []


def served_by(
    label: str, counts: Callable[[Action], int], permission: Permission, endpoint: str
) -> None:
    """Have an action's page say how many records of an upper room serve it.

    Call it once, as the room's views are imported: the label ("Pledges"), how to count them, and
    the list that shows them to whom the permission admits. The list is given `?action=` with the
    action's reference, and filters by it.

        served_by("Pledges", queries.count_serving, Permission.SEE_PLEDGES, "pledges.pledges")
    """
    SERVED_BY.append(Serving(label, counts, permission, endpoint))


class Served(NamedTuple):
    """How much of one kind serves an action, as somebody may see it."""

    label: str
    number: str
    endpoint: str | None


def served(action: Action, *, to: Actor) -> list[Served]:
    """What serves an action, for whoever may open the list or know small numbers.

    Anybody else would subtract the count of one day from another day's, and learn of somebody.
    """
    small = can(to, Permission.SEE_SMALL_NUMBERS)
    rows = []
    for serving in SERVED_BY:
        opens = can(to, serving.permission)
        if small or opens:
            endpoint = serving.endpoint if opens else None
            rows.append(Served(serving.label, f"{serving.counts(action):,}", endpoint))
    return rows


# --- A plan on a page -------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A priority with what is done about it, and how it will be seen to work."""

    priority: Priority | None
    actions: list[Action]
    measures: list[Measure]


@dataclass(frozen=True)
class Plan:
    """A strategy as it is laid out on a page."""

    strategy: Strategy
    columns: list[Column]
    others: Column
    asks: list[tuple[Audience, list[Ask]]]


def plan(key: str) -> Plan | None:
    """A strategy laid out by priority, with its asks by audience."""
    strategy = whole(key)
    if strategy is None:
        return None

    def column(priority: Priority | None) -> Column:
        number = priority.id if priority else None
        return Column(
            priority,
            [one for one in strategy.actions if one.priority_id == number],
            [one for one in strategy.measures if one.priority_id == number],
        )

    asks = [(who, [one for one in strategy.asks if one.audience == who]) for who in Audience]
    return Plan(
        strategy,
        [column(priority) for priority in strategy.priorities],
        column(None),
        [(who, asked) for who, asked in asks if asked],
    )
