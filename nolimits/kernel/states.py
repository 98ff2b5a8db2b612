"""States of records, declared as data: which may follow which, and what must be true first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nolimits.kernel import audit
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import Base, change
from nolimits.kernel.errors import Refused

Guard = Callable[[Any], str | None]
"""Looks at a record and says, in words for a person, why it may not go on; None when it may."""


@dataclass(frozen=True)
class Step:
    """One arrow: from any of some states to one, with the event it writes and what it demands."""

    before: frozenset[StrEnum]
    after: StrEnum
    event: StrEnum
    guards: tuple[Guard, ...] = ()


def step(*before: StrEnum, to: StrEnum, event: StrEnum, guards: tuple[Guard, ...] = ()) -> Step:
    """Declare one arrow."""
    return Step(frozenset(before), to, event, guards)


class States:
    """The life of one kind of record, as a readable table of named steps."""

    def __init__(self, steps: Mapping[str, Step]) -> None:
        self.steps = dict(steps)

    def possible(self, record: Any) -> list[str]:
        """The names of the steps that a record's state allows, guards aside."""
        return [name for name, one in self.steps.items() if record.state in one.before]

    def refusals(self, record: Any, name: str) -> list[str]:
        """Every reason why a record may not take a step now; empty when it may."""
        one = self.steps[name]
        if record.state == one.after and record.state not in one.before:
            return [f"This is {words(record.state)} already"]
        if record.state not in one.before:
            return [f"This is {words(record.state)}, so it cannot become {words(one.after)}"]
        return [why for guard in one.guards if (why := guard(record))]

    def take(
        self, record: Base, name: str, *, by: Actor, reason: str | None = None, **facts: Any
    ) -> None:
        """Move a record along one arrow, with its dated facts and its audit entry.

        Raises Refused with every reason, or Overtaken when somebody else moved it first.
        """
        if why := self.refusals(record, name):
            raise Refused("; ".join(why))
        one = self.steps[name]
        kind: Any = type(record)
        current = record.state  # type: ignore[attr-defined]
        change(record, where=kind.state == current, state=one.after, **facts)
        audit.record(
            one.event, record, by=by, state=one.after.value, reason=reason, before=current.value
        )


def words(state: StrEnum) -> str:
    """A state as people read it: "on hold"."""
    return state.value.replace("_", " ")
