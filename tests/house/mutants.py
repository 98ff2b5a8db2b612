"""Each check of who may do what is taken away in turn, in memory; each must be missed.

`make mutants` prints how many were tried, noticed and not noticed, and names the latter.
"""

import ast
import copy
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from flask import Flask

from nolimits import create_app
from nolimits.config import Settings
from nolimits.kernel import permissions, rules
from nolimits.kernel.actors import Role
from nolimits.kernel.audit import BEGINNING, AuditHead
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, NotVisible
from nolimits.kernel.permissions import TABLE, Permission
from nolimits.kernel.rules import Rule
from nolimits.people.models import Person
from tests.house import narrowing, oracle
from tests.house.guards import guard_holds
from tests.house.routes import routes
from tests.house.sources import ROOT, tree
from tests.house.test_expected import call_as_nobody, of_everybody

Mutant = tuple[str, Callable[[], bool]]
"""What was changed, and a question whose answer is whether that was noticed."""


def of_the_table() -> Iterator[Mutant]:
    """Each line of the table without one of its rules, and with each role that it lacks."""
    kept = {line[0]: line for line in oracle.kept("permissions")[1:]}
    for permission, line in TABLE.items():
        for changed, words in _lines(line):

            def noticed(permission: Permission = permission, changed: Any = changed) -> bool:
                return oracle.row(permission, changed) != kept[permission.value]

            yield f"{permission.name} {words}", noticed


def _lines(line: Sequence[Rule]) -> Iterator[tuple[list[Rule], str]]:
    """Every line that differs by one rule; adding what everybody has changes nothing."""
    names = {rule.name for rule in line}
    for rule in line:
        yield [one for one in line if one is not rule], f"without {rule.name}"
    if rules.anyone.name not in names:
        yield [*line, rules.anyone], "with anyone"
    for role in Role:
        added: Rule = getattr(rules, role.value)
        if not any(role in rule.roles and not rule.of_record for rule in line):
            yield [*line, added], f"with {role.value}"


def of_the_rules() -> Iterator[Mutant]:
    """Each rule without one of the things that it asks."""
    source = ROOT / "nolimits/kernel/rules.py"
    for number, changed, words in _without_one_operand(tree(source)):

        def noticed(changed: ast.Module = changed) -> bool:
            names: dict[str, Any] = {"__name__": "mutant"}
            exec(compile(changed, "rules", "exec"), names)  # noqa: S102  # our own source
            table = {
                permission: [names.get(rule.name, rule) for rule in line]
                for permission, line in TABLE.items()
            }
            try:
                return oracle.permissions(table) != oracle.kept("permissions")
            except (AttributeError, TypeError):  # it asks the record that is not there
                return True

        yield f"rules.py:{number} without “{words}”", noticed


def _without_one_operand(module: ast.Module) -> Iterator[tuple[int, ast.Module, str]]:
    """A file's code with one part of one “and” left out, each in turn."""
    places = [node for node in ast.walk(module) if isinstance(node, ast.BoolOp)]
    for index, place in enumerate(places):
        if not isinstance(place.op, ast.And):
            continue
        for number, part in enumerate(place.values):
            changed = copy.deepcopy(module)
            same = [node for node in ast.walk(changed) if isinstance(node, ast.BoolOp)][index]
            same.values[number] = ast.copy_location(ast.Constant(True), part)
            yield part.lineno, changed, ast.unparse(part)


def of_the_addresses() -> Iterator[Mutant]:
    """Each address without its guard, and with a guard that looks at no record."""
    kept = oracle.kept("addresses")[1:]
    for route in routes():
        permission = route.permission.value
        record = route.about.__name__ if route.about else ""
        for words, line in (
            ("without its guard", [route.method, route.path, "NOTHING", ""]),
            ("open to anyone", [route.method, route.path, "read_public_page", record]),
            ("for any record", [route.method, route.path, permission, ""]),
        ):
            if line != [route.method, route.path, permission, record]:
                yield f"{route} {words}", lambda line=line: line not in kept


def of_the_guard() -> Iterator[Mutant]:
    """The guard of every page without one of its steps, and a table that is asked wrongly."""
    path = ROOT / "nolimits/kernel/guard.py"
    for function in ("let_in",):
        for words, changed in _without_one_statement(tree(path), function):

            def noticed(changed: ast.FunctionDef = changed) -> bool:
                return not guard_holds(_compiled(changed, import_module("nolimits.kernel.guard")))

            yield f"guard.{function} without “{words}”", noticed
    for name in ("can", "require"):
        for words, changed in _slack(name):

            def slack_noticed(changed: ast.FunctionDef = changed, name: str = name) -> bool:
                slack = _compiled(changed, permissions)
                return not guard_holds(**{name: slack})

            yield f"permissions.{name} {words}", slack_noticed


