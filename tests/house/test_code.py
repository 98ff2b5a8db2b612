"""How the code itself is kept: small, and each thing in its one place."""

import ast
from functools import cache

import nolimits
from nolimits.kernel.permissions import Permission
from tests.house.sources import ROOT, calls, files, functions, imports, place, room_files, tree

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 300, 40, 20
STATES = ROOT / "nolimits/kernel/states.py"
CLOCK = ROOT / "nolimits/kernel/clock.py"
DB = ROOT / "nolimits/kernel/db.py"


def length(function):
    return function.end_lineno - function.lineno + 1


def test_no_file_is_too_long_to_read_at_once():
    lengths = {path: len(path.read_text().splitlines()) for path in files("nolimits", "tests")}

    assert [
        f"{place(p, ast.Pass())}: {n} lines" for p, n in lengths.items() if n > LONGEST_FILE
    ] == []


def test_no_function_is_too_long_to_see_at_once():
    assert [
        f"{place(path, one)} {one.name}: {length(one)} lines"
        for path in files("nolimits", "tests")
        for one in functions(path)
        if length(one) > LONGEST_FUNCTION
    ] == []


def test_views_only_pass_things_on():
    assert [
        f"{place(path, one)} {one.name}: {length(one)} lines"
        for path in room_files("views")
        for one in functions(path)
        if length(one) > LONGEST_VIEW
    ] == []


def test_only_the_database_kernel_commits():
    assert [
        str(path.relative_to(ROOT))
        for path in files("nolimits")
        if path != DB and any(name.endswith(".commit") for name in calls(tree(path)))
    ] == []


def test_rules_know_nothing_of_the_web():
    web = ("flask", "wtforms", "flask_wtf", "flask_login", "werkzeug")
    assert [
        f"{place(path, node)}: {module}"
        for name in ("models", "queries", "operations")
        for path in room_files(name)
        for module, node in imports(path)
        if module.split(".")[0] in web
    ] == []


def test_a_state_changes_only_along_declared_steps():
    def set_here(path):
        for node in ast.walk(tree(path)):
            targets = getattr(node, "targets", [getattr(node, "target", None)])
            if any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets):
                yield node
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("change", ".values")
            ):
                yield from (word for word in node.keywords if word.arg == "state")

    assert [
        place(path, node) for path in files("nolimits") if path != STATES for node in set_here(path)
    ] == []


def test_only_the_clock_knows_the_time():
    asked = (".today", ".now", ".utcnow", "time.time")
    ours = ("clock.today", "clock.now")
    assert [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files("nolimits", "migrations")
        if path != CLOCK
        for name in calls(tree(path))
        if name.endswith(asked) and name not in ours
    ] == []


@cache
def sections():
    """Each permission with the room under whose comment it stands."""
    room, found = "", {}
    for line in (ROOT / "nolimits/kernel/permission_names.py").read_text().splitlines():
        words = line.strip()
        if line.startswith("    # "):
            room = words.removeprefix("# ").replace(" ", "_")
        elif room and words.split(" = ")[0] in Permission.__members__:
            found.setdefault(Permission[words.split(" = ")[0]], room)
    return found


def test_every_permission_of_an_open_room_guards_something():
    named = {
        ast.unparse(node)
        for path in files("nolimits")
        if path.name != "permissions.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
    }
    of_open_rooms = [one for one in Permission if sections().get(one) in nolimits.ROOMS]

    assert [one.name for one in of_open_rooms if f"Permission.{one.name}" not in named] == []


def test_every_permission_stands_under_the_name_of_a_room():
    rooms = {path.name for path in (ROOT / "nolimits").iterdir() if path.is_dir()}

    assert [one.name for one in Permission if sections().get(one) not in rooms] == []


def test_every_module_model_and_operation_says_what_it_is():
    assert [
        place(path, node)
        for path in files("nolimits")
        for node in [tree(path), *public(path)]
        if not ast.get_docstring(node)
    ] == []


def public(path):
    """The classes and functions of a file that others use; a view is told by its page."""
    if path.name == "views.py":
        return []
    kinds = (ast.ClassDef, ast.FunctionDef)
    return [
        node
        for node in tree(path).body
        if isinstance(node, kinds) and not node.name.startswith("_")
    ]
