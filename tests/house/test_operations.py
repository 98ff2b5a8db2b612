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
    """All that an operation calls, itself or through functions of its own module."""
    path = Path(inspect.getsourcefile(inspect.unwrap(operation)))
    own = {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}
    found, left = set(), [operation.__name__]
    while left:
        for name in calls(own[left.pop()]):
            if name in own and name not in found:
                left.append(name)
            found.add(name)
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
