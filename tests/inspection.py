"""What is true of every page, looked at whenever a test fetches one."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.markup import NOT_TYPED, text_of
from tests.page import Page

ENDING = "\N{EN DASH} No Limits"
UNRENDERED = ("{{", "}}", "{%", "%}")
ACRONYM = re.compile(r"\bLACs?\b")  # children in care asked not to be called that


def inspect(page: Page, app: Flask) -> None:
    """Fail with everything that is wrong with a page, or with what carries it."""
    faults = [*_headers(page)]
    if page.is_html and page.status // 100 != 3:
        for look in (_validity, _headings, _labels, _ids, _inline, _words):
            faults.extend(look(page))
        faults.extend(_addresses(page, app))
    if faults:
        raise AssertionError(f"{page!r}:\n  " + "\n  ".join(faults))


def _headers(page: Page) -> Iterator[str]:
    if "Content-Security-Policy" not in page.headers:
        yield "it has no Content-Security-Policy"
    if not page.path.startswith("/static/") and page.headers.get("Cache-Control") != "no-store":
        yield "a browser may keep it: Cache-Control is not no-store"


def _validity(page: Page) -> Iterator[str]:
    yield from (f"not valid HTML: {fault}" for fault in page.invalid)


def _headings(page: Page) -> Iterator[str]:
    headings = [text_of(one) for one in page.root.iter("h1")]
    if len(headings) != 1:
        yield f"it has {len(headings)} h1: {headings}"
    elif not headings[0] or not page.title.removeprefix("Error: ").startswith(headings[0]):
        yield f"the title “{page.title}” does not start with the heading “{headings[0]}”"
    if not page.title.endswith(ENDING):
        yield f"the title “{page.title}” does not end with “{ENDING}”"
    if page.errors and not page.title.startswith("Error: "):
        yield f"there are errors, but the title “{page.title}” does not say so"


def _labels(page: Page) -> Iterator[str]:
    pointed = {one.get("for") for one in page.root.iter("label") if text_of(one)}
    inside = {id(one) for label in page.root.iter("label") for one in label.iter()}
    for control in page.root.iter():
        if control.tag not in ("input", "select", "textarea"):
            continue
        if control.get("type") in ("hidden", *NOT_TYPED):
            continue
        named = control.get("aria-label") or control.get("aria-labelledby")
        if not named and control.get("id") not in pointed and id(control) not in inside:
            yield f"the field {control.get('name')!r} has no label"


def _ids(page: Page) -> Iterator[str]:
    ids = Counter(one.get("id") for one in page.root.iter() if one.get("id"))
    yield from (
        f"the id {name!r} is there {count} times" for name, count in ids.items() if count > 1
    )
    for one in page.root.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            for name in (one.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute}={name!r} points nowhere"


def _inline(page: Page) -> Iterator[str]:
    found = re.search(r"'nonce-([^']+)'", page.headers.get("Content-Security-Policy", ""))
    nonce = found[1] if found else ""
    for one in page.root.iter():
        if one.get("style") is not None:
            yield f"<{one.tag}> has a style of its own"
        yield from (f"<{one.tag}> has {name}" for name, _ in one.items() if name.startswith("on"))
        code = one.tag == "style" or (one.tag == "script" and one.get("type") != "application/json")
        if code and (one.get("nonce") or "") != nonce:
            yield f"<{one.tag}> lacks the nonce"


def _words(page: Page) -> Iterator[str]:
    # Few pages hold any of it at all, and only those are looked through.
    if any(mark in page.html for mark in ("None", *UNRENDERED)):
        for one in page.root.iter():
            if one.tag not in ("script", "style") and isinstance(one.tag, str):
                yield from _odd(one, [one.text or "", *(child.tail or "" for child in one)])
    if "LAC" in page.html and ACRONYM.search(text_of(page.root)):
        yield "it says LAC"


def _odd(element: Element, said: list[str]) -> Iterator[str]:
    if any(text.strip() == "None" for text in said):
        yield f"<{element.tag}> says None"
    yield from (f'{key}="None" in <{element.tag}>' for key, v in element.items() if v == "None")
    if any(mark in text for text in (*said, *element.attrib.values()) for mark in UNRENDERED):
        yield f"<{element.tag}> holds what the template should have filled in"


def _addresses(page: Page, app: Flask) -> Iterator[str]:
    ids = {one.get("id") for one in page.root.iter()}
    for one in page.root.iter():
        address = one.get(
            {"a": "href", "form": "action", "link": "href", "script": "src"}.get(
                one.tag if isinstance(one.tag, str) else "", ""
            )
            or "src"
        )
        if address is None or urlsplit(address).scheme in ("mailto", "tel", "data", "https"):
            continue
        if address.startswith("#"):
            if address[1:] not in ids:
                yield f"{address} is nowhere on the page"
            continue
        method = one.get("method", "get").upper() if one.tag == "form" else "GET"
        if not _leads_somewhere(app, urljoin(page.url, address), method):
            yield f"{method} {address} leads nowhere"


def _leads_somewhere(app: Flask, address: str, method: str) -> bool:
    path = urlsplit(address).path
    if path.startswith("/static/"):
        return (Path(app.root_path) / path.removeprefix("/")).is_file()
    try:
        app.url_map.bind("localhost").match(path, method)
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
