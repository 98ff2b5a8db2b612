"""Pages of one's own photo."""

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import limits
from nolimits.kernel.actors import Actor
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.forms import Form
from nolimits.kernel.my_page import Section, adds_section
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.photos import keeping, operations, queries
from nolimits.photos.forms import LookForm, PhotoForm
from nolimits.volunteers.models import Volunteer

bp = Blueprint("photos", __name__)
__all__ = ["bp", "keeping"]  # what happens by itself is loaded with the pages


@adds_section(order=60, page="account")
def my_photo(person: Actor) -> Section | None:
    """Whether a volunteer has a photo here, on the page of their account."""
    if not can(person, Permission.KEEP_OWN_PHOTO):
        return None
    return Section("photos/my_section.html", {"photo": queries.of(person)})


def as_picture(content: bytes | None) -> Response:
    """A picture for a page to show; opened by itself it is saved, not run."""
    if content is None:
        raise NotVisible
    told = {"Content-Disposition": 'attachment; filename="photo.jpg"'}
    return Response(content, mimetype="image/jpeg", headers=told)


@bp.route("/account/photo", methods=["GET", "POST"])
@requires(Permission.KEEP_OWN_PHOTO)
def photo() -> ResponseReturnValue:
    form, person = PhotoForm(), current_person()
    if form.validate_on_submit():
        limits.count_of(limits.UPLOADS, person)
        with form.refusals():
            operations.put_up(form.made(), by=person)
            flash("We have your photo. Young people see it once a coordinator has looked at it")
            return redirect(url_for(".photo"), 303)
    return render("photos/photo.html", form=form, photo=queries.of(person))


@bp.get("/account/photo/picture")
@requires(Permission.KEEP_OWN_PHOTO)
def picture() -> ResponseReturnValue:
    return as_picture(queries.picture_of(current_person()))


@bp.route("/account/photo/take-down", methods=["GET", "POST"])
@requires(Permission.KEEP_OWN_PHOTO)
def take_down() -> ResponseReturnValue:
    form, person = Form(), current_person()
    if queries.of(person) is None:
        return redirect(url_for(".photo"))
    if form.validate_on_submit():
        with form.refusals():
            operations.take_down(person, by=person)
            flash("Your photo is gone")
            return redirect(url_for(".photo"), 303)
    return render("photos/take_down.html", form=form)


@bp.route("/volunteers/<key>/photo", methods=["GET", "POST"])
@requires(Permission.LOOK_AT_PHOTO, on=Volunteer)
def look(volunteer: Volunteer) -> ResponseReturnValue:
    photo, by = queries.of(volunteer.person), current_person()
    form = LookForm()
    if photo and photo.waits and form.validate_on_submit():
        decide = operations.accept if form.fits.data == "yes" else operations.turn_down
        with form.refusals():
            decide(photo, form.seen.data, by=by)
            flash("Young people see it now" if form.fits.data == "yes" else "Nobody sees it")
            return redirect(url_for("volunteers.volunteer", key=volunteer.reference), 303)
    if photo:
        form.seen.data = photo.file_name
    return render("photos/look.html", form=form, photo=photo, volunteer=volunteer)


@bp.get("/volunteers/<key>/photo/picture")
@requires(Permission.LOOK_AT_PHOTO, on=Volunteer)
def picture_to_look_at(volunteer: Volunteer) -> ResponseReturnValue:
    return as_picture(queries.picture_of(volunteer.person))
