"""One person against every address: what they are answered, and what they should be."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from nolimits.kernel.actors import Role
from nolimits.kernel.db import db
from tests import databases
from tests.factories.people import PersonFactory
from tests.house.records import RECORDS
from tests.house.routes import ABSENT, Route
from tests.visitor import Visitor

DENIED, HIDDEN = 403, 404
SAME = (DENIED, HIDDEN)  # pages that look the same each time; other tests look at them


class Row:
    """A person of one role, or nobody, and what they are answered."""

    def __init__(self, app: Flask, role: Role | None) -> None:
        self.app, self.role = app, role
        self.person = PersonFactory(role=role) if role else None
        self.stranger = PersonFactory(role=role or Role.STAFF)
        self.cookie = None
        if self.person is not None:
            name = app.config["SESSION_COOKIE_NAME"]
            self.cookie = Visitor(app, self.person).client.get_cookie(name)
        self.records: dict[Any, Any] = {}

    def record(self, model: type[Any], of: Any) -> Any:
        """A record that is somebody's own, the same each time."""
        key = (model, of.id)
        if key not in self.records:
            self.records[key] = RECORDS[model](of)
        return self.records[key]

    def answer(self, route: Route, key: str = "") -> Any:
        """What one request is answered; whatever it changed is undone."""
        with self.app.test_request_context():
            path = self.app.url_map.bind("").build(route.endpoint, route.values(key), route.method)
        with undone():
            visitor = Visitor(self.app, unseen=SAME)
            if self.cookie is not None:
                visitor.client.set_cookie(self.cookie.key, self.cookie.value)
            if route.method == "GET":
                return visitor.visit(path, follow=False)
            return visitor.post(path, follow=False)

    def faults(self, route: Route) -> Iterator[str]:
        """Every answer of a route that is not what the table says."""
        for whose, key, allowed, refusal in self.expected(route):
            status = self.answer(route, key).status
            if allowed and status in SAME:
                yield f"{route} ({whose}): answered {status}, though the table admits {self.role}"
            if not allowed and status != refusal:
                yield f"{route} ({whose}): answered {status} to {self.role}, not {refusal}"

    def expected(self, route: Route) -> Iterator[tuple[str, str, bool, int]]:
        """Whose record, its key, whether they are let in, and what they are told if not."""
        by_role = any(rule.admits(self.person, None) for rule in route.rules if not rule.of_record)
        refusal = HIDDEN if route.about else DENIED
        if route.model is None:
            yield "no record", "", by_role, refusal
            return
        yield "absent", ABSENT, False, HIDDEN if route.about or by_role else DENIED
        for whose, of in (("another's", self.stranger), ("own", self.person)):
            record = self.record(route.model, of)
            theirs = any(r.admits(self.person, record) for r in route.rules if r.of_record)
            owned = any(
                rule.admits(self.person, record)
                for rule in route.rules
                if rule.of_record and not rule.of_another
            )
            if whose != "own":
                assert not owned, f"the maker of {route.model} makes another's record their own"
            key = record.reference if hasattr(record, "reference") else record.key
            yield whose, key, by_role or theirs, refusal


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever was written inside."""
    databases.settle()
    saved = db.engine.begin_nested()  # type: ignore[attr-defined]  # in tests it is a connection
    try:
        yield
    finally:
        db.session.rollback()
        saved.rollback()
        db.session.expire_all()
