"""Pages on which anybody tells us what is wrong, and on which it is answered."""

from flask import Blueprint, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from nolimits.complaints import operations, queries
from nolimits.complaints.forms import KINDS, SHORT, ComplainForm, OutcomeForm, TellingForm
from nolimits.complaints.models import Complaint, ComplaintKind, ComplaintState
from nolimits.kernel import limits
from nolimits.kernel.actors import NOBODY, Role
from nolimits.kernel.acts import Act, add_act, saying
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
    person = current_person()
    if form.validate_on_submit():
        limits.count_of(limits.TOLD, person)
        limits.count_of(limits.TOLD_IN_A_DAY, person)
        kind, by = ComplaintKind(form.kind.data), NOBODY if form.nameless.data else person
        told = operations.complain(kind, form.words.data, form.contact.data, by=by)
        session["told_us"] = told.reference
        return redirect(url_for(".told"), 303)
    return render("complaints/complain.html", form=form, signed_in=person is not NOBODY)


@bp.get("/report-a-leak")
@requires(Permission.COMPLAIN)
def leak() -> ResponseReturnValue:
    return redirect(url_for(".complain", about=ComplaintKind.LEAK.value))


@bp.get("/tell-us/thank-you")
@requires(Permission.COMPLAIN)
def told() -> ResponseReturnValue:
    if "told_us" not in session:
        return redirect(url_for(".complain"))
    return render("complaints/told.html", reference=session["told_us"])


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
    with saying("Written down that they know that it came"):
        operations.acknowledge(complaint, by=current_person())
    return redirect(_page(complaint), 303)


def _page(complaint: Complaint) -> str:
    return url_for("complaints.complaint", key=complaint.reference)


for act in (
    Act(
        name="decide_telling",
        path="/complaints/<key>/telling",
        on=Complaint,
        permission=Permission.ANSWER_COMPLAINT,
        title="Decide about telling",
        text="They must be told within 72 hours of the moment we knew, unless nobody is at risk. "
        "Each leak is kept here, told or not.",
        button="Write it down",
        done="",
        run=lambda complaint, form, by: operations.decide_telling(
            complaint, form.told.data == "yes", form.why.data, by=by
        ),
        after=_page,
        form=TellingForm,
    ),
    Act(
        name="answer",
        path="/complaints/<key>/answer",
        on=Complaint,
        permission=Permission.ANSWER_COMPLAINT,
        title="What came of it",
        text="",
        button="Write it down",
        done="Answered",
        run=lambda complaint, form, by: operations.answer(complaint, form.outcome.data, by=by),
        after=_page,
        form=OutcomeForm,
    ),
):
    add_act(bp, act)
