"""What a line and a pile of the page Today hold."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what, why, since when, and the page where it is done."""

    what: str
    why: str
    since: date | None
    do: str
    endpoint: str
    key: str | None
    anchor: str | None = None


class Kind(NamedTuple):
    """What waits of one kind: how grave it is, its title, what is said where nothing waits, the
    page of all, and each thing. The lowest order is the gravest and stands first."""

    order: int
    title: str
    none: str
    endpoint: str
    waiting: Iterable[Waiting]


@dataclass(frozen=True)
class Pile:
    """Things of one kind that wait: the first of them, how many, and the page of them all.

    `since` is the day from which each of them waits.
    """

    title: str
    none: str
    endpoint: str
    first: list[Waiting]
    total: int
    since: list[date | None] = field(default_factory=list)

    def by_weeks(self, today: date) -> list[tuple[str, int]]:
        """How many wait for how long, the longest last."""
        weeks = [(today - day).days // 7 for day in self.since if day]
        return [
            ("Less than 4 weeks", sum(one < 4 for one in weeks)),
            ("4 to 12 weeks", sum(4 <= one < 12 for one in weeks)),
            ("12 weeks or more", sum(one >= 12 for one in weeks)),
        ]
