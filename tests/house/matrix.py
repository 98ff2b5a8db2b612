"""Everybody against every address: what they are answered, and what they should be.

The guard that stands before each page is asked itself, which takes no time; each page is asked for
over HTTP as well, by another role than the page before, so that the two cannot differ.
`python -m tests.house.matrix` asks it all over an empty database in memory and prints the figures.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask

from nolimits.kernel.actors import NOBODY, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, NotVisible
from nolimits.matching.models import Match, MatchState
from nolimits.people.models import Person
from nolimits.young_people import operations as young_people
from nolimits.young_people.models import YoungPerson
from tests import databases
from tests.factories.matching import MatchFactory
from tests.factories.people import PersonFactory
from tests.factories.young_people import YoungPersonFactory
from tests.house.records import OWNERS, RECORDS
from tests.house.routes import ABSENT, Route, routes
from tests.visitor import Visitor

OPEN, DENIED, HIDDEN = 200, 403, 404
SAME = (DENIED, HIDDEN)  # pages that look the same each time; other tests look at them
# Pages that are there once something is begun, or set up.
NOTHING_YET = {
    "asks.answer",
    "asks.answer_for",
    "asks.answers",
    "activities.calendar",
    "matching.mentor_photo",
    "photos.picture",
    "proving.end_reviewed_role",
    "proving.keep_role",
    "photos.picture_to_look_at",
    "reads.mark",
    "saved_views.keep_view",
    "second_factors.square",
    "sign_in.council_sign_in",
    "sign_in.council_back",
}
Shared = dict[tuple[type[Any], str], Any]


def closed_young_person() -> YoungPerson:
    """Somebody who takes part no more."""
    made: YoungPerson = YoungPersonFactory()
    young_people.end(made, by=made.worker)
    return made


def closed_match() -> Match:
    """A match that is over, of somebody who takes part no more."""
    made: Match = MatchFactory(state=MatchState.CLOSED)
    young_people.end(made.young_person, by=made.young_person.worker)
    return made


CLOSED = {YoungPerson: closed_young_person, Match: closed_match}


def shared() -> Shared:
    """Records that are nobody's whom the matrix asks for: of strangers, and closed ones."""
    stranger = {model: _a_stranger_to(model) for model in RECORDS}
    made: Shared = {(model, "another's"): RECORDS[model](stranger[model]) for model in RECORDS}
    return made | {(model, "closed"): make() for model, make in CLOSED.items()}


def _a_stranger_to(model: type[Any]) -> Person:
    person: Person = PersonFactory(role=Role.STAFF)
    return person


