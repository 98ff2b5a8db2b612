"""The documents say what is true of the code."""

import re
import tomllib

from tests.house.sources import ROOT

README = (ROOT / "README.md").read_text()
ABOVE_THE_ROOMS = {"commands", "bench", "seed"}


def test_the_readme_puts_each_room_on_the_floor_that_the_import_contract_holds_it_to():
    told: dict[int, set[str]] = {}
    for floor, room in re.findall(r"^\| (\d+) \| `(\w+)` \|", README, re.MULTILINE):
        told.setdefault(int(floor), set()).add(room)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    held = [set(re.findall(r"\w+", layer)) for layer in reversed(layers)]

    rooms = [layer for layer in held if not layer & ABOVE_THE_ROOMS]
    assert [told[floor] for floor in sorted(told)] == rooms


def test_the_readme_tells_of_every_command_of_ours(app):
    theirs = {"db", "routes", "run", "shell"}
    named = set(re.findall(r"flask ([a-z-]+)", README)) | set(re.findall(r"make ([a-z-]+)", README))

    assert set(app.cli.commands) - theirs - {"run-all"} - named == set()
