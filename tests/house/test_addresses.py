"""Typed addresses and forged forms lead nobody to what is not theirs."""

import ast
import re
from collections import Counter

import pytest

from nolimits.kernel.actors import Role
from nolimits.kernel.db import db
from nolimits.kernel.permissions import can
from tests.databases import KINDS
from tests.factories.contacts import ContactFactory
from tests.factories.people import PersonFactory
from tests.factories.young_people import YoungPersonFactory
from tests.house.matrix import guarded
from tests.house.records import RECORDS
from tests.house.routes import ABSENT
from tests.house.sources import files, place, tree
from tests.visitor import Visitor

of_records = [one for one in guarded() if one.about and one.method == "GET"]
once = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
ONE_TIME = re.compile(rb'nonce-[\w-]+|nonce="[^"]+"|name="csrf_token" value="[^"]+"')
WHOSE = re.compile(
    r"WHERE (\"?\w+\"?\.id = \?|"
    r"\? = \"?\w+\"?\.(young_person|round|person|directorate|volunteer|partner)_id)( ORDER BY .*)?$"
)
OUTSIDERS = (Role.COUNCILLOR, Role.STAFF, Role.PANEL_MEMBER, Role.VOLUNTEER, Role.PARTNER)


def path_of(app, route, key):
    with app.test_request_context():
        return app.url_map.bind("").build(route.endpoint, route.values(key))


def answered(visitor, path, key):
    """What an address answers, without what is new each time and without the key itself."""
    page = visitor.ask("GET", path, follow=False)
    headers = {
        name: value
        for name, value in page.headers.items()
        if name not in ("Set-Cookie", "Content-Security-Policy", "Content-Length", "Date")
    }
    return page.status, headers, ONE_TIME.sub(b"", page.body).replace(key.encode(), b"")


@once
def test_another_s_record_and_none_at_all_are_answered_alike_to_the_last_letter(
    app, sign_in, statements
):
    """Case 4. No test reads a stopwatch, so the work is compared in place of the time: the same
    statements run, and for what is there two at most that fetch rows by a number, which says
    whose it is; five where it is a young person's, as whoever is kept apart is looked for first.
    """
    made = {route.about: RECORDS[route.about](PersonFactory()) for route in of_records}
    people = [PersonFactory(role=role) for role in OUTSIDERS]
    visitors = [Visitor(app, person, unseen=(404,)) for person in people]
    asked = []
    for number, route in enumerate(of_records):
        turn, record = number % len(people), made[route.about]
        if not can(people[turn], route.permission, record):
            key = record.reference if hasattr(record, "reference") else record.key
            most = 5 if hasattr(record, "kept_apart_ids") else 2
            asked.append((visitors[turn], route, key, most))
    db.session.expire_all()  # what was asked here saves no page a statement
    differ, asks_more = [], []
    for visitor, route, key, most in asked:
        del statements[:]
        hidden, work = answered(visitor, path_of(app, route, key), key), list(statements)
        del statements[:]
        absent = answered(visitor, path_of(app, route, ABSENT), ABSENT)
        differ += [] if hidden == absent else [str(route)]
        more = list((Counter(work) - Counter(statements)).elements())
        small = len(more) <= most and all(map(WHOSE.search, more))
        asks_more += [] if small and len(work) >= len(statements) else [f"{route}: {more}"]

    assert (differ, asks_more) == ([], []), "\n".join(asks_more)
    assert len(asked) > len(of_records) // 2


@once
def test_no_other_way_of_asking_leads_past_the_guard(app):
    """Case 17."""
    one = YoungPersonFactory()
    visitor = Visitor(app, PersonFactory(role=Role.STAFF), unseen=range(200, 600))
    path, told = f"/young-people/{one.reference}", one.worker.name
    ways = [
        ("HEAD", path),
        ("OPTIONS", path),
        ("GET", f"{path}/"),
        ("GET", f"/{path}"),
        ("GET", path.replace("/Y-", "//Y-")),
        ("GET", path.replace("/Y-", "%2fY-")),
        ("GET", f"/young-people/./{one.reference}/name"),
        ("GET", f"/me/..{path}"),
        ("GET", f"{path}?key={one.reference}&_method=GET"),
        ("GET", f"{path.lower()}"),
        ("POST", f"{path}/name"),
        ("PUT", path),
        ("DELETE", path),
    ]
    for method, address in ways:
        page = visitor.ask(method, address)
        opened = page.status == 200 and method != "OPTIONS"
        assert (opened, told in page.html) == (False, False), f"{method} {address}"
    page = visitor.post(f"{path}/end", _method="GET", follow=False)
    assert page.status == 404


@once
def test_a_record_beside_another_s_key_is_not_reached_through_it(app):
    """Case 5."""
    mine, other = ContactFactory(), ContactFactory()
    volunteer = Visitor(app, mine.match.volunteer.person, unseen=(404,))
    worker = Visitor(app, mine.match.young_person.worker, unseen=(404,))
    theirs = other.match.young_person
    tie, own = theirs.ties[0], mine.match.young_person.reference

    assert volunteer.visit(f"/my-contacts/{other.reference}").status == 404
    assert volunteer.visit(f"/my-matches/{other.match.reference}").status == 404
    assert volunteer.post(f"/my-matches/{other.match.reference}/contacts/new").status == 404
    page = worker.visit(f"/young-people/{own}/ties/{tie.id}/end", follow=False)
    assert (page.status, page.headers["Location"]) == (302, f"/young-people/{own}")


def test_no_form_writes_into_a_record_what_it_was_not_asked_for():
    """Case 6: what is sent beside a form's own fields never reaches a record."""
    wild = re.compile(r"request\.(form|values|args|json|get_json)|\bform\.data\b")
    assert [
        f"{place(path, node)}: {ast.unparse(node)}"
        for path in files("nolimits")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        if (isinstance(node.func, ast.Attribute) and node.func.attr == "populate_obj")
        or any(word.arg is None and wild.search(ast.unparse(word.value)) for word in node.keywords)
        or (ast.unparse(node.func) == "setattr" and wild.search(ast.unparse(node)))
    ] == []


@once
def test_fields_that_no_form_has_change_nothing(app, sign_in):
    """Case 6."""
    one = YoungPersonFactory()
    worker, born, code = sign_in(one.worker), one.born_on, one.reference
    page = worker.visit(f"/young-people/{code}/preferences")

    page.forge(
        role="coordinator",
        state="matched",
        worker_id="1",
        person_id="1",
        reference="Y-AAAAAAAA",
        born_on="2001-01-01",
        availability="monday evening",
    )

    assert (one.reference, one.born_on, one.state.value) == (code, born, "ready_to_match")
    assert one.worker.roles == {Role.STAFF}
    assert one.person_id is None
