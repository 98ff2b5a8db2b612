"""Each case of the catalogue of threats is named by a test, or it is said here why by none."""

import ast
import re

from tests.house.sources import ROOT, functions

CASES = {*range(1, 41), *range(57, 74), 76}
"""Those that concern what is built: there is no card payment, and backups are the council's."""
NOT_TESTED = {
    67: "nginx is no part of what make setup installs; docs/nginx.conf was tried by hand",
}
NAMED = re.compile(r"\bCases? (\d+(?:(?:, | and )\d+)*)")


def named():
    """Each case with the tests whose docstring names it, as "Case 21." or "Cases 30 and 34."."""
    found = {}
    for path in (ROOT / "tests").rglob("test_*.py"):
        for test in functions(path):
            said = NAMED.findall(ast.get_docstring(test) or "")
            for number in (
                re.findall(r"\d+", " ".join(said)) if test.name.startswith("test_") else ()
            ):
                found.setdefault(int(number), set()).add(test.name)
    return found


def test_each_case_of_the_catalogue_is_named_by_a_test_or_has_its_reason():
    tested = named()

    assert sorted(CASES - set(tested) - set(NOT_TESTED)) == []
    assert sorted(set(NOT_TESTED) & set(tested)) == [], "it is tested, so it needs no reason"
    assert sorted(set(tested) - CASES) == [], "there is no such case"
