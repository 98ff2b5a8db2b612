"""What pages cost, as multiples of a page of as many bytes that is a constant."""

import gc
import itertools
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from nolimits.bench import Bench, compared
from nolimits.config import Settings
from nolimits.kernel.actors import NOBODY, SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.people import operations, queries
from nolimits.people.models import Person
from nolimits.seed import size
from nolimits.sign_in import operations as sign_in
from nolimits.sign_in.models import Method

FEW, MANY = 1_000, 100_000
LIST, RARE, QUESTION = "/people?role=staff&search=a", "/people?search=number", "/sign-in"


def measure() -> Bench:
    """A list at two sizes, a record, a question and its answer."""
    bench = Bench("pages")
    with _council(FEW) as few, _council(MANY) as many:
        for name, path, goal in (
            ("list of 25", LIST, 15),
            ("record page", few.a_record, 15),
            ("question page", QUESTION, 15),
        ):
            page = few.get(path)
            fetch = partial(few.get, path)
            plain, real = compared([_constant(len(page)), fetch])
            bench.add(f"{name}, times a constant page", real / plain, goal)
            bench.add(f"{name}, queries", few.queries(fetch), 6)
            bench.add(f"{name}, kB of HTML", len(page) / 1000, 60)
        grown = partial(_grown, few, many)
        bench.add(f"list of 25, from {FEW:,} to {MANY:,} people", grown(LIST), 1.1)
        bench.notes.append(
            f"A search that finds nobody reads every name: {grown(RARE):.1f} times "
            f"from {FEW:,} to {MANY:,} people."
        )
        plain, answer = compared([_constant(len(few.get(QUESTION))), few.answer], rounds=20)
        bench.add("answer to a question, times a constant page", answer / plain, 25)
        bench.add("answer to a question, queries", few.queries(few.answer), 8)
    bench.notes.append("In-process requests on SQLite, one after another, in processor time.")
    return bench


def _grown(few: "Served", many: "Served", path: str) -> float:
    small, large = compared([partial(few.get, path), partial(many.get, path)], rounds=10)
    return large / small


class Served:
    """An application with a council of some size, and a coordinator signed in to it."""

    def __init__(self, app: Flask, client: FlaskClient, record: str) -> None:
        self.app, self.client, self.a_record = app, client, record
        self.token = self._token()
        self.somebody = itertools.count(1)

    def get(self, path: str) -> bytes:
        """Fetch a page, which must be there."""
        answer = self.client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return bytes(answer.data)

    def answer(self) -> None:
        """Send the question's form: a code, an audit entry and a message, in one transaction."""
        data = {"email": f"person.{next(self.somebody)}@council.example", "csrf_token": self.token}
        answer = self.client.post(QUESTION, data=data)
        if answer.status_code != 302:
            raise RuntimeError(f"the answer was answered {answer.status_code}")

    def queries(self, call: Callable[[], object]) -> int:
        """How many statements a call sends to the database."""
        counted = []
        with self.app.app_context():
            engine = db.engine

        def count(*args: Any) -> None:
            counted.append(args[2])

        event.listen(engine, "before_cursor_execute", count)
        try:
            call()
        finally:
            event.remove(engine, "before_cursor_execute", count)
        return len([text for text in counted if not text.startswith("BEGIN")])

    def _token(self) -> str:
        found = re.search(rb'name="csrf_token" value="([^"]+)"', self.get(QUESTION))
        if not found:
            raise RuntimeError("the question has no token")
        return found[1].decode()


@contextmanager
def _council(people: int) -> Iterator[Served]:
    """A council of so many people in a folder of its own."""
    from nolimits import create_app

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(replace(Settings(), instance=Path(folder), secret_key="b" * 40))
        with app.app_context():
            flask_migrate.upgrade()
            size.begin()
            size.people(people)
            coordinator = _coordinator()
            record = f"/people/{queries.holders(Role.COORDINATOR)[0].reference}"
            token = coordinator.sign_in_token
            db.session.remove()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        gc.freeze()  # as wsgi.py does
        yield Served(app, client, record)
        with app.app_context():
            db.engine.dispose()


def _coordinator() -> Person:
    roles = {Role.COORDINATOR, Role.STAFF}
    person = operations.add_person("A Coordinator", "coordinator@council.example", roles, by=SYSTEM)
    return sign_in.begin(person, Method.PASSKEY, by=NOBODY, second_factor=True)


def _constant(length: int) -> Callable[[], object]:
    """A page of as many bytes from the barest application there is."""
    app = Flask("constant")
    text = "x" * length

    @app.get("/")
    def page() -> str:
        return text

    client = app.test_client()
    return lambda: client.get("/").data
