"""Pages of DBS checks: the record, and one short page for each step."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.dbs import disclosures, operations, queries, roles, steps, updates
from nolimits.dbs.forms import (
    ANSWERS,
    FACTORS,
    FEES,
    LEVELS,
    MET,
    ROLES,
    SOMETHING,
    WEIGHTS,
    WORKFORCES,
    CertificateForm,
    DecideDbsForm,
    RoleVersionForm,
    StartDbsForm,
)
from nolimits.dbs.kinds import (
    DbsDecision,
    Fee,
    Shown,
    VolunteerRole,
    Workforce,
)
from nolimits.dbs.models import RoleVersion
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import Act, add_act
from nolimits.kernel.forms import Form
from nolimits.kernel.my_page import Task, adds_tasks
from nolimits.kernel.pages import counted, current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.people.models import Person

bp = Blueprint("dbs", __name__)
WORDS = {"fees": FEES, "factors": FACTORS, "weights": WEIGHTS, "ways": MET}


@adds_tasks(order=21)
def _to_join(person: Actor) -> list[Task]:
    """To join the Update Service, while a volunteer's new certificate allows it."""
    check = queries.to_join(person) if Role.VOLUNTEER in person.roles else None
    if check is None:
        return []
    where = url_for("dbs.tell_of_update_service", key=check.person.reference)
    hint = "It costs volunteers nothing, and nobody has to. Tell us here once you have"
    title = "Join the Update Service, if you like"
    return [Task(title, "Incomplete", where, hint, check.join_until)]


@bp.get("/dbs/<key>")
@requires(Permission.SEE_DBS_RECORD, on=Person)
def record(person: Person) -> ResponseReturnValue:
    checks = queries.dbs_records(person)
    return render(
        "dbs/record.html",
        person=person,
        checks=checks,
        answers=ANSWERS,
        **WORDS,
        shut=(
            updates.against_joining(checks[0]) if checks else "",
            updates.against_asking(checks[0]) if checks else "",
        ),
        today=clock.today(),
    )


@bp.route("/dbs/<key>/start", methods=["GET", "POST"])
@requires(Permission.RECORD_CHECK, on=Person)
def start(person: Person) -> ResponseReturnValue:
    workforces = queries.workforces(VolunteerRole.MENTOR)
    if not workforces:
        flash("Nobody has approved yet what this role asks", "error")
        return redirect(url_for(".role_versions"), 303)
    form = StartDbsForm(workforces)
    if form.validate_on_submit():
        with form.refusals():
            workforce = Workforce(form.workforce.data)
            asked = VolunteerRole.MENTOR, workforce, form.terms()
            check = operations.start_dbs(person, *asked, by=current_person())
            return _done(person, f"The DBS check is under way. {FEES[check.fee or Fee.PAID]}")
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
    check = queries.latest_dbs(person)
    if check is None or check.seen_on is None or check.decision:
        return _done(person, "No certificate waits for a decision")
    form = DecideDbsForm(check.state)
    if form.validate_on_submit():
        with form.refusals():
            if form.decision.data == SOMETHING:
                disclosures.find_disclosure(check, by=current_person())
                return _done(person, "It is on record. Now somebody meets them")
            operations.decide_dbs(check, DbsDecision(form.decision.data), by=current_person())
            return _done(person, "Your decision is on record")
    return render("dbs/decide.html", form=form, person=person, check=check, **WORDS)


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
    return render("dbs/second.html", form=form, person=person, check=check, **WORDS)


def _done(person: Person, words: str) -> ResponseReturnValue:
    """Back to the person's record as a volunteer, where the next step is shown."""
    flash(words)
    return redirect(url_for("volunteers.volunteer", key=person.reference), 303)


# --- What each role asks ------------------------------------------------------------------------


@bp.get("/dbs/roles")
@requires(Permission.SEE_ROLE_VERSIONS)
def role_versions() -> ResponseReturnValue:
    found = queries.role_versions()
    return render("dbs/roles.html", found=found, names=ROLES, levels=LEVELS, workforces=WORKFORCES)


@bp.route("/dbs/roles/propose", methods=["GET", "POST"])
@requires(Permission.PROPOSE_ROLE_VERSION)
def propose_role_version() -> ResponseReturnValue:
    form = RoleVersionForm()
    if form.validate_on_submit():
        with form.refusals():
            role = VolunteerRole(form.role.data)
            roles.propose_role_version(role, form.asks(), by=current_person())
            flash("Proposed. Somebody else has to approve it before it holds")
            return redirect(url_for(".role_versions"), 303)
    return render("dbs/propose_role.html", form=form)


def _would_open(version: RoleVersion) -> str:
    behind = queries.left_behind(version)
    lost = counted(behind, "person has", "people have")
    return (
        f"It asks for: {LEVELS[version.level]}, for work with: {WORKFORCES[version.workforce]}.\n"
        f"The reason: {version.reason}\n"
        "From this moment the role asks this and nothing else. Whoever's check does not serve is "
        "not ready, and matches of theirs go on hold."
        + (f"\n{lost} a clear check that would not serve." if behind else "")
    )


add_act(
    bp,
    Act(
        "approve_role_version",
        "/dbs/roles/<key>/approve",
        RoleVersion,
        Permission.APPROVE_ROLE_VERSION,
        lambda version: f"Approve what the role asks: {ROLES[version.role].lower()}",
        _would_open,
        "Approve it",
        "The role is open with what you approved",
        run=lambda version, form, by: roles.approve_role_version(version, by=by),
        after=lambda version: url_for("dbs.role_versions"),
    ),
)


for act in steps.ALL:
    add_act(bp, act)
