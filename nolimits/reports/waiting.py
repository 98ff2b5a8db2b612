"""What a line and a pile of the page Today hold."""

from dataclasses import dataclass
from datetime import date


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


@dataclass(frozen=True)
class Pile:
    """Things of one kind that wait: the first of them, how many, and the page of them all."""

    title: str
    none: str
    endpoint: str
    first: list[Waiting]
    total: int
