"""Pages of this room."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from nolimits.kernel.pages import render, requires
from nolimits.kernel.permissions import Permission

bp = Blueprint("volunteers", __name__)


@bp.get("/volunteering")
@requires(Permission.SEE_OWN_PAGES)
def volunteering() -> ResponseReturnValue:
    return render("volunteers/volunteering.html")
