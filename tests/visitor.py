"""Somebody who visits pages, signed in or not, and sends forms as a browser does."""

import io
import secrets
from collections.abc import Container
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlencode

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from nolimits.kernel.actors import NOBODY
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.sign_in import operations
from nolimits.sign_in.models import Method
from tests import databases
from tests.form import Form
from tests.inspection import inspect
from tests.page import Page

MOST_REDIRECTS = 5
BRINGS_SOMEBODY = "/sign-in/council/back"  # OpenID Connect signs in by an address that is opened


class Visitor:
    """One browser. Every page it is given is inspected, but those of a status named `unseen`.

    Pages look the same whichever database is behind them, so they are inspected on SQLite alone.
    """

    def __init__(
        self, app: Flask, person: Person | None = None, *, unseen: Container[int] = ()
    ) -> None:
        self.app = app
        self.unseen = unseen
        self.inspects = db.engine.dialect.name == databases.KINDS[0]
        self.client = app.test_client()
        self.page: Page | None = None
        if person is not None:
            self._sign_in(person)

    def _sign_in(self, person: Person) -> None:
        """Have a session row and its cookie, as the sign-in pages would give."""
        signed_in = operations.begin(person, Method.PASSKEY, by=NOBODY, second_factor=True)
        token = signed_in.sign_in_token
        with self.client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"], cookie.permanent = token, True, True
        databases.settle()

    def visit(self, path: str, *, follow: bool = True) -> Page:
        """Type an address; without `follow`, stay at a redirect and look at it."""
        return self.ask("GET", path, follow=follow)

    def submit(self, **fields: Any) -> Page:
        """Fill in and send the form of the page that is open."""
        return self.open_page.submit(**fields)

    def press(self, button: str, **fields: Any) -> Page:
        """Press a button of the page that is open."""
        return self.open_page.press(button, **fields)

    def follow(self, words: str) -> Page:
        """Follow a link of the page that is open."""
        return self.open_page.follow(words)

    @property
    def open_page(self) -> Page:
        """The page seen last."""
        if self.page is None:
            raise AssertionError("no page was visited yet")
        return self.page

    def send(self, form: Form, sent: dict[str, list[Any]]) -> Page:
        """Send a form by its own method to its own address."""
        if form.method == "get":
            path = form.action.partition("?")[0]
            return self.ask("GET", f"{path}?{urlencode(sent, doseq=True)}")
        came_from = {"Referer": f"http://localhost{self.page.url}"} if self.page else {}
        return self.ask("POST", form.action, data=sent, headers=came_from)

    def post(self, path: str, *, follow: bool = True, **fields: Any) -> Page:
        """Send what no page offers, with a token against forgery that is in order."""
        return self.ask("POST", path, follow=follow, data={**fields, "csrf_token": self.token()})

    def token(self) -> str:
        """A CSRF token that belongs to this browser's session."""
        with self.client.session_transaction() as cookie:
            kept = cookie.setdefault("csrf_token", secrets.token_hex(20))
        with self.app.app_context(), self.app.test_request_context():
            session["csrf_token"] = kept
            return str(generate_csrf())

    def ask(
        self, method: str, path: str, *, follow: bool = True, data: Any = None, **more: Any
    ) -> Page:
        """Send one request, then go where it redirects; every answer on the way is inspected."""
        passed: tuple[str, ...] = ()
        self.page = self._one(method, path, passed, data=_with_files(data), **more)
        while follow and self.page.status in (301, 302, 303, 307, 308):
            passed = (*passed, self.page.url)
            if len(passed) > MOST_REDIRECTS:
                raise AssertionError(f"these lead to one another: {passed}")
            self.page = self._one("GET", self.page.headers["Location"], passed)
        return self.page

    def _one(self, method: str, path: str, passed: tuple[str, ...], **more: Any) -> Page:
        """One request in a context of its own, as each has on a server."""
        databases.settle()
        only_asks = method == "GET" and not path.startswith(BRINGS_SOMEBODY)
        reading = databases.only_reading(f"{method} {path}") if only_asks else nullcontext()
        with self.app.app_context(), reading:
            answer = self.client.open(path, method=method, **more)
            body = answer.get_data()
            answer.close()
            databases.nothing_unsaved(f"{method} {path}")
        query = answer.request.query_string.decode()
        url = answer.request.path + (f"?{query}" if query else "")
        page = Page(self, url, answer.status_code, answer.headers, body, passed)
        if page.status not in self.unseen and self.inspects:
            inspect(page, self.app)
        return page


def _with_files(data: Any) -> Any:
    """Files as (name, content) turned into what the test client sends."""
    if not isinstance(data, dict):
        return data
    return {
        name: [_as_file(value) for value in (given if isinstance(given, list) else [given])]
        for name, given in data.items()
    }


def _as_file(value: Any) -> Any:
    if isinstance(value, tuple):
        name, content = value
        return io.BytesIO(content), name
    return value
