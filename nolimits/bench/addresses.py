"""The pages of the volunteering half, who may open each, and a record for it.

All of it is read from the live route map and the guards of its views: nobody has to remember a new
page. Where an address has more in it than a record's key, a page that leads there tells it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from nolimits.bench.served import Served
from nolimits.kernel.db import db
from nolimits.kernel.permissions import can
from nolimits.people.models import Person
from nolimits.people.queries import some_of_each_role

# Rooms of the other halves, and those that every half stands on. A new room is measured.
NOT_OURS = frozenset(
    "awards campaigns complaints funds giving grants matching panel people pledges privacy proving "
    "reads reports retention safeguarding second_factors sign_in static strategy "
    "young_people kernel".split()
)
OURS_TOO = {"reports.today", "pledges.my", "people.directorates", "people.name_champion"}
OWNERS = ("person_id", "volunteer_person_id", "support_mentor_id", "trainer_id", "caseload_id")
LINK = re.compile(rb'href="(/[^"#]*)')
EACH = 3  # records that are tried from each end of a table, and from its middle


@dataclass(frozen=True)
class Address:
    """A page as somebody opens it."""

    rule: str
    kind: str
    person_id: int
    path: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.kind})"


def is_ours(endpoint: str) -> bool:
    """Whether a page, or a job by its module's room, is of the volunteering half."""
    return endpoint in OURS_TOO or endpoint.partition(".")[0] not in NOT_OURS


def pages(served: Served, only: str = "/") -> dict[str, Rule]:
    """Every page of an address that begins so, by its endpoint."""
    return {
        one.endpoint: one
        for one in served.app.url_map.iter_rules()
        if "GET" in (one.methods or ()) and is_ours(one.endpoint) and one.rule.startswith(only)
    }


def addresses(served: Served, only: str = "/") -> dict[str, Address]:
    """Of each page, the fullest that any of some people is shown, of some records."""
    found = _Found(served, only)
    for person_id, path in found.ways():
        found.look(person_id, path)
    while found.linked:
        endpoint, (person_id, path) = found.linked.popitem()
        if endpoint not in found.addresses:
            found.look(person_id, path)
    return found.addresses


def _path(rule: Rule, key: str) -> str:
    return re.sub(r"<[^>]+>", key, rule.rule)


def _kind(rule: Rule) -> str:
    """A list, one record, or a page with a form."""
    if "POST" in (rule.methods or ()):
        return "question"
    return "record" if rule.arguments else "list"


class _Found:
    """What was opened so far, and where it leads."""

    def __init__(self, served: Served, only: str) -> None:
        self.served = served
        self.pages = pages(served, only)
        self.addresses: dict[str, Address] = {}
        self.bytes: dict[str, int] = {}
        self.linked: dict[str, tuple[int, str]] = {}
        self.places = served.app.url_map.bind("localhost")

    def ways(self) -> list[tuple[int, str]]:
        """Who may open which addresses: those that need no more than the key of a record."""
        with self.served.app.app_context():
            people = [one for _, some in some_of_each_role(1) for one in some]
            return [
                (person_id, _path(rule, key))
                for endpoint, rule in self.pages.items()
                if set(rule.arguments) <= {"key"}
                for person_id, key in _who(self.served.app.view_functions[endpoint], people)
            ]

    def look(self, person_id: int, path: str) -> None:
        """Open an address, and go where it leads on."""
        for _ in range(4):
            endpoint = self._endpoint(path)
            answer = self.served.ask(person_id, path)
            if answer.status_code not in (302, 303):
                break
            path = answer.headers["Location"]
        if endpoint not in self.pages or answer.status_code != 200:
            return
        for link in set(LINK.findall(answer.data)):
            to = unescape(link.decode())
            if (there := self._endpoint(to)) in self.pages:
                self.linked.setdefault(there, (person_id, to))
        if answer.mimetype == "text/html" and len(answer.data) > self.bytes.get(endpoint, 0):
            rule = self.pages[endpoint]
            self.bytes[endpoint] = len(answer.data)
            self.addresses[endpoint] = Address(rule.rule, _kind(rule), person_id, path)

    def _endpoint(self, path: str) -> str:
        try:
            return str(self.places.match(urlsplit(path).path, method="GET")[0])
        except HTTPException:
            return ""


def _some(kind: Any) -> list[Any]:
    """Some records of a kind, from both ends of its table and from the middle."""
    middle = sa.select((sa.func.min(kind.id) + sa.func.max(kind.id)) / 2).scalar_subquery()
    some = sa.select(kind).limit(EACH)
    parts = (
        some.order_by(kind.id),
        some.order_by(kind.id.desc()),
        some.where(kind.id >= middle).order_by(kind.id),
    )
    return list({one.id: one for part in parts for one in db.session.scalars(part)}.values())


def _who(view: Any, people: list[Person]) -> Iterator[tuple[int, str]]:
    """Who may open a page, with the key of a record of which they may where it is about one."""
    about = getattr(view, "about", None)
    if about is None:
        yield from ((one.id, "") for one in people if can(one, view.permission))
        return
    for record in people if about is Person else _some(about):
        numbers = {getattr(record, name, None) for name in OWNERS} - {None}
        owners = [db.session.get(Person, number) for number in numbers]
        asked = (one for one in [*people, *owners] if one and can(one, view.permission, record))
        if one := next(asked, None):
            yield one.id, getattr(record, "reference", "") or str(record.id)
