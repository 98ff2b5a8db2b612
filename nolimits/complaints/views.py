"""Pages on which anybody tells us what is wrong, and on which it is answered."""

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from nolimits.complaints import operations, queries
from nolimits.complaints.forms import KINDS, SHORT, ComplainForm, OutcomeForm, TellingForm
from nolimits.complaints.models import Complaint, ComplaintKind, ComplaintState
from nolimits.kernel.actors import Role
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import current_person, paged, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar
from nolimits.young_people.queries import history

bp = Blueprint("complaints", __name__)

in_top_bar(
    "Complaints",
    "complaints.complaints",
    Permission.SEE_COMPLAINTS,
    order=86,
    group="People",
    daily={Role.DATA_PROTECTION_OFFICER},
)


@bp.route("/tell-us", methods=["GET", "POST"])
@requires(Permission.COMPLAIN)
def complain() -> ResponseReturnValue:
    form = ComplainForm(data={"kind": request.args.get("about", "")})
    if form.validate_on_submit():
        kind = ComplaintKind(form.kind.data)
        told = operations.complain(kind, form.words.data, form.contact.data, by=current_person())
        session["told_us"] = told.reference
        return redirect(url_for(".told"), 303)
    return render("complaints/complain.html", form=form)


@bp.get("/report-a-leak")
@requires(Permission.COMPLAIN)
def leak() -> ResponseReturnValue:
    return redirect(url_for(".complain", about=ComplaintKind.LEAK.value))


@bp.get("/tell-us/thank-you")
@requires(Permission.COMPLAIN)
def told() -> ResponseReturnValue:
    return render("complaints/told.html", reference=session.get("told_us", ""))


@bp.get("/complaints")
@requires(Permission.SEE_COMPLAINTS)
def complaints() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in ("state", "kind")}
    return render(
        "complaints/complaints.html",
        page=paged(queries.complaints(current_person(), **wanted)),
        wanted=wanted,
        kinds=SHORT,
        states=list(ComplaintState),
    )


@bp.get("/complaints/<key>")
@requires(Permission.ANSWER_COMPLAINT, on=Complaint)
def complaint(complaint: Complaint) -> ResponseReturnValue:
    return render(
        "complaints/complaint.html",
        complaint=complaint,
        kinds=KINDS,
        happened=history(complaint),
    )


@bp.post("/complaints/<key>/acknowledge")
@requires(Permission.ANSWER_COMPLAINT, on=Complaint)
def acknowledge(complaint: Complaint) -> ResponseReturnValue:
    try:
        operations.acknowledge(complaint, by=current_person())
    except Refused as refusal:
        flash(refusal.message, "error")
    else:
        flash("Written down that they know that it came")
    return redirect(url_for(".complaint", key=complaint.reference), 303)


@bp.route("/complaints/<key>/telling", methods=["GET", "POST"])
@requires(Permission.ANSWER_COMPLAINT, on=Complaint)
def decide_telling(complaint: Complaint) -> ResponseReturnValue:
    form = TellingForm()
    if form.validate_on_submit():
        with form.refusals():
            told = form.told.data == "yes"
            operations.decide_telling(complaint, told, form.why.data, by=current_person())
            return redirect(url_for(".complaint", key=complaint.reference), 303)
    return render("complaints/decide_telling.html", form=form, complaint=complaint)


@bp.route("/complaints/<key>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_COMPLAINT, on=Complaint)
def answer(complaint: Complaint) -> ResponseReturnValue:
    form = OutcomeForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.answer(complaint, form.outcome.data, by=current_person())
            flash("Answered")
            return redirect(url_for(".complaint", key=complaint.reference), 303)
    return render("complaints/answer.html", form=form, complaint=complaint)
