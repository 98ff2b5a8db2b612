"""Pages of signing in, of accounts and of directorates."""

from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Blueprint, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from nolimits.kernel import login_manager
from nolimits.kernel.actors import NOBODY, Role
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.forms import Form
from nolimits.kernel.mail import OutboxMessage
from nolimits.kernel.pages import (
    counted,
    current_person,
    paged,
    render,
    requires,
)
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import front_door, in_top_bar, opens_on
from nolimits.people import operations, queries
from nolimits.people.forms import ROLES, ChampionForm, CodeForm, DesignForm, EmailForm, RoleForm
from nolimits.people.models import Directorate, Person, SignInSession

bp = Blueprint("people", __name__)

HAPPENED = {
    "person_added": "Account made",
    "person_left": "Left; nobody can sign in with this account",
    "role_granted": "Given the role {role}",
    "role_ended": "The role {role} ended",
}
OF_ROLES = {
    Role.STAFF: "Anyone who works for the council: gives time, money or both.",
    Role.COUNCILLOR: "The same, and reads how the scheme does.",
    Role.YOUNG_PERSON: "Asks for help, has a mentor, has a say.",
    Role.VOLUNTEER: "Gives time to a young person.",
    Role.SUPPORT_MENTOR: "Stands behind volunteers.",
    Role.COORDINATOR: "Runs the scheme from day to day.",
    Role.PANEL_MEMBER: "Reads what young people ask for, and decides.",
    Role.FINANCE_OFFICER: "Sees that every penny arrives and is spent well.",
    Role.SAFEGUARDING_LEAD: "Keeps young people safe.",
    Role.BOARD_READER: "Reads the reports and asks hard questions.",
    Role.ADMINISTRATOR: "Looks after accounts and settings.",
}

in_top_bar("People", "people.people", Permission.SEE_PEOPLE, order=80, group="People")
in_top_bar(
    "Directorates", "people.directorates", Permission.SEE_DIRECTORATES, order=81, group="People"
)
opens_on(Role.ADMINISTRATOR, "people.people", order=60)


@login_manager.user_loader
def load_person(token: str) -> Person | None:
    """Who a cookie's token signs in, asked of the session rows at every request."""
    return queries.signed_in_by(token)


@bp.get("/")
@requires(Permission.READ_PUBLIC_PAGE)
def start() -> ResponseReturnValue:
    person = current_person()
    if person is not NOBODY and not can(person, Permission.MAKE_PLEDGE):
        # It asks for promises, which are not theirs to make.
        return redirect(url_for("people.home"))
    return render("people/start.html", signed_in=person is not NOBODY)


@bp.get("/home")
@requires(Permission.SEE_OWN_PAGES)
def home() -> ResponseReturnValue:
    return redirect(url_for(front_door(current_person())))


@bp.get("/accessibility")
@requires(Permission.READ_PUBLIC_PAGE)
def accessibility() -> ResponseReturnValue:
    return render("people/accessibility.html")


@bp.get("/privacy")
@requires(Permission.READ_PUBLIC_PAGE)
def privacy() -> ResponseReturnValue:
    return render("people/privacy.html")


