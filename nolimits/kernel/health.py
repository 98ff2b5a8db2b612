"""Whether the installation is well: what an operator asks before blaming anything else."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from nolimits.config import UnsafeSettings
from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.db import append_only_tables, db, transaction

LEAST_ROOM = 200  # megabytes
MEGABYTE = 1024 * 1024
SILENT = timedelta(minutes=5)


class Finding(NamedTuple):
    """One thing looked at; `warns` of what works and yet should not stay so."""

    name: str
    well: bool
    words: str
    warns: bool = False


Look = Callable[[], Finding]
_looks: list[Look] = []


def looked_at(look: Look) -> Look:
    """Have something of a room looked at with the rest, where the database is in order."""
    _looks.append(look)
    return look


def check() -> list[Finding]:
    """Look at everything; what needs the database is left out where there is none."""
    findings = [_settings(), _database()]
    if findings[-1].well:
        findings += [_migrations()]
    if all(finding.well for finding in findings):
        findings += [_room(), _triggers(), _audit(), _worker(), _mail()]
        findings += [look() for look in _looks]
    return findings


def _settings() -> Finding:
    settings = current_app.config["SETTINGS"]
    try:
        settings.refuse_unsafe()
    except UnsafeSettings as error:
        return Finding("configuration", False, str(error))
    return Finding("configuration", True, settings.environment)


def _database() -> Finding:
    try:
        db.session.execute(sa.text("SELECT 1"))
    except SQLAlchemyError as error:
        return Finding("database", False, f"cannot be reached ({type(error).__name__})")
    return Finding("database", True, db.engine.dialect.name)


def _migrations() -> Finding:
    at, newest = migrations()
    if at == newest:
        return Finding("migrations", True, f"at {at}, the newest")
    return Finding("migrations", False, f"at {at or 'none'}, not {newest}: run flask db upgrade")


def migrations() -> tuple[str | None, str | None]:
    """Which migration the database is at (None: it has no tables), and which is the newest."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    folder = str(current_app.config["SETTINGS"].root / "migrations")
    newest = ScriptDirectory(folder).get_current_head()
    at = MigrationContext.configure(db.session.connection()).get_current_revision()
    return at, newest


class _Undone(Exception):
    """What was tried is not kept."""


@transaction
def _write() -> None:
    db.session.execute(sa.insert(mail.OutboxMessage), mail.a_long_one())
    raise _Undone


def _room() -> Finding:
    """Whether anything can still be written, tried with more than a page's worth and undone."""
    free = shutil.disk_usage(current_app.config["SETTINGS"].instance).free // MEGABYTE
    with suppress(_Undone):
        try:
            _write()
        except SQLAlchemyError as error:
            return Finding("room", False, f"nothing can be written ({type(error).__name__})")
    if free < LEAST_ROOM:
        return Finding("room", False, f"{free} MB are left where files are kept")
    return Finding("room", True, "there is room to write")


def _triggers() -> Finding:
    """A table that was copied by a migration loses its triggers without a word."""
    wanted = {"audit_entry", "journal_entry", "posting", "concern", "concern_step", "addendum"}
    wanted |= {"role_decision"}
    missing = wanted - append_only_tables()
    if missing:
        return Finding("append-only tables", False, f"unguarded: {', '.join(sorted(missing))}")
    return Finding("append-only tables", True, f"{len(wanted)} guarded by the database")


def _audit() -> Finding:
    """The newest entry against the record of where the trail ends; the whole takes longer."""
    entries, _ = audit.end_of_trail()
    newest = db.session.scalar(sa.select(sa.func.max(audit.AuditEntry.id))) or 0
    if entries == newest:
        return Finding("audit trail", True, f"{entries} entries")
    return Finding("audit trail", False, f"ends at {newest}, not {entries}: run flask audit verify")


def _worker() -> Finding:
    seen = jobs.last_seen()
    if seen and clock.now() - seen < SILENT:
        return Finding("worker", True, "at work")
    words = "not seen for a while" if seen else "never seen: run flask worker"
    return Finding("worker", not current_app.config["SETTINGS"].production, words)


def _mail() -> Finding:
    if not current_app.config["SETTINGS"].smtp_url:
        kept = mail.waiting(since=clock.now() - mail.LATE)
        return Finding("mail", True, f"no mail server is set; {kept} messages are kept")
    if late := mail.late():
        return Finding("mail", False, f"{late} messages have waited for over an hour")
    return Finding("mail", True, "nothing waits")
