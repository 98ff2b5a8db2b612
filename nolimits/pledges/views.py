"""Pages of promises: the journey, My No Limits, the coordinator's list."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel.actors import Role
from nolimits.kernel.forms import Form
from nolimits.kernel.journeys import Answers, Journey, Question, add_journey
from nolimits.kernel.my_page import sections_for, tasks_for
from nolimits.kernel.pages import (
    current_person,
    in_top_bar,
    opens_on,
    paged,
    render,
    requires,
)
from nolimits.kernel.permissions import Permission
from nolimits.people.queries import happened
from nolimits.pledges import operations, queries
from nolimits.pledges.forms import (
    CHOSEN,
    AimForm,
    AmountForm,
    ChangeForm,
    ChannelForm,
    FrequencyForm,
    HoursForm,
    KindForm,
    OfferForm,
    ReasonForm,
    RouteForm,
)
from nolimits.pledges.models import (
    Channel,
    Frequency,
    MoneyPromise,
    Pledge,
    PledgeKind,
    PledgeState,
    Route,
    TimePromise,
)
from nolimits.strategy.models import Action
from nolimits.strategy.queries import served_by

bp = Blueprint("pledges", __name__)

in_top_bar("My No Limits", "pledges.my", Permission.MAKE_PLEDGE, order=10)
in_top_bar("Pledges", "pledges.pledges", Permission.SEE_PLEDGES, order=30)
opens_on(Role.STAFF, "pledges.my", order=50)
opens_on(Role.COUNCILLOR, "pledges.my", order=51)
served_by("Pledges", queries.count_serving, Permission.SEE_PLEDGES, "pledges.pledges")

HAPPENED = {
    "pledged": "Promised",
    "pledge_started": "Set up; runs from this day",
    "pledge_changed": "Another amount promised",
    "pledge_paused": "Paused",
    "pledge_resumed": "Taken up again",
    "pledge_fulfilled": "Kept",
    "pledge_ended": "Ended",
}


def _gives(*kinds: str) -> Any:
    return lambda answers: answers.get("kind") in (*kinds, "both")


def _along(answers: Answers) -> bool:
    return _gives("time")(answers) and answers.get("route") == Route.INVITE_ALONG


def _one_to_one(answers: Answers) -> bool:
    return _gives("time")(answers) and answers.get("route") == Route.ONE_TO_ONE


def _promise(answers: Answers, *, by: Any) -> Pledge:
    """Make the promises that the answers say, in one breath."""
    action = Action.by_key(answers.get("action") or "") if answers["aim"] == CHOSEN else None
    time, money = _time(answers), _money(answers)
    if time and money:
        return operations.make_both(by, time, money, by=by, action=action)
    if time:
        return operations.make_time_pledge(by, time, by=by, action=action)
    assert money  # noqa: S101  # the first question allows nothing else
    return operations.make_money_pledge(by, money, by=by, action=action)


def _time(answers: Answers) -> TimePromise | None:
    if "route" not in answers:
        return None
    return TimePromise(Route(answers["route"]), answers.get("hours_a_month"), answers.get("offer"))


def _money(answers: Answers) -> MoneyPromise | None:
    if "frequency" not in answers:
        return None
    return MoneyPromise(
        Frequency(answers["frequency"]), Channel(answers["channel"]), answers["pence"]
    )


add_journey(
    bp,
    Journey(
        name="new",
        title="Make a promise",
        permission=Permission.MAKE_PLEDGE,
        questions=(
            Question("give", KindForm, preset=("kind",)),
            Question("time", RouteForm, when=_gives("time")),
            Question("hours", HoursForm, when=_one_to_one),
            Question("along", OfferForm, when=_along),
            Question("money", FrequencyForm, when=_gives("money")),
            Question("how", ChannelForm, when=_gives("money")),
            Question("amount", AmountForm, when=_gives("money")),
            Question("helps", AimForm, page="pledges/aim.html"),
        ),
        send=_promise,
        done=lambda pledge: url_for("pledges.thank_you", key=pledge.reference),
        send_label="Make my promise",
        check_page="pledges/check.html",
    ),
    "/pledges/new",
)


@bp.get("/pledges/<key>/thank-you")
@requires(Permission.SEE_PLEDGE, on=Pledge)
def thank_you(pledge: Pledge) -> ResponseReturnValue:
    return render("pledges/thank_you.html", pledges=queries.made_together(pledge))


@bp.get("/my")
@requires(Permission.SEE_OWN_PAGES)
def my() -> ResponseReturnValue:
    person = current_person()
    return render(
        "pledges/my.html",
        person=person,
        pledges=queries.of(person),
        tasks=tasks_for(person),
        sections=sections_for(person),
    )


@bp.get("/pledges")
@requires(Permission.SEE_PLEDGES)
def pledges() -> ResponseReturnValue:
    names = ("search", "kind", "state", "cohort", "action")
    wanted = {name: request.args.get(name, "") for name in names}
    return render(
        "pledges/pledges.html",
        page=paged(queries.pledges(**wanted)),
        wanted=wanted,
        kinds=list(PledgeKind),
        states=list(PledgeState),
        cohorts=queries.cohorts(),
    )


@bp.get("/pledges/<key>")
@requires(Permission.SEE_PLEDGE, on=Pledge)
def pledge(pledge: Pledge) -> ResponseReturnValue:
    return render(
        "pledges/pledge.html",
        pledge=pledge,
        possible=operations.STATES.possible(pledge),
        together=queries.made_together(pledge),
        happened=happened(pledge, HAPPENED),
    )


@bp.route("/pledges/<key>/start", methods=["GET", "POST"])
@requires(Permission.SET_UP_PLEDGE, on=Pledge)
def start(pledge: Pledge) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.start(pledge, by=current_person())
            return _done(pledge, "The promise runs from today")
    return render("pledges/start.html", pledge=pledge, form=form)


@bp.route("/pledges/<key>/fulfil", methods=["GET", "POST"])
@requires(Permission.SET_UP_PLEDGE, on=Pledge)
def fulfil(pledge: Pledge) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.fulfil(pledge, by=current_person())
            return _done(pledge, "The promise is kept")
    return render("pledges/fulfil.html", pledge=pledge, form=form)


@bp.route("/pledges/<key>/change", methods=["GET", "POST"])
@requires(Permission.CHANGE_PLEDGE, on=Pledge)
def change(pledge: Pledge) -> ResponseReturnValue:
    form = ChangeForm(pledge)
    if form.validate_on_submit():
        with form.refusals():
            operations.change_terms(pledge, by=current_person(), **form.amount())
            return _done(pledge, "The promise has changed from today")
    return render("pledges/change.html", pledge=pledge, form=form)


@bp.route("/pledges/<key>/pause", methods=["GET", "POST"])
@requires(Permission.CHANGE_PLEDGE, on=Pledge)
def pause(pledge: Pledge) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.pause(pledge, by=current_person(), reason=form.reason.data or None)
            return _done(pledge, "The promise is paused")
    return render("pledges/pause.html", pledge=pledge, form=form)


@bp.route("/pledges/<key>/resume", methods=["GET", "POST"])
@requires(Permission.CHANGE_PLEDGE, on=Pledge)
def resume(pledge: Pledge) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.resume(pledge, by=current_person())
            return _done(pledge, "The promise runs again")
    return render("pledges/resume.html", pledge=pledge, form=form)


@bp.route("/pledges/<key>/end", methods=["GET", "POST"])
@requires(Permission.CHANGE_PLEDGE, on=Pledge)
def end(pledge: Pledge) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.end(pledge, by=current_person(), reason=form.reason.data or None)
            return _done(pledge, "The promise has ended")
    return render("pledges/end.html", pledge=pledge, form=form)


def _done(pledge: Pledge, what: str) -> ResponseReturnValue:
    """Say what was done, on the record's page."""
    flash(what)
    return redirect(url_for(".pledge", key=pledge.reference), 303)
