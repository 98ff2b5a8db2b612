"""Pages that ask who it is, at sign-in, again and when all is lost; and who may still do what."""

from datetime import date

from flask import Blueprint, flash, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import crypto, freshness, my_page
from nolimits.kernel.actors import Actor
from nolimits.kernel.acts import Act, add_act
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.forms import Form
from nolimits.kernel.gate import KEPT, opens_early
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.states import words
from nolimits.kernel.top_bar import in_top_bar
from nolimits.people.accounts import called
from nolimits.people.models import Person
from nolimits.proving import operations, queries
from nolimits.proving.asking import NO_PASSKEY, WRONG_CODE, Asking
from nolimits.proving.forms import AnswerForm, EndRoleForm, MailedCodeForm, ReasonForm
from nolimits.proving.models import Purpose
from nolimits.second_factors import ceremonies
from nolimits.second_factors import queries as set_up
from nolimits.second_factors.here import by_name, this_sign_in, this_site
from nolimits.second_factors.operations import ask_passkey
from nolimits.sign_in.cookies import browser_name, carry_on, local, this_token, welcome

bp = Blueprint("proving", __name__)

in_top_bar("Role reviews", "proving.reviews", Permission.REVIEW_ROLES, order=82, group="People")

NO_NAME = "passkeys need a name in the address bar"
ASKED = "passkey_asked"  # in the cookie of a browser in which nobody is signed in yet


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
@opens_early()
@requires(Permission.PROVE_IDENTITY)
def second_step() -> ResponseReturnValue:
    by = current_person()
    if not freshness.owes_second_step(by):
        return redirect(_next(), 303)
    if not freshness.has_second_factor(by):
        return redirect(url_for("second_factors.set_up"), 303)
    asking = Asking(by)
    person = asking.proved()
    return welcome(person) if person else asking.page("proving/second_step.html")


@bp.route("/sign-in/again", methods=["GET", "POST"])
@opens_early(while_nothing_is_set_up=True)
@requires(Permission.PROVE_IDENTITY)
def again() -> ResponseReturnValue:
    by = current_person()
    if request.method == "GET" and freshness.is_fresh(by):
        return redirect(_next(), 303)
    asking = Asking(by)
    if person := asking.proved():
        carry_on(person)
        if f"{KEPT}=1" in _next():
            flash("Thank you. What you typed is still here: look at it, and press the button again")
        elif f"{KEPT}=0" in _next():
            flash("Thank you. Now press the button again")
        return redirect(_next(), 303)
    return asking.page("proving/again.html")


@bp.post("/sign-in/again/code")
@opens_early(while_nothing_is_set_up=True)
@requires(Permission.PROVE_IDENTITY)
def mail_code() -> ResponseReturnValue:
    return _mail(Purpose.CONFIRM, url_for(".again", next=request.args.get("next")))


@bp.post("/sign-in/again/passkey")
@opens_early()
@requires(Permission.PROVE_IDENTITY)
def ask_own_passkey() -> ResponseReturnValue:
    by, site = current_person(), this_site()
    if site is None:
        return jsonify(error=NO_NAME), 409
    having = [one.credential for one in set_up.passkeys_of(by)]
    challenge = ask_passkey(this_token(), by=by)
    return jsonify(ceremonies.to_use_one(site, challenge, having))


@bp.route("/sign-in/passkey", methods=["GET", "POST"])
@requires(Permission.SIGN_IN)
def sign_in_by_passkey() -> ResponseReturnValue:
    form, site, holder = AnswerForm(), this_site(), session.get(ASKED, "")
    if form.validate_on_submit():
        told = (form.credential.data or "", site, holder)
        with form.refusals():
            by, browser = current_person(), browser_name()
            if person := operations.sign_in_by_passkey(*told, by=by, browser=browser):
                return welcome(person)
            form.form_errors.append(NO_PASSKEY)
    return render("proving/passkey.html", form=form, site=site, by_name=by_name())


@bp.post("/sign-in/passkey/ask")
@requires(Permission.SIGN_IN)
def ask_any_passkey() -> ResponseReturnValue:
    site = this_site()
    if site is None:
        return jsonify(error=NO_NAME), 409
    session[ASKED] = crypto.new_token()
    challenge = ask_passkey(session[ASKED], by=current_person())
    return jsonify(ceremonies.to_use_one(site, challenge, ()))


@bp.route("/sign-in/second-step/lost", methods=["GET", "POST"])
@opens_early()
@requires(Permission.PROVE_IDENTITY)
def lost() -> ResponseReturnValue:
    by, form = current_person(), MailedCodeForm()
    if not freshness.owes_second_step(by):
        return redirect(_next(), 303)
    agreed, here = queries.reset_agreed_for(by), this_sign_in()
    if form.validate_on_submit():
        with form.refusals():
            if person := operations.reset(form.code.data, here, by=by):
                carry_on(person)
                flash("What you have lost is off your account. Now set up something new")
                return redirect(url_for("people.home"), 303)
            form.code.errors = [WRONG_CODE]
    sent = agreed and queries.code_for(here, Purpose.RESET)
    return render("proving/lost.html", form=form, agreed=agreed, sent=sent)


