"""Everything people do is one transaction, by somebody who may, and written down."""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import nolimits
from tests.house.sources import calls, tree


def operations():
    """Every public function of every open room's operations."""
    for room in nolimits.ROOMS:
        try:
            module = import_module(f"nolimits.{room}.operations")
        except ModuleNotFoundError:
            continue
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield function


def called_by(operation):
    """All that an operation calls, itself or through functions of its own room."""
    path = Path(inspect.getsourcefile(inspect.unwrap(operation)))
    room = {
        f"{file.stem}.{node.name}": node
        for file in path.parent.glob("*.py")
        for node in tree(file).body
        if isinstance(node, ast.FunctionDef)
    }
    found, left, seen = set(), [f"{path.stem}.{operation.__name__}"], set()
    while left:
        here = left.pop()
        seen.add(here)
        names = set(calls(room[here]))
        found |= names
        inside = names | {f"{here.partition('.')[0]}.{name}" for name in names}
        left += [name for name in inside if name in room and name not in seen]
    return found


def which(fails):
    """The operations of which something is true."""
    return [f"{one.__module__}.{one.__name__}" for one in operations() if fails(one)]


def test_an_operation_happens_whole_or_not_at_all():
    assert which(lambda one: not getattr(one, "is_transaction", False)) == [], "needs @transaction"


def test_an_operation_names_who_acts():
    def nameless(operation):
        by = inspect.signature(operation).parameters.get("by")
        return by is None or by.kind is not inspect.Parameter.KEYWORD_ONLY

    assert which(nameless) == [], "needs by=, by keyword only"


def test_an_operation_asks_whether_they_may():
    assert which(lambda one: "require" not in called_by(one)) == []


def test_an_operation_is_written_down():
    def unwritten(operation):
        names = called_by(operation)
        return not any(name == "audit.record" or name.endswith(".take") for name in names)

    assert which(unwritten) == []
