"""Pages of signing in and out, and of one's own account."""

from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from nolimits.kernel import login_manager, my_page
from nolimits.kernel.actors import NOBODY, Role
from nolimits.kernel.error_pages import sign_in_first
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.forms import Form
from nolimits.kernel.gate import KEPT, keep_form, opens_early
from nolimits.kernel.mail import link
from nolimits.kernel.pages import at_time, counted, current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.settings import settings
from nolimits.kernel.typed import RESTED
from nolimits.people.models import Person
from nolimits.people.queries import may_read_code_at, some_of_each_role
from nolimits.sign_in import council, operations, presence, queries
from nolimits.sign_in.accounts import sign_in_by_council
from nolimits.sign_in.cookies import browser_name, browser_token, local, this_token, welcome
from nolimits.sign_in.forms import CodeForm, EmailForm
from nolimits.sign_in.models import SignInSession

bp = Blueprint("sign_in", __name__)

ENDED = "Your sign-in has ended, as each does after a while to keep people safe"

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
    Role.DATA_PROTECTION_OFFICER: "Answers what people ask about their own data.",
    Role.PARTNER: "Works for an organisation outside, and sees its own projects alone.",
}


@login_manager.user_loader
def load_person(token: str) -> Person | None:
    """Who a cookie's token signs in, asked of the session rows at every request."""
    return presence.signed_in_by(token)


@bp.route("/sign-in", methods=["GET", "POST"])
@requires(Permission.SIGN_IN)
def sign_in() -> ResponseReturnValue:
    form = EmailForm()
    if form.validate_on_submit():
        operations.send_code(form.email.data, by=current_person(), known_by=browser_token())
        session["signing_in"] = form.email.data
        return redirect(url_for(".enter_code", next=request.args.get("next")))
    return render("sign_in/sign_in.html", form=form, council=bool(settings().oidc_issuer))


