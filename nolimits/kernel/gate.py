"""Where a request is stopped for proof: half signed in, or signed in too long ago.

Both ask at /sign-in/… and lead back. A form that was sent is kept meanwhile, for its person and
this browser alone, and shown again; nothing is done before they press its button once more.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from flask import current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from nolimits.kernel import clock, drafts, freshness
from nolimits.kernel.actors import NOBODY, Actor
from nolimits.kernel.pages import current_person
from nolimits.kernel.permissions import TABLE
from nolimits.kernel.typed import RESTED

KEPT = "kept"  # what an address says of a form that waits there: 1, or 0 for a button alone
JOURNEY = "again"
KEPT_FOR = timedelta(minutes=30)
RESTED_FOR = timedelta(days=7)  # over a weekend, or a week away
LONGEST = 50_000  # characters of a form that is kept
NEVER_KEPT = ("csrf", "password", "secret", "token", "credential", "code")

View = TypeVar("View", bound=Callable[..., Any])


def opens_early(*, while_nothing_is_set_up: bool = False) -> Callable[[View], View]:
    """Open a view to whoever is only half signed in; perhaps only while they have no factor."""

    def mark(view: View) -> View:
        view.opens_early = "first" if while_nothing_is_set_up else "always"  # type: ignore[attr-defined]
        return view

    return mark


def ask_second_step() -> ResponseReturnValue | None:
    """Before every request: whoever is half signed in is asked for the rest.

    A page for everyone takes them for a stranger. All else is shut, whatever guards it or not.
    """
    by = current_person()
    if by is NOBODY or request.endpoint == "static" or not freshness.owes_second_step(by):
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    g.half_signed_in = True
    early = getattr(view, "opens_early", None)
    if early == "always" or (early == "first" and not freshness.has_second_factor(by)):
        return None
    if view is None or _public(view):
        g._login_user = NOBODY
        return None
    return redirect(url_for("proving.second_step", next=_address()), 303)


def ask_again(error: Exception) -> ResponseReturnValue:
    """Lead whoever proved too long ago who they are to where they can, and keep their form."""
    return redirect(url_for("proving.again", next=keep_form(current_person())), 303)


def kept_form() -> MultiDict[str, str] | None:
    """What was typed into the form of this page before its person was asked who they are."""
    if request.method != "GET" or request.args.get(KEPT, "0") == "0":
        return None
    rested = request.args[KEPT] == RESTED
    draft = drafts.of(current_person(), JOURNEY, RESTED if rested else _browser())
    if draft is None or draft.saved_at < clock.now() - (RESTED_FOR if rested else KEPT_FOR):
        return None
    if draft.answers.get("path") != request.path:
        return None
    return MultiDict((name, one) for name, many in draft.answers["fields"].items() for one in many)


def keep_form(by: Actor) -> str | None:
    """The address to come back to, where the form that was sent now waits.

    One that was sent because the sign-in rests waits for its person in any browser: their next
    sign-in is another.
    """
    if request.method != "POST":
        return _address()
    page, rested = _address() or page_before(), RESTED in request.form
    fields = {
        name: values
        for name, values in request.form.lists()
        if not any(part in name.lower() for part in NEVER_KEPT)
    }
    fields.pop(RESTED, None)
    length = sum(len(one) for many in fields.values() for one in many)
    if page is None or length > LONGEST:
        return page
    kept = f"{page}{'&' if '?' in page else '?'}{KEPT}="
    if not fields:
        return page if rested else f"{kept}0"
    answers = {"path": urlsplit(page).path, "fields": fields}
    drafts.keep(answers, by=by, journey=JOURNEY, about=RESTED if rested else _browser())
    return f"{kept}{RESTED if rested else 1}"


def _address() -> str | None:
    """This page's own address, where it can be asked for; a file is asked for on its page."""
    if request.url_rule is None or "GET" not in (request.url_rule.methods or ()):
        return None
    asked = [(name, value) for name, value in request.args.items(multi=True)]
    query = urlencode([(name, value) for name, value in asked if name not in ("file", KEPT)])
    return request.path + (f"?{query}" if query else "")


def page_before() -> str | None:
    """The page of ours from which a form came, where it can be asked for again."""
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc != request.host:
        return None
    try:
        current_app.url_map.bind("").match(came_from.path, "GET")
    except HTTPException:
        return None
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


def _browser() -> str:
    """What tells this browser's sign-in from the person's others."""
    return str(getattr(freshness.proof_of(current_person()), "id", ""))


def _public(view: Any) -> bool:
    permission = getattr(view, "permission", None)
    return permission is not None and any(rule.public for rule in TABLE[permission])
