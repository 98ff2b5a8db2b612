"""What the table answers: each permission, to each role, by what they are to a record.

The answers are kept in tests/house/expected/, to be read by people: a change of who may do what
shows there as a changed line. `python -m tests.house.oracle --write` writes them again.
"""

import ast
import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import nolimits
from nolimits.kernel.actors import NOBODY, SYSTEM, Actor, Role, Standing
from nolimits.kernel.permissions import TABLE, Permission
from nolimits.kernel.rules import Rule
from tests.house.routes import routes
from tests.house.sources import ROOT, tree

FOLDER = Path(__file__).parent / "expected"
ME, OTHER = 7, 8
Table = Mapping[Permission, Sequence[Rule]]
Lines = list[list[str]]


class Absent:
    """What a record does not say: it equals nothing, holds nobody, and is no, whatever is asked."""

    def __call__(self, *asked: object) -> bool:
        return False

    def __bool__(self) -> bool:
        return False

    def __contains__(self, other: object) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())


class Record:
    """A record of which only what matters to a rule is said."""

    def __init__(self, **said: Any) -> None:
        self.__dict__.update({"frozen_at": None, **said})

    def __getattr__(self, name: str) -> Any:
        return Absent()


# What somebody can be to a record. A rule that none of these opens cannot be judged here, so
# test_expected.py asks for another line.
RELATIONS: dict[str, Record] = {
    "own": Record(person_id=ME),
    "another's": Record(person_id=OTHER),
    "whose worker": Record(caseload_id=ME, worker_id=ME),
    "named worker": Record(worker_id=ME),
    "referred": Record(referred_by_id=ME),
    "whose volunteer": Record(volunteer_person_id=ME),
    "whose young person": Record(young_person_person_id=ME),
    "whose support mentor": Record(support_mentor_id=ME),
    "covers for the support mentor": Record(covering_id=ME),
    "holds the day": Record(trainer_id=ME),
    "whose champion": Record(champion_id=ME),
    "of whose partner": Record(partner_person_ids={ME}),
    "on whose panel": Record(is_read_by=lambda one: one == ME),
    "kept from": Record(kept_from_ids={ME}),
    "broke glass for": Record(broken_by_ids={ME}),
    "closed, broke glass for": Record(closed=True, broken_by_ids={ME}),
    "being read": Record(is_being_read=True),
    "own, being read": Record(is_being_read=True, person_id=ME),
    "kept from, being read": Record(is_being_read=True, kept_from_ids={ME}),
    "about safeguarding": Record(safeguarding=True),
    "frozen": Record(frozen_at="once"),
    "closed": Record(closed=True),
    "closed caseload": Record(closed=True, caseload_id=ME),
}
ACTORS: dict[str, Actor] = {
    "nobody": NOBODY,
    "no role left": Standing(ME, "person", frozenset()),
    "system": SYSTEM,
    **{role.value: Standing(ME, "person", frozenset({role})) for role in Role},
}


def answer(rules: Sequence[Rule], by: Actor) -> str:
    """To which records a line of the table admits somebody, in words."""
    if any(rule.admits(by, None) for rule in rules):
        return "all"
    found = [
        name for name, record in RELATIONS.items() if any(rule.admits(by, record) for rule in rules)
    ]
    left = [name for name in RELATIONS if name not in found]
    if found and not left:
        return "any record"
    if len(left) < len(found):
        return f"any but {' + '.join(left)}"
    return " + ".join(found)


def row(permission: Permission, rules: Sequence[Rule]) -> list[str]:
    """A line of permissions.csv."""
    return [permission.value, *(answer(rules, by) for by in ACTORS.values())]


def permissions(table: Table = TABLE) -> Lines:
    """Every permission and what each role is answered."""
    return [["permission", *ACTORS], *(row(one, table[one]) for one in Permission)]


def addresses() -> Lines:
    """Every address with what it takes to be let in, and to whose record."""
    return [
        ["method", "address", "permission", "record"],
        *sorted(
            [
                route.method,
                route.path,
                _named(route.view),
                route.about.__name__ if route.about else "",
            ]
            for route in routes()
        ),
    ]


def _named(view: Any) -> str:
    permission = getattr(view, "permission", None)
    return permission.value if permission else "NOTHING"


def operations_files() -> list[tuple[str, Path]]:
    """The files of every room that have operations."""
    return [
        (room, path)
        for room in nolimits.ROOMS
        for path in sorted((ROOT / "nolimits" / room).glob("*.py"))
        if "\n@transaction\n" in path.read_text()
    ]


@cache
def operations() -> Lines:
    """Every operation with each permission that it asks for, and about what."""
    found = [
        [room, function.name, *asked]
        for room, path in operations_files()
        for function in tree(path).body
        if isinstance(function, ast.FunctionDef)
        for asked in asks(function)
    ]
    return [["room", "operation", "permission", "about"], *found]


def asks(function: ast.FunctionDef) -> Iterator[list[str]]:
    """What a function requires: the permission, and the record that it is asked about."""
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "require":
            permission = ast.unparse(call.args[1]).removeprefix("Permission.").lower()
            yield [permission, ast.unparse(call.args[2]) if len(call.args) > 2 else ""]


TABLES: dict[str, Callable[[], Lines]] = {
    "permissions": permissions,
    "addresses": addresses,
    "operations": operations,
}


COLUMNS = "columns"
"""Who reads what stands in which column: found by walking every page, in tests/house/fields.py."""


def kept(name: str) -> Lines:
    """What a file of expected answers says."""
    with (FOLDER / f"{name}.csv").open(newline="") as file:
        return list(csv.reader(file))


def write() -> None:
    """Write every file of expected answers anew, for people to read what changed."""
    from tests.house.fields import in_memory

    FOLDER.mkdir(exist_ok=True)
    for name, lines in {**TABLES, COLUMNS: in_memory}.items():
        with (FOLDER / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines())


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("python -m tests.house.oracle --write")
    write()