@bp.post("/sign-in/second-step/lost/code")
@opens_early()
@requires(Permission.PROVE_IDENTITY)
def mail_reset_code() -> ResponseReturnValue:
    return _mail(Purpose.RESET, url_for(".lost"))


@my_page.adds_section(order=50, page="person")
def reset_of(person: Actor) -> my_page.Section | None:
    """The way to help somebody who has lost what they prove it with, and who was helped before."""
    if not can(current_person(), Permission.RESET_FACTORS, person):
        return None
    resets, has_one = queries.resets_of(person), freshness.has_second_factor(person)
    shown = {"resets": resets, "has_one": has_one}
    return my_page.Section("proving/person_section.html", shown) if resets or has_one else None


def _reset(person: Person, form: ReasonForm, *, by: Actor) -> None:
    operations.agree_reset(person, form.reason.data, by=by)


add_act(
    bp,
    Act(
        name="agree_reset",
        path="/people/<key>/second-step/reset",
        on=Person,
        permission=Permission.RESET_FACTORS,
        title=lambda person: f"Has {called(person)} lost their passkey or app?",
        text="Speak with them first, and be sure that it is them: somebody who pretends gets in.\n"
        "For one hour they can then take off what they have lost, with a code that we mail to "
        "them, and set up something new. We tell them so by mail. You do not see the code: "
        "never ask for it.",
        button="Yes, I am sure that it is them",
        done="They can sign in now, and choose “I have lost these”. It works for an hour",
        run=_reset,
        after=lambda person: url_for("people.person", key=person.reference),
        form=ReasonForm,
    ),
)


# --- The review of roles ----------------------------------------------------------------------


@bp.get("/role-reviews")
@requires(Permission.REVIEW_ROLES)
def reviews() -> ResponseReturnValue:
    return render("proving/reviews.html", reviews=queries.reviews())


@bp.get("/role-reviews/<quarter>")
@requires(Permission.REVIEW_ROLES)
def review(quarter: str) -> ResponseReturnValue:
    one = _review(quarter)
    known = queries.known_of(one.roles)
    return render(
        "proving/review.html", review=one, known=known, called=called, by=current_person()
    )


@bp.post("/role-reviews/<quarter>/people/<key>/<role>/keep")
@requires(Permission.REVIEW_ROLES, on=Person)
def keep_role(person: Person, quarter: str, role: str) -> ResponseReturnValue:
    held = _held(person, quarter, role)
    try:
        operations.keep_role(person, held.role, _review(quarter).quarter, by=current_person())
        flash(f"{called(person)} keeps the role {words(held.role)}")
    except Refused as refusal:
        flash(refusal.message, "error")
    return redirect(url_for(".review", quarter=quarter), 303)


@bp.route("/role-reviews/<quarter>/people/<key>/<role>/end", methods=["GET", "POST"])
@requires(Permission.END_ROLE, on=Person)
def end_reviewed_role(person: Person, quarter: str, role: str) -> ResponseReturnValue:
    held, form = _held(person, quarter, role), EndRoleForm()
    if form.validate_on_submit():
        with form.refusals():
            day, why = _review(quarter).quarter, form.reason.data
            operations.end_reviewed_role(person, held.role, day, why, by=current_person())
            flash(f"{called(person)} is no longer {words(held.role)}")
            return redirect(url_for(".review", quarter=quarter), 303)
    context = {"held": held, "called": called(person), "quarter": quarter}
    return render("proving/end_reviewed_role.html", form=form, **context)


def _review(quarter: str) -> queries.Review:
    """The review of the quarter that an address names by its first day."""
    try:
        found = queries.review_of(date.fromisoformat(quarter))
    except ValueError:
        found = None
    if found is None:
        raise NotVisible
    return found


def _held(person: Person, quarter: str, role: str) -> queries.HeldRole:
    held = next((one for one in _review(quarter).roles if one.key == (person.id, role)), None)
    if held is None:
        raise NotVisible
    return held


@my_page.adds_tasks(order=7)
def roles_to_review(person: Actor) -> list[my_page.Task]:
    """The quarter's review of roles, to those who go through it, while it is open."""
    if not can(person, Permission.REVIEW_ROLES):
        return []
    one = queries.this_review()
    where = url_for("proving.review", quarter=one.quarter.isoformat())
    waits = my_page.Task("Review who may do what", "Incomplete", where, due_on=one.due_on)
    return [waits] if one.waits_for(person) else []


@my_page.adds_section(order=10, page="front")
def roles_wait(person: Actor) -> my_page.Section | None:
    """The same, where administrators and leads land."""
    one = queries.this_review() if can(person, Permission.REVIEW_ROLES) else None
    waits = one is not None and one.waits_for(person)
    return my_page.Section("proving/review_waits.html", {"review": one}) if waits else None


def _mail(purpose: Purpose, back: str) -> ResponseReturnValue:
    """Send a code and go back to where it is typed; too many are told there."""
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.mail_code(purpose, this_sign_in(), by=current_person())
            flash("We have sent you a code")
        for error in form.form_errors:
            flash(error, "error")
    return redirect(back, 303)


def _next() -> str:
    """The page of ours to go on to."""
    return local(request.args.get("next")) or url_for("people.home")
