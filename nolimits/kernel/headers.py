"""What every answer tells a browser, whoever gave it: a page, a file of ours, or an error.

They are said once, here, and put around everything that answers, so that nothing leaves without.
"""

import re
import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from wsgiref.headers import Headers

from flask import request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from nolimits.config import Settings

EVERY: dict[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
IN_PRODUCTION: dict[str, str] = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
# A page may use what is ours, and run only what carries this answer's own word.
OF_A_PAGE = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# Whatever is no page is shown by itself at most, and can do nothing then.
OF_A_FILE = "default-src 'none'; frame-ancestors 'none'; sandbox"
NEVER_KEPT = "no-store"

_NONCE = "nolimits.nonce"
_PUBLIC = "/static/"
_NAMED_BY_CONTENT = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")


def csp_nonce() -> str:
    """This answer's word for the styles and scripts that are ours."""
    return str(request.environ.setdefault(_NONCE, secrets.token_urlsafe(16)))


def named_by_content(path: str, url: str) -> bool:
    """Whether a file's name changes with what is in it, so that a browser may keep it for ever."""
    return _NAMED_BY_CONTENT.search(url) is not None


class Protected:
    """An application whose every answer carries the headers.

    In production it answers to the name that people use, and to no other.
    """

    def __init__(self, application: "WSGIApplication", settings: "Settings") -> None:
        self.application = application
        self.always = {**EVERY, **(IN_PRODUCTION if settings.production else {})}
        self.host = urlsplit(settings.base_url).hostname if settings.production else None

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer, with the headers set just before they are sent."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[..., Any]:
            self._add(environ, status, Headers(headers))
            return start_response(status, headers, *more)

        if self.host and environ.get("HTTP_HOST", "").partition(":")[0].lower() != self.host:
            start("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"There is nothing under this name."]
        return self.application(environ, start)

    def _add(self, environ: "WSGIEnvironment", status: str, headers: Headers) -> None:
        for name, value in self.always.items():
            headers[name] = value
        is_page = (headers["Content-Type"] or "").startswith("text/html")
        nonce = environ.get(_NONCE) or secrets.token_urlsafe(16)
        headers["Content-Security-Policy"] = OF_A_PAGE.format(nonce=nonce) if is_page else OF_A_FILE
        public = environ.get("PATH_INFO", "").startswith(_PUBLIC) and status < "4"
        if not public:
            headers["Cache-Control"] = NEVER_KEPT
