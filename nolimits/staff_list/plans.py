"""What a staff list would do: lines with what they come to, and the plan that they make."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any


class Kind(StrEnum):
    """What a line comes to."""

    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    LEAVER = "leaver"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


@dataclass(frozen=True)
class Known:
    """An account as it is, of somebody who is no young person."""

    id: int
    reference: str
    name: str
    number: str | None
    email: str | None
    new_email: str | None
    job_title: str | None
    directorate_id: int | None
    team: str | None
    manager_email: str | None
    joined_on: date
    left_on: date | None


@dataclass(frozen=True)
class Change:
    """One thing about somebody, before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """What one line of the list, or somebody missing from it, comes to."""

    kind: Kind
    line: int | None
    name: str
    number: str = ""
    reason: str = ""
    person_id: int | None = None
    reference: str = ""
    changes: tuple[Change, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)  # columns of the account
    frees: int | None = None  # the leaver whose address this is from now on


@dataclass(frozen=True)
class Facts:
    """All that a list is compared with."""

    known: Sequence[Known]
    taken: frozenset[str]  # addresses and numbers of accounts that no list touches
    directorates: Mapping[str, int]  # by folded name
    directorate_names: Mapping[int, str]
    administrators: frozenset[int]
    today: date
    by_id: int | None
    share: int


@dataclass(frozen=True)
class Plan:
    """What a list would do."""

    lines: Sequence[Line]
    open_before: int  # accounts that some list knows, and that are open
    share: int

    def of(self, *kinds: Kind) -> list[Line]:
        """Its lines of some kinds."""
        return [one for one in self.lines if one.kind in kinds]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of each kind."""
        found = Counter(one.kind.value for one in self.lines)
        return {kind.value: found[kind.value] for kind in Kind}

    @property
    def takes_two(self) -> bool:
        """Whether it would close so many accounts that somebody else has to apply it."""
        return self.closing * 100 > self.open_before * self.share

    @property
    def closing(self) -> int:
        """How many accounts it would close."""
        return len(self.of(Kind.LEAVER))

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to apply."""
        return bool(self.of(Kind.NEW, Kind.CHANGED, Kind.MOVED, Kind.LEAVER))

    @property
    def print(self) -> str:
        """What tells this plan from any other: whoever applies it has seen this one."""
        return sha256(repr([self.lines, self.open_before, self.share]).encode()).hexdigest()
