"""Pages of the panel: its rounds, packs of applications without names, and decisions."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.funds import queries as funds
from nolimits.grants import operations as grants
from nolimits.grants.forms import ASKED, HOW, WHEN
from nolimits.grants.models import Application, Round
from nolimits.kernel import clock, drafts, reads
from nolimits.kernel.actors import Role
from nolimits.kernel.acts import Act, add_act, saying
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar, opens_on
from nolimits.panel import operations, queries
from nolimits.panel.forms import DecisionForm, PanelMemberForm, ScoreForm
from nolimits.panel.models import Outcome
from nolimits.people.models import Person

bp = Blueprint("panel", __name__)

in_top_bar(
    "Panel",
    "panel.panels",
    Permission.SEE_PANEL,
    order=51,
    group="Money",
    daily={Role.PANEL_MEMBER},
)
opens_on(Role.PANEL_MEMBER, "panel.panels", order=40)


@bp.get("/panel")
@requires(Permission.SEE_PANEL)
def panels() -> ResponseReturnValue:
    person = current_person()
    return render("panel/panels.html", panels=queries.panels_of(person), today=clock.today())


@bp.get("/panel/<key>")
@requires(Permission.SEE_PACK, on=Round)
def pack(round_: Round) -> ResponseReturnValue:
    pack = queries.pack_for(round_, current_person())
    reads.shown([page.application for page in pack.pages], current_person())
    return render(
        "panel/pack.html",
        round=round_,
        pages=pack.pages,
        kept=pack.kept,
        left=funds.available(round_.programme.fund),
        how=HOW,
    )


@bp.route("/panel/applications/<key>", methods=["GET", "POST"])
@requires(Permission.SCORE_APPLICATION, on=Application)
def score(application: Application) -> ResponseReturnValue:
    page = queries.page_for(application, current_person())
    draft = drafts.of(current_person(), operations.DRAFT, application.reference)
    form = ScoreForm(data=draft.answers) if draft else ScoreForm(obj=page.own)
    if form.validate_on_submit():
        with form.refusals():
            given = (int(form.points.data), form.reason.data)
            operations.score(application, *given, by=current_person())
            flash("Your score is kept")
            return redirect(page.onward(url_for), 303)
    left = funds.available(application.programme.fund)
    words = {"when": WHEN, "asked": ASKED, "how": HOW}
    return render("panel/score.html", form=form, page=page, left=left, words=words)


@bp.post("/panel/applications/<key>/save")
@requires(Permission.SCORE_APPLICATION, on=Application)
def save_score(application: Application) -> ResponseReturnValue:
    by, about = current_person(), application.reference
    return drafts.keep(ScoreForm().answers(), by=by, journey=operations.DRAFT, about=about).saved


add_act(
    bp,
    Act(
        name="declare_conflict",
        path="/panel/applications/<key>/conflict",
        on=Application,
        permission=Permission.DECLARE_CONFLICT,
        title="Do you know who asks for this?",
        text="You will not read or score it any more, and nobody asks you why.\n"
        "A score that you gave it counts no more. You cannot undo this.",
        button="Yes, I know who this is",
        done="Thank you for saying so. You will not see it again, and nobody asks why",
        run=lambda application, form, by: operations.declare_conflict(application, by=by),
        after=lambda application: url_for("panel.pack", key=application.round.reference),
        back=lambda application: url_for("panel.score", key=application.reference),
        variant="warning",
    ),
)


@bp.route("/rounds/<key>", methods=["GET", "POST"])
@requires(Permission.RUN_PROGRAMME, on=Round)
def round(round_: Round) -> ResponseReturnValue:
    form = PanelMemberForm(queries.could_join(round_, current_person()))
    if form.validate_on_submit():
        person = Person.by_key(form.person.data)
        if person is None:
            raise NotVisible
        with form.refusals():
            operations.name_panel_member(round_, person, by=current_person())
            flash(f"{person.name} is on the panel")
            return redirect(url_for(".round", key=round_.reference), 303)
    left, whole = funds.available(round_.programme.fund), queries.whole(round_)
    found = queries.office_reads(whole, current_person())
    reads.shown(found, current_person())
    panel = queries.panel_for(whole, current_person())
    shown = {"round": whole, "panel": panel, "applications": found, "left": left}
    return render("panel/round.html", form=form, **shown)


@bp.post("/rounds/<key>/send")
@requires(Permission.CHECK_APPLICATION, on=Round)
def send_pack(round_: Round) -> ResponseReturnValue:
    with saying("The panel has been told that there is more to read"):  # not how much is hidden
        grants.send_pack(round_, by=current_person())
    return redirect(url_for(".round", key=round_.reference), 303)


@bp.route("/applications/<key>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE_APPLICATION, on=Application)
def decide(application: Application) -> ResponseReturnValue:
    form = DecisionForm()
    if form.validate_on_submit():
        with form.refusals():
            said = (Outcome(form.outcome.data), form.reason.data, form.next_step.data)
            operations.decide(application, *said, pence=form.pence.data, by=current_person())
            flash("The decision is written down. They do not know of it until you tell them")
            return redirect(url_for("grants.application", key=application.reference), 303)
    left = funds.available(application.programme.fund)
    return render("panel/decide.html", form=form, application=application, left=left)
