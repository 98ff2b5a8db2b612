"""Pages of checks: one short page for each step, and the referee's page behind its link."""

from typing import Any

from flask import Blueprint, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from nolimits.checks import chasing, operations, queries
from nolimits.checks.forms import (
    VERIFIED,
    DecideReferenceForm,
    IdentityForm,
    InterviewForm,
    NamedRefereeForm,
    RecruiterTrainingForm,
    RefereeForm,
    ReferenceForm,
)
from nolimits.checks.models import ReferenceContext, ReferenceRequest, Suitability, Verified
from nolimits.checks.referees import doubts
from nolimits.checks.talk import QUESTIONS, SCORES
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.forms import Form
from nolimits.kernel.my_page import Task, adds_tasks
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.people.models import Person
from nolimits.sign_in.cookies import is_browser_of

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
    people, today = queries.interviewers(person), clock.today()
    form = InterviewForm(people, queries.trained_ids(today))
    if form.validate_on_submit():
        with form.refusals():
            operations.record_interview(
                person,
                form.people[form.first.data],
                form.people[form.second.data],
                Suitability(form.outcome.data),
                form.held_on.data or today,
                scores=form.scores(),
                apart=form.apart.data,
                by=current_person(),
            )
            return _done(person, "The interview is on record")
    return render("checks/interview.html", form=form, person=person, people=people)


@bp.get("/checks/<key>/interview/answers")
@requires(Permission.SEE_BACKGROUND, on=Person)
def interview(person: Person) -> ResponseReturnValue:
    found = queries.latest_interview(person)
    rows = [
        {"key": QUESTIONS[name], "value": f"{SCORES[score]}. {note}"}
        for name, (score, note) in (found.scores or {} if found else {}).items()
    ]
    return render("checks/interview_answers.html", person=person, interview=found, rows=rows)


@bp.route("/checks/<key>/recruiter-training", methods=["GET", "POST"])
@requires(Permission.RECORD_CHECK, on=Person)
def record_recruiter_training(person: Person) -> ResponseReturnValue:
    form = RecruiterTrainingForm()
    if form.validate_on_submit():
        with form.refusals():
            day = form.trained_on.data or clock.today()
            operations.record_recruiter_training(person, day, by=current_person())
            flash(f"{person.name} can interview as somebody who is trained")
            return redirect(url_for("volunteers.volunteers"), 303)
    return render("checks/recruiter_training.html", form=form, person=person)


# --- References ---------------------------------------------------------------------------------


@bp.route("/references/<token>", methods=["GET", "POST"])
@requires(Permission.ANSWER_REFERENCE)
def answer_reference(token: str) -> ResponseReturnValue:
    reference, form = ReferenceRequest.by_token(token), ReferenceForm()
    if reference is None or reference.received_on or reference.declined_on:
        # Once, to whoever has just sent it: whoever opens the link later learns nothing of it.
        just_sent = reference and session.pop(SENT, None) == reference.reference
        return render("checks/reference_closed.html", reference=reference, just_sent=just_sent)
    if reference.is_over:
        return redirect(url_for(".renew_link", token=token), 303)
    if form.validate_on_submit():
        with form.refusals():
            here = {"same_browser": "yes"} if is_browser_of(reference.person) else {}
            answers = {**form.answers(), **here}
            operations.receive_reference(token, answers, by=current_person())
            session[SENT] = reference.reference
            return redirect(url_for(".answer_reference", token=token), 303)
    return render("checks/answer_reference.html", form=form, reference=reference, token=token)


@bp.route("/references/<token>/decline", methods=["GET", "POST"])
@requires(Permission.ANSWER_REFERENCE)
def decline_reference(token: str) -> ResponseReturnValue:
    reference, form = ReferenceRequest.by_token(token), Form()
    if reference is None or reference.received_on or reference.declined_on:
        return redirect(url_for(".answer_reference", token=token))
    if form.validate_on_submit():
        with form.refusals():
            chasing.decline_reference(token, by=current_person())
            return redirect(url_for(".answer_reference", token=token), 303)
    return render("checks/decline_reference.html", form=form, token=token)


@bp.route("/references/<token>/new-link", methods=["GET", "POST"])
@requires(Permission.ANSWER_REFERENCE)
def renew_link(token: str) -> ResponseReturnValue:
    reference, form = ReferenceRequest.by_token(token), Form()
    if reference is None or not reference.is_over or reference.received_on:
        return redirect(url_for(".answer_reference", token=token))
    if form.validate_on_submit():
        with form.refusals():
            chasing.renew_link(token, by=current_person())
            return render("checks/renew_link.html", sent=True, form=None)
    return render("checks/renew_link.html", sent=False, form=form)


@bp.route("/volunteering/referee", methods=["GET", "POST"])
@requires(Permission.SEE_OWN_GIVING)
def name_referee() -> ResponseReturnValue:
    person: Any = current_person()
    asked = queries.asked_to_name(person)
    if not asked:
        flash("Nobody else is needed now. Thank you")
        return redirect(url_for("volunteers.volunteering"), 303)
    form = NamedRefereeForm(asked)
    if form.validate_on_submit():
        with form.refusals():
            chasing.name_referee(person, form.referee(), by=person)
            flash("We have written to the referee whom you named. Thank you")
            return redirect(url_for("volunteers.volunteering"), 303)
    return render("checks/name_referee.html", form=form, abroad=ReferenceContext.ABROAD in asked)


@adds_tasks(order=15)
def _another_referee(person: Actor) -> list[Task]:
    """Whom a volunteer has still to name."""
    if Role.VOLUNTEER not in person.roles or not queries.asked_to_name(person):
        return []
    hint = "We need to hear from one more person who knows you"
    return [Task("Name another referee", "Incomplete", url_for("checks.name_referee"), hint)]


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
        doubts=list(
            doubts(
                reference,
                queries.references(reference.person),
                queries.home_of(reference.person),
            )
        ),
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


@bp.route("/checks/references/<key>/another", methods=["GET", "POST"])
@requires(Permission.RECORD_CHECK, on=ReferenceRequest)
def want_another(reference: ReferenceRequest) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            chasing.want_another(reference, by=current_person())
            return _done(reference.person, "The volunteer is asked to name another referee")
    return render("checks/want_another.html", reference=reference, form=form)


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
