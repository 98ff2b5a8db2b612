"""Every address × every role × own, another's and no record: who is let in, and what is told."""

import pytest

from nolimits.kernel.actors import Role
from nolimits.kernel.permissions import TABLE, Permission
from tests.factories.people import PersonFactory
from tests.house.records import RECORDS
from tests.house.routes import ABSENT, routes
from tests.visitor import Visitor

GUARDED = [route for route in routes() if hasattr(route.view, "permission")]
of_routes = pytest.mark.parametrize("route", GUARDED, ids=str)
DENIED, ABSENT_OR_HIDDEN = 403, 404


@pytest.fixture
def address(app, change_settings):
    """The address of a route about a record, a key, or nothing."""
    change_settings(demonstration=True)

    def build(route, key=""):
        with app.test_request_context():
            return app.url_map.bind("").build(route.endpoint, route.values(key), route.method)

    return build


def ask(visitor, route, path):
    """The answer to one request, redirects unfollowed; with a token, so that the guard is met."""
    if route.method == "GET":
        return visitor.visit(path, follow=False)
    return visitor.post(path, follow=False)


def admitted_by_role(route, person):
    return any(rule.admits(person, None) for rule in route.rules if not rule.of_record)


@pytest.mark.parametrize("route", routes(), ids=str)
def test_every_address_has_a_permission(route):
    assert isinstance(getattr(route.view, "permission", None), Permission), "it needs @requires"


def test_the_table_names_every_permission():
    assert set(TABLE) == set(Permission)
    assert [name for name, rules in TABLE.items() if not rules] == []


@of_routes
def test_whoever_is_signed_out_is_asked_to_sign_in_unless_the_page_is_public(
    route, visitor, address
):
    page = ask(visitor(), route, address(route, ABSENT))

    to_sign_in = page.status == 302 and "/sign-in?next=" in page.headers["Location"]
    if route.public:
        assert not to_sign_in
        assert page.status == 404 if route.model else page.status not in (403, 404)
    else:
        assert to_sign_in, page


@of_routes
@pytest.mark.parametrize("role", Role)
def test_a_page_opens_to_those_whom_the_table_names(route, role, app, address):
    person = PersonFactory(role=role)
    if route.model is None:
        status = ask(Visitor(app, person), route, address(route)).status
        if admitted_by_role(route, person):
            assert status not in (DENIED, ABSENT_OR_HIDDEN)
        else:
            assert status == DENIED
        return
    own = RECORDS[route.model](person)
    others = RECORDS[route.model](PersonFactory(role=role))
    for record, is_own in ((others, False), (own, True)):
        person = person if is_own or record is not person else PersonFactory(role=role)
        expect_about(route, person, record, is_own, app, address)
    expect_absent(route, person, app, address)


def expect_about(route, person, record, is_own, app, address):
    """A record is there for whoever the table admits to it, and not there for anybody else."""
    theirs = any(rule.admits(person, record) for rule in route.rules if rule.of_record)
    if not is_own:
        # Nobody owns some kinds of record; of those that are owned, this must be another's.
        assert not theirs, f"the maker of {route.model} gives one person's record to another"
    status = ask(Visitor(app, person), route, address(route, record.reference)).status
    if admitted_by_role(route, person) or theirs:
        assert status not in (DENIED, ABSENT_OR_HIDDEN), (person.roles, is_own)
    else:
        assert status == (ABSENT_OR_HIDDEN if route.about else DENIED), (person.roles, is_own)


def expect_absent(route, person, app, address):
    """A record that is not there is answered as one that may not be seen."""
    status = ask(Visitor(app, person), route, address(route, ABSENT)).status
    if route.about or admitted_by_role(route, person):
        assert status == ABSENT_OR_HIDDEN
    else:
        assert status == DENIED


@pytest.mark.parametrize("route", [one for one in GUARDED if "key" in one.arguments], ids=str)
def test_the_matrix_can_make_the_record_that_an_address_names(route):
    assert route.model in RECORDS, "tests/house/records.py needs @makes for it"


@of_routes
def test_the_matrix_can_fill_in_every_argument(route):
    assert set(route.values("key")) == set(route.arguments)


@pytest.mark.parametrize("route", [one for one in GUARDED if one.about], ids=str)
def test_each_rule_about_records_lets_somebody_in(route, app):
    rules = [rule for rule in route.rules if rule.of_record]
    shut = {rule.name for rule in rules}
    for role in Role:
        person = PersonFactory(role=role)
        own = RECORDS[route.about](person)
        shut -= {rule.name for rule in rules if rule.admits(person, own)}

    assert shut == set(), "no record that tests/house/records.py makes is anybody's own"
