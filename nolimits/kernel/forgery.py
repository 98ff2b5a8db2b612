"""Forms come from our own pages only; one that is out of date is given back, not lost."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

from nolimits.kernel.actors import NOBODY
from nolimits.kernel.error_pages import error_page, sign_in_first
from nolimits.kernel.pages import current_person
from nolimits.kernel.typed import RESTED, from_us, typed

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(app: Flask) -> None:
    """Refuse whatever would change something unless a page of ours asked for it."""
    app.before_request(refuse_foreign)
    CSRFProtect(app)
    app.register_error_handler(CSRFError, give_back)


def refuse_foreign() -> None:
    """Stop a request that another site's page sent, whatever token it brings."""
    if request.method not in SAFE and from_us() is False:
        raise CSRFError("It came from another site's page.")


def give_back(error: CSRFError) -> ResponseReturnValue:
    """The page for a form whose token is missing, foreign or too old.

    Where the browser vouches that it was our own page, all that was typed is given back with a
    fresh token, to be looked at and sent again; from anywhere else nothing is.
    """
    kept = typed()
    if kept is not None and RESTED in request.form and current_person() is NOBODY:
        return sign_in_first()
    if kept is None or not kept["fields"]:
        return error_page(400)(error)
    return render_template("errors/out_of_date.html", typed=kept), 400
