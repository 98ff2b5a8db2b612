"""Pages for whoever is worried, and for the leads; and the way out of a page in a hurry."""

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from nolimits.kernel import clock, drafts, my_page, reads
from nolimits.kernel.actors import NOBODY, Actor, Role
from nolimits.kernel.acts import add_act
from nolimits.kernel.forms import Form
from nolimits.kernel.pages import current_person, paged, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.settings import settings
from nolimits.kernel.top_bar import in_top_bar, opens_on
from nolimits.people.queries import holders
from nolimits.safeguarding import forms, operations, queries, steps, wording
from nolimits.safeguarding.deadlines import acknowledge_by
from nolimits.safeguarding.kinds import Source
from nolimits.safeguarding.models import Concern
from nolimits.sign_in import operations as sign_in
from nolimits.sign_in.cookies import this_token
from nolimits.young_people.home import Tile, add_tile
from nolimits.young_people.queries import of_person

bp = Blueprint("safeguarding", __name__)

in_top_bar(
    "Concerns",
    "safeguarding.concerns",
    Permission.SEE_CONCERNS,
    order=29,
    group="People",
    daily={Role.SAFEGUARDING_LEAD},
)
opens_on(Role.SAFEGUARDING_LEAD, "safeguarding.concerns", order=44)
add_tile(Tile("Talk to somebody", "phone", "safeguarding.message", "We listen", order=60))


# --- Raising a concern --------------------------------------------------------------------------


@bp.route("/worried", methods=["GET", "POST"])
@requires(Permission.RAISE_CONCERN)
def worried() -> ResponseReturnValue:
    by = current_person()
    if Role.YOUNG_PERSON in by.roles:
        return redirect(url_for(".message"))
    given = {**_kept(), "came_from": request.args.get("came_from", "")}
    form = forms.ConcernForm(holders(Role.SAFEGUARDING_LEAD), data=given)
    if form.validate_on_submit():
        with form.refusals():
            concern = operations.raise_concern(form.said(by), by=by)
            return redirect(url_for(".raised", key=concern.reference), 303)
    if form.is_submitted():
        _keep(form)
    return render("safeguarding/worried.html", form=form)


@bp.post("/worried/save")
@requires(Permission.RAISE_CONCERN)
def save() -> ResponseReturnValue:
    return _keep(forms.ConcernForm(holders(Role.SAFEGUARDING_LEAD)))


@bp.route("/worried/<key>", methods=["GET", "POST"])
@requires(Permission.ADD_TO_CONCERN, on=Concern)
def raised(concern: Concern) -> ResponseReturnValue:
    form = forms.MoreForm(holders(Role.SAFEGUARDING_LEAD))
    if form.validate_on_submit():
        with form.refusals():
            not_for = form.kept_from()
            operations.add_to(concern, form.words.data, by=current_person(), not_for=not_for)
            flash("We have got it too")
            return redirect(url_for(".raised", key=concern.reference), 303)
    page = "sent" if concern.source is Source.YOUNG_PERSON else "raised"
    return render(
        f"safeguarding/{page}.html",
        concern=concern,
        form=form,
        by_when=acknowledge_by(concern.raised_at),
        is_read=queries.is_read(concern, current_person()),
    )


# --- A young person -----------------------------------------------------------------------------


@bp.get("/me/message")
@requires(Permission.SEE_MY_PAGES)
def message() -> ResponseReturnValue:
    sent = queries.raised_by(current_person())
    return render("safeguarding/message.html", begun=bool(_kept()), sent=sent)


@bp.route("/me/message/write", methods=["GET", "POST"])
@requires(Permission.SEE_MY_PAGES)
def write() -> ResponseReturnValue:
    by = current_person()
    form = forms.YoungForm(holders(Role.SAFEGUARDING_LEAD), data=_kept())
    if form.validate_on_submit():
        with form.refusals():
            said = form.said(of_person(by))
            concern = operations.raise_concern(said, by=by, source=Source.YOUNG_PERSON)
            return redirect(url_for(".raised", key=concern.reference), 303)
    if form.is_submitted():
        _keep(form)
    return render("safeguarding/write.html", form=form)


@bp.post("/me/message/save")
@requires(Permission.SEE_MY_PAGES)
def save_message() -> ResponseReturnValue:
    return _keep(forms.YoungForm(holders(Role.SAFEGUARDING_LEAD)))


@bp.post("/me/message/throw-away")
@requires(Permission.SEE_MY_PAGES)
def throw_away() -> ResponseReturnValue:
    drafts.discard(by=current_person(), journey=queries.DRAFT)
    return redirect(url_for(".message"), 303)


@bp.get("/leave")
@requires(Permission.READ_PUBLIC_PAGE)
def leave() -> ResponseReturnValue:
    """Out, at once, wherever one is signed in or not; nothing here is left in the browser."""
    by = current_person()
    if by is not NOBODY:
        sign_in.sign_out(by=by, token=this_token())
        logout_user()
    session.clear()
    answer = redirect(settings().neutral_site, 303)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


# --- The leads ----------------------------------------------------------------------------------


@bp.get("/concerns")
@requires(Permission.SEE_CONCERNS)
def concerns() -> ResponseReturnValue:
    by, closed = current_person(), request.args.get("show") == "closed"
    found = [] if closed else queries.open_concerns(by)
    reads.shown(found, by)
    return render(
        "safeguarding/concerns.html",
        page=paged(queries.closed_concerns(by)) if closed else None,
        concerns=found,
        now=clock.now(),
        words=wording,
        sections=[] if closed else my_page.sections_for(by, "front"),
    )


@bp.get("/concerns/<key>")
@requires(Permission.SEE_CONCERN, on=Concern)
def concern(concern: Concern) -> ResponseReturnValue:
    by = current_person()
    return render(
        "safeguarding/concern.html",
        concern=concern,
        form=Form(),
        now=clock.now(),
        possible=steps.possible(concern),
        next_step=steps.next_step(concern, by),
        others=queries.others(concern, by),
        left_at=queries.stopped_volunteering(concern),
        words=wording,
    )


@bp.post("/concerns/<key>/contact/<person>/<does>")
@requires(Permission.HANDLE_CONCERN, on=Concern)
def contact(concern: Concern, person: str, does: str) -> ResponseReturnValue:
    adult, form = queries.kept_person(concern, person), Form()
    run, done = steps.ON_PEOPLE.get(does, (None, ""))
    if adult and run and form.validate_on_submit():
        with form.refusals():
            run(concern, adult, by=current_person())
            flash(done)
    for error in form.form_errors:
        flash(error, "error")
    return redirect(url_for(".concern", key=concern.reference), 303)


for act in steps.ALL:
    add_act(bp, act)


@my_page.adds_section(order=5, page="front")
def without_lead(person: Actor) -> my_page.Section | None:
    """Where an administrator lands: that a concern waits for a lead, and no more of it."""
    count = queries.without_lead(person)
    return my_page.Section("safeguarding/without_lead.html", {"count": count}) if count else None


# --- What is typed, and not sent yet ------------------------------------------------------------


def _kept() -> dict[str, object]:
    return drafts.begun(current_person(), queries.DRAFT)


def _keep(form: Form) -> ResponseReturnValue:
    return drafts.keep(form.answers(), by=current_person(), journey=queries.DRAFT).saved
