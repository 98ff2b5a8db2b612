"""Pages of people's own data: what we say of it, what they ask, and how officers answer."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import add_act, saying
from nolimits.kernel.dictionary import Keep
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.my_page import Task, adds_tasks
from nolimits.kernel.pages import current_person, paged, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar, opens_on
from nolimits.privacy import copying, files, notice, operations, queries, steps
from nolimits.privacy.forms import (
    BECAUSE,
    DECISIONS,
    GROUNDS,
    KINDS,
    OUTCOMES,
    SHORT,
    STOPS,
    AnswerForm,
    AskForm,
    ItemForm,
    RecordForm,
)
from nolimits.privacy.kinds import AskedBy, RequestKind, RequestState
from nolimits.privacy.models import CopyItem, DataRequest
from nolimits.retention import queries as retention
from nolimits.young_people.queries import history

bp = Blueprint("privacy", __name__)

in_top_bar(
    "Data requests",
    "privacy.requests",
    Permission.SEE_DATA_REQUESTS,
    order=85,
    group="People",
    daily={Role.DATA_PROTECTION_OFFICER},
)
opens_on(Role.DATA_PROTECTION_OFFICER, "privacy.requests", order=44)


@bp.get("/privacy")
@requires(Permission.READ_PUBLIC_PAGE)
def privacy() -> ResponseReturnValue:
    told = retention.told(clock.today())
    return render("privacy/notice.html", uses=notice.uses(), told=told, staying=notice.staying())


@bp.get("/privacy/young-people")
@requires(Permission.READ_PUBLIC_PAGE)
def young_notice() -> ResponseReturnValue:
    years, _, _ = retention.periods(clock.today())[Keep.CARE_CONTENT]
    return render("privacy/young_notice.html", uses=notice.young_uses(), years=years)


@bp.get("/your-data")
@requires(Permission.ASK_ABOUT_OWN_DATA)
def own() -> ResponseReturnValue:
    person = current_person()
    return render(
        "privacy/own.html",
        asked=queries.own(person),
        kinds=KINDS,
        limits=queries.standing_limits(person),
        young=Role.YOUNG_PERSON in person.roles,
    )


@bp.route("/your-data/ask", methods=["GET", "POST"])
@requires(Permission.ASK_ABOUT_OWN_DATA)
def ask() -> ResponseReturnValue:
    form = AskForm(data={"kind": request.args.get("kind", "")})
    if form.validate_on_submit():
        with form.refusals():
            kind = RequestKind(form.kind.data)
            asked = operations.ask(kind, form.words.data, by=current_person())
            flash("We have got it. Here you see how it goes on")
            return redirect(steps.own_page(asked), 303)
    return render("privacy/ask.html", form=form)


@bp.get("/your-data/<key>")
@requires(Permission.SEE_OWN_REQUEST, on=DataRequest)
def own_request(asked: DataRequest) -> ResponseReturnValue:
    return render(
        "privacy/own_request.html",
        asked=asked,
        kinds=KINDS,
        grounds=GROUNDS,
        outcomes=OUTCOMES,
        fetchable=queries.can_be_fetched(asked),
        limits=queries.limits(asked),
    )


@bp.post("/your-data/<key>/withdraw")
@requires(Permission.SEE_OWN_REQUEST, on=DataRequest)
def withdraw(asked: DataRequest) -> ResponseReturnValue:
    with saying("Stopped. You can ask again at any time"):
        operations.withdraw(asked, by=current_person())
    return redirect(steps.own_page(asked), 303)


@bp.post("/your-data/<key>/copy")
@requires(Permission.FETCH_OWN_COPY, on=DataRequest)
def fetch(asked: DataRequest) -> ResponseReturnValue:
    try:
        items = copying.fetch(asked, by=current_person())
    except Refused as refusal:
        flash(refusal.message, "error")
        return redirect(steps.own_page(asked), 303)
    return files.copy_of(asked, items)


# --- The officer's ------------------------------------------------------------------------------


@bp.get("/data-requests")
@requires(Permission.SEE_DATA_REQUESTS)
def requests() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in ("state", "kind")}
    return render(
        "privacy/requests.html",
        page=paged(queries.requests(current_person(), **wanted)),
        wanted=wanted,
        kinds=SHORT,
        states=list(RequestState),
    )


@bp.route("/data-requests/record", methods=["GET", "POST"])
@requires(Permission.RECORD_DATA_REQUEST)
def record() -> ResponseReturnValue:
    form = RecordForm()
    if form.validate_on_submit():
        with form.refusals():
            asked = operations.record_request(
                queries.whoever_is(form.whose.data, current_person()),
                RequestKind(form.kind.data),
                AskedBy(form.asked_by.data),
                form.asked_on.data,
                form.words.data,
                by=current_person(),
            )
            return redirect(steps.page(asked), 303)
    return render("privacy/record.html", form=form)


@bp.get("/data-requests/<key>")
@requires(Permission.SEE_DATA_REQUEST, on=DataRequest)
def data_request(asked: DataRequest) -> ResponseReturnValue:
    return render(
        "privacy/data_request.html",
        asked=asked,
        kinds=SHORT,
        grounds=GROUNDS,
        outcomes=OUTCOMES,
        stops=STOPS,
        decisions=DECISIONS,
        items=queries.items_for(asked, current_person()),
        limits=queries.limits(asked),
        happened=history(asked),
        another=current_person().id in asked.hands,
        unread=queries.kept_apart_items(asked, current_person()),
    )


ANSWERING: dict[str, tuple[Any, str]] = {
    "identity": (operations.confirm_identity, "Written down"),
    "start": (operations.start_clock, "The clock runs again"),
    "gather": (copying.gather, "Gathered. Go through each thing"),
    "to-reader": (copying.send_to_reader, "The second reader has it now"),
    "stop-asking": (operations.withdraw, "Written down that they ask no more"),
}
READING: dict[str, tuple[Any, str]] = {
    "send-back": (copying.send_back, "Sent back to whoever gathered it"),
    "release": (copying.release, "Released. They can fetch it for 14 days"),
}


@bp.post("/data-requests/<key>/do/<step>")
@requires(Permission.ANSWER_DATA_REQUEST, on=DataRequest)
def take(asked: DataRequest, step: str) -> ResponseReturnValue:
    if step not in ANSWERING:
        raise NotVisible
    operation, done = ANSWERING[step]
    with saying(done):
        operation(asked, by=current_person())
    return redirect(steps.page(asked), 303)


@bp.post("/data-requests/<key>/read/<reading>")
@requires(Permission.READ_COPY_SECOND, on=DataRequest)
def read(asked: DataRequest, reading: str) -> ResponseReturnValue:
    if reading not in READING:
        raise NotVisible
    operation, done = READING[reading]
    with saying(done):
        operation(asked, by=current_person())
        return redirect(url_for(".requests"), 303)
    return redirect(steps.page(asked), 303)


@bp.post("/data-requests/<key>/end-limit")
@requires(Permission.ANSWER_DATA_REQUEST, on=DataRequest)
def end_limit(asked: DataRequest) -> ResponseReturnValue:
    with saying("Their data are used as before"):
        for limit in queries.limits(asked):
            operations.end_limit(limit, by=current_person())
    return redirect(steps.page(asked), 303)


@bp.route("/data-requests/<key>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_DATA_REQUEST, on=DataRequest)
def answer(asked: DataRequest) -> ResponseReturnValue:
    form = AnswerForm(asked)
    if form.validate_on_submit():
        with form.refusals():
            operations.answer(asked, *form.chosen(), by=current_person())
            flash("Decided, and they can read it")
            return redirect(steps.page(asked), 303)
    return render("privacy/answer.html", form=form, asked=asked)


@bp.route("/copy-items/<key>", methods=["GET", "POST"])
@requires(Permission.DECIDE_COPY_ITEM, on=CopyItem)
def item(item: CopyItem) -> ResponseReturnValue:
    form = ItemForm(data=ItemForm.of(item))
    if form.validate_on_submit():
        with form.refusals():
            copying.decide_item(item, *form.chosen(), by=current_person())
            return redirect(_after(item), 303)
    return render("privacy/item.html", form=form, item=item, because=BECAUSE)


def _after(item: CopyItem) -> str:
    """The next thing about which to decide, else the request."""
    further = queries.next_undecided(item, current_person())
    if further:
        return url_for(".item", key=further.key)
    return steps.page(item.request)


for act in steps.ALL:
    add_act(bp, act)


@adds_tasks(order=60)
def to_fetch(person: Actor) -> list[Task]:
    """A copy that lies ready, and what we wait for from them."""
    tasks = []
    for one in queries.own(person):
        href = url_for("privacy.own_request", key=one.reference)
        if queries.can_be_fetched(one):
            tasks.append(Task("Fetch the copy of your data", "Incomplete", href))
        elif one.is_open and one.waits_for:
            tasks.append(Task("Tell us what we need about your data", "Incomplete", href))
    return tasks
