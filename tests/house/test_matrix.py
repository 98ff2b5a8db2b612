"""Who is let in, and what others are told: at every address, in every role, to every record."""

import pytest

from nolimits.kernel.actors import Role
from nolimits.kernel.permissions import TABLE, Permission
from tests.databases import KINDS
from tests.house.matrix import NOTHING_YET, Asked, Row, everybody
from tests.house.records import RECORDS
from tests.house.routes import ABSENT, routes

_asked: dict[str, Asked] = {}
GUARDED = [route for route in routes() if hasattr(route.view, "permission")]


@pytest.fixture
def demonstration(change_settings):
    """With the pages that only a demonstration has."""
    change_settings(demonstration=True)


@pytest.mark.parametrize("route", routes(), ids=str)
def test_every_address_has_a_permission(route):
    """Case 1."""
    assert isinstance(getattr(route.view, "permission", None), Permission), "it needs @requires"


def test_the_table_names_every_permission():
    """Case 1."""
    assert set(TABLE) == set(Permission)
    assert [name for name, rules in TABLE.items() if not rules] == []


@pytest.fixture
def asked(app, database, demonstration):
    """What everybody was answered; the rules ask no database, so one role asks PostgreSQL."""
    if database.kind not in _asked:
        _asked[database.kind] = everybody(app, Role if database.kind == KINDS[0] else [Role.STAFF])
    return _asked[database.kind]


@pytest.mark.xdist_group("matrix")
def test_every_page_opens_to_those_whom_the_table_admits_and_to_nobody_else(
    asked, database, record_property
):
    """Case 2."""
    record_property("addresses", len(GUARDED))
    record_property(f"answers over {database.kind}", asked.answers)
    record_property("mismatches", len(asked.faults))
    assert not asked.faults, "\n".join(asked.faults)
    assert asked.answers > len(GUARDED)


@pytest.mark.xdist_group("matrix")
@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
@pytest.mark.parametrize(
    "model", sorted({one.about for one in GUARDED if one.about}, key=str), ids=lambda m: m.__name__
)
def test_each_rule_about_records_lets_somebody_in(model, asked):
    lines = [route.rules for route in GUARDED if route.about is model]
    rules = {rule.name for line in lines for rule in line if rule.of_record and not rule.of_another}
    shut = {name for name in rules if (model, name) not in asked.opened}

    assert shut == set(), "tests/house/records.py makes nothing that these rules let anybody see"


@pytest.mark.usefixtures("demonstration")
def test_whoever_is_signed_out_is_asked_to_sign_in_unless_the_page_is_public(app):
    """Case 3."""
    row, faults = Row(app, None, {}), []
    for route in GUARDED:
        page = row.answer(route, ABSENT)
        if route.public:
            absent = route.about is not None or route.endpoint in NOTHING_YET
            wrong = page.status == 403 or (page.status == 404) != absent
        else:
            wrong = page.status != 302 or not page.headers["Location"].startswith("/sign-in")
        if wrong:
            faults.append(f"{route}: answered {page.status} to nobody")

    assert faults == []


@pytest.mark.parametrize("route", [one for one in GUARDED if "key" in one.arguments], ids=str)
def test_the_guard_of_an_address_looks_at_the_record_that_it_names(route):
    """A role alone would open it to whoever is kept apart, and tell others that there is one."""
    assert route.about in RECORDS, "it needs @requires(on=…), and @makes in tests/house/records.py"


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_the_matrix_can_fill_in_every_argument(route):
    assert set(route.values("key")) == set(route.arguments)
