"""What attackers type, typed into every field that each role meets; and what must come of it."""

from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

import sqlalchemy as sa
from flask import Flask

from nolimits.kernel.db import db
from nolimits.kernel.mail import OutboxMessage
from nolimits.people.models import Person
from tests.crawl import endpoint_of
from tests.form import Form
from tests.page import Page
from tests.visitor import Visitor

# One text with everything in it: markup in text and in an attribute, SQL, four template tongues.
MARK = "zq7"
EVALUATED = str(7919 * 7907)
TYPED = (
    f"{MARK}'\"><script>{MARK}()</script><img src=x onerror={MARK}()>"
    "{{7919*7907}}${7919*7907}#{7919*7907}<%=7919*7907%>' OR '1'='1';--"
)
ADDRESS = f"javascript:{MARK}()"
ASKED = ("'", "\"'\\);--", "%_%", "\x00", "-1", "9" * 30, "\udcff\u202e🦊", "a" * 3000)
# What ends a sign-in, and what a demonstration alone has.
LEFT_ALONE = ("/sign-out", "/sign-ins/", "/sign-in", "/leave", "/demonstration/", "/static/")
CLOSING = {"partners.part_with", "partners.end_partner"}  # the account of who attacks next
ANY = range(100, 600)


class Attacker:
    """Somebody signed in who types the corpus into every form that they are shown."""

    def __init__(self, app: Flask, person: Person) -> None:
        self.app, self.who, self.visitor = app, person, Visitor(app, person, unseen=ANY)
        self.seen: set[str] = {"", "static", *CLOSING}
        self.urls: list[str] = []
        self.sent: Counter[int] = Counter()
        self.faults: list[str] = []

    def attack(self) -> "Attacker":
        """Walk every kind of page, as far as links and answered forms lead, and send its forms."""
        ahead = ["/"]
        while ahead:
            page = self.visit(ahead.pop(0))
            ahead += self.new(urljoin(page.url, link) for link in page.links.values())
            for form in page.forms:
                if form.method == "post" and not left_alone(form.action):
                    ahead += self.new([self.send(form)])
        return self

    def visit(self, url: str) -> Page:
        """Look at a page, and remember it."""
        page = self.visitor.visit(url)
        self.urls.append(page.url)
        if page.status >= 500:
            self.faults.append(f"GET {url} answered {page.status}")
        return page

    def new(self, urls: Any) -> Iterator[str]:
        """Those that are of a kind not seen before."""
        for url in urls:
            path = urldefrag(url).url
            kind = endpoint_of(self.app, path)
            if kind not in self.seen and not left_alone(path):
                self.seen.add(kind)
                yield path

    def send(self, form: Form) -> str:
        """Send a form with the corpus in it; where its answer leads."""
        path = urlsplit(form.action).path
        page = self.visitor.ask("POST", path, follow=False, data=filled(form))
        self.sent[page.status] += 1
        if page.status >= 500:
            self.faults.append(f"POST {path} answered {page.status}")
        if page.is_html and page.status == 422:
            self.faults.extend(f"POST {path}: {one}" for one in alive(page))
        return str(page.headers.get("Location", ""))

    def look_again(self) -> list[Page]:
        """Every page that they saw, as it is now."""
        return [self.visitor.visit(url) for url in dict.fromkeys(self.urls)]

    def is_signed_in(self) -> bool:
        """Whether what they sent left them signed in."""
        return self.visitor.visit("/account").path == "/account"


def left_alone(url: str) -> bool:
    """Whether an address would end the sign-in."""
    return any(urlsplit(url).path.startswith(one) or one in url for one in LEFT_ALONE)


def filled(form: Form) -> dict[str, list[Any]]:
    """The form with the corpus wherever one may type, and the first of what one may choose."""
    sent = form.kept()
    for control in form.controls:
        name, kind = control.get("name", ""), control.get("type", "text")
        if control.tag == "textarea":
            sent[name] = [TYPED]
        elif control.tag == "select":
            values = [one.get("value", "") for one in control.iter("option")]
            sent[name] = [next((one for one in values if one), "")]
        elif kind in ("radio", "checkbox"):
            sent[name] = sent.get(name) or [control.get("value", "on")]
        elif kind in ("text", "search", "url", "tel") and not any(sent.get(name, [])):
            sent[name] = [typed_into(name, control.get("inputmode", ""))]
    for button in form.button_elements[:1]:
        if button.get("name"):
            sent[button.get("name", "")] = [button.get("value", "")]
    return sent


def typed_into(name: str, mode: str) -> str:
    """What goes into one line: a number or date where nothing else is taken, so that it is kept."""
    parts = {"day": "1", "month": "12", "year": "2026"}
    if (part := name.rpartition("-")[2]) in parts:
        return parts[part]
    if mode in ("numeric", "decimal"):
        return "12"
    return ADDRESS if "link" in name or "website" in name else TYPED


def alive(page: Page) -> Iterator[str]:
    """Whatever of the corpus a browser or a template would run."""
    if EVALUATED in page.html:
        yield f"{page.url}: a template evaluated what was typed"
    # All of the corpus that could run holds the mark.
    for one in page.root.iter() if MARK in page.html else ():
        if not isinstance(one.tag, str):
            continue
        if one.tag == "script" and MARK in (one.text or "") and not is_data(one):
            yield f"{page.url}: a script holds what was typed"
        for name, value in one.items():
            if name.startswith("on") or (MARK in name):
                yield f"{page.url}: <{one.tag}> has {name}"
            if name in ("href", "src", "action", "formaction") and unescape(
                value
            ).strip().lower().startswith("javascript:"):
                yield f"{page.url}: <{one.tag}> leads to a script"


def wrong_with(page: Page) -> Iterator[str]:
    """What of a page or file shows that it was not only text."""
    if page.status >= 500:
        yield f"{page.url} answered {page.status}"
    if page.is_html:
        yield from alive(page)
    elif EVALUATED.encode() in page.body:
        yield f"{page.url}: a template evaluated what was typed"


def wrong_with_mail() -> Iterator[str]:
    """What of all mail shows that it was not only text."""
    for letter in db.session.scalars(sa.select(OutboxMessage)):
        if EVALUATED in f"{letter.subject}{letter.body}" or "\n" in letter.subject:
            yield f"mail {letter.template}: {letter.subject}"
    db.session.commit()


def is_data(script: Any) -> bool:
    """Whether a script element only carries data."""
    return script.get("type") == "application/json"


def questions(pages: list[Page]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each address that takes something, once for its kind and names: path and what it takes."""
    known = set()
    for page in pages:
        asked = [urlsplit(urljoin(page.url, link)) for link in page.links.values()]
        found = [(one.path, dict(parse_qsl(one.query))) for one in asked if one.query]
        found += [
            (
                urlsplit(one.action).path,
                {name: values[0] for name, values in one.kept().items() if values},
            )
            for one in page.forms
            if one.method == "get"
        ]
        for path, takes in found:
            key = (endpoint_of(page.visitor.app, path), *sorted(takes))
            if takes and key[0] not in ("", "static") and key not in known and not left_alone(path):
                known.add(key)
                yield path, takes


def asked_with(path: str, takes: dict[str, str]) -> Iterator[str]:
    """An address with each thing that it takes replaced by each of what attackers ask."""
    for name in takes:
        for value in ASKED:
            changed = {**takes, name: value.encode("utf-8", "surrogateescape")}
            yield f"{path}?{urlencode(changed)}"
