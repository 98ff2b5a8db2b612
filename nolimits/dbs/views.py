"""Pages of DBS checks: the record, and one short page for each step."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.dbs import operations, queries
from nolimits.dbs.forms import CertificateForm, DecideDbsForm, StartDbsForm
from nolimits.dbs.models import ROLE_LEVEL, DbsDecision, Shown, Workforce
from nolimits.kernel import clock
from nolimits.kernel.forms import Form
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.people.models import Person

bp = Blueprint("dbs", __name__)


@bp.get("/dbs/<key>")
@requires(Permission.SEE_DBS_RECORD, on=Person)
def record(person: Person) -> ResponseReturnValue:
    return render("dbs/record.html", person=person, checks=queries.dbs_records(person))


@bp.route("/dbs/<key>/start", methods=["GET", "POST"])
@requires(Permission.RECORD_CHECK, on=Person)
def start(person: Person) -> ResponseReturnValue:
    form = StartDbsForm()
    if form.validate_on_submit():
        with form.refusals():
            workforce = Workforce(form.workforce.data)
            operations.start_dbs(person, ROLE_LEVEL, workforce, by=current_person())
            return _done(person, "The DBS check is under way")
    return render("checks/record.html", form=form, person=person, title="Start a DBS check")


@bp.route("/dbs/<key>/certificate", methods=["GET", "POST"])
@requires(Permission.RECORD_CHECK, on=Person)
def see_certificate(person: Person) -> ResponseReturnValue:
    check, form = queries.latest_dbs(person), CertificateForm()
    if check is None:
        return _done(person, "There is no DBS check yet. Start one first")
    if form.validate_on_submit():
        with form.refusals():
            operations.see_certificate(
                check,
                form.number.data,
                form.issued_on.data or clock.today(),
                Shown(form.shown.data),
                by=current_person(),
            )
            return _done(person, "The certificate is on record")
    return render("checks/record.html", form=form, person=person, title="Record a certificate")


@bp.route("/dbs/<key>/decision", methods=["GET", "POST"])
@requires(Permission.DECIDE_DBS, on=Person)
def decide(person: Person) -> ResponseReturnValue:
    check, form = queries.latest_dbs(person), DecideDbsForm()
    if check is None:
        return _done(person, "There is no DBS check yet. Start one first")
    if form.validate_on_submit():
        with form.refusals():
            operations.decide_dbs(check, DbsDecision(form.decision.data), by=current_person())
            return _done(person, "Your decision is on record")
    return render("checks/record.html", form=form, person=person, title="Decide on a certificate")


@bp.route("/dbs/<key>/second", methods=["GET", "POST"])
@requires(Permission.DECIDE_DBS, on=Person)
def second(person: Person) -> ResponseReturnValue:
    check, form = queries.latest_dbs(person), Form()
    if check is None:
        return _done(person, "There is no DBS check yet. Start one first")
    if form.validate_on_submit():
        with form.refusals():
            operations.second_dbs(check, by=current_person())
            return _done(person, "You have agreed to the decision")
    return render("dbs/second.html", form=form, person=person, check=check)


def _done(person: Person, words: str) -> ResponseReturnValue:
    """Back to the person's record as a volunteer, where the next step is shown."""
    flash(words)
    return redirect(url_for("volunteers.volunteer", key=person.reference), 303)