@bp.route("/sign-in/code", methods=["GET", "POST"])
@requires(Permission.SIGN_IN)
def enter_code() -> ResponseReturnValue:
    email = session.get("signing_in")
    if not email:
        return redirect(url_for(".sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        by, browser = current_person(), browser_name()
        with form.refusals():
            token = browser_token()
            person = operations.sign_in(
                email, form.code.data, by=by, browser=browser, known_by=token
            )
            if person:
                return welcome(person)
            raise Refused(_refusal(email), "code")
    return render("sign_in/enter_code.html", form=form, email=email)


@bp.get("/sign-in/council")
@requires(Permission.SIGN_IN)
def council_sign_in() -> ResponseReturnValue:
    _only_with_council()
    session["going_on"] = local(request.args.get("next"))
    try:
        return council.send_there(link("sign_in.council_back"))
    except council.NotSignedIn as error:
        return _council_fault(error.fault)


@bp.get("/sign-in/council/back")
@requires(Permission.SIGN_IN)
def council_back() -> ResponseReturnValue:
    _only_with_council()
    try:
        told = council.come_back()
    except council.NotSignedIn as error:
        return _council_fault(error.fault)
    by: Any = current_person()
    here, browser = None if by is NOBODY else by, browser_name()
    person = sign_in_by_council(told, by=by, here=here, browser=browser)
    if isinstance(person, council.Fault):
        return _council_fault(person)
    return welcome(person, session.get("going_on"))


@bp.post("/sign-out")
@opens_early()
@requires(Permission.SIGN_OUT)
def sign_out() -> ResponseReturnValue:
    return _out("You have signed out", url_for("people.start"))


@bp.post("/sign-in/stay")
@opens_early()
@requires(Permission.STAY_SIGNED_IN)
def stay() -> ResponseReturnValue:
    row = operations.stay(by=current_person(), token=this_token())
    return {"rests": int(presence.left_of(row).rests.total_seconds())}


@bp.before_app_request
def let_rest() -> ResponseReturnValue | None:
    """A page whose sign-in rests too long sends its form for it to be kept; nothing is done."""
    if request.method != "POST" or RESTED not in request.form:
        return None
    by = current_person()
    if by is NOBODY:
        return sign_in_first()
    page = keep_form(by)
    kept = "" if page is None or f"{KEPT}={RESTED}" not in page else ". What you typed is kept"
    return _out(ENDED + kept, url_for("sign_in.sign_in", next=page))


@bp.app_context_processor
def ending() -> dict[str, Any]:
    """How many seconds are left of the sign-in, for the page to tell in time."""
    by: Any = current_person()
    left = getattr(by, "sign_in_left", None)
    if left is None:
        return {"ending": None}
    rests, lasts = (int(one.total_seconds()) for one in left)
    return {"ending": {"of": by.reference, "rests": rests, "lasts": lasts}}


@bp.route("/demonstration/sign-in", methods=["GET", "POST"])
@requires(Permission.SIGN_IN)
def sign_in_as() -> ResponseReturnValue:
    if not settings().demonstration:
        raise NotVisible
    form = Form()
    if form.validate_on_submit():
        person = Person.by_key(request.form.get("person", ""))
        if person and person.is_active:
            by, browser = current_person(), browser_name()
            return welcome(operations.sign_in_as(person, by=by, browser=browser))
    roles = some_of_each_role()
    return render("sign_in/sign_in_as.html", form=form, roles=roles, about=OF_ROLES)


@bp.get("/account")
@opens_early(while_nothing_is_set_up=True)
@requires(Permission.SEE_OWN_PAGES)
def account() -> ResponseReturnValue:
    sessions = queries.open_sessions(current_person())
    here = queries.session_of(this_token())
    return render(
        "sign_in/account.html",
        person=current_person(),
        sessions=sessions,
        here=here.id if here else None,
        sections=my_page.sections_for(current_person(), "account"),
        may_connect=bool(settings().oidc_issuer) and not queries.is_connected(current_person()),
        form=Form(),
    )


@bp.post("/account/sign-ins/<key>/end")
@requires(Permission.END_SIGN_IN, on=SignInSession)
def end_session(row: SignInSession) -> ResponseReturnValue:
    operations.end_session(row, by=current_person())
    flash("That sign-in has ended")
    return redirect(url_for(".account"), 303)


@bp.post("/account/sign-ins/end-others")
@requires(Permission.END_OTHER_SIGN_INS)
def end_other_sessions() -> ResponseReturnValue:
    ended = operations.end_other_sessions(this_token(), by=current_person())
    flash(f"{counted(ended, 'other sign-in')} ended")
    return redirect(url_for(".account"), 303)


def _out(words: str, to: str) -> ResponseReturnValue:
    """End this browser's sign-in, have it forget what it keeps of ours, and go on."""
    operations.sign_out(by=current_person(), token=this_token())
    logout_user()
    session.clear()
    flash(words)
    answer = redirect(to, 303)
    # Not "cookies": that would sign them out of whatever else the council has at its domain.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _refusal(email: str) -> str:
    address = queries.counted_under(email, may_read_code_at(email), browser_token())
    until = queries.waits_until(address)
    if until is None:
        return "That code is wrong or too old. Check it, or ask for another"
    return f"Too many wrong codes were tried. Wait until {at_time(until)}, then ask for a new code"


def _only_with_council() -> None:
    if not settings().oidc_issuer:
        raise NotVisible


def _council_fault(fault: council.Fault) -> ResponseReturnValue:
    """A page for what went wrong there, with a way on; the browser keeps nothing of it."""
    if fault is not council.Fault.AWAY:
        current_app.logger.warning("council sign-in: %s", fault.value)
    status = {council.Fault.AWAY: 503, council.Fault.UNTRUSTED: 400, council.Fault.STALE: 400}
    page = render_template("sign_in/council_fault.html", fault=fault.value)
    return page, status.get(fault, 403)
