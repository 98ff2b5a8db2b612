"""Pages about young people for their workers, and young people's own pages."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import limits, reads
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import add_act
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.forms import Form
from nolimits.kernel.journeys import Journey, Question, add_journey
from nolimits.kernel.my_page import Section, adds_section
from nolimits.kernel.pages import current_person, render, render_list, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import in_top_bar, opens_on
from nolimits.young_people import (
    apart,
    forms,
    home,
    lists,
    operations,
    queries,
    stages,
    steps,
    ties,
)
from nolimits.young_people.models import (
    CareBasis,
    ConsentGiver,
    ConsentScope,
    Tie,
    YoungPerson,
    YoungPersonState,
)

bp = Blueprint("young_people", __name__)

in_top_bar(
    "Young people",
    "young_people.young_people",
    Permission.SEE_YOUNG_PEOPLE,
    order=31,
    group="Young people",
    daily={Role.COORDINATOR, Role.STAFF},
    helps=queries.knows_any,
)
in_top_bar("My page", "young_people.me", Permission.SEE_MY_PAGES, order=1)
opens_on(Role.YOUNG_PERSON, "young_people.me", order=10)
home.add_tile(
    home.Tile("Things I can ask for", "gift", "young_people.ask", "Find out what there is", 20)
)
home.add_tile(home.Tile("My say", "talk", "young_people.my_say", "What I like and what I want", 40))


@adds_section(order=80)
def _young_people_of(person: Actor) -> Section | None:
    """Where somebody at work refers a young person, and finds those whose worker they are."""
    if not can(person, Permission.REFER_YOUNG_PERSON):
        return None
    known = {"works": queries.knows_any(person), "referred": bool(queries.referrals_of(person))}
    return Section("young_people/my_section.html", known)


@adds_section(order=6, page="front")
def without_coordinator(person: Actor) -> Section | None:
    """Where an administrator or a lead lands: that somebody waits for another coordinator."""
    count = apart.without_coordinator(person)
    return Section("young_people/without_coordinator.html", {"count": count}) if count else None


def _refer(answers: dict[str, Any], *, by: Actor) -> YoungPerson:
    """Send a referral as it was answered."""
    worker = queries.worker_by_email(answers["worker"]) if answers.get("worker") else None
    if answers.get("worker") and worker is None:
        raise Refused("No member of staff has this email address: check the worker's address")
    since = answers.get("since")
    return operations.refer(
        answers["given_name"],
        answers["family_name"],
        date.fromisoformat(answers["born_on"]),
        queries.area_by_name(answers["area"]),
        CareBasis(answers["basis"]),
        by=by,
        worker=worker,
        cared_for_since=date.fromisoformat(since) if since else None,
    )


REFERRAL = Journey(
    name="refer",
    title="Refer a young person",
    permission=Permission.REFER_YOUNG_PERSON,
    questions=(
        Question("name", forms.NameForm),
        Question("born", forms.BornForm),
        Question("area", forms.AreaForm),
        Question("care", forms.BasisForm),
        Question("worker", forms.WorkerForm, only_for=Permission.NAME_WORKER),
    ),
    send=_refer,
    done=lambda made: url_for("young_people.referred", key=made.reference),
    send_label="Refer this young person",
)
add_journey(bp, REFERRAL, "/young-people/refer")
for act in steps.ALL:
    add_act(bp, act)


@bp.get("/young-people")
@requires(Permission.SEE_YOUNG_PEOPLE)
def young_people() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in ("code", "state", "area", "age")}
    referrals = queries.referrals_of(current_person())
    reads.shown(referrals, current_person())
    sort = request.args.get("sort", "")
    return render_list(
        "young_people/young_people.html",
        lists.young_people(current_person(), sort=sort, **wanted),
        lists.FILE,
        wanted=wanted,
        referrals=referrals,
        states=[state for state in YoungPersonState if state is not YoungPersonState.ENDED],
        areas=queries.areas(),
        ages=lists.AGE_BANDS,
    )


@bp.get("/young-people/<key>")
@requires(Permission.SEE_YOUNG_PERSON, on=YoungPerson)
def young_person(young_person: YoungPerson) -> ResponseReturnValue:
    return render(
        "young_people/young_person.html",
        young_person=young_person,
        rows=queries.consent_rows(young_person),
        possible=stages.STATES.possible(young_person),
        waiting_for=stages.STATES.refusals(young_person, "ready"),
        history=queries.history(young_person),
        scopes=forms.SCOPES,
        givers=forms.GIVERS,
        ties=forms.TIES,
    )


@bp.get("/young-people/<key>/referred")
@requires(Permission.SEE_OWN_REFERRAL, on=YoungPerson)
def referred(young_person: YoungPerson) -> ResponseReturnValue:
    return render("young_people/referred.html", young_person=young_person)


@bp.get("/young-people/<key>/name")
@requires(Permission.SEE_YOUNG_PERSON_NAME, on=YoungPerson)
def name(young_person: YoungPerson) -> ResponseReturnValue:
    identity = young_person.identity
    return render("young_people/name.html", young_person=young_person, identity=identity)


@bp.route("/young-people/<key>/consents/<scope>/<giver>/withdraw", methods=["GET", "POST"])
@requires(Permission.SUPPORT_YOUNG_PERSON, on=YoungPerson)
def withdraw_consent(young_person: YoungPerson, scope: str, giver: str) -> ResponseReturnValue:
    if scope not in list(ConsentScope) or giver not in list(ConsentGiver):
        raise NotVisible
    form, which = Form(), (ConsentScope(scope), ConsentGiver(giver))
    if form.validate_on_submit():
        with form.refusals():
            operations.withdraw_consent(young_person, *which, by=current_person())
            flash("The consent is withdrawn. Whatever rested on it has stopped")
            return redirect(url_for(".young_person", key=young_person.reference), 303)
    words = (forms.SCOPES[which[0]], forms.GIVERS[which[1]])
    return render("young_people/withdraw.html", young_person=young_person, form=form, words=words)


@bp.route("/young-people/<key>/preferences", methods=["GET", "POST"])
@requires(Permission.SUPPORT_YOUNG_PERSON, on=YoungPerson)
def preferences(young_person: YoungPerson) -> ResponseReturnValue:
    form = forms.PreferencesForm(obj=young_person)
    if form.validate_on_submit():
        with form.refusals():
            _take(young_person, form)
            flash("What they like and when they are free is kept")
            return redirect(url_for(".young_person", key=young_person.reference), 303)
    return render("young_people/preferences.html", young_person=young_person, form=form)


@bp.route("/young-people/<key>/ties/new", methods=["GET", "POST"])
@requires(Permission.SUPPORT_YOUNG_PERSON, on=YoungPerson)
def add_tie(young_person: YoungPerson) -> ResponseReturnValue:
    form = forms.TieForm()
    if form.validate_on_submit():
        with form.refusals():
            limits.count_of(limits.ADDRESSES, current_person())
            if (adult := queries.adult_by_email(form.email.data)) is None:
                raise Refused("Nobody with this email address has an account", "email")
            ties.add_tie(young_person, adult, Tie(form.tie.data), by=current_person())
            flash("They will never be put forward for this young person")
            return redirect(steps.page_or_home(young_person), 303)
    return render("young_people/add_tie.html", young_person=young_person, form=form)


@bp.route("/young-people/<key>/ties/<int:number>/end", methods=["GET", "POST"])
@requires(Permission.SUPPORT_YOUNG_PERSON, on=YoungPerson)
def end_tie(young_person: YoungPerson, number: int) -> ResponseReturnValue:
    form, tie = Form(), queries.tie_of(young_person, number)
    if tie is None or tie.until_on:
        return redirect(url_for(".young_person", key=young_person.reference))
    if form.validate_on_submit():
        with form.refusals():
            ties.end_tie(tie, by=current_person())
            flash("The tie has ended")
            return redirect(url_for(".young_person", key=young_person.reference), 303)
    return render("young_people/end_tie.html", young_person=young_person, tie=tie, form=form)


def _take(young_person: YoungPerson, form: forms.PreferencesForm) -> None:
    """Keep the answers about likes, times and wishes."""
    operations.take_preferences(
        young_person,
        form.interests.data,
        form.availability.data,
        form.wants.data,
        by=current_person(),
    )


# --- A young person's own pages ---------------------------------------------------------------


@bp.get("/me")
@requires(Permission.SEE_MY_PAGES)
def me() -> ResponseReturnValue:
    person = current_person()
    return render(
        "young_people/me.html",
        tiles=_shown(home.tiles(), person),
        young_person=_mine(),
        person=person,
    )


@bp.get("/me/ask")
@requires(Permission.SEE_MY_PAGES)
def ask() -> ResponseReturnValue:
    tiles = _shown(home.tiles(asking=True), current_person())
    return render("young_people/ask.html", tiles=tiles, young_person=_mine())


@bp.route("/me/say", methods=["GET", "POST"])
@requires(Permission.SEE_MY_PAGES)
def my_say() -> ResponseReturnValue:
    young_person = _mine()
    form = forms.MySayForm(obj=young_person)
    if form.validate_on_submit() and young_person:
        with form.refusals():
            _take(young_person, form)
            flash("Thank you. We've got it")
            return redirect(url_for(".me"), 303)
    said = queries.own_yeses(young_person) if young_person else set()
    return render("young_people/my_say.html", form=form, young_person=young_person, said_yes=said)


@bp.route("/me/yes/<scope>", methods=["GET", "POST"])
@requires(Permission.SEE_MY_PAGES)
def my_yes(scope: str) -> ResponseReturnValue:
    young_person, form = _mine(), Form()
    if scope not in list(ConsentScope) or young_person is None:
        return redirect(url_for(".my_say"))
    given = queries.open_consent(young_person, ConsentScope(scope), ConsentGiver.YOUNG_PERSON)
    if form.validate_on_submit():
        with form.refusals():
            act = operations.withdraw_consent if given else operations.give_consent
            act(young_person, ConsentScope(scope), ConsentGiver.YOUNG_PERSON, by=current_person())
            flash("OK. We've got it, and your worker can see it")
            return redirect(url_for(".my_say"), 303)
    return render(
        "young_people/my_yes.html",
        form=form,
        given=given,
        asked=forms.MY_SCOPES[ConsentScope(scope)],
    )


def _mine() -> YoungPerson | None:
    return queries.of_person(current_person())


def _shown(tiles: list[home.Tile], person: Actor) -> list[dict[str, str]]:
    return [
        {
            "title": one.title,
            "icon": one.icon,
            "href": url_for(one.endpoint),
            "text": one.said_to(person),
        }
        for one in tiles
    ]