def _slack(name: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    [function] = [
        one
        for one in tree(ROOT / "nolimits/kernel/permissions.py").body
        if isinstance(one, ast.FunctionDef) and one.name == name
    ]
    changed = copy.deepcopy(function)
    if name == "can":
        changed.body = [ast.Return(ast.Constant(True))]
        yield "says yes to all", ast.fix_missing_locations(changed)
        changed = copy.deepcopy(function)
        changed.body = [one for one in changed.body if not isinstance(one, ast.If)]
        yield "asks nobody who is kept apart", ast.fix_missing_locations(changed)
        return
    changed.body = [ast.Pass()]
    yield "lets all go on", ast.fix_missing_locations(changed)


def _without_one_statement(module: ast.Module, name: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """A function without one of the statements that refuse, each in turn."""
    [function] = [
        one for one in module.body if isinstance(one, ast.FunctionDef) and one.name == name
    ]
    refusing = [node for node in ast.walk(function) if _refuses(node)]
    for index, node in enumerate(refusing):
        changed = copy.deepcopy(function)
        place = [one for one in ast.walk(changed) if _refuses(one)][index]
        _replace(changed, place, ast.Pass())
        yield ast.unparse(node), ast.fix_missing_locations(changed)


def _refuses(node: ast.AST) -> bool:
    if isinstance(node, ast.Raise):
        return True
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "require"
    )


def _replace(tree_: ast.AST, old: ast.AST, new: ast.stmt) -> None:
    for parent in ast.walk(tree_):
        body: Any
        for body in (getattr(parent, "body", None), getattr(parent, "orelse", None)):
            if isinstance(body, list) and old in body:
                body[body.index(old)] = ast.copy_location(new, old)


def _compiled(function: ast.FunctionDef, module: Any) -> Any:
    """A changed function in the place of a module's own, beside everything else there."""
    plain = copy.deepcopy(function)
    plain.decorator_list = []
    names = dict(vars(module))
    code = ast.Module([ast.fix_missing_locations(plain)], type_ignores=[])
    exec(compile(code, module.__name__, "exec"), names)  # noqa: S102  # our own source
    return names[function.name]


def of_the_operations() -> Iterator[Mutant]:
    """Each operation without one of the times that it asks who acts."""
    kept = oracle.kept("operations")[1:]
    for room, path in oracle.operations_files():
        module = import_module(f"nolimits.{room}.{path.stem}")
        for function in [one for one in tree(path).body if isinstance(one, ast.FunctionDef)]:
            first = not function.name.startswith("_")
            for words, changed in _without_one_statement(
                ast.Module([function], type_ignores=[]), function.name
            ):
                if not words.startswith("require"):
                    continue

                def noticed(
                    changed: Any = changed,
                    room: str = room,
                    module: Any = module,
                    first: bool = first,
                ) -> bool:
                    said = [line for line in kept if line[:2] == [room, changed.name]]
                    unsaid = [[room, changed.name, *asked] for asked in oracle.asks(changed)]
                    return unsaid != said or (first and _goes_on(changed, module))

                yield f"{room}.{function.name} without “{words}”", noticed
                first = False


def _goes_on(changed: ast.FunctionDef, module: Any) -> bool:
    """Whether nobody is no more refused, which the test of the operation would see."""
    operation = _compiled(changed, module)
    if of_everybody(operation):
        return True
    try:
        call_as_nobody(operation)
    except (NotAllowed, NotVisible):
        return False
    except Exception:
        return True
    finally:
        db.session.rollback()
    return True


def everything(people: list[Person]) -> Iterator[Mutant]:
    """Every check that there is, taken away."""
    yield from of_the_table()
    yield from of_the_rules()
    yield from of_the_addresses()
    yield from of_the_guard()
    yield from narrowing.mutants(people)
    yield from of_the_operations()


@contextmanager
def in_memory() -> Iterator[Flask]:
    """The application over an empty database that is gone afterwards."""
    settings = Settings(
        database_url="sqlite://", secret_key="for this run only", demonstration=True
    )
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        db.session.execute(sa.insert(AuditHead).values(entries=0, hash=BEGINNING))
        db.session.commit()
        yield app


def main() -> int:
    """Try them all; how many went unnoticed."""
    tried, survived = 0, []
    with in_memory():
        for words, noticed in everything(narrowing.people_and_records()):
            tried += 1
            if not noticed():
                survived.append(words)
    killed = tried - len(survived)
    print(f"{tried} mutants, {killed} killed, {len(survived)} survived")  # noqa: T201
    for words in survived:
        print(f"  survived: {words}")  # noqa: T201
    return min(1, len(survived))


if __name__ == "__main__":
    sys.exit(main())
