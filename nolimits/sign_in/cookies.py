"""The browser's side of a sign-in: the cookie that holds its token, and where it goes on to."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user
from werkzeug.wrappers import Response

from nolimits.kernel import crypto
from nolimits.kernel.settings import settings
from nolimits.people.models import Person
from nolimits.sign_in import operations, queries

KNOWN_FOR = timedelta(days=400)


def browser_name() -> str:
    """The browser's name as it tells it, for the person's own list of sign-ins."""
    told = request.user_agent.string
    names = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    places = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
    name = next((name for sign, name in names if sign in told), "A browser")
    place = next((place for place in places if place in told), "")
    return f"{name} on {place.replace('Macintosh', 'a Mac')}" if place else name


def this_token() -> str:
    """The token in the cookie that came with this request."""
    return str(session.get("_user_id", ""))


def welcome(person: Person, wanted: str | None = None) -> ResponseReturnValue:
    """Give the browser a fresh cookie, and go where the person wanted to be."""
    session.clear()
    session.permanent = True
    login_user(person)
    answer = redirect(local(wanted or request.args.get("next")) or url_for("people.home"), 303)
    return _known_again(answer, person)


def browser_token() -> str:
    """What keeps this browser known, if anybody signed in here before. It signs nobody in."""
    token = request.cookies.get(_browser_cookie(), "")
    return token if len(token) == len(crypto.new_token()) else ""


def _browser_cookie() -> str:
    return "__Host-nolimits-browser" if settings().production else "nolimits-browser"


def _known_again(answer: Response, person: Person) -> Response:
    """Have the browser known when it comes back: a strange one is told to the person."""
    token = browser_token() or crypto.new_token()
    operations.know_browser(token, by=person)
    flags: dict[str, Any] = {"httponly": True, "samesite": "Lax"}
    secure = settings().production
    answer.set_cookie(_browser_cookie(), token, max_age=KNOWN_FOR, secure=secure, **flags)
    return answer


def is_browser_of(person: Person) -> bool:
    """Whether a person has signed in in the browser that asks for this page."""
    here = crypto.fingerprint(browser_token())
    return any(one.token_print == here for one in queries.known_browsers(person))


def carry_on(person: Person) -> None:
    """Give the browser the new token of the sign-in that it has; what else it holds stays."""
    login_user(person)


def local(address: str | None) -> str | None:
    """An address of ours to go on to; anything that could lead elsewhere is dropped."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    odd = (
        parts.scheme
        or parts.netloc
        or any(ord(letter) < 33 or letter == "\\" for letter in address)
    )
    return None if odd else address
