"""What somebody finds who follows every link from the page where they begin."""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from nolimits.people.models import Person
from tests.visitor import Visitor


class Found(NamedTuple):
    """What was asked for, the page it led to, what linked to it, how far it is in clicks."""

    endpoint: str
    url: str
    status: int
    is_html: bool
    linked_by: str
    clicks: int


_walked: dict[tuple[str, int | None], list[Found]] = {}


def crawled(kind: str, app: Flask, person: Person | None = None) -> list[Found]:
    """What one person, or nobody, finds in the invented council, which each copy finds again.

    So each is walked once for all tests of one worker; give the kind of database.
    """
    key = (kind, person.id if person else None)
    if key not in _walked:
        _walked[key] = list(crawl(Visitor(app, person)))
    return _walked[key]


def crawl(visitor: Visitor, start: str = "/") -> Iterator[Found]:
    """One page of every endpoint that links lead to, nearest first."""
    first = endpoint_of(visitor.app, start)
    # Whoever leaves in a hurry is signed out, and somewhere else.
    ahead, seen = deque([(first, start, "", 0)]), {"", "static", "safeguarding.leave", first}
    while ahead:
        endpoint, path, linked_by, clicks = ahead.popleft()
        page = visitor.visit(path)
        yield Found(endpoint, page.url, page.status, page.is_html, linked_by, clicks)
        for link in page.links.values():
            path = urldefrag(urljoin(page.url, link)).url
            endpoint = endpoint_of(visitor.app, path)
            if endpoint not in seen:
                seen.add(endpoint)
                ahead.append((endpoint, path, page.url, clicks + 1))


def endpoint_of(app: Flask, link: str, method: str = "GET") -> str:
    """What answers at an address; nothing where it leads out of here."""
    try:
        address = urlsplit(link)
        matched: str = app.url_map.bind("localhost").match(address.path, method)[0]
    except HTTPException:
        return ""
    return "" if address.scheme else matched
