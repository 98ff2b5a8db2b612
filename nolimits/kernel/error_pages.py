"""Our own pages for what goes wrong, each with a way on."""

from collections.abc import Callable
from datetime import timedelta
from sqlite3 import SQLITE_BUSY, SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOERR, SQLITE_LOCKED
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from nolimits.kernel import clock, logs
from nolimits.kernel.actors import NOBODY
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, NotVisible, Overtaken, Refused
from nolimits.kernel.gate import page_before
from nolimits.kernel.pages import current_person
from nolimits.kernel.permissions import TABLE
from nolimits.kernel.typed import typed

FULL = (SQLITE_FULL, "53100")
AWAY = (SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN, SQLITE_IOERR, "55P03")  # a lock is held
LOST = ("08", "53", "57")  # PostgreSQL's families of lost connections and of a server in trouble
WAIT = 60  # seconds after which somebody may try again


def error_page(status: int) -> Callable[[Exception], ResponseReturnValue]:
    """Our own page for one kind of error; a signed-out person is asked to sign in first."""

    def answer(error: Exception) -> ResponseReturnValue:
        if status in (403, 404) and current_person() is NOBODY and _guarded():
            return sign_in_first()
        if status == 413:
            return _too_big(), status
        return render_template(f"errors/{status}.html"), status

    return answer


def sign_in_first() -> ResponseReturnValue:
    """Where to sign in; whoever's sign-in ended while they were writing keeps what they wrote."""
    kept = typed()
    if kept is not None and kept["written"]:
        return render_template("errors/signed_out.html", typed=kept), 403
    return redirect(url_for("sign_in.sign_in", next=_wanted()))


def refused(error: Refused) -> ResponseReturnValue:
    """The page for a no that no form of a page could show: nothing was done, and why."""
    return render_template("errors/refused.html", why=error.message, typed=typed()), 409


def too_many(error: Any) -> ResponseReturnValue:
    """The page for what was tried too often: it says when to try again, to programs too."""
    wait = int(error.retry_after or WAIT)
    again = (clock.now() + timedelta(seconds=wait + 59)).astimezone(clock.LONDON)
    page = render_template("errors/429.html", again_at=f"{again:%H:%M}", typed=typed())
    return page, 429, {"Retry-After": str(wait)}


def broken(error: Exception) -> ResponseReturnValue:
    """The page after a mistake of ours, by whose number it is found in the log."""
    db.session.rollback()
    return _without_records("errors/500.html"), 500


def out_of_reach(error: Exception) -> ResponseReturnValue:
    """The page while the database takes nothing, or cannot be asked; any other error is ours."""
    told = _told_by(error)
    full = told in FULL
    if not full and not _away(error, told):
        raise error
    logs.told("database full" if full else "database away", reference=logs.reference())
    db.session.rollback()
    return (
        _without_records("errors/503.html", full=full, typed=typed()),
        503,
        {"Retry-After": str(WAIT)},
    )


def _told_by(error: Exception) -> Any:
    """The database's own number or code for what is wrong; None where it said nothing."""
    cause = getattr(error, "orig", None)
    number = getattr(cause, "sqlite_errorcode", None)
    return number & 0xFF if number is not None else getattr(cause, "sqlstate", None)


def _away(error: Exception, told: Any) -> bool:
    if isinstance(error, NoConnection) or told in AWAY:
        return True
    lost = getattr(error, "connection_invalidated", False)
    unsaid = told is None and type(error).__name__ == "OperationalError"
    return lost or unsaid or (isinstance(told, str) and told.startswith(LOST))


def _without_records(template: str, **context: Any) -> str:
    """A page that is made even while the database is away."""
    try:
        return render_template(template, reference=logs.reference(), **context)
    except Exception:  # then nobody is signed in, as far as we can tell
        db.session.rollback()
        g._login_user = NOBODY
        return render_template(template, reference=logs.reference(), **context)


def _too_big() -> str:
    """The page for what is too much, which says how much may be sent."""
    most: int = request.max_content_length or current_app.config["MAX_CONTENT_LENGTH"]
    of_file = request.mimetype == "multipart/form-data"
    return render_template("errors/413.html", most=f"{most // 1024 // 1024} MB", of_file=of_file)


def _wanted() -> str | None:
    """The page to go on to after signing in: for one that only takes forms, the one before."""
    opens = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return request.full_path.rstrip("?") if opens else page_before()


def _guarded() -> bool:
    """Whether this address is one that signing in might open."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    permission = getattr(view, "permission", None)
    return permission is not None and not any(rule.public for rule in TABLE[permission])


Answer = Callable[[Any], ResponseReturnValue]
ERRORS: dict[type[Exception] | int, Answer] = {
    NotAllowed: error_page(403),
    NotVisible: error_page(404),
    Overtaken: error_page(409),
    Refused: refused,
    DBAPIError: out_of_reach,
    NoConnection: out_of_reach,
    429: too_many,
    500: broken,
    **{status: error_page(status) for status in (400, 403, 404, 405, 409, 413)},
}
