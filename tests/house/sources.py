"""The code as the rules of the house read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nolimits

ROOT = Path(__file__).parents[2]


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax."""
    return ast.parse(path.read_text())


def files(*folders: str) -> list[Path]:
    """Every Python file in some folders, in order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def place(path: Path, node: ast.AST) -> str:
    """Where to look: "nolimits/people/views.py:12"."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(node: ast.AST) -> Iterator[str]:
    """What is called inside a piece of code, as written: "audit.record"."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            yield ast.unparse(one.func)


def imports(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """The names of the modules that a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node


def room_files(name: str) -> list[Path]:
    """One file of every room that has it."""
    paths = [ROOT / "nolimits" / room / f"{name}.py" for room in nolimits.ROOMS]
    return [path for path in paths if path.exists()]
