"""The JSON document that strategies come and go in: records, or all that is wrong with it.

docs/strategy-format.md says the same for those who write one.
"""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from nolimits.strategy.models import (
    Action,
    Ask,
    Audience,
    Finding,
    Measure,
    Milestone,
    Precision,
    Principle,
    Priority,
    Strategy,
)
from nolimits.strategy.reader import Broken, Fault, Reader
from nolimits.strategy.rows import (
    ActionRow,
    AskRow,
    Document,
    FindingRow,
    MeasureRow,
    MilestoneRow,
    PrincipleRow,
    PriorityRow,
    StrategyRow,
)

VERSION = 1
SHIPPED = Path(__file__).with_name("stockton.json")
LETTERS = "abcdefg"
REPORT_MONTHS = (1, 60)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_EXACTLY = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}  # letters of a date


def parse(data: Any) -> Document:
    """Read a document; raise Broken with every fault in it."""
    faults: list[Fault] = []
    root = Reader(data, "", faults)
    version = root.number("version", 1, VERSION, needed=True)
    if root.fields is None or version is None:
        raise Broken(faults)  # of another shape, nothing else can be judged
    root.stated("note", Action.text)  # for whoever reads the file
    keys: dict[str, str] = {}
    document = Document(
        principles=root.rows("principles", _principle),
        strategies=root.rows("strategies", lambda row: _strategy(row, keys), needed=True),
    )
    root.nothing_else()
    letters = "".join(sorted(one.letter for one in document.principles))
    if not faults and letters not in ("", LETTERS):
        root.fault("principles", "must be all seven, lettered a to g, each once")
    if faults:
        raise Broken(faults)
    return document


def _principle(row: Reader) -> PrincipleRow:
    return PrincipleRow(
        letter=row.text("letter", Principle.letter),
        text=row.text("text", Principle.text),
        source_ref=row.stated("source_ref", Principle.source_ref),
    )


def _strategy(row: Reader, keys: dict[str, str]) -> StrategyRow:
    actions: dict[str, str] = {}
    priorities: dict[str, str] = {}
    milestones: dict[str, str] = {}
    return StrategyRow(
        key=row.key("key", Strategy.key, keys),
        council=row.text("council", Strategy.council),
        title=row.text("title", Strategy.title),
        period=row.stated("period", Strategy.period),
        status=row.stated("status", Strategy.status),
        source=row.stated("source", Strategy.source),
        report_every_months=row.number("report_every_months", *REPORT_MONTHS),
        priorities=row.rows("priorities", lambda one: _priority(one, priorities, actions)),
        actions=row.rows("actions", lambda one: _action(one, actions)),
        measures=row.rows("measures", _measure),
        asks=row.inner("asks").finished(_asks),
        findings=row.rows("findings", _finding),
        milestones=row.rows("milestones", lambda one: _milestone(one, milestones)),
    )


def _priority(row: Reader, keys: dict[str, str], actions: dict[str, str]) -> PriorityRow:
    return PriorityRow(
        key=row.key("key", Priority.key, keys),
        name=row.text("name", Priority.name),
        description=row.stated("description", Priority.description),
        source_ref=row.stated("source_ref", Priority.source_ref),
        actions=row.rows("actions", lambda one: _action(one, actions)),
        measures=row.rows("measures", _measure),
    )


def _action(row: Reader, keys: dict[str, str]) -> ActionRow:
    return ActionRow(
        key=row.key("key", Action.key, keys, parts=2),
        text=row.text("text", Action.text),
        source_ref=row.stated("source_ref", Action.source_ref),
        owner=row.stated("owner", Action.owner),
        due=row.stated("due", Action.due),
    )


def _measure(row: Reader) -> MeasureRow:
    return MeasureRow(
        text=row.text("text", Measure.text),
        source_ref=row.stated("source_ref", Measure.source_ref),
        baseline=row.stated("baseline", Measure.baseline),
        target=row.stated("target", Measure.target),
    )


def _asks(row: Reader) -> dict[Audience, tuple[AskRow, ...]]:
    return {audience: row.rows(audience.value, _ask) for audience in Audience}


