"""The page about the format tells the truth: its example comes in, and it names every field."""

import json
import re
from dataclasses import fields
from pathlib import Path

from nolimits.strategy import rows
from nolimits.strategy.document import parse

PAGE = (Path(__file__).parents[2] / "docs/strategy-format.md").read_text()
(EXAMPLE,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
WRITTEN = {"begins_on": "begins", "ends_on": "ends", "precision": "begins"}


def test_the_example_is_a_good_document():
    document = parse(json.loads(EXAMPLE))

    assert [one.key for one in document.strategies] == ["madeup"]


def test_the_example_has_every_field_and_the_tables_explain_it():
    kinds = [one for name, one in vars(rows).items() if name.endswith("Row")]
    names = {WRITTEN.get(one.name, one.name) for kind in kinds for one in fields(kind)}

    assert {name for name in names if f'"{name}"' not in EXAMPLE} == set()
    assert {name for name in names if f"`{name}`" not in PAGE} == set()
