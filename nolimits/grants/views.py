"""Pages of asking for a grant, and of the office that checks."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.funds import queries as funds
from nolimits.funds.models import Fund
from nolimits.grants import forms, operations, queries
from nolimits.grants.models import Application, ApplicationState, Programme
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import saying
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.forms import Form
from nolimits.kernel.journeys import Journey, Question, add_journey
from nolimits.kernel.pages import current_person, paged, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar
from nolimits.strategy.models import Action
from nolimits.young_people.home import Tile, add_tile

bp = Blueprint("grants", __name__)

in_top_bar(
    "Grants",
    "grants.applications",
    Permission.SEE_APPLICATIONS,
    order=50,
    group="Money",
    daily={Role.COORDINATOR},
)
in_top_bar("What I can ask for", "grants.programmes", Permission.APPLY_FOR_GRANT, order=50)

add_tile(
    Tile(
        "Money for something",
        "money",
        "grants.programmes",
        "Tell us what you would like",
        order=20,
        asking=True,
    )
)
add_tile(Tile("What I asked for", "list", "grants.my_applications", queries.how_it_goes, order=30))


def _sent(made: Application) -> str:
    return url_for("grants.my_application", key=made.reference, sent="yes")


def _waits(programme: Programme, by: Actor) -> str | None:
    made = queries.waiting_for(programme, by)
    return _sent(made) if made else None


add_journey(
    bp,
    Journey(
        name=operations.JOURNEY,
        title="What you wrote so far",
        permission=Permission.APPLY_FOR_GRANT,
        questions=(
            Question("what", forms.WhatForm),
            Question("cost", forms.CostForm, page="grants/question_cost.html"),
            Question("seen", forms.SeenForm),
            Question("difference", forms.DifferenceForm),
            Question("when", forms.WhenForm),
            Question("asked", forms.AskedForm),
            Question("how", forms.HowForm),
            Question("who", forms.BackerForm),
        ),
        send=operations.submit_application,
        done=_sent,
        instead=_waits,
        send_label="Send it",
        find=Programme,
        question_page="grants/question.html",
        check_page="grants/check.html",
    ),
    "/grants/<key>/apply",
)


# --- The young person -------------------------------------------------------------------------


@bp.get("/grants")
@requires(Permission.SEE_PROGRAMMES)
def programmes() -> ResponseReturnValue:
    return render("grants/programmes.html", offers=queries.offers(current_person()))


@bp.get("/my-applications")
@requires(Permission.APPLY_FOR_GRANT)
def my_applications() -> ResponseReturnValue:
    person = current_person()
    return render(
        "grants/my_applications.html",
        applications=queries.asked_by(person),
        unsent=[offer for offer in queries.offers(person) if offer.draft],
    )


@bp.get("/my-applications/<key>")
@requires(Permission.SEE_APPLICATION, on=Application)
def my_application(application: Application) -> ResponseReturnValue:
    return render(
        "grants/my_application.html",
        application=application,
        how=forms.HOW,
        sent="sent" in request.args,
    )


@bp.route("/my-applications/<key>/answer", methods=["GET", "POST"])
@requires(Permission.CHANGE_OWN_APPLICATION, on=Application)
def answer(application: Application) -> ResponseReturnValue:
    form = forms.AnswerForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.answer_more(application, form.answer.data, by=current_person())
            flash("Thank you. We've got your answer")
            return redirect(url_for(".my_application", key=application.reference), 303)
    return render("grants/answer.html", form=form, application=application)


@bp.route("/my-applications/<key>/stop", methods=["GET", "POST"])
@requires(Permission.CHANGE_OWN_APPLICATION, on=Application)
def withdraw(application: Application) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.withdraw(application, by=current_person())
            flash("You stopped this. You can ask again when you like")
            return redirect(url_for(".my_applications"), 303)
    return render("grants/withdraw.html", form=form, application=application)


@bp.post("/my-applications/<key>/ask-again")
@requires(Permission.CHANGE_OWN_APPLICATION, on=Application)
def ask_again(application: Application) -> ResponseReturnValue:
    try:
        operations.ask_again(application, by=current_person())
    except Refused as refusal:
        flash(refusal.message, "error")
        return redirect(url_for(".my_application", key=application.reference), 303)
    return redirect(url_for(".apply_check", key=application.programme.reference), 303)


# --- The office -------------------------------------------------------------------------------


@bp.get("/applications")
@requires(Permission.SEE_APPLICATIONS)
def applications() -> ResponseReturnValue:
    names = ("state", "programme", "round", "search")
    wanted = {name: request.args.get(name, "") for name in names}
    return render(
        "grants/applications.html",
        page=paged(queries.applications(current_person(), **wanted)),
        wanted=wanted,
        states=list(ApplicationState),
        programmes=queries.programmes(),
    )


@bp.get("/applications/<key>")
@requires(Permission.CHECK_APPLICATION, on=Application)
def application(application: Application) -> ResponseReturnValue:
    return render(
        "grants/application.html",
        application=application,
        words=forms,
        left=funds.available(application.programme.fund),
        happened=queries.story(application, application.young_person),
    )


@bp.post("/applications/<key>/start-checking")
@requires(Permission.CHECK_APPLICATION, on=Application)
def start_checking(application: Application) -> ResponseReturnValue:
    with saying("You are checking this. Somebody else will write down the decision"):
        operations.start_checking(application, by=current_person())
    return redirect(url_for(".application", key=application.reference), 303)


@bp.route("/applications/<key>/ask", methods=["GET", "POST"])
@requires(Permission.CHECK_APPLICATION, on=Application)
def ask_more(application: Application) -> ResponseReturnValue:
    form = forms.AskMoreForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.ask_more(application, form.question.data, by=current_person())
            flash("They have been asked")
            return redirect(url_for(".application", key=application.reference), 303)
    return render("grants/ask_more.html", form=form, application=application)


@bp.route("/applications/<key>/ready", methods=["GET", "POST"])
@requires(Permission.CHECK_APPLICATION, on=Application)
def mark_ready(application: Application) -> ResponseReturnValue:
    form = forms.PackForm(data=queries.words_for_pack(application))
    if form.validate_on_submit():
        with form.refusals():
            operations.mark_ready(application, form.answers(), by=current_person())
            flash("It is ready for the panel")
            return redirect(url_for(".application", key=application.reference), 303)
    return render("grants/mark_ready.html", form=form, application=application)


@bp.post("/applications/<key>/send-to-panel")
@requires(Permission.CHECK_APPLICATION, on=Application)
def send_to_panel(application: Application) -> ResponseReturnValue:
    with saying("The panel can read it now"):
        operations.send_to_panel(application, by=current_person())
    return redirect(url_for(".application", key=application.reference), 303)


@bp.route("/applications/<key>/tell", methods=["GET", "POST"])
@requires(Permission.CHECK_APPLICATION, on=Application)
def tell(application: Application) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.tell(application, by=current_person())
            flash("They have been told")
            return redirect(url_for(".application", key=application.reference), 303)
    return render("grants/tell.html", form=form, application=application)


@bp.get("/programmes")
@requires(Permission.RUN_PROGRAMME)
def run_programmes() -> ResponseReturnValue:
    return render("grants/run_programmes.html", programmes=queries.programmes_with_money())


@bp.route("/programmes/new", methods=["GET", "POST"])
@requires(Permission.RUN_PROGRAMME)
def open_programme() -> ResponseReturnValue:
    form = forms.ProgrammeForm(funds.open_funds())
    if form.validate_on_submit():
        fund = Fund.by_key(form.fund.data)
        if fund is None:
            raise NotVisible
        with form.refusals():
            what = (form.name.data, form.purpose.data, fund, form.most_pence.data)
            action = Action.by_key(form.action.data or "")
            made = operations.open_programme(*what, action=action, by=current_person())
            flash(f"{made.name} is there. Open its first round")
            return redirect(url_for(".open_round", key=made.reference), 303)
    return render("grants/open_programme.html", form=form)


@bp.route("/programmes/<key>/rounds/new", methods=["GET", "POST"])
@requires(Permission.RUN_PROGRAMME, on=Programme)
def open_round(programme: Programme) -> ResponseReturnValue:
    form = forms.RoundForm()
    if form.validate_on_submit():
        fields = (form.opens_on, form.closes_on, form.panel_on, form.tell_by)
        days: list[Any] = [field.data for field in fields]
        needed: Any = form.scores_needed.data
        with form.refusals():
            made = operations.open_round(
                programme, *days, scores_needed=needed, by=current_person()
            )
            flash("The round is there. Name its panel")
            return redirect(url_for("panel.round", key=made.reference), 303)
    return render("grants/open_round.html", form=form, programme=programme)
