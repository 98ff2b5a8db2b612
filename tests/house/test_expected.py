"""Who may do what is as people have read it in tests/house/expected/.

When one of these fails, somebody else may do something than before: read what would change
(`python -m tests.house.oracle --write`, then `git diff tests/house/expected`), and keep it if it
is right.
"""

import inspect
from importlib import import_module
from typing import Any
from unittest.mock import MagicMock

import pytest

from nolimits.kernel.actors import NOBODY
from nolimits.kernel.errors import NotAllowed, NotVisible
from nolimits.kernel.permissions import TABLE
from tests.house import oracle
from tests.house.oracle import ACTORS, RELATIONS


@pytest.mark.parametrize("name", oracle.TABLES)
def test_who_may_do_what_is_as_it_was_read(name):
    assert oracle.TABLES[name]() == oracle.kept(name), (
        "run `python -m tests.house.oracle --write` and read the difference"
    )


def test_every_rule_lets_somebody_in_to_something_that_can_be_said_here():
    rules = {rule for line in TABLE.values() for rule in line}
    asked = [(by, about) for by in ACTORS.values() for about in (None, *RELATIONS.values())]

    assert [one.name for one in rules if not any(one.admits(*pair) for pair in asked)] == [], (
        "tests/house/oracle.py needs another line in RELATIONS"
    )


def test_whoever_has_lost_every_role_is_let_in_nowhere_but_where_everybody_is():
    """Case 9."""
    place = 1 + list(ACTORS).index("no role left")
    nobody = 1 + list(ACTORS).index("nobody")

    assert [line[0] for line in oracle.permissions()[1:] if line[place] != line[nobody]] == []


def test_a_worker_whom_no_coordinator_accepted_is_nothing_to_a_young_person():
    cells = {cell for line in oracle.permissions()[1:] for cell in line[1:]}

    assert [cell for cell in cells if "named worker" in cell and "any" not in cell] == []


def public_operations():
    for room, path in oracle.operations_files():
        module = import_module(f"nolimits.{room}.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and hasattr(function, "is_transaction")
            if ours and not name.startswith("_"):
                yield pytest.param(function, id=f"{room}.{name}")


def of_everybody(operation: Any) -> bool:
    """Whether anybody may do it, signed in or not: its first permission says so."""
    asked = [line for line in oracle.operations() if line[1] == operation.__name__]
    return any(
        rule.public for line in asked for p in TABLE if p.value == line[2] for rule in TABLE[p]
    )


@pytest.mark.parametrize("operation", list(public_operations()))
def test_an_operation_asks_who_acts_before_it_does_anything(operation):
    """Case 18."""
    if of_everybody(operation):
        pytest.skip("it is everybody's")
    with pytest.raises((NotAllowed, NotVisible)):
        call_as_nobody(inspect.unwrap(operation))


def call_as_nobody(function: Any) -> Any:
    """Have somebody who is nobody do it to records that would let anything be done."""
    given = {
        name: [MagicMock()] if "Sequence" in str(one.annotation) else MagicMock()
        for name, one in inspect.signature(function).parameters.items()
        if name != "by"
    }
    return function(**given, by=NOBODY)
