"""Pages of asks: one's own, a service's, and what they come to."""

from functools import partial

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.asks import operations, queries
from nolimits.asks.forms import AnswerForm
from nolimits.asks.models import AskAnswer
from nolimits.asks.queries import Asked
from nolimits.kernel import my_page
from nolimits.kernel.actors import Actor
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.pages import current_person, paged, render, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import in_top_bar
from nolimits.people.models import Directorate
from nolimits.people.queries import directorates
from nolimits.strategy.models import Audience
from nolimits.strategy.queries import served_by

bp = Blueprint("asks", __name__)

in_top_bar("Asks", "asks.progress", Permission.SEE_ASKS, order=25, group="Telling")
served_by("Answers to asks", queries.count_serving, Permission.SEE_ANSWERS, "asks.progress")

TITLES = {
    Audience.COUNCILLORS: "Of councillors",
    Audience.SERVICES: "Of every service",
    Audience.INDIVIDUALS: "Of each of us",
}


@my_page.adds_section(order=60)
def my_asks(person: Actor) -> my_page.Section | None:
    """What the strategy asks of a person, and whom to ask, on their own page."""
    asked = queries.of_person(person)
    champion, service = queries.own_champion(person), queries.champion_of(person)
    if not (asked or champion or service):
        return None
    shown = {"asked": asked, "champion": champion, "service": service}
    return my_page.Section("asks/my_asks.html", shown)


@my_page.adds_tasks(order=70)
def to_answer(person: Actor) -> list[my_page.Task]:
    """What the strategy asks of councillors and one has said nothing of yet, in one line."""
    six = [one for one in queries.of_person(person) if one.ask.audience is Audience.COUNCILLORS]
    left = [one for one in six if one.answer is None]
    if not left:
        return []
    title, hint = "Say what you do of the councillors' asks", f"{len(left)} of {len(six)} to answer"
    where = url_for("asks.answer", ask=left[0].key)
    return [my_page.Task(title, "Incomplete", where, hint)]


@bp.route("/asks/<ask>", methods=["GET", "POST"])
@requires(Permission.ANSWER_ASK)
def answer(ask: str) -> ResponseReturnValue:
    by = current_person()
    asked = queries.chosen(queries.of_person(by), ask)
    form = AnswerForm(asked.answer, own=True)
    if form.validate_on_submit():
        with form.refusals():
            _say(form, asked, partial(operations.answer, ask, by=by))
            flash("Thank you: that is written down")
            return redirect(url_for("pledges.my"), 303)
    action = queries.action_of(asked.ask.audience)
    return render("asks/answer.html", form=form, asked=asked, action=action, directorate=None)


@bp.get("/directorates/<key>/asks")
@requires(Permission.SEE_SERVICE_ASKS, on=Directorate)
def service(directorate: Directorate) -> ResponseReturnValue:
    by = current_person()
    is_champion = can(by, Permission.ANSWER_FOR_SERVICE, directorate)
    counts = None
    if is_champion or can(by, Permission.SEE_PLEDGES):
        counts = queries.promises_in(directorate, to=by)
    return render(
        "asks/service.html",
        directorate=directorate,
        asked=queries.of_directorate(directorate),
        is_champion=is_champion,
        counts=counts,
        counted_on=queries.counted_on(by),
        action=queries.action_of(Audience.SERVICES),
    )


@bp.route("/directorates/<key>/asks/<ask>", methods=["GET", "POST"])
@requires(Permission.ANSWER_FOR_SERVICE, on=Directorate)
def answer_for(directorate: Directorate, ask: str) -> ResponseReturnValue:
    asked = queries.chosen(queries.of_directorate(directorate), ask)
    form = AnswerForm(asked.answer, own=False)
    if form.validate_on_submit():
        with form.refusals():
            say = partial(operations.answer_for, directorate, ask, by=current_person())
            _say(form, asked, say)
            flash("That is written down for your service")
            return redirect(url_for(".service", key=directorate.reference), 303)
    action = queries.action_of(Audience.SERVICES)
    return render(
        "asks/answer.html", form=form, asked=asked, action=action, directorate=directorate
    )


@bp.get("/asks")
@requires(Permission.SEE_ASKS)
def progress() -> ResponseReturnValue:
    wanted, by = request.args.get("action", ""), current_person()
    actions = {one: queries.action_of(one) for one in TITLES}
    fit = [one for one, action in actions.items() if not wanted or _named(action) == wanted]
    return render(
        "asks/progress.html",
        groups=[(TITLES[one], actions[one], queries.progress(one, to=by)) for one in fit],
        directorates=directorates() if Audience.SERVICES in fit else [],
        service_asks=queries.asks(Audience.SERVICES),
        said=queries.by_directorate(),
        shown=partial(queries.shown, to=by),
        counted_on=queries.counted_on(by),
    )


@bp.get("/asks/<ask>/answers")
@requires(Permission.SEE_ANSWERS)
def answers(ask: str) -> ResponseReturnValue:
    one = queries.asks(*TITLES).get(ask)
    if one is None:
        raise NotVisible
    return render(
        "asks/answers.html", ask=one, page=paged(queries.answers_to(current_person(), one))
    )


def _say(form: AnswerForm, asked: Asked, say: partial[AskAnswer]) -> None:
    """Write down what was said, or take back what is said no more."""
    said = form.told()
    if said is not None:
        say(said)
    elif asked.answer:
        operations.take_back(asked.answer, by=current_person())


def _named(action: object) -> str:
    return str(getattr(action, "reference", ""))
