"""What a document holds, field by field; each row has the fields of its table."""

from dataclasses import dataclass
from datetime import date

from nolimits.strategy.models import Audience, Precision


@dataclass(frozen=True)
class PrincipleRow:
    """A statutory principle."""

    letter: str
    text: str
    source_ref: str | None


@dataclass(frozen=True)
class ActionRow:
    """An action, named by a key that stays when its words change."""

    key: str
    text: str
    source_ref: str | None
    owner: str | None
    due: str | None


@dataclass(frozen=True)
class MeasureRow:
    """A measure."""

    text: str
    source_ref: str | None
    baseline: str | None
    target: str | None


@dataclass(frozen=True)
class AskRow:
    """An ask, of the audience under which it stands."""

    text: str
    source_ref: str | None


@dataclass(frozen=True)
class FindingRow:
    """What an inspection found."""

    body: str
    text: str
    source_ref: str | None


@dataclass(frozen=True)
class MilestoneRow:
    """A dated step; its dates as exact as they are written."""

    key: str
    text: str
    begins_on: date
    ends_on: date | None
    precision: Precision
    source_ref: str | None


@dataclass(frozen=True)
class PriorityRow:
    """A priority with what belongs to it."""

    key: str
    name: str
    description: str | None
    source_ref: str | None
    actions: tuple[ActionRow, ...]
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class StrategyRow:
    """A whole strategy; actions and measures here are those of no one priority."""

    key: str
    council: str
    title: str
    period: str | None
    status: str | None
    source: str | None
    report_every_months: int | None
    priorities: tuple[PriorityRow, ...]
    actions: tuple[ActionRow, ...]
    measures: tuple[MeasureRow, ...]
    asks: dict[Audience, tuple[AskRow, ...]]
    findings: tuple[FindingRow, ...]
    milestones: tuple[MilestoneRow, ...]


@dataclass(frozen=True)
class Document:
    """All that one file holds."""

    principles: tuple[PrincipleRow, ...]
    strategies: tuple[StrategyRow, ...]
