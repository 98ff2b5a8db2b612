"""Pages of this room."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from nolimits.kernel.pages import render, requires
from nolimits.kernel.permissions import Permission
from nolimits.training import queries

bp = Blueprint("training", __name__)


@bp.get("/my-training")
@requires(Permission.SEE_OWN_TRAINING)
def my_training() -> ResponseReturnValue:
    return render("training/my_training.html")


@bp.get("/handbook")
@requires(Permission.READ_HANDBOOK)
def handbook() -> ResponseReturnValue:
    return render("training/handbook.html", handbook=queries.current_handbook())
