"""What docs/asvs.csv claims is there, and a few rules of security over the code itself."""

import ast
import csv
import re
from collections import Counter
from functools import cache

import pytest

from tests import proof
from tests.databases import KINDS
from tests.factories.people import staff
from tests.house.sources import ROOT, calls, files, tree

STATUSES = {"met", "not applicable", "open"}
LEVEL_2 = 253
ADOPTED = {"V1.2.10", "V2.3.5", "V6.3.8", "V8.3.2", "V14.2.7"}  # of level 3


@cache
def asvs():
    """The rows of the table."""
    with (ROOT / "docs/asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def names_in(path):
    """The tests that a file holds, found without running any."""
    names = (node.name for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
    return {name for name in names if name.startswith("test_")}


def is_there(node):
    """Whether a named test exists."""
    path, _, name = node.partition("::")
    return (ROOT / path).is_file() and name in names_in(ROOT / path)


def test_every_requirement_of_level_two_and_the_five_adopted_stand_in_the_table_once():
    ids = Counter(row["requirement"] for row in asvs())

    assert [one for one, count in ids.items() if count > 1] == []
    assert set(ids) >= ADOPTED
    assert {row["requirement"] for row in asvs() if row["level"] == "3"} == ADOPTED
    assert len(ids) - len(ADOPTED) == LEVEL_2
    chapters = {one.split(".")[0] for one in ids}
    assert chapters == {f"V{number}" for number in range(1, 18)}


def test_what_is_met_names_tests_that_exist_and_the_rest_says_why():
    wrong = []
    for row in asvs():
        evidence = row["evidence"]
        assert row["status"] in STATUSES, row
        if row["status"] == "met":
            named = evidence.split("; ")
            wrong += [f"{row['requirement']}: {one}" for one in named if not is_there(one)]
        elif not evidence or "::" in evidence:
            wrong.append(f"{row['requirement']}: say why")
    assert wrong == []


def test_what_proves_each_promise_is_there():
    named = [path for one in proof.PROMISES for path in one.tests]
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_chance_for_secrets_comes_from_the_system():
    guessable = re.compile(r"(^|\.)(random|np\.random)\.(?!SystemRandom)\w+$")
    invented = ROOT / "nolimits/seed"

    assert [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files("nolimits")
        if invented not in path.parents and path.parent.name != "bench"
        for name in calls(tree(path))
        if guessable.search(name)
    ] == ["nolimits/kernel/db.py: random.Random"], (
        "which makes the invented council alike each time"
    )


def test_every_library_of_the_locks_is_known_by_its_hash():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-scan.txt"):
        packages = re.split(r"\n(?=\S)", (ROOT / name).read_text())
        named = [one for one in packages if "==" in one.split("\n")[0]]
        assert named
        assert [one.split()[0] for one in named if "--hash=sha256:" not in one] == []


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_no_address_answers_trace(app, visitor):
    assert [str(rule) for rule in app.url_map.iter_rules() if "TRACE" in rule.methods] == []
    assert visitor().client.open("/", method="TRACE").status_code == 405


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_neither_source_nor_folders_nor_settings_are_served(visitor):
    for path in (
        *("/.git/config", "/.env", "/wsgi.py", "/nolimits/config.py", "/instance/secret-key"),
        *("/static", "/static/", "/static/../wsgi.py", "/static/%2e%2e/wsgi.py", "/metrics"),
    ):
        assert visitor().client.get(path).status_code == 404, path


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
def test_signing_out_clears_what_the_browser_kept(app, sign_in):
    page = sign_in(staff()).post("/sign-out", follow=False)

    assert page.status == 303
    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
