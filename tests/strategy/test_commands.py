"""The commands for strategies: what they print, and how they end."""

import json

import pytest

from nolimits.strategy import queries
from nolimits.strategy.document import SHIPPED
from tests.factories.strategy import document, make_strategy, strategy_row


@pytest.fixture
def run(app):
    """Type a command: `run("list", "--json")`."""
    return lambda *words: app.test_cli_runner().invoke(args=["strategy", *map(str, words)])


@pytest.fixture
def kept(tmp_path):
    """Keep a document in a file."""

    def keep(data):
        path = tmp_path / "strategy.json"
        path.write_text(json.dumps(data))
        return path

    return keep


def test_import_says_what_came_in(run):
    done = run("import", SHIPPED)

    assert done.exit_code == 0
    assert done.output.startswith("Imported stockton: Stockton-on-Tees Borough Council")
    assert "7 priorities, 34 actions, 16 measures" in done.output


def test_import_prints_one_line_an_error_and_brings_nothing_in(run, kept):
    wrong = strategy_row(council=None, title=7)
    done = run("import", kept(document(strategy_row(), wrong)))

    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "strategies[1].council: is missing",
        "strategies[1].title: must be text, in quotes",
    ]
    assert queries.summaries() == []


def test_import_of_a_file_that_is_not_there_says_so(run):
    done = run("import", "/nowhere/strategy.json")

    assert (done.exit_code, done.stderr) == (1, "the file: No such file or directory\n")


def test_list_prints_every_strategy_with_its_counts(run):
    make_strategy(key="madeup", period="2026 to 2029", asks={"council": [{"text": "Adopt it"}]})
    make_strategy(key="another", priorities=[])
    madeup, another = json.loads(run("list", "--json").output)

    assert madeup == {
        "key": "madeup",
        "council": madeup["council"],
        "title": "Plan for growing up",
        "period": "2026 to 2029",
        "priorities": 2,
        "actions": 3,
        "measures": 1,
        "asks": 1,
        "findings": 0,
        "milestones": 0,
    }
    assert (another["key"], another["period"], another["actions"]) == ("another", None, 0)


def test_list_reads_well_too(run):
    assert "flask strategy import FILE" in run("list").output
    make_strategy(key="madeup")

    assert "(2 priorities, 3 actions, 1 measures" in run("list").output


def test_export_prints_what_brings_it_in_again(run, kept):
    run("import", SHIPPED)
    out = json.loads(run("export", "stockton").output)
    shipped = json.loads(SHIPPED.read_text())
    del shipped["note"]

    assert out == shipped
    assert run("import", kept(out)).exit_code == 0


def test_export_of_an_unknown_strategy_says_so(run):
    done = run("export", "nowhere")

    assert (done.exit_code, done.stderr) == (1, "There is no strategy nowhere\n")
