"""Measures each promise of docs/security.md and writes the figures there; `make proof` runs it.

Given the report of a whole run (`make test ARGS=--junitxml=FILE`), it reads that and runs nothing.
"""

import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from tests.house.sources import ROOT

PAGE = ROOT / "docs/security.md"
BEGIN, END = "<!-- figures: written by make proof -->", "<!-- end of figures -->"
SCANS = ("quick", "full")
CATALOGUE = 76  # cases of the threat model
CASES = re.compile(r"\bCases? ((?:\d+(?:, | and )?)+)")


@dataclass(frozen=True)
class Promise:
    """What is promised, and the tests that show it."""

    words: str
    tests: tuple[str, ...]


PROMISES = (
    Promise(
        "Nobody sees a record that is not theirs",
        (
            "tests/house/test_matrix.py",
            "tests/house/test_narrowing.py",
            "tests/house/test_expected.py",
        ),
    ),
    Promise(
        "Money is counted once",
        (
            "tests/funds/test_any_order.py",
            "tests/funds/test_database.py",
            "tests/funds/test_post.py",
            "tests/awards/test_races.py",
            "tests/giving/test_approve.py",
        ),
    ),
    Promise(
        "A volunteer is never matched unready",
        (
            "tests/matching/test_safety.py",
            "tests/matching/test_races.py",
            "tests/volunteers/test_agreement_of_engine_and_database.py",
        ),
    ),
    Promise("Signing out is final", ("tests/sign_in/test_sessions.py",)),
    Promise(
        "What attackers type stays text",
        ("tests/house/test_payloads.py", "tests/kernel/test_tables.py"),
    ),
    Promise(
        "Names, places and account numbers stay out of logs and mail",
        ("tests/house/test_canaries.py", "tests/kernel/test_logs.py"),
    ),
    Promise(
        "Every look at a protected record is written down",
        ("tests/house/test_reads.py", "tests/kernel/test_reads.py"),
    ),
    Promise(
        "What is sealed cannot be read in the database",
        ("tests/kernel/test_sealed.py", "tests/kernel/test_rotation.py"),
    ),
    Promise("The audit trail shows every change to itself", ("tests/kernel/test_audit.py",)),
    Promise(
        "What was confirmed is not lost when something fails",
        ("tests/kernel/test_killed.py", "tests/kernel/test_outages.py"),
    ),
    Promise("Dates are right through clock changes", ("tests/kernel/test_clock.py",)),
)


def run_tests(report: Path) -> None:
    """Run the tests of all promises, as `make test` runs tests."""
    named = dict.fromkeys(path for promise in PROMISES for path in promise.tests)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup"]
    subprocess.run([*command, f"--junitxml={report}", *named], cwd=ROOT)


def measured(promise: Promise, cases: list[ElementTree.Element]) -> str:
    """How many of a promise's tests passed, and the figures that they told."""
    theirs = [case for case in cases if path_of(case) in promise.tests]
    failed = sum(1 for case in theirs if case.find("failure") is not None)
    failed += sum(1 for case in theirs if case.find("error") is not None)
    skipped = sum(1 for case in theirs if case.find("skipped") is not None)
    told = [
        f"{one.get('name')}: {one.get('value')}" for case in theirs for one in case.iter("property")
    ]
    passed = f"{len(theirs) - failed - skipped} tests passed, {failed} failed"
    left = [f"{skipped} left out"] if skipped else []
    return "; ".join([passed, *left, *dict.fromkeys(told)])


def path_of(case: ElementTree.Element) -> str:
    """The file of a test, from its place in a report."""
    return f"{case.get('classname', '').replace('.', '/')}.py"


def scanned(level: str) -> str:
    """What the last scan of a level said, and of which commit."""
    kept = ROOT / f"artefacts/scan-{level}.txt"
    if not kept.exists():
        return f"not run here; `make scan LEVEL={level}` does"
    return "; ".join(line.strip() for line in kept.read_text().splitlines() if line.strip())


def asvs(levels: tuple[str, ...]) -> str:
    """How many requirements are met, not applicable and open."""
    with (ROOT / "docs/asvs.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] in levels]
    counts = Counter(row["status"] for row in rows)
    said = ", ".join(f"{counts[name]} {name}" for name in ("met", "not applicable", "open"))
    return f"{said}, of {len(rows)}"


def catalogue() -> str:
    """Which cases of the threat model have a test that names them."""
    found: set[int] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for said in CASES.findall(path.read_text(encoding="utf-8")):
            found |= {int(number) for number in re.findall(r"\d+", said)}
    known = sorted(one for one in found if one <= CATALOGUE)
    return f"{len(known)} of {CATALOGUE}: {', '.join(map(str, known))}"


def figures(report: Path) -> Iterator[tuple[str, str, str]]:
    """Each promise, the command that measures it, and what it said."""
    cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314  # our own file
    for promise in PROMISES:
        command = f"`pytest {' '.join(promise.tests)}`"
        yield promise.words, command, measured(promise, cases)
    for level in SCANS:
        yield f"Scanners find nothing ({level})", f"`make scan LEVEL={level}`", scanned(level)
    yield "ASVS 5.0, levels 1 and 2", "`docs/asvs.csv`", asvs(("1", "2"))
    yield "ASVS 5.0, five adopted of level 3", "`docs/asvs.csv`", asvs(("3",))
    yield "Cases of the threat model with a test that names them", "`make proof`", catalogue()


def commit() -> str:
    """Where the code stands."""
    git = ["git", "describe", "--always", "--dirty"]
    return subprocess.run(git, cwd=ROOT, capture_output=True, text=True).stdout.strip()


def main(report: str = "") -> int:
    """Measure all, print it and write it into the page; 1 where a test failed."""
    made = Path(report or ROOT / "artefacts/proof.xml")
    if not report:
        made.parent.mkdir(exist_ok=True)
        run_tests(made)
    stamp = f"Measured on {datetime.now(UTC):%-d %B %Y} at commit `{commit()}`."
    lines, failed = ["| promise | measured by | figure |", "|---|---|---|"], False
    for words, command, figure in figures(made):
        print(f"{words}: {figure}", flush=True)
        failed = failed or bool(re.search(r"\b[1-9]\d* failed", figure))
        lines.append(f"| {words} | {command} | {figure} |")
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    table = "\n".join([stamp, "", *lines])
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
