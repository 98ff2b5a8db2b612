"""What is done about strategies: they are brought in, whole, from a document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import chain
from typing import Any, TypeVar

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import Base, db, lock, refusing, transaction
from nolimits.kernel.permissions import Permission, require
from nolimits.strategy import queries
from nolimits.strategy.document import parse
from nolimits.strategy.models import (
    Action,
    Ask,
    Event,
    Finding,
    Measure,
    Milestone,
    Principle,
    Priority,
    Strategy,
)
from nolimits.strategy.reader import Broken, Fault
from nolimits.strategy.rows import PrincipleRow, StrategyRow

Kind = TypeVar("Kind", bound=Base)
Values = dict[str, Any]


@transaction
def import_strategies(data: Any, *, by: Actor) -> list[Strategy]:
    """Bring in every strategy of a document, or, where anything is wrong, none (raises Broken).

    A strategy that is here already gets the document's content; its actions are known again by
    their keys, so that what serves them still does.
    """
    require(by, Permission.IMPORT_STRATEGY)
    document = parse(data)
    _hold(document.strategies)
    if faults := list(_lost(document.strategies)):
        raise Broken(faults)
    with refusing("Somebody else is changing these strategies: try again"):
        _take_principles(document.principles)
        strategies = [_take(row) for row in document.strategies]
    for strategy in strategies:
        actions, measures = len(strategy.actions), len(strategy.measures)
        audit.record(Event.STRATEGY_IMPORTED, strategy, by=by, actions=actions, measures=measures)
    return strategies


def _hold(rows: Sequence[StrategyRow]) -> None:
    """One import of a strategy at a time, in the same order for everyone."""
    for key in sorted(row.key for row in rows):
        if known := Strategy.by_key(key):
            lock(known)


def _lost(rows: Sequence[StrategyRow]) -> Iterator[Fault]:
    """Each action that something serves, and that the document would take away."""
    for at, row in enumerate(rows):
        inside = chain(*(priority.actions for priority in row.priorities))
        kept = {action.key for action in chain(inside, row.actions)}
        gone = [one for one in queries.actions_of(row.key) if one.key not in kept]
        serving = queries.what_serves(gone)
        for action in gone:
            if action.id in serving:
                what = ", ".join(serving[action.id])
                words = f'"{action.key}" is not in the file, but is served ({what}): keep it'
                yield Fault(f"strategies[{at}].actions", words)


def _take_principles(rows: Sequence[PrincipleRow]) -> None:
    kept = {principle.letter: principle for principle in queries.principles()}
    for row in rows:
        db.session.add(_set(kept.get(row.letter) or Principle(), _values(row)))


def _take(row: StrategyRow) -> Strategy:
    """Have a strategy say what its row says: known things changed, new ones made, others gone."""
    strategy = queries.whole(row.key) or Strategy()
    with db.session.no_autoflush:  # half of it would not hold together
        _set(strategy, _values(row) | {"imported_at": clock.now()})
        strategy.priorities = _matched(Priority, strategy.priorities, _alone(row.priorities))
        strategy.actions = _matched(Action, strategy.actions, _under(strategy, row, "actions"))
        strategy.measures = _matched(Measure, strategy.measures, _under(strategy, row, "measures"))
        asks = [(ask, {"audience": of}) for of, asks in row.asks.items() for ask in asks]
        strategy.asks = _matched(Ask, strategy.asks, asks)
        strategy.findings = _matched(Finding, strategy.findings, _alone(row.findings))
        strategy.milestones = _matched(Milestone, strategy.milestones, _alone(row.milestones))
        db.session.add(strategy)
    return strategy


def _alone(rows: Iterable[Any]) -> list[tuple[Any, Values]]:
    return [(row, {}) for row in rows]


def _under(strategy: Strategy, row: StrategyRow, name: str) -> list[tuple[Any, Values]]:
    """The actions or measures of each priority, then those of no one priority."""
    pairs = zip(strategy.priorities, row.priorities, strict=True)
    placed = [(one, {"priority": priority}) for priority, of in pairs for one in getattr(of, name)]
    return placed + [(one, {"priority": None}) for one in getattr(row, name)]


def _matched(
    kind: type[Kind], before: Sequence[Kind], rows: list[tuple[Any, Values]]
) -> list[Kind]:
    """A record for each row: the one of the same key (without keys, of the same place), or new."""
    known = {getattr(record, "key", at): record for at, record in enumerate(before)}
    return [
        _set(known.get(getattr(row, "key", at)) or kind(), _values(row) | more | {"position": at})
        for at, (row, more) in enumerate(rows)
    ]


def _values(row: Any) -> Values:
    """What a row says of itself, without the rows inside it."""
    values = {one.name: getattr(row, one.name) for one in fields(row)}
    return {name: value for name, value in values.items() if not isinstance(value, tuple | dict)}


def _set(record: Kind, values: Values) -> Kind:
    for name, value in values.items():
        setattr(record, name, value)
    return record
