"""Databases for the tests: migrated once, copied for each worker, rolled back after each test."""

import base64
import fcntl
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from nolimits import create_app, seed
from nolimits.config import Settings
from nolimits.kernel import offer_migrations
from nolimits.kernel.db import db
from tests import services

KINDS = ("sqlite", "postgres")
DEMONSTRATION = "demonstration"  # the invented council, as `flask seed demo` fills it
FILLED = {DEMONSTRATION: seed.demo}  # what is put into it, once for all workers
KEY = base64.urlsafe_b64encode(b"only for tests".ljust(32)).decode()
RUN = "NOLIMITS_TEST_RUN"  # what tells this run's databases from another's on the same server

# The session binds of SQLAlchemy are ignored by Flask-SQLAlchemy, so its engine is swapped for one
# connection; then each commit of an operation must end a savepoint, not the test's transaction.
db.session.session_factory.configure(join_transaction_mode="create_savepoint")


@event.listens_for(sa.Engine, "connect")
def _wait_for_no_disk(connection: Any, record: Any) -> None:
    """What tests keep need not outlive this machine."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


class Database:
    """One kind of database: its migrated template, and an application that uses copies of it."""

    def __init__(self, kind: str, shared: Path, own: Path, admin_url: str = "") -> None:
        self.kind, self.shared, self.own, self.admin_url = kind, shared, own, admin_url
        self.worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        settings = Settings(
            instance=own / kind,
            database_url="sqlite://",  # never used: each test brings its own engine
            secret_key="only for tests, and long enough to be taken",
            sealing_keys=(KEY,),  # what one worker sealed, all of them read
            base_url="http://localhost",
        )
        self.app = create_app(settings)
        offer_migrations(self.app)
        self.app.testing = True
        # Each template is compiled once for all workers and kinds.
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(shared))
        self.once("template", lambda: self._migrate(self.make("template")))
        self.engine = sa.create_engine(self.copy(self.worker))

    def once(self, what: str, make: Callable[[], None]) -> None:
        """Have one worker make what all of them copy."""
        with locked(self.shared / f"{self.kind}.lock"):
            made = self.shared / f"{self.kind}.{what}"
            if not made.exists():
                make()
                made.touch()

    def name(self, what: str) -> str:
        """A name that no other run or worker gives."""
        return f"nolimits_{os.environ.get(RUN, 'alone')}_{what}"

    def make(self, what: str, of: str = "") -> str:
        """The URL of a new database for all workers, without tables or with all of another's."""
        if self.kind == "sqlite":
            path = self.shared / f"{what}.sqlite"
            if of:
                shutil.copyfile(self.shared / f"{of}.sqlite", path)
            return f"sqlite:///{path}"
        return services.create_database(self.admin_url, self.name(what), of and self.name(of))

    def copy(self, what: str, of: str = "template") -> str:
        """The URL of a new database with all the tables, or with all that another has."""
        if self.kind == "sqlite":
            path = self.own / f"{what}.sqlite"
            for left in self.own.glob(f"{path.name}*"):
                left.unlink()
            shutil.copyfile(self.shared / f"{of}.sqlite", path)
            return f"sqlite:///{path}"
        return services.create_database(self.admin_url, self.name(what), self.name(of))

    def close(self) -> None:
        """Let go of this worker's copy."""
        self.engine.dispose()
        if self.kind == "postgres":
            services.drop_database(self.admin_url, self.name(self.worker))

    def _migrate(self, url: str) -> None:
        with self.using(sa.create_engine(url)), self.app.app_context():
            command.upgrade(self.alembic(), "heads")

    def alembic(self) -> Config:
        """What Alembic's commands take; to be used in the application's context."""
        config: Config = self.app.extensions["migrate"].migrate.get_config()
        return config

    @contextmanager
    def using(self, engine: sa.Engine) -> Iterator[sa.Engine]:
        """Have the application use an engine, and dispose of it in the end."""
        db._app_engines[self.app][None] = engine
        try:
            yield engine
        finally:
            engine.dispose()

    @contextmanager
    def rolled_back(self) -> Iterator[Flask]:
        """The application in a transaction that is undone; what it commits, it only releases."""
        with self.engine.connect() as connection:
            undone = connection.begin()
            db._app_engines[self.app][None] = connection  # type: ignore[assignment]
            try:
                yield self.app
            finally:
                undone.rollback()

    def _fill(self, url: str, of: str) -> None:
        with self.using(sa.create_engine(url)), self.app.app_context():
            FILLED[of]()
            db.session.commit()

    @contextmanager
    def committed(self, of: str = "template") -> Iterator[Flask]:
        """The application on a copy of its own, where many connections really commit.

        A copy of the template is empty; one of the demonstration holds the invented council.
        """
        if of in FILLED:
            self.once(of, lambda: self._fill(self.make(of, "template"), of))
        copy = f"{self.worker}_committed"
        with self.using(sa.create_engine(self.copy(copy, of), pool_size=20)):
            yield self.app
        if self.kind == "postgres":
            services.drop_database(self.admin_url, self.name(copy))


def drop_all_of_this_run() -> None:
    """Leave nothing on a server that was there before us."""
    with services.postgres() as admin_url:
        plain = sa.create_engine(admin_url)
        like = sa.text("SELECT datname FROM pg_database WHERE datname LIKE :like")
        with plain.connect() as connection:
            names = connection.scalars(like, {"like": f"nolimits\\_{os.environ[RUN]}\\_%"}).all()
        plain.dispose()
        for name in names:
            services.drop_database(admin_url, name)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Go on alone, whatever other workers do."""
    with closing(path.open("w")) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# --- What was written and never committed -----------------------------------------------------


@event.listens_for(db.session.session_factory, "after_flush")
def _flushed(session: Any, context: Any) -> None:
    session.info["unsaved"] = True


@event.listens_for(db.session.session_factory, "do_orm_execute")
def _executed(state: Any) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info["unsaved"] = True


@event.listens_for(db.session.session_factory, "after_commit")
@event.listens_for(db.session.session_factory, "after_rollback")
def _settled(session: Any) -> None:
    session.info.pop("unsaved", None)


def nothing_unsaved(whose: str) -> None:
    """Fail where something was changed and not committed: it would have been lost in silence."""
    session = db.session()
    changed = [*session.new, *session.dirty, *session.deleted]
    if changed or session.info.get("unsaved"):
        session.rollback()
        raise AssertionError(f"{whose} left a change uncommitted: {changed or 'already flushed'}")


# What looking at a page may write: that it was looked at, or that a list was taken away; and that
# a sign-in is still in use, or is over.
OF_READING = {"audit_entry", "audit_head"}
OF_PRESENCE = re.compile(r"UPDATE sign_in_session SET (seen_at|ended_at)=[^,]+ WHERE")
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


@contextmanager
def only_reading(what: str) -> Iterator[None]:
    """Fail where something is written while a page is only looked at."""
    written: list[str] = []

    def note(*told: Any) -> None:
        found = WRITES.match(told[2])
        if found and found[1] not in OF_READING and not OF_PRESENCE.match(told[2]):
            written.append(told[2])

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
    assert written == [], f"{what} only asks for a page, but wrote: {written}"


def settle() -> None:
    """End what the test was reading, so that it sees what others write from here on."""
    nothing_unsaved("the test")
    db.session.commit()