class Row:
    """A person of one role, or nobody, and what they are answered."""

    def __init__(self, app: Flask, role: Role | None, anothers: Shared | None = None) -> None:
        self.app, self.role, self.anothers = app, role, anothers
        self.person = PersonFactory(role=role) if role else None
        self.stranger = PersonFactory(role=role or Role.STAFF)
        self.place = list(Role).index(role) if role else 0
        self.answers = 0
        self.opened: set[tuple[type[Any], str]] = set()  # rules about records that let them in
        self.made: dict[Any, Any] = {}
        self.cookie = None
        if self.person is not None:
            name = app.config["SESSION_COOKIE_NAME"]
            self.cookie = Visitor(app, self.person).client.get_cookie(name)

    def answer(self, route: Route, key: str = "") -> Any:
        """What one request is answered; whatever it changed is undone."""
        with self.app.test_request_context():
            path = self.app.url_map.bind("").build(route.endpoint, route.values(key), route.method)
        self.app.extensions.pop("limits", None)  # one row asks more than anybody may in so short
        with undone():
            visitor = Visitor(self.app, unseen=SAME)
            if self.cookie is not None:
                visitor.client.set_cookie(self.cookie.key, self.cookie.value)
            if route.method == "GET":
                return visitor.visit(path, follow=False)
            return visitor.post(path, follow=False)

    def asked(self, route: Route, key: str) -> int:
        """What the guard of a page says itself."""
        try:
            with self.app.test_request_context():
                route.view.admit(self.person or NOBODY, key)
        except NotAllowed:
            return DENIED
        except NotVisible:
            return HIDDEN
        return OPEN

    def faults(self, number: int, route: Route) -> Iterator[str]:
        """Every answer of a route that is not what the table says."""
        by_http = (number + self.place) % len(Role) == 0
        for whose, key, allowed, refusal in self.expected(route):
            said = [(self.asked(route, key), False)]
            nothing_yet = route.endpoint in NOTHING_YET
            said += [(self.answer(route, key).status, nothing_yet)] if by_http else []
            for status, excused in said:
                self.answers += 1
                if allowed and status in SAME and not excused:
                    yield f"{route} ({whose}): answered {status}; the table admits {self.role}"
                if not allowed and status != refusal:
                    yield f"{route} ({whose}): answered {status} to {self.role}, not {refusal}"

    def expected(self, route: Route) -> Iterator[tuple[str, str, bool, int]]:
        """Whose record, its key, whether they are let in, and what they are told if not."""
        by_role = any(rule.admits(self.person, None) for rule in route.rules if not rule.of_record)
        refusal = HIDDEN if route.about else DENIED
        if route.about is None:
            yield "no record", "", by_role, refusal
            return
        yield "absent", ABSENT, False, refusal
        for whose, record in self.records(route.about):
            of_record = [rule for rule in route.rules if rule.of_record]
            theirs = [rule for rule in of_record if rule.admits(self.person, record)]
            owned = [rule for rule in theirs if not rule.of_another]
            if whose == "own":
                self.opened |= {(route.about, rule.name) for rule in owned}
            else:
                assert not owned, f"{route.about}: another's record is somebody's own"
            key = record.reference if hasattr(record, "reference") else record.key
            yield whose, key, by_role or bool(theirs), refusal

    def record(self, model: type[Any], of: Any) -> Any:
        """A record that is somebody's own, the same each time."""
        key = (model, of.id)
        if key not in self.made:
            self.made[key] = RECORDS[model](of)
        return self.made[key]

    def records(self, model: type[Any]) -> Iterator[tuple[str, Any]]:
        """A record of theirs where they can have one, one of a stranger, and one that is closed."""
        if self.anothers is None or self.person is None or self.person.roles & OWNERS[model]:
            yield "own", self.record(model, self.person)
        if self.anothers is None:
            yield "another's", self.record(model, self.stranger)
            return
        for (kind, whose), record in self.anothers.items():
            if kind is model:
                yield whose, record


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


def guarded() -> list[Route]:
    """Every address that has a guard."""
    return [route for route in routes() if hasattr(route.view, "permission")]


@dataclass
class Asked:
    """How many answers there were, each that is wrong, and the rules about records that opened."""

    answers: int = 0
    faults: list[str] = field(default_factory=list)
    opened: set[tuple[type[Any], str]] = field(default_factory=set)


def everybody(app: Flask, roles: Iterable[Role] = Role) -> Asked:
    """Ask everything of each role."""
    anothers, asked = shared(), Asked()
    for role in roles:
        row = Row(app, role, anothers)
        for number, route in enumerate(guarded()):
            asked.faults += row.faults(number, route)
        asked.answers += row.answers
        asked.opened |= row.opened
    return asked


def main() -> int:
    """Print the figures; 1 where an answer is wrong."""
    from tests.house.mutants import in_memory

    with in_memory() as app, db.engine.connect() as connection:
        db._app_engines[app][None] = connection  # type: ignore[assignment]
        connection.execute(sa.text("SELECT 1"))
        asked = everybody(app)
    mismatches = f"{asked.answers} answers, {len(asked.faults)} mismatches"
    print(f"{len(guarded())} addresses, {mismatches}")  # noqa: T201
    print("\n".join(asked.faults))  # noqa: T201
    return min(1, len(asked.faults))


if __name__ == "__main__":
    sys.exit(main())
