"""Invented strategies, brought in as any other."""

from itertools import count
from typing import Any

from nolimits.kernel.actors import SYSTEM
from nolimits.strategy import operations
from nolimits.strategy.models import Action, Strategy

_numbers = count(1)


def action_row(key: str, **more: Any) -> dict[str, Any]:
    """An action as a document has it."""
    return {"key": key, "text": f"Do what {key} says", **more}


def strategy_row(**more: Any) -> dict[str, Any]:
    """A small strategy as a document has it: two priorities with three actions, one measure."""
    number = next(_numbers)
    return {
        "key": f"madeup-{number}",
        "council": f"Madeup Council {number}",
        "title": "Plan for growing up",
        "priorities": [
            {
                "key": "homes",
                "name": "Homes that last",
                "actions": [action_row("homes/more"), action_row("homes/safer")],
                "measures": [{"text": "Fewer moves"}],
            },
            {"key": "friends", "name": "Friends", "actions": [action_row("friends/meet")]},
        ],
        **more,
    }


def document(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A document of strategies; of one small one, where none is given."""
    return {"version": 1, "strategies": list(rows) or [strategy_row()], **more}


def make_strategy(**more: Any) -> Strategy:
    """A strategy that was brought in: `make_strategy(key="stockton")` is the council's own."""
    (made,) = operations.import_strategies(document(strategy_row(**more)), by=SYSTEM)
    return made


def make_action(**more: Any) -> Action:
    """An action of some strategy, the council's own with `key="stockton"`."""
    return make_strategy(**more).actions[0]
