"""Our own pages for what goes wrong, each with a way on."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel.actors import NOBODY
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, NotVisible, Overtaken
from nolimits.kernel.pages import current_person
from nolimits.kernel.permissions import TABLE


def error_page(status: int) -> Callable[[Exception], ResponseReturnValue]:
    """Our own page for one kind of error; a signed-out person is asked to sign in first."""

    def answer(error: Exception) -> ResponseReturnValue:
        if status in (403, 404) and current_person() is NOBODY and _guarded():
            return redirect(url_for("people.sign_in", next=_wanted()))
        if status == 500:
            return _broken(error), 500
        return render_template(f"errors/{status}.html"), status

    return answer


def _broken(error: Exception) -> str:
    """The page after a mistake of ours, by whose number it is found in the log."""
    reference = secrets.token_hex(4).upper()
    db.session.rollback()
    current_app.logger.error("error %s", reference, exc_info=error)
    try:
        return render_template("errors/500.html", reference=reference)
    except Exception:  # the database is away: then nobody is signed in, as far as we can tell
        g._login_user = NOBODY
        return render_template("errors/500.html", reference=reference)


def _wanted() -> str | None:
    """The page to go on to after signing in; an address that only takes forms is none."""
    opens = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return request.full_path.rstrip("?") if opens else None


def _guarded() -> bool:
    """Whether this address is one that signing in might open."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    permission = getattr(view, "permission", None)
    return permission is not None and not any(rule.public for rule in TABLE[permission])


ERRORS: dict[type[Exception] | int, int] = {
    NotAllowed: 403,
    NotVisible: 404,
    Overtaken: 409,
    **{status: status for status in (400, 403, 404, 405, 409, 413, 429, 500)},
}
