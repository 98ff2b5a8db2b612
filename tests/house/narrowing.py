"""Whether every list shows people those records alone whose page would open to them."""

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import product
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import sqlalchemy as sa

import nolimits
from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.kernel.db import db
from nolimits.kernel.permissions import Permission, can
from nolimits.people.models import Person
from nolimits.safeguarding.kinds import ConcernState
from tests.factories.people import PersonFactory, safeguarding_lead
from tests.factories.safeguarding import ConcernFactory
from tests.house.records import OWNERS, RECORDS
from tests.house.routes import routes
from tests.house.sources import functions, tree

List = tuple[ModuleType, str]
LISTED = (Role.STAFF, Role.SUPPORT_MENTOR, Role.VOLUNTEER, Role.YOUNG_PERSON, Role.PARTNER)


# Whose rows have no page that could say to whom they open, or are counts.
WITHOUT_PAGES = {"answers_to", "days", "passes_of_programme"}


def lists() -> list[List]:
    """Every list that a room narrows by who asks: functions of its queries that make a select."""
    return [
        (module, name)
        for module in _queries()
        if hasattr(module, "visible_to")
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and "visible_to" in _reached(module, name)
        if "Select" in str(one.__annotations__.get("return")) and not name.startswith("_")
        if name not in WITHOUT_PAGES
    ]


def shown_lists() -> Iterator[tuple[ModuleType, str, ast.Call]]:
    """Every list that a page shows or a file takes away, as the views ask for it."""
    for module in _queries():
        room, _, where = module.__name__.rpartition(".")
        views = import_module(f"{room}.views")
        for call in ast.walk(tree(_path(views))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            one = getattr(module, call.func.attr, None)
            of_queries = ast.unparse(call.func.value) == where and inspect.isfunction(one)
            if of_queries and "Select" in str(one.__annotations__.get("return")):
                yield module, call.func.attr, call


def entities(module: ModuleType, name: str) -> set[type[Any]]:
    """The models whose rows a list is made of, as its code names them."""
    found = set()
    for function in _reached(module, name):
        for call in ast.walk(_code(module).get(function, ast.Pass())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "sa.select" and call.args:
                for word in ast.walk(call.args[0]):
                    if isinstance(word, ast.Name) and isinstance(getattr(module, word.id, 0), type):
                        found.add(getattr(module, word.id))
    return found


def narrowed(module: ModuleType, name: str) -> bool:
    """Whether a list asks who may see what it shows."""
    return "visible_to" in _reached(module, name)


def _queries() -> list[ModuleType]:
    found = []
    for room, where in product(nolimits.ROOMS, ("queries", "lists")):
        try:
            import_module(f"nolimits.{room}.views")
            found.append(import_module(f"nolimits.{room}.{where}"))
        except ModuleNotFoundError:
            continue
    return found


def _path(module: ModuleType) -> Any:
    return Path(str(module.__file__))


def _code(module: ModuleType) -> dict[str, ast.FunctionDef]:
    return {one.name: one for one in functions(_path(module)) if isinstance(one, ast.FunctionDef)}


def _reached(module: ModuleType, name: str) -> set[str]:
    """The functions of a module that one of them calls, itself among them; and `visible_to`."""
    own, found, left = {"visible_to": ast.Pass(), **_code(module)}, {name}, [name]
    while left:
        for node in ast.walk(own.get(left.pop(), ast.Pass())):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in own and called.id not in found:
                found.add(called.id)
                left.append(called.id)
    return found


# --- With records in place ----------------------------------------------------------------------


def people_and_records() -> list[Person]:
    """Somebody's record of every kind that lists show, and one more person of each role."""
    anybody = PersonFactory(role=Role.COORDINATOR)
    for model in dict.fromkeys(_entity(_statement(one, anybody)) for one in lists()):
        for role in [one for one in LISTED if one in OWNERS[model]] or [Role.STAFF]:
            RECORDS[model](PersonFactory(role=role))
    # One that is over, and kept from the lead whom it is about.
    ConcernFactory(adult=safeguarding_lead(), state=ConcernState.CLOSED)
    for role in Role:
        PersonFactory(role=role)
    # Whoever left has no role, and does not sign in.
    return [person for person in db.session.scalars(sa.select(Person)) if person.roles]


def faults(one: List, people: list[Person], function: Any = None) -> list[str]:
    """What a list shows to people whom no page of it would open."""
    found = []
    for person in people:
        statement = _statement(one, person, function)
        model = _entity(statement)
        shown = {row.reference for row in _rows(statement)}
        known = {
            record.reference
            for record in db.session.scalars(sa.select(model))
            if record.reference in shown and _opens(model, person, record)
        }
        found += [f"{one[1]} shows {name} to {sorted(person.roles)}" for name in shown - known]
    return found


def anybody_sees(one: List, people: list[Person]) -> bool:
    """Whether a list shows anything to anybody, so that its narrowing was put to the test."""
    return any(_rows(_statement(one, person)) for person in people)


def _opens(model: type[Any], person: Person, record: Any) -> bool:
    return any(can(person, permission, record) for permission in _pages_of(model))


@cache
def _pages_of(model: type[Any]) -> set[Permission]:
    """What it takes to open any page of a record."""
    return {one.permission for one in routes() if one.about is model and one.method == "GET"}


def _statement(one: List, person: Person, function: Any = None) -> sa.Select[Any]:
    module, name = one
    function = function or getattr(module, name)
    needed = [
        given
        for given in list(inspect.signature(getattr(module, name)).parameters.values())[1:]
        if given.default is inspect.Parameter.empty
    ]
    statement: sa.Select[Any] = function(person, **{one.name: clock.today() for one in needed})
    return statement


def _entity(statement: sa.Select[Any]) -> type[Any]:
    entity: type[Any] = statement.column_descriptions[0]["entity"]
    return entity


def _rows(statement: sa.Select[Any]) -> list[Any]:
    rows = db.session.execute(statement)
    return list(rows.scalars() if len(statement.column_descriptions) == 1 else rows)


def mutants(people: list[Person]) -> Iterator[tuple[str, Callable[[], bool]]]:
    """Each list whose narrowing lets everything through."""
    for one in lists():
        module, name = one

        def noticed(one: List = one) -> bool:
            module, name = one
            return bool(faults(one, people, _blind(module, getattr(module, name))))

        yield f"{module.__name__}.{name} without visible_to", noticed


def _blind(module: ModuleType, function: Any) -> Any:
    """A list, and what it calls of its module, for whom everything is visible."""
    names = {**vars(module), "visible_to": lambda by: sa.true()}
    for name in _reached(module, function.__name__) - {"visible_to", function.__name__}:
        if inspect.isfunction(names.get(name)):
            names[name] = _copy(names[name], names)
    return _copy(function, names)


def _copy(function: Any, names: dict[str, Any]) -> Any:
    made = FunctionType(function.__code__, names, function.__name__)
    made.__defaults__, made.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
    return made
