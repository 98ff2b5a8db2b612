"""Measurements, each beside its own baseline in the same run; never a test."""

import json
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import click


@dataclass(frozen=True)
class Ratio:
    """One thing measured as a multiple of its baseline, and the most it should be."""

    name: str
    value: float
    goal: float

    @property
    def met(self) -> bool:
        """Whether the goal is reached; smaller is better."""
        return self.value <= self.goal


@dataclass
class Bench:
    """What a bench command prints."""

    name: str
    ratios: list[Ratio] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, value: float, goal: float) -> None:
        """Keep one ratio."""
        self.ratios.append(Ratio(name, round(value, 3), goal))

    def tell(self, as_json: bool) -> None:
        """Print everything, with the machine it ran on."""
        notes = [f"{platform.python_implementation()} {platform.python_version()}", *self.notes]
        if as_json:
            ratios = [
                {"name": one.name, "value": one.value, "goal": one.goal, "met": one.met}
                for one in self.ratios
            ]
            click.echo(json.dumps({"bench": self.name, "ratios": ratios, "notes": notes}, indent=1))
            return
        for one in self.ratios:
            met = "met   " if one.met else "MISSED"
            click.echo(f"{met} {one.name}: {one.value:g} (goal {one.goal:g} or less)")
        for note in notes:
            click.echo(f"       {note}")


def compared(
    calls: Sequence[Callable[[], object]],
    *,
    rounds: int = 30,
    each: int = 5,
    take: Callable[[list[float]], float] = statistics.median,
) -> list[float]:
    """Seconds of processor of each call, in turns: a busy moment touches all alike.

    The median of its rounds, or their `min` where other programs are at work beside it.
    """
    taken: list[list[float]] = [[] for _ in calls]
    for call in calls:
        call()
    for _ in range(rounds):
        for place, call in enumerate(calls):
            before = time.process_time()
            for _ in range(each):
                call()
            taken[place].append((time.process_time() - before) / each)
    return [take(times) for times in taken]
