"""Turns the five councils' quoted reports into a document; what is unstated stays out."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve()
QUOTED = "shared/data/strategies.json"
ACTION_KEY = 80
ASKED = ("council", "services", "councillors", "individuals")


def quoted() -> dict[str, Any]:
    """The reports as quoted, from beside the repository; skips the test where they are absent."""
    for folder in HERE.parents[3:5]:
        if (folder / QUOTED).is_file():
            data: dict[str, Any] = json.loads((folder / QUOTED).read_text())
            return data
    pytest.skip(f"../{QUOTED} is not here")


def convert(data: dict[str, Any]) -> dict[str, Any]:
    """The document of everything quoted."""
    act = data["statutory_principles"]["citation"].removesuffix("(a)-(g)")
    return {
        "version": 1,
        "principles": [
            {"letter": one["letter"], "text": one["text"], "source_ref": f"{act}({one['letter']})"}
            for one in data["statutory_principles"]["principles"]
        ],
        "strategies": [_strategy(council) for council in data["councils"]],
    }


def _strategy(council: dict[str, Any]) -> dict[str, Any]:
    told, report, keys = council["strategy"], council["report"], set[str]()
    return _stated(
        key=council["key"],
        council=council["council"],
        title=told["title"],
        period=told["period"],
        status=told["status_text"],
        source=f"{report['to']}, {report['date_text']}",
        report_every_months=_report_months(council),
        priorities=[_priority(one, keys) for one in council["priorities"]],
        actions=[_action(one, "other", keys) for one in council["other_actions"]],
        measures=[_measure(one) for one in council.get("measures") or []],
        asks={who: [_ask(one) for one in council["asks"][who] or []] for who in ASKED},
        findings=[
            _stated(body="Ofsted", text=one["text"], source_ref=one["ref"])
            for one in council.get("ofsted_issues") or []
        ],
    )


def _priority(one: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return _stated(
        key=one["key"],
        name=one["name"],
        description=one["description"],
        source_ref=one["ref"],
        actions=[_action(action, one["key"], keys) for action in one["actions"]],
        measures=[_measure(measure) for measure in one["measures"]],
    )


def _action(one: dict[str, Any], of: str, keys: set[str]) -> dict[str, Any]:
    """An action; its key is the first words of its text, so that it stays when others come."""
    words = re.findall(r"[a-z0-9]+", re.split(r" \u2013 | \(", one["text"])[0].lower())
    key = first = f"{of}/{'-'.join(words[:6])}"[: ACTION_KEY - 3]
    number = 1
    while key in keys:
        number += 1
        key = f"{first}-{number}"
    keys.add(key)
    return _stated(
        key=key, text=one["text"], source_ref=one["ref"], owner=one["owner"], due=one["due"]
    )


def _measure(one: dict[str, Any]) -> dict[str, Any]:
    return _stated(text=one["text"], source_ref=one["ref"])


def _ask(one: dict[str, Any]) -> dict[str, Any]:
    """An ask, with its examples in the same sentence."""
    examples = "; ".join(example["text"] for example in one.get("examples", []))
    return _stated(text=f"{one['text']} {examples}".strip(), source_ref=one["ref"])


def _report_months(council: dict[str, Any]) -> int | None:
    """How often progress is reported, where one report alone says so, in figures."""
    said = [one for one in council["governance"]["reporting_cadence"] if "report" in one["text"]]
    months = {one.get("months") for one in said}
    return months.pop() if len(months) == 1 else None


def _stated(**values: Any) -> dict[str, Any]:
    """Only what was stated."""
    return {name: value for name, value in values.items() if value not in (None, [])}