@bp.route("/sign-in", methods=["GET", "POST"])
@requires(Permission.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    form = EmailForm()
    if form.validate_on_submit():
        operations.send_code(form.email.data, by=current_person())
        session["signing_in"] = form.email.data
        return redirect(url_for(".enter_code", next=request.args.get("next")))
    return render("people/sign_in.html", form=form)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@requires(Permission.SIGN_IN)
def enter_code() -> ResponseReturnValue:
    email = session.get("signing_in")
    if not email:
        return redirect(url_for(".sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        person = operations.sign_in(email, form.code.data, by=current_person(), browser=_browser())
        if person:
            return _welcome(person)
        form.code.errors = ["That code is wrong or too old. Check it, or ask for another"]
    return render("people/enter_code.html", form=form, email=email)


@bp.post("/sign-out")
@requires(Permission.SIGN_OUT)
def sign_out() -> ResponseReturnValue:
    operations.sign_out(by=current_person(), token=session.get("_user_id", ""))
    logout_user()
    session.clear()
    flash("You have signed out")
    return redirect(url_for(".start"), 303)


@bp.route("/demonstration/sign-in", methods=["GET", "POST"])
@requires(Permission.SIGN_IN)
def sign_in_as() -> ResponseReturnValue:
    _only_in_demonstration()
    form = Form()
    if form.validate_on_submit():
        person = Person.by_key(request.form.get("person", ""))
        if person and person.is_active:
            return _welcome(operations.sign_in_as(person, by=current_person(), browser=_browser()))
    return render(
        "people/sign_in_as.html", form=form, roles=queries.some_of_each_role(), about=OF_ROLES
    )


@bp.get("/demonstration/mail")
@requires(Permission.READ_PUBLIC_PAGE)
def demonstration_mail() -> ResponseReturnValue:
    _only_in_demonstration()
    newest = sa.select(OutboxMessage).order_by(
        OutboxMessage.queued_at.desc(), OutboxMessage.id.desc()
    )
    return render("people/demonstration_mail.html", page=paged(newest, size=10))


@bp.route("/design", methods=["GET", "POST"])
@requires(Permission.READ_PUBLIC_PAGE)
def design() -> ResponseReturnValue:
    _only_in_demonstration()
    form = DesignForm()
    form.validate_on_submit()  # sent empty, it shows how each error looks
    return render("design.html", form=form)


@bp.get("/people")
@requires(Permission.SEE_PEOPLE)
def people() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in ("search", "role", "directorate")}
    return render(
        "people/people.html",
        page=paged(queries.listed(**wanted), count_by=500),
        wanted=wanted,
        role_choices=ROLES,
        directorate_choices=[(name, name) for name in queries.directorate_names()],
    )


@bp.get("/people/<key>")
@requires(Permission.SEE_PERSON, on=Person)
def person(person: Person) -> ResponseReturnValue:
    return _person_page(person, RoleForm())


@bp.post("/people/<key>/roles")
@requires(Permission.GRANT_ROLE)
def grant_role(key: str) -> ResponseReturnValue:
    person, form = _person(key), RoleForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.grant_role(person, Role(form.role.data), by=current_person())
            flash("They have the role from today")
            return redirect(url_for(".person", key=key), 303)
    return _person_page(person, form)


@bp.route("/people/<key>/roles/<role>/end", methods=["GET", "POST"])
@requires(Permission.GRANT_ROLE)
def end_role(key: str, role: str) -> ResponseReturnValue:
    person, form = _person(key), Form()
    if role not in list(Role):
        raise NotVisible
    if form.validate_on_submit():
        with form.refusals():
            operations.end_role(person, Role(role), by=current_person())
            flash("The role has ended")
            return redirect(url_for(".person", key=key), 303)
    return render("people/end_role.html", person=person, role=role, form=form)


@bp.get("/directorates")
@requires(Permission.SEE_DIRECTORATES)
def directorates() -> ResponseReturnValue:
    return render("people/directorates.html", directorates=queries.directorates())


@bp.route("/directorates/<key>/champion", methods=["GET", "POST"])
@requires(Permission.NAME_CHAMPION, on=Directorate)
def name_champion(directorate: Directorate) -> ResponseReturnValue:
    form = ChampionForm(queries.colleagues(directorate))
    if form.validate_on_submit():
        with form.refusals():
            chosen = _person(form.person.data)
            operations.name_champion(directorate, chosen, by=current_person())
            flash(f"{chosen.name} is the champion of {directorate.name}")
            return redirect(url_for(".directorates"), 303)
    return render("people/name_champion.html", directorate=directorate, form=form)


@bp.get("/account")
@requires(Permission.SEE_OWN_PAGES)
def account() -> ResponseReturnValue:
    sessions = queries.open_sessions(current_person())
    here = queries.session_of(session.get("_user_id", ""))
    return render(
        "people/account.html",
        person=current_person(),
        sessions=sessions,
        here=here.id if here else None,
        form=Form(),
    )


@bp.post("/account/sign-ins/<key>/end")
@requires(Permission.END_SIGN_IN, on=SignInSession)
def end_session(row: SignInSession) -> ResponseReturnValue:
    operations.end_session(row, by=current_person())
    flash("That sign-in has ended")
    return redirect(url_for(".account"), 303)


@bp.post("/account/sign-ins/end-others")
@requires(Permission.SEE_OWN_PAGES)
def end_other_sessions() -> ResponseReturnValue:
    ended = operations.end_other_sessions(session.get("_user_id", ""), by=current_person())
    flash(f"{counted(ended, 'other sign-in')} ended")
    return redirect(url_for(".account"), 303)


def _person_page(person: Person, form: RoleForm) -> ResponseReturnValue:
    happened = queries.happened(person, HAPPENED)
    return render("people/person.html", person=person, form=form, happened=happened)


def _person(key: str) -> Person:
    person = Person.by_key(key)
    if person is None:
        raise NotVisible
    return person


def _only_in_demonstration() -> None:
    if not current_app.config["SETTINGS"].demonstration:
        raise NotVisible


def _browser() -> str:
    """The browser's name as it tells it, for the person's own list of sign-ins."""
    told = request.user_agent.string
    names = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    places = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")
    name = next((name for sign, name in names if sign in told), "A browser")
    place = next((place for place in places if place in told), "")
    return f"{name} on {place.replace('Macintosh', 'a Mac')}" if place else name


def _welcome(person: Person) -> ResponseReturnValue:
    """Give the browser a fresh cookie, and go where the person wanted to be."""
    session.clear()
    session.permanent = True
    login_user(person)
    return redirect(_local(request.args.get("next")) or url_for(".home"), 303)


def _local(address: str | None) -> str | None:
    """An address of ours to go on to; anything that could lead elsewhere is dropped."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    odd = (
        parts.scheme
        or parts.netloc
        or any(ord(letter) < 33 or letter == "\\" for letter in address)
    )
    return None if odd else address
