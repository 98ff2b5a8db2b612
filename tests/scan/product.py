"""No Limits as scanners meet it: the invented council, somebody of several roles signed in."""

import json
import os
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import sqlalchemy as sa
from flask import Flask

from nolimits import create_app, seed
from nolimits.config import Settings
from nolimits.kernel import limits
from nolimits.kernel.actors import Role
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.people.queries import some_of_each_role
from nolimits.sign_in import limits as sign_in_limits
from nolimits.young_people.models import YoungPerson
from tests.crawl import endpoint_of
from tests.visitor import Visitor

SCANNED = (
    Role.COORDINATOR,
    Role.YOUNG_PERSON,
    Role.FINANCE_OFFICER,
    Role.VOLUNTEER,
    Role.PANEL_MEMBER,
    Role.SAFEGUARDING_LEAD,
    Role.ADMINISTRATOR,
    Role.BOARD_READER,
)
# What would end the scanner's own sign-in, or that of another role; and what leaves for elsewhere.
LEFT_ALONE = ("/sign-out", "/sign-ins/", "/leave", "/demonstration/", "/staff-lists/", "/lost")
SAYS_WHO = b"/sign-out"  # on every page of somebody who is signed in
STAYS = ("csrf_token", "once")  # a scanner that changes these would be refused before anything else


def settings(folder: Path, port: int) -> Settings:
    """Those of a development copy; nothing that it writes outlives its folder."""
    return Settings(
        instance=folder / "instance",
        database_url=f"sqlite:///{folder}/product.sqlite",
        secret_key="only for the scan, and long enough to be taken",
        base_url=f"http://127.0.0.1:{port}",
    )


def prepare(folder: Path, port: int) -> dict[str, Any]:
    """Fill the database; cookies by role, and every address and form that takes something."""
    from flask_migrate import upgrade

    from nolimits.kernel import offer_migrations

    app = create_app(settings(folder, port))
    offer_migrations(app)
    app.testing = True
    with app.app_context():
        upgrade()
        seed.demo()
        cookies, targets = {}, []
        of_role = dict(some_of_each_role())
        people = {role.value: of_role[role][0] for role in SCANNED}
        alone = [*LEFT_ALONE, *whose_accounts(people.values())]
        for role, person in people.items():
            visitor = Visitor(app, person, unseen=range(100, 600))
            cookies[role] = cookie(app, person)
            targets.extend(takes_something(visitor, role, alone))
    plan = {"cookies": cookies, "targets": targets, "left alone": alone}
    (folder / "plan.json").write_text(json.dumps(plan))
    return plan


def cookie(app: Flask, person: Person) -> str:
    """The cookie of somebody who has just signed in, as name=value."""
    visitor = Visitor(app, person)
    visitor.token()  # in it from the start, or forms would belong to another cookie
    kept = visitor.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert kept is not None
    return f"{kept.key}={kept.value}"


def whose_accounts(people: Iterable[Person]) -> Iterator[str]:
    """Where accounts in which the scan is signed in are changed or shut; others may be."""
    for person in people:
        yield f"/people/{person.reference}/"
        young = db.session.scalar(sa.select(YoungPerson).where(YoungPerson.person_id == person.id))
        if young:
            yield f"/young-people/{young.reference}/"


def takes_something(
    visitor: Visitor, role: str, alone: Collection[str]
) -> Iterator[dict[str, str]]:
    """Each kind of address with a query and each form that one role meets, once."""
    ahead, seen, asked = ["/"], {"", "static"}, set()
    while ahead:
        page = visitor.visit(ahead.pop(0))
        for link in page.links.values():
            path = urljoin(page.url, link).partition("#")[0]
            kind = endpoint_of(visitor.app, path)
            query = tuple(sorted(name for name, _ in parse_qsl(urlsplit(path).query)))
            if query and kind not in ("", "static") and (kind, query) not in asked:
                asked.add((kind, query))
                yield {"role": role, "method": "GET", "url": path, "data": ""}
            if kind not in seen and not left_alone(path, alone):
                seen.add(kind)
                ahead.append(path)
        for form in page.forms:
            names = tuple(sorted(one for one in form.kept() if one not in STAYS))
            kind = endpoint_of(visitor.app, form.action, form.method.upper())
            if not names or (kind, names) in asked or left_alone(form.action, alone):
                continue
            asked.add((kind, names))
            sent = urlencode(filled(form.kept()), doseq=True)
            if form.method == "get":
                url = urlunsplit(urlsplit(form.action)._replace(query=sent))
                yield {"role": role, "method": "GET", "url": url, "data": ""}
            else:
                yield {"role": role, "method": "POST", "url": form.action, "data": sent}


def filled(kept: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Something in every field, as nothing can be changed where nothing is."""
    return {name: values if any(values) else ["1"] for name, values in kept.items()}


def left_alone(path: str, alone: Collection[str]) -> bool:
    """Whether the scan keeps away from an address."""
    return any(one in path for one in alone)


class Watched:
    """The application, with everything that it answers counted."""

    def __init__(self, app: Flask, told: Path) -> None:
        self.app, self.told = app, told
        self.counts: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Answer one request, and count it: how, and whether to somebody who is signed in."""
        status = ["500"]

        def begin(line: str, *more: Any) -> Any:
            status[0] = line[:3]
            return start(line, *more)

        answer = self.app.wsgi_app(environ, begin)
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        with self.lock:
            self.counts["requests"] += 1
            self.counts[status[0]] += 1
            self.counts["signed in"] += status[0] == "200" and SAYS_WHO in body
            if environ["REQUEST_METHOD"] == "POST":
                self.counts[f"POST {status[0]}"] += 1
            if status[0] == "500":
                self.faults[f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"] += 1
            if self.counts["requests"] % 20 == 0:
                self.tell()
        return [body]

    def tell(self) -> None:
        """Leave the counts where the scan reads them, whole or not at all."""
        kept = json.dumps({"counts": self.counts, "faults": self.faults})
        self.told.with_suffix(".new").write_text(kept)
        os.replace(self.told.with_suffix(".new"), self.told)


def make(folder: Path, port: int) -> Watched:
    """The application as it is served to scanners: how often one may ask is let go.

    Limits have tests of their own; with them a scanner would soon be told nothing but to wait. And
    scanners send one cookie for hours, where a browser is given a new one with each answer.
    """
    limits.count = lambda *_: None  # type: ignore[assignment]
    app = create_app(settings(folder, port))
    app.permanent_session_lifetime = sign_in_limits.LASTS
    return Watched(app, folder / "counts.json")
