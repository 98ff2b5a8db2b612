"""How often something may be asked for: by an address generously, by one account tightly.

A whole council may sit behind one address, so an address alone is stopped only where no office
would come. Counts are kept in the memory of each web process, or together in the store that
NOLIMITS_LIMITS_URL names.
"""

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app, request
from flask_login import current_user
from werkzeug.exceptions import BadRequest, TooManyRequests

from nolimits.kernel import clock
from nolimits.kernel.actors import NOBODY, Actor

if TYPE_CHECKING:
    from limits.strategies import RateLimiter

    from nolimits.config import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
V6_HOME = 64  # what one household is given of an IPv6 address


@dataclass(frozen=True)
class Limit:
    """So many times in so many minutes."""

    name: str
    times: int
    minutes: int


FORMS_FROM_ADDRESS = Limit("forms of people who are not signed in", 600, 10)
FORMS_ABOUT_ONE = Limit("forms that name one email address", 20, 10)
FORMS_OF_ACCOUNT = Limit("forms of one account", 600, 10)
EXPORTS = Limit("lists taken away as files", 60, 10)
UPLOADS = Limit("files handed in", 30, 10)
TOLD = Limit("things that somebody tells us", 5, 10)
TOLD_IN_A_DAY = Limit("things that somebody tells us in a day", 20, 24 * 60)
CALENDARS = Limit("calendars read", 120, 60)
ADDRESSES = Limit("email addresses tried", 20, 60)


def keep_small() -> None:
    """Take a form without files only as far as what people type: the rest is no form of ours."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def refuse_nul() -> None:
    """Take no NUL character: nobody types one, and not every database can hold or compare it."""
    typed = [
        text for part in (request.args, request.form) for _, all_ in part.lists() for text in all_
    ]
    if any("\0" in str(text) for text in (*typed, *(request.view_args or {}).values())):
        raise BadRequest


def count_form() -> None:
    """Count what would change something: by account, or by address and by the email it names."""
    if request.method in SAFE or request.endpoint is None:
        return
    person: Actor = current_user._get_current_object()
    if person is not NOBODY:
        count(FORMS_OF_ACCOUNT, f"account {person.id}")
        return
    count(FORMS_FROM_ADDRESS, f"address {asking_address()}")
    if email := request.form.get("email", "").strip().lower():
        count(FORMS_ABOUT_ONE, f"email {email[:254]}")


def count_of(limit: Limit, by: Actor) -> None:
    """Count one use by somebody: by their account, or by their address when not signed in."""
    count(limit, f"address {asking_address()}" if by is NOBODY else f"account {by.id}")


def count(limit: Limit, whose: str) -> None:
    """Count one use; raise TooManyRequests, with the seconds to wait, when it is one too many."""
    from limits import RateLimitItemPerMinute

    item = RateLimitItemPerMinute(limit.times, limit.minutes)
    limiter = _limiter()
    if not limiter.hit(item, limit.name, whose):
        free_at = limiter.get_window_stats(item, limit.name, whose).reset_time
        raise TooManyRequests(retry_after=max(1, round(free_at - clock.of_machine())))


def asking_address() -> str:
    """Where a request comes from; of an IPv6 address the part that one household shares."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, V6_HOME), strict=False).network_address)
    return str(address)


def forget() -> None:
    """Begin counting anew, as after a restart."""
    current_app.extensions.pop("limits", None)


def _limiter() -> "RateLimiter":
    """The counter, made when something is first counted: a start does not wait for it."""
    extensions: dict[str, Any] = current_app.extensions
    if "limits" not in extensions:
        from limits.storage import storage_from_string
        from limits.strategies import SlidingWindowCounterRateLimiter

        settings: Settings = current_app.config["SETTINGS"]
        store = storage_from_string(settings.limits_url or "memory://")
        extensions["limits"] = SlidingWindowCounterRateLimiter(store)
    limiter: RateLimiter = extensions["limits"]
    return limiter
