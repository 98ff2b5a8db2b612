"""Somebody's way through pages in Chromium: each page looked at by axe, and pictured if asked."""

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from nolimits.kernel import clock
from nolimits.kernel.mail import OutboxMessage
from nolimits.people.models import Person
from tests import browser

KEY = re.compile(r"\b[A-Z]{1,2}-[A-Z0-9]{8}\b")
PHONE = {"viewport": {"width": 375, "height": 812}}
Given = Any  # a text, a date, a file to upload, a choice, or a list of choices


class Walk:
    """One window. A page with errors, or one that axe complains of, ends the walk."""

    def __init__(
        self, page: Page, axe: Callable[[Page], None], folder: Path, looked_at: set[Any] | None
    ) -> None:
        self.page, self.axe, self.folder, self.looked_at = page, axe, folder, looked_at
        page.set_default_timeout(10_000)

    @property
    def main(self) -> Locator:
        """What stands between top bar and footer."""
        return self.page.get_by_role("main")

    @property
    def key(self) -> str:
        """The reference of the record that the page is about, from its address."""
        found = KEY.findall(self.page.url)
        assert found, f"{self.page.url} names no record"
        return str(found[-1])

    def open(self, path: str) -> "Walk":
        """Type an address."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        return self._looked_at()

    def press(self, button: str, **given: Given) -> "Walk":
        """Fill in fields by their names, and press a button."""
        self.fill(**given)
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=button).first.click()
        return self._looked_at()

    def go_on(self, **given: Given) -> "Walk":
        """Answer a question of a journey."""
        return self.press("Continue", **given)

    def follow(self, link: str) -> "Walk":
        """Go where a link, or what looks like a button, leads."""
        with self.page.expect_navigation():
            self._link(link).click()
        return self._looked_at()

    def sees(self, *words: str) -> "Walk":
        """The page says this."""
        for one in words:
            expect(self.main).to_contain_text(one)
        return self

    def fill(self, **given: Given) -> None:
        """Put answers into the fields of these names."""
        for name, value in given.items():
            if isinstance(value, date):
                for part in ("day", "month", "year"):
                    self._named(f"{name}-{part}").fill(str(getattr(value, part)))
            else:
                self._answer(self._named(name), value)

    def _answer(self, field: Locator, value: Given) -> None:
        kind = field.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                self.page.locator(f"{_of(field)}[value='{one}']").check()
        elif kind == "file":
            field.set_input_files(files=[value])
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(str(value))

    def _named(self, name: str) -> Locator:
        return self.main.locator(f"[name='{name}']")

    def _link(self, words: str) -> Locator:
        """A link to elsewhere: what a page calls a button may be one."""
        button = self.main.get_by_role("button", name=words)
        return self.main.get_by_role("link", name=words).or_(button).first

    def _looked_at(self) -> "Walk":
        """Refuse a page with errors, or without a heading; have axe look at it."""
        errors = self.page.locator(".govuk-error-summary").all_inner_texts()
        assert errors == [], f"{self.page.url}: {errors}"
        heading = self.page.get_by_role("heading", level=1).inner_text()
        if self.looked_at is not None:
            self._picture(heading)
            # What has the same address, heading and buttons as another is of the same build.
            buttons = sorted(set(self.main.get_by_role("button").all_inner_texts()))
            kind = (KEY.sub("", self.page.url.partition("?")[0]), KEY.sub("", heading), *buttons)
            if kind not in self.looked_at:
                self.looked_at.add(kind)
                self.axe(self.page, colours=False)  # test_every_page judges each kind's colours
        return self

    def _picture(self, heading: str) -> None:
        """Keep how the page looks, where somebody asked for pictures."""
        if browser.PICTURES in os.environ:
            name = re.sub(r"\W+", "-", heading.lower()).strip("-")[:50]
            number = len(list(self.folder.glob("*.png"))) + 1
            self.page.screenshot(path=self.folder / f"{number:03}-{name}.png", full_page=True)


def _of(field: Locator) -> str:
    return f"[name='{field.first.get_attribute('name')}']"


class Walkers:
    """The window of whoever goes next, theirs for the day: `walk(dana).open("/my")`."""

    def __init__(self, browse: Any, axe: Any, folder: Path, mail_to: Any, *, looks: bool) -> None:
        self.browse, self.axe, self.folder, self.mail_to = browse, axe, folder, mail_to
        self.looked_at: set[Any] | None = set() if looks else None
        self.windows: dict[Any, Page] = {}

    def __call__(self, person: Person | None = None, **context: Any) -> Walk:
        """A window of their own; a new one for who is signed out, or has closed theirs."""
        whose = (person.id if person else object(), clock.today(), str(context))
        if whose not in self.windows or self.windows[whose].is_closed():
            self.windows[whose] = self.browse(person, **context)
        return Walk(self.windows[whose], self.axe, self.folder, self.looked_at)

    def mailed_link(self, to: Person | str, path: str) -> str:
        """The newest address of ours in somebody's mail that begins like this."""
        letters: list[OutboxMessage] = self.mail_to(to)
        links = [found for one in letters for found in re.findall(rf"({path}\S*)", one.body)]
        assert links, f"no link to {path} in {[one.body for one in letters]}"
        return str(links[-1])
