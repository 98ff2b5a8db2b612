"""The database that a command needs: made where there is none, never changed behind one's back."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask.cli import AppGroup

from nolimits.kernel import health
from nolimits.kernel.db import db


def make_ready() -> None:
    """Make the tables of a new database; stop where an older one waits for its migrations."""
    at, newest = health.migrations()
    if at is None:
        import flask_migrate

        db.session.remove()
        flask_migrate.upgrade()
        db.engine.dispose()
    elif at != newest:
        sys.exit(f"The tables are at {at}, not {newest}: run flask db upgrade first.")


class WithDatabase(AppGroup):
    """A family of commands that need the database, and find it ready."""

    def command(self, *names: Any, **options: Any) -> Any:
        """Add a command that runs once the database is ready."""

        def add(function: Callable[..., Any]) -> Any:
            @wraps(function)
            def run(*args: Any, **given: Any) -> Any:
                make_ready()
                return function(*args, **given)

            return AppGroup.command(self, *names, **options)(run)

        return add
