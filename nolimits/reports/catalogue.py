"""Every figure there is, by key, and how a set of them is shown to different readers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nolimits.kernel import money
from nolimits.reports import pilot, scheme
from nolimits.reports.figures import (
    FEW,
    Figure,
    Line,
    Period,
    Qualifier,
    Unit,
    line,
    suppressed,
)

FIGURES: dict[str, Figure] = {figure.key: figure for figure in (*scheme.FIGURES, *pilot.FIGURES)}
SCHEME_KEYS = [figure.key for figure in scheme.FIGURES]
PILOT_KEYS = list(pilot.KEYS)
PILOT_PART = "The pilot and its plan"


def lines(keys: Iterable[str], period: Period) -> list[Line]:
    """The figures of a period, computed now, in the order asked for."""
    return [line(FIGURES[key], FIGURES[key].value(period)) for key in keys]


@dataclass(frozen=True)
class Shown:
    """A figure as one reader sees it."""

    figure: Figure
    words: str
    hidden: bool
    change: str = ""


def shown(
    figures: Sequence[Line],
    *,
    whole: bool,
    before: Sequence[Line] = (),
    corrected: Iterable[Sequence[Line]] = (),
    before_corrected: Iterable[Sequence[Line]] = (),
) -> list[Shown]:
    """Figures in words; for readers who may not see all, small numbers of people stay hidden.

    So do those that differ by few from a report that these correct, and how one moved since the
    report `before` where it was hidden there, which may have corrected others too.
    """
    hidden = {} if whole else _hidden(figures, corrected)
    unmoved = {*hidden, *(() if whole else _hidden(before, before_corrected))}
    earlier = {one["key"]: one for one in before}
    return [
        Shown(
            FIGURES[one["key"]],
            _hidden_words(hidden[one["key"]]) if one["key"] in hidden else _words(one),
            one["key"] in hidden,
            "" if one["key"] in unmoved else _change(one, earlier.get(one["key"])),
        )
        for one in figures
    ]


def in_parts(figures: Iterable[Shown]) -> dict[str, list[Shown]]:
    """Figures under the headings of a report."""
    headings, heading = {}, ""
    for key in SCHEME_KEYS:
        headings[key] = heading = scheme.PARTS.get(key, heading)
    parts: dict[str, list[Shown]] = {}
    for one in figures:
        parts.setdefault(headings.get(one.figure.key, PILOT_PART), []).append(one)
    return parts


def _hidden(figures: Sequence[Line], corrected: Iterable[Sequence[Line]] = ()) -> dict[str, bool]:
    known = {one["key"]: FIGURES[one["key"]] for one in figures}
    values = {one["key"]: one["value"] for one in figures}
    differ = {
        one["key"]
        for old in corrected
        for one in old
        if one["key"] in known
        and known[one["key"]].counts_people
        and _differ_by_few(one["value"], values[one["key"]])
    }
    return suppressed(known, values, differ)


def _differ_by_few(then: Any, now: Any) -> bool:
    return _number(then) and _number(now) and 0 < abs(now - then) < FEW


def _hidden_words(small: bool) -> str:
    return f"fewer than {FEW}" if small else "not shown"


def _words(one: Line) -> str:
    value = one["value"]
    if value is None:
        return "not reported"
    about = "about " if one["qualifier"] == Qualifier.ABOUT and not isinstance(value, str) else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if one["unit"] == Unit.GBP:
        return about + money.pounds(round(float(value) * 100))
    if one["unit"] == Unit.YEAR or isinstance(value, str):
        return f"{value}"
    return f"{about}{value:,}"


def _change(one: Line, earlier: Line | None) -> str:
    """How a number moved since the report before, in words."""
    if earlier is None:
        return ""
    now, then = one["value"], earlier["value"]
    if not _number(now) or not _number(then):
        return ""
    difference = round(float(now) - float(then), 2)  # type: ignore[arg-type]
    if difference == 0:
        return "the same as last time"
    size: float = abs(difference)
    words = money.pounds(round(size * 100)) if one["unit"] == Unit.GBP else f"{size:,.0f}"
    return f"{words} {'more' if difference > 0 else 'fewer'} than last time"


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
