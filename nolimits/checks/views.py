"""Pages of checks: one short page for each step, and the referee's page behind its link."""

from flask import Blueprint, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from nolimits.checks import operations, queries
from nolimits.checks.forms import (
    VERIFIED,
    DecideReferenceForm,
    IdentityForm,
    InterviewForm,
    RefereeForm,
    ReferenceForm,
)
from nolimits.checks.models import ReferenceRequest, Suitability, Verified
from nolimits.checks.referees import doubts
from nolimits.kernel import clock
from nolimits.kernel.forms import Form
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.people.models import Person

bp = Blueprint("checks", __name__)

SENT = "reference_sent"


@bp.route("/checks/<key>/identity", methods=["GET", "POST"])
@requires(Permission.RECORD_CHECK, on=Person)
def record_identity(person: Person) -> ResponseReturnValue:
    form = IdentityForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.record_identity(
                person, form.chosen(), form.seen_on.data or clock.today(), by=current_person()
            )
            return _done(person, "Their identity is on record")
    return render("checks/record.html", form=form, person=person, title="Record identity")


@bp.route("/checks/<key>/interview", methods=["GET", "POST"])
@requires(Permission.RECORD_CHECK, on=Person)
def record_interview(person: Person) -> ResponseReturnValue:
    form = InterviewForm(queries.interviewers(person))
    if form.validate_on_submit():
        with form.refusals():
            operations.record_interview(
                person,
                form.people[form.first.data],
                form.people[form.second.data],
                Suitability(form.outcome.data),
                form.held_on.data or clock.today(),
                by=current_person(),
            )
            return _done(person, "The interview is on record")
    return render("checks/record.html", form=form, person=person, title="Record the interview")


# --- References ---------------------------------------------------------------------------------


@bp.route("/references/<token>", methods=["GET", "POST"])
@requires(Permission.ANSWER_REFERENCE)
def answer_reference(token: str) -> ResponseReturnValue:
    reference, form = ReferenceRequest.by_token(token), ReferenceForm()
    if reference is None or reference.received_on:
        # Once, to whoever has just sent it: whoever opens the link later learns nothing of it.
        just_sent = reference and session.pop(SENT, None) == reference.reference
        return render("checks/reference_closed.html", reference=reference, just_sent=just_sent)
    if form.validate_on_submit():
        with form.refusals():
            operations.receive_reference(token, form.answers(), by=current_person())
            session[SENT] = reference.reference
            return redirect(url_for(".answer_reference", token=token), 303)
    return render("checks/answer_reference.html", form=form, reference=reference)


@bp.get("/checks/references/<key>")
@requires(Permission.SEE_REFERENCE, on=ReferenceRequest)
def reference(reference: ReferenceRequest) -> ResponseReturnValue:
    return _reference_page(reference, DecideReferenceForm())


@bp.post("/checks/references/<key>/decision")
@requires(Permission.RECORD_CHECK, on=ReferenceRequest)
def decide_reference(reference: ReferenceRequest) -> ResponseReturnValue:
    form = DecideReferenceForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.decide_reference(
                reference,
                Suitability(form.decision.data),
                Verified(form.verified.data) if form.verified.data else None,
                by=current_person(),
            )
            return _done(reference.person, "Your decision is on record")
    return _reference_page(reference, form)


def _reference_page(reference: ReferenceRequest, form: DecideReferenceForm) -> ResponseReturnValue:
    return render(
        "checks/reference.html",
        reference=reference,
        form=form,
        answered=ReferenceForm(formdata=None, data=reference.answers),
        doubts=list(doubts(reference, queries.references(reference.person))),
        verified=VERIFIED.get(reference.verified) if reference.verified else None,
    )


@bp.route("/checks/references/<key>/chase", methods=["GET", "POST"])
@requires(Permission.RECORD_CHECK, on=ReferenceRequest)
def chase_reference(reference: ReferenceRequest) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.chase_reference(reference, by=current_person())
            return _done(reference.person, "We have written to them again")
    return render("checks/chase_reference.html", reference=reference, form=form)


@bp.route("/checks/references/<key>/replace", methods=["GET", "POST"])
@requires(Permission.RECORD_CHECK, on=ReferenceRequest)
def replace_reference(reference: ReferenceRequest) -> ResponseReturnValue:
    form = RefereeForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.replace_reference(reference, form.referee(), by=current_person())
            return _done(reference.person, "We have written to the new referee")
    return render(
        "checks/record.html", form=form, person=reference.person, title="Ask another referee"
    )


def _done(person: Person, words: str) -> ResponseReturnValue:
    """Back to the person's record as a volunteer, where the next step is shown."""
    flash(words)
    return redirect(url_for("volunteers.volunteer", key=person.reference), 303)
