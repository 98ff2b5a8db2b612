"""Pages of partners: for the team, and for people of a partner, who see their own alone."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.asks.queries import shown
from nolimits.kernel import limits
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import add_act
from nolimits.kernel.errors import Refused
from nolimits.kernel.forms import Form
from nolimits.kernel.journeys import Journey, Question, add_journey
from nolimits.kernel.pages import current_person, paged, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar, opens_on
from nolimits.partners import accounts, forms, operations, projects, queries, steps, totals
from nolimits.partners.kinds import CHECK_WORDS, OWED
from nolimits.partners.models import Partner, PartnerProject, ProjectTotals
from nolimits.people.queries import happened
from nolimits.strategy.queries import served_by

bp = Blueprint("partners", __name__)

in_top_bar("My projects", "partners.my_projects", Permission.SEE_OWN_PROJECTS, order=10)
in_top_bar(
    "Partner projects",
    "partners.all_projects",
    Permission.SEE_PARTNERS,
    order=38,
    group="Young people",
)
opens_on(Role.PARTNER, "partners.my_projects", order=48)
served_by(
    "Projects of partners", queries.count_serving, Permission.SEE_PARTNERS, "partners.all_projects"
)
for act in steps.ALL:
    add_act(bp, act)

HAPPENED = {
    "project_drafted": "Drafted",
    "project_agreed": "Agreed",
    "project_started": "Started",
    "project_ended": "Ended",
    "project_stopped": "Stopped",
    "partner_added": "Added",
    "partner_changed": "Changed",
    "partner_lapsed": "A check was missing: what rested on it stopped",
    "partner_address_refused": "An address could not be used",
    "partner_ended": "Ended",
}


@bp.context_processor
def _words() -> dict[str, object]:
    shows = partial(shown, to=current_person())
    return {"kinds": forms.KINDS, "check_words": forms.CHECKS, "lower": CHECK_WORDS, "shown": shows}


# --- For the team -------------------------------------------------------------------------------


@bp.get("/partner-projects")
@requires(Permission.SEE_PARTNERS)
def all_projects() -> ResponseReturnValue:
    action = request.args.get("action", "")
    page = paged(queries.projects(current_person(), action))
    return render("partners/projects.html", page=page, action=action)


@bp.get("/partners")
@requires(Permission.SEE_PARTNERS)
def partners() -> ResponseReturnValue:
    return render("partners/partners.html", partners=queries.partners())


@bp.route("/partners/new", methods=["GET", "POST"])
@requires(Permission.RUN_PARTNERS)
def add_partner() -> ResponseReturnValue:
    form = forms.PartnerForm()
    heading = "Add a partner"

    def add() -> str:
        partner = operations.add_partner(form.organisation(), by=current_person())
        return url_for(".partner", key=partner.reference)

    return _filled(form, heading, "Add it", url_for(".partners"), "It is added", add)


@bp.get("/partners/<key>")
@requires(Permission.SEE_PARTNERS, on=Partner)
def partner(partner: Partner) -> ResponseReturnValue:
    told = happened(partner, HAPPENED)
    return render("partners/partner.html", partner=partner, happened=told)


@bp.route("/partners/<key>/change", methods=["GET", "POST"])
@requires(Permission.RUN_PARTNERS, on=Partner)
def change_partner(partner: Partner) -> ResponseReturnValue:
    form = forms.PartnerForm(obj=partner)
    change = partial(operations.change_partner, partner, by=current_person())
    return _filled(
        form,
        f"Change {partner.name}",
        "Save",
        _page_of(partner),
        "It is changed",
        lambda: change(form.organisation()),
    )


@bp.route("/partners/<key>/checks/new", methods=["GET", "POST"])
@requires(Permission.RUN_PARTNERS, on=Partner)
def record_check(partner: Partner) -> ResponseReturnValue:
    form = forms.CheckForm()
    record = partial(operations.record_check, partner, by=current_person())
    done = "Written down. It counts once somebody else has agreed"
    heading = f"What did you see of {partner.name}?"
    return _filled(form, heading, "Save", _page_of(partner), done, lambda: record(form.seen()))


@bp.route("/partners/<key>/people/new", methods=["GET", "POST"])
@requires(Permission.RUN_PARTNERS, on=Partner)
def add_partner_person(partner: Partner) -> ResponseReturnValue:
    form = forms.PartnerPersonForm()

    def add() -> None:
        limits.count_of(limits.ADDRESSES, current_person())
        try:
            said = (form.name.data, form.email.data)
            accounts.add_partner_person(partner, *said, by=current_person())
        except Refused as refusal:
            if refusal.field == "email":
                accounts.note_address_refused(partner, by=current_person())
            raise

    heading, done = f"Add somebody of {partner.name}", "They have an account, and were written to"
    return _filled(form, heading, "Give them an account", _page_of(partner), done, add)


@bp.route("/partners/<key>/projects/new", methods=["GET", "POST"])
@requires(Permission.RUN_PARTNERS, on=Partner)
def draft_project(partner: Partner) -> ResponseReturnValue:
    form = forms.ProjectForm()

    def draft() -> str:
        said = (form.plan(), form.served())
        made = projects.draft_project(partner, *said, by=current_person())
        return url_for(".project", key=made.reference)

    heading, done = f"Draft a project of {partner.name}", "It is drafted. Agree to it next"
    return _filled(form, heading, "Save the draft", _page_of(partner), done, draft)


@bp.route("/partner-projects/<key>/change", methods=["GET", "POST"])
@requires(Permission.RUN_PARTNERS, on=PartnerProject)
def change_project(project: PartnerProject) -> ResponseReturnValue:
    form = forms.ProjectForm(obj=project, data={"action": project.action.reference})

    def change() -> None:
        projects.change_project(project, form.plan(), form.served(), by=current_person())

    back = url_for(".project", key=project.reference)
    return _filled(form, f"Change {project.title}", "Save", back, "The draft is changed", change)


def _page_of(partner: Partner) -> str:
    return url_for("partners.partner", key=partner.reference)


def _filled(
    form: Form, heading: str, submit: str, back: str, done: str, run: Callable[[], Any]
) -> ResponseReturnValue:
    """A page that asks a form, does one thing with it, and goes where that says, or back."""
    if form.validate_on_submit():
        with form.refusals():
            to = run()
            flash(done)
            return redirect(to if isinstance(to, str) else back, 303)
    known = {"heading": heading, "submit": submit, "back_href": back}
    return render("partners/form.html", form=form, **known)


# --- For people of a partner, and for both ------------------------------------------------------


@bp.get("/my-projects")
@requires(Permission.SEE_OWN_PROJECTS)
def my_projects() -> ResponseReturnValue:
    by = current_person()
    return render(
        "partners/my_projects.html",
        partner=queries.partner_of(by),
        page=paged(queries.projects(by)),
        owed=queries.owed(by),
    )


@bp.get("/partner-projects/<key>")
@requires(Permission.SEE_PARTNER_PROJECT, on=PartnerProject)
def project(project: PartnerProject) -> ResponseReturnValue:
    by = current_person()
    return render(
        "partners/project.html",
        project=project,
        questions=queries.questions(project),
        possible=projects.STATES.possible(project),
        missing=projects.STATES.refusals(project, "agree") if project.state == "draft" else [],
        happened=happened(project, HAPPENED, signed=Role.PARTNER not in by.roles),
    )


def _sent_already(record: ProjectTotals, by: Actor) -> str | None:
    sent = record.state not in OWED
    return url_for("partners.project", key=record.project.reference) if sent else None


add_journey(
    bp,
    Journey(
        name="report",
        title="Report totals",
        permission=Permission.REPORT_TOTALS,
        questions=(Question("counts", forms.TotalsForm, page="partners/report.html"),),
        send=totals.send_totals,
        done=lambda record: url_for("partners.project", key=record.project.reference),
        send_label="Send the totals",
        find=ProjectTotals,
        check_note="Whoever looks after partners here reads them, and may ask you about them.",
        instead=_sent_already,
    ),
    "/partner-totals/<key>/report",
)
