"""Pages of what people prove with that it is them."""

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import freshness, my_page
from nolimits.kernel.actors import PRIVILEGED, Actor
from nolimits.kernel.forms import Form
from nolimits.kernel.gate import opens_early
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.people.models import Person
from nolimits.second_factors import ceremonies, operations, queries, totp
from nolimits.second_factors.forms import AppCodeForm, PasskeyForm
from nolimits.second_factors.here import by_name, this_sign_in, this_site
from nolimits.second_factors.models import Passkey
from nolimits.sign_in.cookies import browser_name, carry_on, this_token

bp = Blueprint("second_factors", __name__)

NOT_MADE = "No passkey was made. Press the button, and do what your device asks of you"


@freshness.knows_second_factors
def has_one(by: Actor) -> bool:
    return queries.has_one(by)


@my_page.adds_section(order=10, page="account")
def how_you_prove_it(person: Actor) -> my_page.Section:
    """What a person has set up, on the page of their account."""
    shown = {
        "passkeys": queries.passkeys_of(person),
        "app": queries.app_of(person),
        "codes_left": queries.recovery_codes_left(person),
        "needs_one": bool(person.roles & PRIVILEGED),
    }
    return my_page.Section("second_factors/account_section.html", shown)


@bp.get("/account/second-step")
@opens_early(while_nothing_is_set_up=True)
@requires(Permission.CHANGE_FACTORS)
def set_up() -> ResponseReturnValue:
    return render("second_factors/set_up.html", site=this_site(), by_name=by_name())


@bp.post("/account/authenticator-app")
@opens_early(while_nothing_is_set_up=True)
@requires(Permission.CHANGE_FACTORS)
def begin_app() -> ResponseReturnValue:
    operations.begin_app(this_sign_in(), by=current_person())
    return redirect(url_for(".add_app"), 303)


@bp.route("/account/authenticator-app/new", methods=["GET", "POST"])
@opens_early(while_nothing_is_set_up=True)
@requires(Permission.CHANGE_FACTORS)
def add_app() -> ResponseReturnValue:
    by, form = current_person(), AppCodeForm()
    app = queries.app_begun_by(by)
    if app is None:
        return redirect(url_for(".set_up"), 303)
    if form.validate_on_submit():
        with form.refusals():
            if person := operations.add_app(form.code.data, this_sign_in(), by=by):
                return _added(person, "Your authenticator app is set up")
            form.code.errors = ["That is not the code. Wait for the next one, and type it quickly"]
    return render("second_factors/add_app.html", form=form, key=totp.in_fours(app.secret))


@bp.get("/account/authenticator-app/square.svg")
@opens_early(while_nothing_is_set_up=True)
@requires(Permission.CHANGE_FACTORS)
def square() -> ResponseReturnValue:
    by = current_person()
    app = queries.app_begun_by(by)
    if app is None:
        return redirect(url_for(".set_up"), 303)
    brand, account = current_app.config["SETTINGS"].brand, getattr(by, "email", "") or "me"
    picture = totp.square(app.secret, account, brand.scheme_name)
    return Response(picture, mimetype="image/svg+xml")


@bp.route("/account/authenticator-app/remove", methods=["GET", "POST"])
@requires(Permission.CHANGE_FACTORS)
def remove_app() -> ResponseReturnValue:
    form, by = Form(), current_person()
    if form.validate_on_submit():
        with form.refusals():
            operations.remove_app(this_sign_in(), by=by)
            flash("The authenticator app is off your account")
            return redirect(url_for("sign_in.account"), 303)
    return render("second_factors/remove_app.html", form=form, app=queries.app_of(by))


@bp.post("/account/passkeys/ask")
@opens_early(while_nothing_is_set_up=True)
@requires(Permission.CHANGE_FACTORS)
def ask_passkey() -> ResponseReturnValue:
    site, by = this_site(), current_person()
    if site is None or not isinstance(by, Person):
        return jsonify(error="passkeys need a name in the address bar"), 409
    challenge = operations.ask_passkey(this_token(), by=by)
    having = [one.credential for one in queries.passkeys_of(by)]
    account = by.email or by.name
    return jsonify(ceremonies.to_make_one(site, challenge, by.reference, account, having))


@bp.route("/account/passkeys/new", methods=["GET", "POST"])
@opens_early(while_nothing_is_set_up=True)
@requires(Permission.CHANGE_FACTORS)
def add_passkey() -> ResponseReturnValue:
    form, site = PasskeyForm(name=browser_name()), this_site()
    if form.validate_on_submit():
        told = (form.name.data, form.credential.data or "", site, this_sign_in(), this_token())
        with form.refusals():
            if person := operations.add_passkey(*told, by=current_person()):
                return _added(person, "Your passkey is set up")
            form.form_errors.append(NOT_MADE)
    return render("second_factors/add_passkey.html", form=form, site=site, by_name=by_name())


@bp.route("/account/passkeys/<key>/remove", methods=["GET", "POST"])
@requires(Permission.REMOVE_PASSKEY, on=Passkey)
def remove_passkey(passkey: Passkey) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.remove_passkey(passkey, this_sign_in(), by=current_person())
            flash(f"The passkey “{passkey.name}” is off your account")
            return redirect(url_for("sign_in.account"), 303)
    return render("second_factors/remove_passkey.html", form=form, passkey=passkey)


@bp.route("/account/recovery-codes", methods=["GET", "POST"])
@requires(Permission.CHANGE_FACTORS)
def recovery_codes() -> ResponseReturnValue:
    form, by, codes = Form(), current_person(), []
    left = queries.recovery_codes_left(by)
    if form.validate_on_submit():
        with form.refusals():
            codes = operations.make_recovery_codes(this_sign_in(), by=by)
    return render("second_factors/recovery_codes.html", form=form, codes=codes, left=left)


def _added(person: Person, done: str) -> ResponseReturnValue:
    """Give the browser its new token, and go on to what comes after the first factor."""
    carry_on(person)
    flash(done)
    none_left = not queries.recovery_codes_left(person)
    return redirect(url_for(".recovery_codes" if none_left else "sign_in.account"), 303)
