"""What somebody finds who follows every link from the page where they begin."""

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urldefrag

from tests.page import Page
from tests.visitor import Visitor

KEY = re.compile(r"[A-Z]{1,2}-[A-Z0-9]{8}|(?<=/)\d+(?=/|$)")


def kind(path: str) -> str:
    """The address without what tells one record from another, and without what was asked."""
    return KEY.sub("*", path.partition("?")[0])


def crawl(visitor: Visitor, start: str = "/") -> Iterator[tuple[str, Page]]:
    """One page of every kind that links lead to, nearest first; and what linked to it."""
    found, waiting = {kind(start)}, deque([(start, "")])
    while waiting:
        path, origin = waiting.popleft()
        page = visitor.visit(path)
        if not page.is_html:
            continue
        yield origin, page
        for link in page.links.values():
            path = urldefrag(link).url
            if path.startswith("/") and kind(path) not in found:
                found.add(kind(path))
                waiting.append((path, page.url))
