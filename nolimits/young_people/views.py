"""Pages of this room."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from nolimits.kernel.pages import render, requires
from nolimits.kernel.permissions import Permission
from nolimits.young_people.models import YoungPerson

bp = Blueprint("young_people", __name__)


@bp.get("/young-people/<key>")
@requires(Permission.SEE_YOUNG_PERSON, on=YoungPerson)
def young_person(young_person: YoungPerson) -> ResponseReturnValue:
    return render("young_people/young_person.html", young_person=young_person)
