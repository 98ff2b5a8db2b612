"""What somebody typed, kept when their form cannot be taken just now, so that it is not lost."""

from typing import TYPE_CHECKING, Any

from flask import current_app, g, request

if TYPE_CHECKING:
    from nolimits.config import Settings

OURS = frozenset({"same-origin", "none"})  # "none": the person themself loaded the page again
# What somebody wrote as a secret is given back, and not shown to whoever looks on.
UNSHOWN = ("password", "secret", "token", "credential", "code")
RESTED = "rested"  # what a page adds to its form when it sends it because its sign-in rests
NOT_TYPED = ("csrf_token", RESTED)
WORDS = 2  # what is longer than one word was written by somebody, and is shown to them again


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


def typed() -> dict[str, Any] | None:
    """What was sent, for a page that gives it back to be sent again; None where there is nothing.

    It is given back only to a page of ours, as its token or the browser vouches: to nobody else
    do we hand a form that changes something.
    """
    if request.method != "POST" or not (g.get("csrf_valid") or from_us()):
        return None
    sent = request.form.items(multi=True)
    fields = [(name, value) for name, value in sent if name not in NOT_TYPED]
    return {
        "action": request.full_path.rstrip("?"),
        "fields": fields,
        "written": [
            value
            for name, value in fields
            if len(value.split()) >= WORDS and not any(part in name.lower() for part in UNSHOWN)
        ],
        "files": bool(request.files),
    }
