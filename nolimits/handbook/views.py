"""Pages of the handbook and the guidance of roles."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.handbook import operations, queries
from nolimits.handbook.forms import HandbookForm
from nolimits.handbook.models import Handbook, parts_of
from nolimits.kernel.acts import saying
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission

bp = Blueprint("handbook", __name__)


@bp.get("/handbook")
@requires(Permission.READ_HANDBOOK)
def handbook() -> ResponseReturnValue:
    return _handbook(queries.current_handbook())


@bp.get("/handbook/<key>")
@requires(Permission.READ_HANDBOOK, on=Handbook)
def version(handbook: Handbook) -> ResponseReturnValue:
    return _handbook(handbook)


@bp.post("/handbook/<key>/read")
@requires(Permission.READ_HANDBOOK, on=Handbook)
def acknowledge(handbook: Handbook) -> ResponseReturnValue:
    with saying("Thank you. We know that you have read it"):
        operations.acknowledge_handbook(handbook, by=current_person())
    return redirect(url_for(".handbook"), 303)


@bp.route("/handbook/publish", methods=["GET", "POST"])
@requires(Permission.PUBLISH_HANDBOOK)
def publish_handbook() -> ResponseReturnValue:
    current = queries.current_handbook()
    form = HandbookForm(data=current and {"title": current.title, "text": current.text})
    if form.validate_on_submit() and not form.confirmed.data:
        parts, readers = parts_of(form.text.data), len(queries.readers_ever())
        return render("handbook/check_handbook.html", form=form, parts=parts, readers=readers)
    if form.validate_on_submit():
        with form.refusals():
            operations.publish_handbook(**form.values(), by=current_person())
            flash("The new version is out, and its readers have been told")
            return redirect(url_for(".handbook"), 303)
    return render("handbook/publish_handbook.html", form=form, current=current)


def _handbook(handbook: Handbook | None) -> ResponseReturnValue:
    """A version of the handbook, with the others, and whether one has read it."""
    before = queries.last_read(current_person())
    return render(
        "handbook/handbook.html",
        before=before,
        changed=queries.changed(before, handbook) if handbook else [],
        handbook=handbook,
        versions=queries.handbooks(),
        read_on=handbook and queries.read_on(handbook, current_person()),
    )
