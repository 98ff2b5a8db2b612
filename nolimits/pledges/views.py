"""Pages of promises: the journey, My No Limits, the coordinator's list."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.forms import Form
from nolimits.kernel.journeys import Answers, Journey, Question, add_journey
from nolimits.kernel.my_page import Task, adds_tasks, sections_for, tasks_for
from nolimits.kernel.pages import (
    current_person,
    day,
    render,
    render_list,
    requires,
)
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.states import words
from nolimits.kernel.top_bar import in_top_bar, opens_on
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
from nolimits.pledges.wording import FILE
from nolimits.strategy.models import Action
from nolimits.strategy.queries import served_by

bp = Blueprint("pledges", __name__)

in_top_bar(
    "My No Limits",
    "pledges.my",
    Permission.SEE_OWN_GIVING,
    order=10,
    helps=lambda person: can(person, Permission.MAKE_PLEDGE) or Role.VOLUNTEER in person.roles,
)
in_top_bar("Pledges", "pledges.pledges", Permission.SEE_PLEDGES, order=30, group="Giving")
opens_on(Role.STAFF, "pledges.my", order=50)
opens_on(Role.COUNCILLOR, "pledges.my", order=51)
opens_on(Role.VOLUNTEER, "pledges.my", order=52)
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


WAYS = {
    "start": ("Set up", Permission.SET_UP_PLEDGE),
    "fulfil": ("Record it as given", Permission.SET_UP_PLEDGE),
    "change": ("Change", Permission.CHANGE_PLEDGE),
    "pause": ("Pause", Permission.CHANGE_PLEDGE),
    "resume": ("Take up again", Permission.CHANGE_PLEDGE),
    "end": ("End", Permission.CHANGE_PLEDGE),
}


def ways(pledge: Pledge) -> list[tuple[str, str]]:
    """What the person who asks can do with a promise now: words and page of each."""
    running = pledge.state in (PledgeState.AWAITING_SETUP, PledgeState.ACTIVE)
    steps = operations.STATES
    return [
        (label, name)
        for name, (label, permission) in WAYS.items()
        if can(current_person(), permission, pledge)
        and (running if name == "change" else not steps.refusals(pledge, name))
    ]


@adds_tasks(order=10)
def to_set_up(person: Actor) -> list[Task]:
    """A bank transfer is set up by whoever promised it."""
    return [
        Task(
            "Set up your bank transfer",
            "Incomplete",
            url_for("pledges.pledge", key=one.reference),
            f"{one.words}. We write to you with the account. Put {one.reference} as its reference",
        )
        for one in queries.open_of(person)
        if one.state == PledgeState.AWAITING_SETUP and one.channel == Channel.BANK_TRANSFER
    ]


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
@requires(Permission.SEE_OWN_GIVING)
def my() -> ResponseReturnValue:
    person = current_person()
    return render(
        "pledges/my.html",
        person=person,
        pledges=queries.of(person),
        tasks=tasks_for(person),
        sections=sections_for(person),
        ways=ways,
    )


@bp.get("/pledges")
@requires(Permission.SEE_PLEDGES)
def pledges() -> ResponseReturnValue:
    names = ("search", "kind", "state", "cohort", "action")
    wanted = {name: request.args.get(name, "") for name in names}
    return render_list(
        "pledges/pledges.html",
        queries.pledges(current_person(), sort=request.args.get("sort", ""), **wanted),
        FILE,
        wanted=wanted,
        promised=queries.promised_on(clock.today()),
        kinds=[(one.value, words(one).capitalize()) for one in PledgeKind],
        states=[(one.value, words(one).capitalize()) for one in PledgeState],
        cohorts=[(name, name.capitalize()) for name in queries.cohorts()],
    )


@bp.get("/pledges/<key>")
@requires(Permission.SEE_PLEDGE, on=Pledge)
def pledge(pledge: Pledge) -> ResponseReturnValue:
    return render(
        "pledges/pledge.html",
        pledge=pledge,
        ways=ways(pledge),
        together=queries.made_together(pledge),
        rows=_rows(pledge),
        happened=happened(pledge, HAPPENED),
    )


def _rows(pledge: Pledge) -> list[dict[str, str]]:
    """What a promise is, fact by fact; what it has not is left out."""
    rows = {
        "Promised by": pledge.person.name,
        "How": str(pledge.route or pledge.channel).replace("_", " ").capitalize(),
        "Along to": pledge.offer,
        "It helps": pledge.action.text if pledge.action else "Wherever it helps most",
        "Group": pledge.cohort,
        "Set up on": pledge.started_on and day(pledge.started_on),
        "Over on": pledge.ended_on and day(pledge.ended_on),
    }
    return [{"key": key, "value": value} for key, value in rows.items() if value]


@bp.route("/pledges/<key>/start", methods=["GET", "POST"])
@requires(Permission.SET_UP_PLEDGE, on=Pledge)
def start(pledge: Pledge) -> ResponseReturnValue:
    act = partial(operations.start, pledge)
    return _confirm("start", pledge, Form(), act, "The promise runs from today")


@bp.route("/pledges/<key>/fulfil", methods=["GET", "POST"])
@requires(Permission.SET_UP_PLEDGE, on=Pledge)
def fulfil(pledge: Pledge) -> ResponseReturnValue:
    return _confirm("fulfil", pledge, Form(), partial(operations.fulfil, pledge), "Kept. Thank you")


@bp.route("/pledges/<key>/change", methods=["GET", "POST"])
@requires(Permission.CHANGE_PLEDGE, on=Pledge)
def change(pledge: Pledge) -> ResponseReturnValue:
    form = ChangeForm(pledge)
    act = partial(operations.change_terms, pledge, **form.amount())
    return _confirm("change", pledge, form, act, "The promise has changed from today")


@bp.route("/pledges/<key>/pause", methods=["GET", "POST"])
@requires(Permission.CHANGE_PLEDGE, on=Pledge)
def pause(pledge: Pledge) -> ResponseReturnValue:
    form = ReasonForm()
    act = partial(operations.pause, pledge, reason=form.reason.data or None)
    return _confirm("pause", pledge, form, act, "The promise is paused")


@bp.route("/pledges/<key>/resume", methods=["GET", "POST"])
@requires(Permission.CHANGE_PLEDGE, on=Pledge)
def resume(pledge: Pledge) -> ResponseReturnValue:
    act = partial(operations.resume, pledge)
    return _confirm("resume", pledge, Form(), act, "The promise runs again")


@bp.route("/pledges/<key>/end", methods=["GET", "POST"])
@requires(Permission.CHANGE_PLEDGE, on=Pledge)
def end(pledge: Pledge) -> ResponseReturnValue:
    form = ReasonForm()
    act = partial(operations.end, pledge, reason=form.reason.data or None)
    return _confirm("end", pledge, form, act, "The promise has ended")


def _confirm(
    name: str, pledge: Pledge, form: Form, act: Callable[..., None], done: str
) -> ResponseReturnValue:
    """A page that says what will happen; pressed, it happens, and the record says that it did."""
    if form.validate_on_submit():
        with form.refusals():
            act(by=current_person())
            flash(done)
            return redirect(url_for(".pledge", key=pledge.reference), 303)
    return render(f"pledges/{name}.html", pledge=pledge, form=form)
