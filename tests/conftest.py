"""What tests may ask for. Whoever asks for `app` runs on SQLite and on PostgreSQL."""

import gc
import os
import random
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import factory.random
import hypothesis
import pytest
import sqlalchemy as sa
from _pytest.nodeid import NodeId
from flask import Flask

from nolimits.kernel import limits
from nolimits.kernel.db import db
from nolimits.kernel.mail import OutboxMessage
from nolimits.people.models import Person
from tests import browser as browsers
from tests import databases, services
from tests.databases import KINDS, Database
from tests.held_clock import HeldClock
from tests.together import together as run_together
from tests.visitor import Visitor

HERE = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104  # nothing listens there for long

hypothesis.settings.register_profile(
    "house",
    derandomize=True,  # the same examples each time: what passed here passes there
    database=None,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("house")


# --- The run ----------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Once a run: one PostgreSQL for all workers, and no way out of this machine."""
    config.addinivalue_line(
        "markers", "committed(of): really commits, in an empty database of its own, or a copy"
    )
    if databases.RUN not in os.environ:
        os.environ[databases.RUN] = uuid.uuid4().hex[:8]
        if services.DATABASE_URL in os.environ:
            config.add_cleanup(databases.drop_all_of_this_run)
        config.add_cleanup(lambda: os.environ.pop(databases.RUN, None))
    services.share_postgres(config)
    sys.addaudithook(_stay_here)


def _stay_here(event: str, args: tuple[Any, ...]) -> None:
    """Refuse every connection but those to this machine."""
    if event != "socket.connect" or not isinstance(args[1], tuple):
        return
    if not str(args[1][0]).startswith(HERE):
        raise PermissionError(f"a test tried to reach {args[1]}")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark browser tests by what they ask for, so that none is forgotten."""
    for item in items:
        if _shares_browser(item):
            item.add_marker("browser")
    services.skip_browser_tests_without_chromium(items)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """What was loaded by now stays to the end: looking for rubbish in it takes a tenth of a run."""
    for item in session.items:
        # Where pytest-xdist 3.8 notes a test's group; pytest 9.2 looks for it elsewhere.
        if grouped := vars(item).get("_nodeid"):
            item._id = NodeId.parse(grouped)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _shares_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures know how their test went; in CI a browser test may not be left out."""
    report: Any = yield
    services.fail_skipped_browser_test(report)
    if report.failed:
        item.stash[FAILED] = True
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was left out."""
    services.tell_of_skipped_browser_tests(terminalreporter)


FAILED = pytest.StashKey[bool]()


# --- Time and chance --------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def held_clock() -> Iterator[HeldClock]:
    """10:00 in London on Friday 20 November 2026, until the test moves it."""
    with ExitStack() as moves:
        yield HeldClock(moves)


@pytest.fixture(autouse=True)
def _same_chances() -> None:
    random.seed(2026)
    factory.random.reseed_random(2026)


# --- The application and its databases --------------------------------------------------------


@pytest.fixture(scope="session")
def databases_by_kind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Each kind of database, made when it is first asked for and kept until the end."""
    own = tmp_path_factory.mktemp("databases")
    shared = own if "PYTEST_XDIST_WORKER" not in os.environ else own.parent.parent
    made: dict[str, Database] = {}
    with ExitStack() as running:

        def of(kind: str) -> Database:
            if kind not in made:
                server = running.enter_context(services.postgres()) if kind == "postgres" else ""
                made[kind] = Database(kind, shared, own, server)
                running.callback(made[kind].close)
            return made[kind]

        yield of


@pytest.fixture(
    scope="session", params=[KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.postgres)]
)
def database(request: pytest.FixtureRequest, databases_by_kind: Any) -> Database:
    """SQLite, then PostgreSQL."""
    kind: Database = databases_by_kind(request.param)
    return kind


@pytest.fixture
def app(
    request: pytest.FixtureRequest, database: Database, held_clock: HeldClock
) -> Iterator[Flask]:
    """The application in its context; whatever the test writes is undone after it.

    Marked `committed`, the test has a database of its own in which many may really commit:
    `committed(of=DEMONSTRATION)` gives it the invented council.
    """
    marked = request.node.get_closest_marker("committed")
    alone = marked or "live_server" in request.fixturenames
    copied = database.committed(**marked.kwargs if marked else {}) if alone else None
    with copied or database.rolled_back() as app, app.app_context():
        limits.forget()
        yield app
        databases.nothing_unsaved("the test")


@pytest.fixture
def change_settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings for one test: `change_settings(demonstration=True)`."""

    def change(**values: Any) -> None:
        monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], **values))

    return change


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement sent to the database since this list was last cleared."""
    sent: list[str] = []

    def note(*told: Any) -> None:
        if not told[2].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(told[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


@pytest.fixture
def together(app: Flask) -> Callable[[Sequence[Callable[[], Any]]], list[Any]]:
    """Start calls at once, each in its own thread and connection; mark the test `committed`."""
    return lambda calls: run_together(app, calls)


# --- People, pages and mail -------------------------------------------------------------------


@pytest.fixture
def visitor(app: Flask) -> Callable[[], Visitor]:
    """A browser in which nobody is signed in."""
    return lambda: Visitor(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], Visitor]:
    """A browser in which a person is signed in: `sign_in(coordinator()).visit("/people")`."""
    return lambda person: Visitor(app, person)


@pytest.fixture
def mail_to(app: Flask) -> Callable[[Person | str], list[OutboxMessage]]:
    """All mail queued for somebody, oldest first."""

    def find(to: Person | str) -> list[OutboxMessage]:
        address = to if isinstance(to, str) else to.email
        databases.settle()
        wanted = sa.select(OutboxMessage).where(OutboxMessage.recipient == address)
        return list(db.session.scalars(wanted.order_by(OutboxMessage.id)))

    return find


@pytest.fixture
def post(change_settings: Callable[..., None]) -> Iterator[services.Post]:
    """A real mail server, to which the application sends."""
    with services.smtp() as server:
        change_settings(smtp_url=f"smtp://{server.host}:{server.port}")
        yield server


# --- Browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once."""
    with browsers.running_browser() as running:
        yield running


@pytest.fixture
def live_server(app: Flask, held_clock: HeldClock) -> Iterator[browsers.LiveServer]:
    """The application served on this machine, at the test's time."""
    with browsers.serving(app, lambda: held_clock.now) as server:
        yield server


@pytest.fixture
def artefacts(request: pytest.FixtureRequest) -> Path:
    """A folder for the pictures of this test."""
    return browsers.artefacts(request.node.nodeid)


@pytest.fixture
def browse(
    request: pytest.FixtureRequest, browser: Any, live_server: browsers.LiveServer, artefacts: Path
) -> Iterator[browsers.Browsing]:
    """Windows of Chromium: `page = browse(coordinator()); page.goto("/people")`."""
    windows = browsers.Browsing(browser, live_server, artefacts)
    yield windows
    if request.node.stash.get(FAILED, False):
        windows.pictures("failed")
    windows.close()


@pytest.fixture
def axe() -> Callable[..., None]:
    """Assert that axe finds nothing wrong with a page: `axe(page)`, `axe(page, colours=False)`."""
    return browsers.no_axe_violations
