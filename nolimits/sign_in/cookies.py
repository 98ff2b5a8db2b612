"""The browser's side of a sign-in: the cookie that holds its token, and where it goes on to."""

from urllib.parse import urlsplit

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from nolimits.people.models import Person


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
    return redirect(local(wanted or request.args.get("next")) or url_for("people.home"), 303)


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