def _ask(row: Reader) -> AskRow:
    return AskRow(
        text=row.text("text", Ask.text), source_ref=row.stated("source_ref", Ask.source_ref)
    )


def _finding(row: Reader) -> FindingRow:
    return FindingRow(
        body=row.text("body", Finding.body),
        text=row.text("text", Finding.text),
        source_ref=row.stated("source_ref", Finding.source_ref),
    )


def _milestone(row: Reader, keys: dict[str, str]) -> MilestoneRow:
    begins = _dated(row, "begins", needed=True) or (Precision.DAY, date.max)
    ends = _dated(row, "ends", needed=False)
    if ends and ends[0] != begins[0]:
        row.fault("ends", "must be written as exactly as begins: a year, a month or a day")
    elif ends and ends[1] < begins[1]:
        row.fault("ends", "must not come before begins")
    return MilestoneRow(
        key=row.key("key", Milestone.key, keys),
        text=row.text("text", Milestone.text),
        begins_on=begins[1],
        ends_on=_last_day(*ends) if ends else None,
        precision=begins[0],
        source_ref=row.stated("source_ref", Milestone.source_ref),
    )


def _dated(row: Reader, name: str, *, needed: bool) -> tuple[Precision, date] | None:
    """How exactly a date is known, and its first day: "2019", "2022-06" or "2023-07-14"."""
    value = row.take(name, needed=needed)
    if value is None:
        return None
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    year, month, day = found.groups() if found else ("0", None, None)
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        row.fault(name, 'must be a year, month or day, like "2019", "2022-06" or "2023-07-14"')
        return None
    return Precision.DAY if day else Precision.MONTH if month else Precision.YEAR, first


def _last_day(precision: Precision, first: date) -> date:
    if precision is Precision.DAY:
        return first
    month = 12 if precision is Precision.YEAR else first.month
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def written(strategies: Iterable[Strategy], principles: Iterable[Principle]) -> dict[str, Any]:
    """The document that would bring these in again; what is unstated is left out."""
    return _stated(
        version=VERSION,
        principles=[_plain(PrincipleRow, one) for one in principles],
        strategies=[_written(strategy) for strategy in strategies],
    )


def _written(strategy: Strategy) -> dict[str, Any]:
    actions = [(one.priority_id, _plain(ActionRow, one)) for one in strategy.actions]
    measures = [(one.priority_id, _plain(MeasureRow, one)) for one in strategy.measures]
    asks = [(one.audience, _plain(AskRow, one)) for one in strategy.asks]

    def of(rows: Sequence[tuple[Any, dict[str, Any]]], whose: Any) -> list[dict[str, Any]]:
        return [row for owner, row in rows if owner == whose]

    def priority(one: Priority) -> dict[str, Any]:
        return _plain(PriorityRow, one) | _stated(
            actions=of(actions, one.id), measures=of(measures, one.id)
        )

    return _plain(StrategyRow, strategy) | _stated(
        priorities=[priority(one) for one in strategy.priorities],
        actions=of(actions, None),
        measures=of(measures, None),
        asks=_stated(**{audience.value: of(asks, audience) for audience in Audience}),
        findings=[_plain(FindingRow, one) for one in strategy.findings],
        milestones=[_milestone_written(one) for one in strategy.milestones],
    )


def _milestone_written(milestone: Milestone) -> dict[str, Any]:
    exactly = _EXACTLY[milestone.precision]
    days = {"begins": milestone.begins_on, "ends": milestone.ends_on}
    dates = {name: day.isoformat()[:exactly] for name, day in days.items() if day}
    return _plain(MilestoneRow, milestone) | dates


def _plain(kind: type[Any], record: Any) -> dict[str, Any]:
    """The words and numbers of a record that its row has."""
    values = {one.name: getattr(record, one.name) for one in fields(kind)}
    return {name: value for name, value in values.items() if type(value) in (str, int)}


def _stated(**values: Any) -> dict[str, Any]:
    """Only what there is."""
    return {name: value for name, value in values.items() if value not in (None, [], {})}
