"""Forms come from our own pages only; one that is out of date is given back, not lost."""

from typing import TYPE_CHECKING

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

from nolimits.kernel.error_pages import error_page

if TYPE_CHECKING:
    from nolimits.config import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})  # "none": the person themself loaded the page again
WORDS = 2  # what is longer than one word was written by somebody, and is shown to them again


def guard(app: Flask) -> None:
    """Refuse whatever would change something unless a page of ours asked for it."""
    app.before_request(refuse_foreign)
    CSRFProtect(app)
    app.register_error_handler(CSRFError, give_back)


def refuse_foreign() -> None:
    """Stop a request that another site's page sent, whatever token it brings."""
    if request.method not in SAFE and from_us() is False:
        raise CSRFError("It came from another site's page.")


def from_us() -> bool | None:
    """Whether the browser says that a page of ours sent this; None where it says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OURS
    origin = request.headers.get("Origin")
    if origin is None:
        return None
    settings: Settings = current_app.config["SETTINGS"]
    here = settings.base_url if settings.production else request.host_url
    return origin == here.rstrip("/")


def give_back(error: CSRFError) -> ResponseReturnValue:
    """The page for a form whose token is missing, foreign or too old.

    Where the browser vouches that it was our own page, all that was typed is given back with a
    fresh token, to be looked at and sent again; from anywhere else nothing is.
    """
    typed = list(request.form.items(multi=True)) if from_us() else []
    fields = [(name, value) for name, value in typed if name != "csrf_token"]
    if not fields:
        return error_page(400)(error)
    page = render_template(
        "errors/out_of_date.html",
        action=request.full_path.rstrip("?"),
        fields=fields,
        written=[value for _, value in fields if len(value.split()) >= WORDS],
        files=bool(request.files),
    )
    return page, 400
