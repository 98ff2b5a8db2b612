"""Which reader reads which column: every page, file and search, looked through for canaries."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask

from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY
from nolimits.kernel.db import db
from nolimits.kernel.permissions import can
from nolimits.people.models import Person
from tests.house.canaries import WORDS, found_in, seeded
from tests.house.matrix import guarded
from tests.house.payloads import ANY
from tests.page import Page
from tests.visitor import Visitor

LINK = re.compile(r"""(?:href|action|src)=["']([^"']+)""")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
FILE = re.compile(r"""href=["']([^"']*(?:\?|&amp;)file=csv[^"']*)""")
SOUGHT = ("young_person_identity.given_name", "young_person_identity.family_name")
SOUGHT += ("application.what", "concern.words")
AROUND = ("themself", "their mentor", "an applicant")  # of so many people that there are
NOBODY_HAS = "Xylophob"
ENDS_IT = {"safeguarding.leave"}  # whoever leaves in a hurry is signed out
TODAY = date(2026, 11, 20)
Records = dict[type[Any] | None, list[Any]]


class Sweep:
    """Everything that people read, and all around it that outlives it or goes elsewhere."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.looked_at = 0
        self.shown: dict[str, set[str]] = {}  # what pages and files show to each reader
        self.faults: set[str] = set()

    def look(self, where: str, text: str) -> None:
        """Look through one thing that must hold no canary."""
        self.looked_at += 1
        self.faults.update(f"{one} in {where}" for one in found_in(text))

    def page(self, who: str, page: Page) -> None:
        """What a page or file shows, and leaves behind: address, title, headers, links, cookie.

        Its address is what a browser tells the next page as where it came from; the name of a file
        is one of the headers.
        """
        content = (
            page.body.decode(errors="replace") if "text" in page.headers["Content-Type"] else ""
        )
        self.shown.setdefault(who, set()).update(found_in(unescape(content)))
        self.look(f"the address {page.url} ({who})", page.url)
        title = " ".join(TITLE.findall(content))
        self.look(f"the title of {page.url} ({who})", title)
        self.look(f"the headers of {page.url} ({who})", str(page.headers))
        self.look(f"the links of {page.url} ({who})", " ".join(LINK.findall(content)))
        self.look(f"the cookie after {page.url} ({who})", self.cookie(page.visitor))
        if page.headers["Referrer-Policy"] != "same-origin":
            self.faults.add(f"{page.url} tells other sites where somebody came from")
        if page.status >= 400:
            self.look(f"the error page {page.status} at {page.url} ({who})", content)

    def cookie(self, visitor: Visitor) -> str:
        """All that the browser keeps, opened."""
        with visitor.client.session_transaction() as kept:
            values: dict[str, Any] = dict(kept)
        return str(values)

    def everybody(self) -> dict[str, Person]:
        """Each reader visits every page that opens to them, of every record; who they are."""
        readers = seeded()
        known: Records = {}
        for who, person in {**readers, "nobody": None}.items():
            visitor = Visitor(self.app, person, unseen=ANY)
            known[Person] = [person, *(readers[one] for one in AROUND)]
            for path in addresses(self.app, person, known):
                page = visitor.visit(path, follow=False)
                self.page(who, page)
                for link in FILE.findall(page.html):
                    self.page(who, visitor.visit(unescape(link)))
                if 'method="get"' in page.html:
                    self.shown[who].update(sought(page))
        return readers

    def lines(self) -> list[list[str]]:
        """A line of each column, with "reads" under those who read it."""
        rows = [
            [column, *("reads" if word in shown else "" for shown in self.shown.values())]
            for column, word in sorted(WORDS.items())
        ]
        return [["column", *self.shown], *rows]


def addresses(app: Flask, person: Person | None, known: Records) -> Iterator[str]:
    """Every page that opens to somebody, of every record that is there; public ones to nobody."""
    build = app.url_map.bind("").build
    for route in guarded():
        if route.method != "GET" or route.public != (person is None) or route.endpoint in ENDS_IT:
            continue
        for record in known.setdefault(route.about, records(route.about)):
            if can(person or NOBODY, route.permission, record):
                key = getattr(record, "reference", None) or getattr(record, "key", "")
                yield build(route.endpoint, route.values(key))


def records(model: type[Any] | None) -> list[Any]:
    """Every record that a page can be about; None for a page about none."""
    return [None] if model is None else list(db.session.scalars(sa.select(model)).unique())


def sought(page: Page) -> Iterator[str]:
    """The canaries whose beginnings find something that a word of nobody's does not."""
    for form in page.forms:
        for field in form.controls if form.method == "get" else ():
            if field.get("type", "text") in ("text", "search") and field.tag == "input":
                yield from _found_by(page, form.action.partition("?")[0], field.get("name", ""))


def _found_by(page: Page, path: str, name: str) -> Iterator[str]:
    def answered(word: str) -> str:
        found = page.visitor.visit(f"{path}?{urlencode({name: word})}")
        return found.text.replace(word, "")

    nothing = answered(NOBODY_HAS)
    for column in SOUGHT:
        if answered(WORDS[column][:6]) != nothing:
            yield WORDS[column]


def in_memory() -> list[list[str]]:
    """The lines, found over an empty database that is gone afterwards."""
    from tests.house import mutants

    with clock.standing_at(TODAY), mutants.in_memory() as app, db.engine.connect() as connection:
        db._app_engines[app][None] = connection  # type: ignore[assignment]
        app.testing = True
        sweep = Sweep(app)
        sweep.everybody()
        return sweep.lines()
