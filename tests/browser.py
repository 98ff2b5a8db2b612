"""Pages as Chromium shows them: a server on this machine, people signed in, faults counted."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Page as BrowserPage

from nolimits.commands.chromium import LAUNCH_ARGS, ONLY_HERE, chromium_path, served
from nolimits.kernel import clock
from nolimits.people.models import Person
from tests import databases
from tests.visitor import Visitor

PICTURES = "NOLIMITS_ARTEFACTS"  # the folder for pictures; journeys take them only where it is set
VIEWPORT = {"width": 1280, "height": 900}


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium, which finds nothing but this machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*LAUNCH_ARGS, ONLY_HERE]
        )
        yield browser
        browser.close()


@dataclass
class LiveServer:
    """The application as a browser meets it; what fails inside fails the test."""

    app: Flask
    now: Callable[[], Any]
    url: str = ""
    faults: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Answer one request at the test's time: a thread does not inherit the held clock."""
        with clock.standing_at(self.now()):
            try:
                return self.app.wsgi_app(environ, start)
            except Exception as error:
                self.faults.append(f"{environ['PATH_INFO']}: {error!r}")
                raise


@contextmanager
def serving(app: Flask, now: Callable[[], Any]) -> Iterator[LiveServer]:
    """Serve the application on a free port of this machine."""
    live = LiveServer(app, now)
    with served(live) as live.url:
        yield live
    assert live.faults == [], "\n".join(live.faults)


class Browsing:
    """Opens windows for people, and collects what their pages complain of."""

    def __init__(self, browser: Browser, live: LiveServer, folder: Path) -> None:
        self.browser, self.live, self.folder = browser, live, folder
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(self, person: Person | None = None, **context: Any) -> BrowserPage:
        """A window in which a person is signed in, or nobody; `page.goto("/people")` works."""
        options = {"base_url": self.live.url, "viewport": VIEWPORT, "locale": "en-GB", **context}
        window = self.browser.new_context(**options)
        self.contexts.append(window)
        if person is not None:
            name = self.live.app.config["SESSION_COOKIE_NAME"]
            cookie = Visitor(self.live.app, person).client.get_cookie(name)
            assert cookie is not None
            window.add_cookies([{"name": name, "value": cookie.value, "url": self.live.url}])
        databases.settle()
        page = window.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        return page

    def _hear(self, message: Any) -> None:
        # A refused form is answered 422, which Chromium reports as if it were a fault.
        if message.type == "error" and "422" not in message.text:
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def pictures(self, name: str) -> None:
        """Keep how every window looks."""
        for number, window in enumerate(self.contexts):
            for page in window.pages:
                page.screenshot(path=self.folder / f"{name}-{number}.png", full_page=True)

    def close(self) -> None:
        """Close every window; fail where a script or the page's own rules complained."""
        for window in self.contexts:
            window.close()
        assert self.complaints == [], "\n".join(self.complaints)


# Styles that axe would fetch again serve only rules that we do not ask for.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}


WITHOUT_COLOURS = {**AXE_OPTIONS, "rules": {"color-contrast": {"enabled": False}}}
AXE = Axe().axe_script


def no_axe_violations(page: BrowserPage, *, colours: bool = True) -> None:
    """Fail with every accessibility fault that axe finds on a page; colours take it longest."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    options = json.dumps(AXE_OPTIONS if colours else WITHOUT_COLOURS)
    found = page.evaluate(f"() => axe.run({options}).then(found => found.violations)")
    said = [
        f"{one['impact']}: {one['help']} ({one['id']}) at {node['target']}"
        for one in found
        for node in one["nodes"]
    ]
    assert said == [], "\n".join([page.url, *said])


def artefacts(test: str) -> Path:
    """Where pictures of a test are kept: outside what is committed."""
    folder = Path(os.environ.get(PICTURES, "artefacts"))
    folder = folder / re.sub(r"[^\w-]+", "-", test.rpartition("::")[2]).strip("-")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
