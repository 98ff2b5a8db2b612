"""The log: one line of JSON for each request and each mistake, without a name or a typed word.

A line says who asked by their number only, which page by its endpoint and never by its address,
and how it was answered. Errors are told by their kind and the places in the code that they went
through: their messages quote values, so those stay out.
"""

import json
import logging
import secrets
import time
import traceback
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, request
from flask.logging import wsgi_errors_stream

from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY

if TYPE_CHECKING:
    from nolimits.config import Settings

LOG = logging.getLogger("nolimits")
LONGEST_CHAIN = 5  # errors that came of one another


def attach(app: Flask) -> None:
    """Have every request of an application written down in one line, once it is answered."""
    settings: Settings = app.config["SETTINGS"]
    if not LOG.handlers:
        LOG.addHandler(logging.StreamHandler(wsgi_errors_stream))  # type: ignore[call-overload]
    LOG.propagate = False
    LOG.handlers[0].setFormatter(Line(in_words=not settings.production))
    LOG.setLevel(logging.INFO if settings.production else logging.WARNING)
    # Flask's own would write the address, and the error with its words.
    app.log_exception = lambda *told: mistake(told[-1][1])  # type: ignore[method-assign]
    app.before_request(_begin)
    app.after_request(_end)


class Line(logging.Formatter):
    """A record as one line, whatever stands in it: JSON writes no line break as it is.

    `in_words`: with the messages of errors, for whoever develops with invented people.
    """

    def __init__(self, *, in_words: bool) -> None:
        super().__init__()
        self.in_words = in_words

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the facts that it was given beside its words."""
        line = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["raised"] = _raised(record.exc_info[1], self.in_words)
        return json.dumps(line, ensure_ascii=True, default=str)


def reference() -> str:
    """This request's name, which an error page shows and a line of the log begins with."""
    if "log_reference" not in g:
        g.log_reference = secrets.token_hex(4).upper()
    return str(g.log_reference)


def mistake(error: BaseException | None) -> None:
    """Write a mistake of ours down, under the reference that its page shows."""
    facts = {"reference": reference(), "endpoint": request.endpoint, "person": _asker()}
    LOG.error("mistake", exc_info=error, extra={"facts": facts})


def told(event: str, **facts: Any) -> None:
    """Write down something of note that is no request: identifiers and numbers only."""
    LOG.warning(event, extra={"facts": facts})


def _begin() -> None:
    g.log_begun = time.perf_counter()


def _end(response: Response) -> Response:
    begun = g.get("log_begun")
    facts = {
        "reference": reference(),
        "endpoint": request.endpoint,
        "method": request.method,
        "status": response.status_code,
        "ms": None if begun is None else round((time.perf_counter() - begun) * 1000),
        "person": _asker(),
    }
    if current_app.config["SETTINGS"].log_addresses:
        facts["address"] = request.remote_addr
    LOG.info("request", extra={"facts": facts})
    return response


def _asker() -> int | None:
    """The number of whoever asks, from what is known already: the database may be away."""
    person = g.get("_login_user", NOBODY)
    state = None if person is NOBODY else sa.inspect(person, raiseerr=False)
    return state.identity[0] if state is not None and state.identity else None


def _raised(error: BaseException | None, in_words: bool) -> list[dict[str, Any]]:
    """What was raised and what it came from, each with the places that it went through."""
    chain: list[dict[str, Any]] = []
    while error is not None and len(chain) < LONGEST_CHAIN:
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{_short(one.filename)}:{one.lineno} {one.name}" for one in frames]
        words = {"words": str(error)} if in_words else {}
        chain.append({"kind": type(error).__name__, **words, "places": places})
        error = error.__cause__ or error.__context__
    return chain


def _short(path: str) -> str:
    """A file by its place in its package, and not by where that is on this machine."""
    return path.partition("site-packages/")[2] or "/".join(path.split("/")[-3:])
