"""Everything people do is one transaction, by somebody who may, and written down."""

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

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
                yield pytest.param(function, id=f"{room}.{name}")


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


@pytest.mark.parametrize("operation", list(operations()))
def test_an_operation_happens_whole_or_not_at_all(operation):
    assert getattr(operation, "is_transaction", False), "it needs @transaction"


@pytest.mark.parametrize("operation", list(operations()))
def test_an_operation_names_who_acts(operation):
    by = inspect.signature(operation).parameters.get("by")

    assert by is not None, "it needs by="
    assert by.kind is inspect.Parameter.KEYWORD_ONLY


@pytest.mark.parametrize("operation", list(operations()))
def test_an_operation_asks_whether_they_may(operation):
    assert "require" in called_by(operation)


@pytest.mark.parametrize("operation", list(operations()))
def test_an_operation_is_written_down(operation):
    names = called_by(operation)

    assert any(name == "audit.record" or name.endswith(".take") for name in names)
