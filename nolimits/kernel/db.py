"""The database: one base for tables, one way to write, and the only commit there is."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from functools import cache, wraps
from sqlite3 import Connection as SQLiteConnection
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, Self, TypeVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from nolimits.kernel.dictionary import Category, noted
from nolimits.kernel.errors import Overtaken, Refused
from nolimits.kernel.money import Pence

Given = ParamSpec("Given")
Result = TypeVar("Result")

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_before_commit: list[Callable[[], None]] = []
_after_commit: list[Callable[[], None]] = []


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware moment, kept in UTC on every database."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What every table shares: names of constraints, and how Python types are kept."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: Moment,
            Pence: sa.BigInteger,
            dict[str, Any]: sa.JSON,
            list[str]: sa.JSON,
            Enum: sa.Enum(
                Enum,
                native_enum=False,
                create_constraint=True,
                length=40,
                values_callable=lambda kind: [member.value for member in kind],
            ),
        },
    )
    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)


db = SQLAlchemy(model_class=Base, disable_autonaming=False)

if TYPE_CHECKING:

    class Model(Base):
        """A table of the scheme."""

        __abstract__ = True
else:
    Model = db.Model


_letters = random.SystemRandom()


def new_reference(prefix: str) -> str:
    """A random name for a record, without look-alike characters: "P-7K2QWM4D"."""
    return prefix + "-" + "".join(_letters.choices("23456789ABCDEFGHJKMNPQRSTVWXYZ", k=8))


@contextmanager
def repeatable_references(seed: int) -> Iterator[None]:
    """Give the same references each time, for generated councils only."""
    global _letters
    kept, _letters = _letters, random.Random(seed)  # type: ignore[assignment]  # noqa: S311
    try:
        yield
    finally:
        _letters = kept


class Referenced:
    """A record that is named in URLs and letters by a random reference."""

    REFERENCE_PREFIX: ClassVar[str]
    reference: Mapped[str] = mapped_column(
        sa.String(12), unique=True, info=noted(Category.TECHNICAL)
    )

    def __init_subclass__(cls, prefix: str = "", **rest: Any) -> None:
        cls.REFERENCE_PREFIX = prefix or getattr(cls, "REFERENCE_PREFIX", "")
        super().__init_subclass__(**rest)

    @classmethod
    def by_key(cls, key: str) -> Self | None:
        """The record that a URL names, or None."""
        statement = _of_reference(cls)  # type: ignore[arg-type]  # a class can be hashed
        record: Self | None = db.session.scalar(statement, {"reference": key})
        return record


@cache
def _of_reference(kind: type[Any]) -> sa.Select[Any]:
    """Nearly every page asks this: the statement is made once."""
    return sa.select(kind).where(kind.reference == sa.bindparam("reference"))


@event.listens_for(Referenced, "init", propagate=True)
def _give_reference(target: Referenced, args: Any, kwargs: dict[str, Any]) -> None:
    kwargs.setdefault("reference", new_reference(target.REFERENCE_PREFIX))


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if isinstance(connection, SQLiteConnection):
        connection.isolation_level = None  # we say BEGIN ourselves: see _begin
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "busy_timeout=20000",
            "synchronous=NORMAL",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Writers take SQLite's lock at once: a reader that turns writer half way loses updates."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def transaction(operation: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run an operation as one unit: all of it and its audit entries, or nothing.

    It starts on fresh facts, so that its rules see what is true now. An operation called by
    another joins it.
    """
    return _whole(operation, afresh=True)


def aside(operation: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run a small write while a page is made: what the page has read so far stays as read."""
    return _whole(operation, afresh=False)


def _whole(operation: Callable[Given, Result], *, afresh: bool) -> Callable[Given, Result]:
    @wraps(operation)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        if _writing.get():
            return operation(*args, **kwargs)
        if db.session.new or db.session.dirty or db.session.deleted:
            raise RuntimeError("something was changed outside an operation")
        session, token = db.session(), _writing.set(True)
        session.expire_on_commit = afresh
        try:
            if afresh:
                session.rollback()
            else:
                session.commit()  # ends the reading that SQLite would not let turn into writing
            result = operation(*args, **kwargs)
            db.session.flush()
            for finish in _before_commit:
                finish()
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            session.expire_on_commit = True
            _writing.reset(token)
        for follow in _after_commit:
            follow()
        return result

    run.is_transaction = True  # type: ignore[attr-defined]
    return run


def before_commit(finish: Callable[[], None]) -> Callable[[], None]:
    """Have a part of the kernel write its last rows inside each transaction."""
    _before_commit.append(finish)
    return finish


def after_commit(follow: Callable[[], None]) -> Callable[[], None]:
    """Have a part of the kernel act once a transaction is safely kept."""
    _after_commit.append(follow)
    return follow


@contextmanager
def refusing(message: str, field: str | None = None) -> Iterator[None]:
    """Write what is pending; where the database refuses it, tell the person why."""
    try:
        yield
        db.session.flush()
    except IntegrityError as error:
        raise Refused(message, field) from error


def lock(record: Base) -> None:
    """Hold a record until this transaction ends, and read it anew (SQLite holds everything).

    Others may still write rows that point at it; holding those off too would let two who each
    wrote such a row first wait for one another for ever.
    """
    # Of the record alone: what was joined to it when it was read cannot be locked.
    db.session.flush()  # a refresh forgets what was added to its lists and not sent yet
    db.session.refresh(record, with_for_update={"key_share": True, "of": type(record)})


def change(record: Base, *, where: sa.ColumnElement[bool], **values: Any) -> None:
    """Change a record only while a condition holds; raise Overtaken when it no longer does."""
    kind = type(record)
    changed = db.session.execute(
        sa.update(kind).where(kind.id == record.id, where).values(**values),
        execution_options={"synchronize_session": False},
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Overtaken("Somebody else has just changed this. Look at it again before you go on.")
    db.session.refresh(record)


def append_only(table: str, *, dialect: str, since: str = "", years: int = 0) -> list[str]:
    """The statements that make a database refuse to change or remove rows of a table.

    With `since`, a column, that ends for a row when it is so old by the database's own clock.
    """
    refuse = f"{table} rows are never changed or removed"
    if dialect == "sqlite":
        young = f"WHEN OLD.{since} > datetime('now', '-{years} years') " if since else ""
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"{young}BEGIN SELECT RAISE(ABORT, '{refuse}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    ago = f"(now() AT TIME ZONE 'UTC') - interval '{years} years'"
    young = f"WHEN (OLD.{since} > {ago}) " if since else ""
    return [
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refuse}'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW {young}EXECUTE FUNCTION {table}_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]


def append_only_tables() -> set[str]:
    """The tables whose rows the database refuses to change or remove."""
    if db.engine.dialect.name == "sqlite":
        named = (
            "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_update'"
        )
    else:
        named = (
            "SELECT event_object_table FROM information_schema.triggers "
            "WHERE trigger_name LIKE '%_append_only'"
        )
    return set(db.session.scalars(sa.text(named)))


def not_append_only(table: str, *, dialect: str) -> list[str]:
    """The statements that undo append_only, for a migration's way down."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {table}_no_{verb}" for verb in ("update", "delete")]
    return [f"DROP FUNCTION {table}_refuse() CASCADE"]
