"""Pages of saved views, and what every list shows of them and of taking it away as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.routing import BuildError

from nolimits.kernel.acts import Act, add_act
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.saved_views import operations, queries
from nolimits.saved_views.forms import ViewForm
from nolimits.saved_views.models import SavedView

bp = Blueprint("saved_views", __name__)
FILES = {"as CSV": "csv", "as a spreadsheet": "xlsx"}
NO_PART = {"page", "file", "of"}  # of the address of a list, and not of how it is narrowed


@dataclass(frozen=True)
class Tools:
    """What stands by a list: the views that one keeps of it, how to keep this one, its files."""

    path: str
    narrowed: dict[str, str]
    views: list[tuple[SavedView, str, bool]]
    keep_href: str
    files: list[tuple[str, str]]

    def sorted_by(self, label: str, sort: str = "", *, falling: bool = False) -> dict[str, Any]:
        """A heading by which the list can be sorted; without a word for it, as it is at first."""
        here = self.narrowed.get("sort", "") == sort
        how = "descending" if falling else "ascending"
        href = address(self.path, {**self.narrowed, "sort": sort})
        return {"label": label, "href": href, "sort": how if here and sort else None}


def address(path: str, narrowed: dict[str, str]) -> str:
    """The address of a list, narrowed and sorted."""
    words = urlencode({name: value for name, value in narrowed.items() if value})
    return f"{path}?{words}" if words else path


def _narrowed() -> dict[str, str]:
    """How the list is narrowed and sorted, as its address says."""
    said = request.args.to_dict().items()
    return {name: value for name, value in said if value and name not in NO_PART}


def tools_here() -> Tools:
    """The tools of the list that is open, as whoever reads it may have them."""
    by, place, path, narrowed = current_person(), request.endpoint or "", request.path, _narrowed()
    here = urlencode(narrowed)
    mine = queries.of(by, place) if can(by, Permission.KEEP_VIEW) else []
    views = [(one, f"{path}?{one.narrowed}", one.narrowed == here) for one in mine]
    known = any(open_now for _, _, open_now in views)
    keep = address(url_for("saved_views.keep_view"), {"of": place, **narrowed})
    files = [(words, address(path, {**narrowed, "file": kind})) for words, kind in FILES.items()]
    may_take = can(by, Permission.EXPORT_LIST)
    keep = keep if narrowed and not known else ""
    return Tools(path, narrowed, views, keep, files if may_take else [])


@bp.app_context_processor
def _on_every_list() -> dict[str, Callable[[], Tools]]:
    return {"tools_here": tools_here}


@bp.route("/views/new", methods=["GET", "POST"])
@requires(Permission.KEEP_VIEW)
def keep_view() -> ResponseReturnValue:
    place, narrowed, form = _place(), _narrowed(), ViewForm()
    back = address(url_for(place), narrowed)
    if form.validate_on_submit():
        with form.refusals():
            words = urlencode(narrowed)
            operations.keep_view(place, form.name.data, words, by=current_person())
            flash("Kept. It stands above the list whenever you open it")
            return redirect(back, 303)
    return render("saved_views/keep_view.html", form=form, back_href=back)


def _place() -> str:
    """The list that an address names: a page of its own that whoever asks may open."""
    place = request.args.get("of", "")
    permission = getattr(current_app.view_functions.get(place), "permission", None)
    if permission is None or not can(current_person(), permission):
        raise NotVisible
    try:
        url_for(place)
    except BuildError:
        raise NotVisible from None
    return place


def _list(view: SavedView) -> str:
    return url_for(view.place)


add_act(
    bp,
    Act(
        name="delete_view",
        path="/views/<key>/delete",
        on=SavedView,
        permission=Permission.DELETE_VIEW,
        title=lambda view: f"Delete the view “{view.name}”?",
        text="The list stays as it is, and so does everything on it.",
        button="Delete it",
        done="Deleted",
        run=lambda view, form, by: operations.delete_view(view, by=by),
        after=_list,
        variant="warning",
    ),
)
