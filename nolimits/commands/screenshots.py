"""flask screenshots: the pictures in the documents, taken of a council made for them."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import click
from flask import current_app
from flask.cli import with_appcontext

from nolimits import create_app, seed
from nolimits.commands.chromium import LAUNCH_ARGS, ONLY_HERE, chromium_path, served
from nolimits.config import ROOT
from nolimits.kernel.actors import Role
from nolimits.kernel.states import words

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 200_000  # bytes: a document must not grow heavy by its pictures
SLOWEST = 2_000  # milliseconds to wait for what a page may not have


class Shot(NamedTuple):
    """One picture: who looks, at which page, following which link from there, how wide."""

    name: str
    role: Role | None
    path: str
    follow: str = ""
    width: int = 1280
    height: int = 900


SHOTS = (
    Shot("start", None, "/"),
    Shot("my", Role.VOLUNTEER, "/my"),
    Shot("today", Role.COORDINATOR, "/today"),
    Shot("matching", Role.COORDINATOR, "/matching"),
    Shot("young", Role.YOUNG_PERSON, "/me", width=375, height=812),
    Shot("report", Role.BOARD_READER, "/reports", follow="main td a, main th[scope=row] a"),
)


@click.command("screenshots")
@click.option("--to", default=PICTURES, show_default=True, type=click.Path(path_type=Path))
@with_appcontext
def screenshots(to: Path) -> None:
    """Make an invented council in a temporary folder, and take the pictures of its pages."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        sys.exit("Pictures need what developers install: make setup")
    if chromium_path() is None:
        sys.exit("Install Chromium, or say where it is with CHROMIUM=/path/to/chromium")
    to.mkdir(parents=True, exist_ok=True)
    with _council() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*LAUNCH_ARGS, ONLY_HERE]
        )
        for shot in SHOTS:
            picture = _take(browser, address, shot)
            if len(picture) > LARGEST:
                sys.exit(f"{shot.name}.png would have {len(picture):,} bytes")
            (to / f"{shot.name}.png").write_bytes(picture)
            click.echo(f"  {shot.name}.png, {len(picture):,} bytes")
        browser.close()


@contextmanager
def _council() -> Iterator[str]:
    """An invented council, served on this machine until the pictures are taken."""
    import flask_migrate

    with tempfile.TemporaryDirectory() as folder:
        here = current_app.config["SETTINGS"]
        app = create_app(
            replace(here, instance=Path(folder), database_url="", demonstration=True, base_url="")
        )
        with app.app_context():
            flask_migrate.upgrade(str(here.root / "migrations"))
            seed.demo()
        with served(app) as address:
            yield address


def _take(browser: Any, address: str, shot: Shot) -> bytes:
    """The picture of a page as the one of a role sees it to whom it says the most."""
    looks = [_look(browser, address, shot, who) for who in range(4 if shot.role else 1)]
    return max(looks, key=lambda look: look[0])[1]


def _look(browser: Any, address: str, shot: Shot, who: int) -> tuple[int, bytes]:
    """How much a page says to somebody, and its picture."""
    viewport = {"width": shot.width, "height": shot.height}
    window = browser.new_context(base_url=address, viewport=viewport, locale="en-GB")
    page = window.new_page()
    try:
        if shot.role and not _sign_in(page, shot.role, who):
            return -1, b""
        page.goto(shot.path)
        if shot.follow:
            page.locator(shot.follow).first.click(timeout=SLOWEST)
        page.evaluate("document.fonts.ready")
        return len(page.locator("main").inner_text()), page.screenshot()
    finally:
        window.close()


def _sign_in(page: Any, role: Role, who: int) -> bool:
    """Be one of the invented people of a role; False where there are not so many."""
    page.goto("/demonstration/sign-in")
    heading = page.get_by_role("heading", name=words(role).capitalize(), exact=True)
    people = page.locator("li.app-card").filter(has=heading).get_by_role("button")
    if who >= people.count():
        return False
    people.nth(who).click()
    page.wait_for_load_state()
    return True
