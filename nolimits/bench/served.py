"""Councils of some size in this process, and whoever is signed in to them."""

import gc
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from nolimits.config import Settings
from nolimits.kernel.actors import NOBODY
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.sign_in import operations
from nolimits.sign_in.models import Method

UNCOUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Served:
    """An application with a council, and a browser for each person who looks at it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browsers: dict[int, FlaskClient] = {}

    def browser(self, person_id: int) -> FlaskClient:
        """A browser in which somebody is signed in."""
        if person_id not in self.browsers:
            browser = self.app.test_client()
            with self.app.app_context():
                person = db.session.get_one(Person, person_id)
                asked = operations.begin(person, Method.PASSKEY, by=NOBODY, second_factor=True)
                token = asked.sign_in_token
            with browser.session_transaction() as cookie:
                cookie["_user_id"], cookie["_fresh"] = token, True
            self.browsers[person_id] = browser
        return self.browsers[person_id]

    def ask(self, person_id: int, path: str) -> TestResponse:
        """What somebody is answered at an address, in a context of its own as on a server."""
        browser = self.browser(person_id)
        with self.app.app_context():
            return browser.get(path)

    def get(self, person_id: int, path: str) -> bytes:
        """Fetch a page, which must be there."""
        answer = self.ask(person_id, path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return bytes(answer.data)

    def statements(self, call: Callable[[], object]) -> int:
        """How many statements a call sends to the database."""
        counted = []

        def count(*args: Any) -> None:
            if not args[2].startswith(UNCOUNTED):
                counted.append(args[2])

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            call()
        finally:
            event.remove(engine, "before_cursor_execute", count)
        return len(counted)


@contextmanager
def council(fill: Callable[[], object]) -> Iterator[Served]:
    """A council in a folder of its own, filled and served as wsgi.py serves it."""
    from nolimits import create_app

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(replace(Settings(), instance=Path(folder), secret_key="b" * 40))
        with app.app_context():
            flask_migrate.upgrade()
            fill()
            db.session.remove()
        gc.freeze()
        yield Served(app)
        with app.app_context():
            db.engine.dispose()


def constant(length: int) -> Callable[[], object]:
    """A page of as many bytes from the barest application there is."""
    app = Flask("constant")
    text = "x" * length

    @app.get("/")
    def page() -> str:
        return text

    client = app.test_client()
    return lambda: client.get("/").data
