"""Pages of expenses: for who claims, for who checks, and for finance."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.expenses import agreed, asking, checking, forms, operations, paying, queries, steps
from nolimits.expenses.kinds import WITH_CLAIMANT, About, ExpenseState, Vehicle
from nolimits.expenses.models import ExpenseClaim, ExpenseFile, ExpenseLine
from nolimits.expenses.rates import Rate, in_miles, tax_year
from nolimits.expenses.wording import ABOUT, FILE, HAPPENED, LINES
from nolimits.funds import queries as funds
from nolimits.funds.sources import tells_of
from nolimits.kernel import clock, crypto, drafts, limits
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import add_act
from nolimits.kernel.downloads import download, wanted
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.forms import Form
from nolimits.kernel.my_page import Section, Task, adds_section, adds_tasks
from nolimits.kernel.pages import PAGE_SIZE, current_person, paged, render, render_list, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import in_top_bar
from nolimits.matching.models import Match
from nolimits.people.queries import happened
from nolimits.photos.views import as_picture

bp = Blueprint("expenses", __name__)
CLAIMING = {Role.VOLUNTEER, Role.SUPPORT_MENTOR}
in_top_bar(
    "My expenses",
    "expenses.my_expenses",
    Permission.CLAIM_EXPENSES,
    order=58,
    group="Money",
    helps=lambda person: bool(CLAIMING & person.roles),
)
in_top_bar("Expenses", "expenses.claims", Permission.SEE_EXPENSES, order=43, group="Money")
in_top_bar(
    "Expenses to pay", "expenses.to_pay", Permission.SEE_EXPENSES_TO_PAY, order=43, group="Money"
)
tells_of(ExpenseClaim, "Expenses", "expenses.payment")
for act in steps.ALL:
    add_act(bp, act)


@bp.context_processor
def _words() -> dict[str, object]:
    return {"kinds": LINES, "in_miles": in_miles, "about": ABOUT}


@adds_section(order=45)
def my_section(person: Actor) -> Section | None:
    """The way to one's expenses, for whoever may have some."""
    if not can(person, Permission.CLAIM_EXPENSES) or not CLAIMING & person.roles:
        return None
    return Section("expenses/my_section.html", {})


@adds_tasks(order=45)
def to_mend(person: Actor) -> list[Task]:
    """Claims that came back."""
    return [
        Task(
            "Mend your expenses",
            "Incomplete",
            url_for("expenses.my_claim", key=claim.reference),
            "Somebody looked at them and asks for something",
        )
        for claim in queries.mine(person)
        if claim.state is ExpenseState.QUERIED
    ]


@bp.get("/my-expenses")
@requires(Permission.CLAIM_EXPENSES)
def my_expenses() -> ResponseReturnValue:
    person, today = current_person(), clock.today()
    return render(
        "expenses/my_expenses.html",
        claims=queries.mine(person),
        asks=queries.asked_by(person),
        terms=queries.terms_of(person),
        rates=[one for kind in Vehicle if (one := agreed.rate_on(kind, today))],
        miles=agreed.told_miles(person),
    )


@bp.route("/my-expenses/new", methods=["GET", "POST"])
@requires(Permission.CLAIM_EXPENSES)
def begin() -> ResponseReturnValue:
    form = forms.AboutForm(queries.subjects_of(current_person()))
    if form.validate_on_submit():
        with form.refusals():
            claim = operations.begin(form.subject(), by=current_person())
            return redirect(url_for(".my_claim", key=claim.reference), 303)
    return render("expenses/begin.html", form=form)


@bp.get("/my-expenses/<key>")
@requires(Permission.CHANGE_OWN_EXPENSE, on=ExpenseClaim)
def my_claim(claim: ExpenseClaim) -> ResponseReturnValue:
    mine = claim.state in WITH_CLAIMANT
    happened_to = happened(claim, HAPPENED, signed=False)
    return render("expenses/my_claim.html", claim=claim, mine=mine, happened=happened_to)


@bp.route("/my-expenses/<key>/add/<what>", methods=["GET", "POST"])
@requires(Permission.CHANGE_OWN_EXPENSE, on=ExpenseClaim)
def add_line(claim: ExpenseClaim, what: str) -> ResponseReturnValue:
    form, by = _line_form(claim, what), current_person()
    if claim.state not in WITH_CLAIMANT:
        return render("expenses/add_line.html", form=None, claim=claim, what=what)
    if form.validate_on_submit():
        limits.count_of(limits.UPLOADS, by)
        with form.refusals():
            form.add(claim, by=by)
            return redirect(url_for(".my_claim", key=claim.reference), 303)
    if form.is_submitted():
        _keep(form, claim, what)  # refused, but not lost when they leave the page
    return render("expenses/add_line.html", form=form, claim=claim, what=what)


@bp.post("/my-expenses/<key>/add/<what>/save")
@requires(Permission.CHANGE_OWN_EXPENSE, on=ExpenseClaim)
def save_line(claim: ExpenseClaim, what: str) -> ResponseReturnValue:
    return _keep(_line_form(claim, what), claim, what).saved


def _line_form(claim: ExpenseClaim, what: str) -> forms.CostForm | forms.JourneyForm:
    """The form of a cost or a journey, with what was begun."""
    if what not in forms.LINES:
        raise NotVisible
    begun = drafts.begun(current_person(), operations.FORMS[what], claim.reference)
    return forms.LINES[what](data=begun)


def _keep(form: Form, claim: ExpenseClaim, what: str) -> drafts.Draft:
    kept = {"journey": operations.FORMS[what], "about": claim.reference}
    return drafts.keep(form.answers(), by=current_person(), **kept)


@bp.get("/my-expense-lines/<key>/receipt")
@requires(Permission.CHANGE_OWN_EXPENSE, on=ExpenseLine)
def my_receipt(line: ExpenseLine) -> ResponseReturnValue:
    return _file(line)


def _file(line: ExpenseLine) -> Response:
    """A receipt as a picture; none of a journey, or of one that was emptied."""
    return as_picture(crypto.as_bytes(line.receipt or "") or None)


@bp.route("/my-expenses/ask-first", methods=["GET", "POST"])
@requires(Permission.CLAIM_EXPENSES)
def ask_first() -> ResponseReturnValue:
    by = current_person()
    form = forms.AskFirstForm(queries.subjects_of(by))
    if form.validate_on_submit():
        with form.refusals():
            said = form.subject(), form.planned_on.data, form.pence.data, form.what.data
            asking.ask_first(*said, by=by)
            flash("Asked. Wait for the answer before you spend it")
            return redirect(url_for(".my_expenses"), 303)
    return render("expenses/ask_first.html", form=form)


@bp.route("/my-expenses/other-miles", methods=["GET", "POST"])
@requires(Permission.CLAIM_EXPENSES)
def other_miles() -> ResponseReturnValue:
    this = tax_year(clock.today())
    form = forms.OtherMilesForm([this, this - 1], data={"year": str(this)})
    if form.validate_on_submit():
        with form.refusals():
            year, miles = int(form.year.data), form.miles.data
            asking.tell_other_miles(year, miles, by=current_person())
            flash("Thank you. They count in what you send from now on")
            return redirect(url_for(".my_expenses"), 303)
    return render("expenses/other_miles.html", form=form)


@bp.get("/expenses")
@requires(Permission.SEE_EXPENSES)
def claims() -> ResponseReturnValue:
    by, asked = current_person(), {n: request.args.get(n, "") for n in ("state", "search")}
    rows = queries.claims(by, sort=request.args.get("sort", ""), **asked)
    states = [one for one in ExpenseState if one is not ExpenseState.DRAFT]
    asks, most = queries.to_decide(by, most=PAGE_SIZE), PAGE_SIZE
    shown = {"wanted": asked, "states": states, "asks": asks, "most": most}
    return render_list("expenses/claims.html", rows, FILE, by=by, **shown)


@bp.get("/expenses/<key>")
@requires(Permission.CHECK_EXPENSE, on=ExpenseClaim)
def claim(claim: ExpenseClaim) -> ResponseReturnValue:
    by = current_person()
    did, alike = checking.hands(claim).get(by.id), queries.alike(claim, by)
    shown = {"alike": alike, "did": did, "happened": happened(claim, HAPPENED)}
    return render("expenses/claim.html", claim=claim, **shown)


@bp.get("/expense-lines/<key>/receipt")
@requires(Permission.CHECK_EXPENSE, on=ExpenseLine)
def receipt(line: ExpenseLine) -> ResponseReturnValue:
    if line.claim.submitted_on is None:
        raise NotVisible
    return _file(line)


@bp.get("/expenses/agreed")
@requires(Permission.AGREE_EXPENSE_LIMIT)
def what_is_agreed() -> ResponseReturnValue:
    limits = agreed.limits(current_person())
    return render("expenses/agreed.html", limits=limits, rates=agreed.rates())


@bp.route("/expenses/agreed/limit", methods=["GET", "POST"])
@requires(Permission.AGREE_EXPENSE_LIMIT)
def agree_limit() -> ResponseReturnValue:
    return _limit_page(None)


@bp.route("/expenses/agreed/activities", methods=["GET", "POST"])
@requires(Permission.AGREE_EXPENSE_LIMIT)
def agree_activities_limit() -> ResponseReturnValue:
    return _limit_page(About.ACTIVITIES)


@bp.route("/matches/<key>/expense-limit", methods=["GET", "POST"])
@requires(Permission.CHECK_EXPENSE, on=Match)
def agree_match_limit(match: Match) -> ResponseReturnValue:
    return _limit_page(match)


def _limit_page(subject: Match | About | None) -> ResponseReturnValue:
    whole, today = subject is not About.ACTIVITIES, clock.today()
    form = forms.LimitForm(funds.open_funds(), whole=whole, data={"from_on": today})
    if form.validate_on_submit():
        with form.refusals():
            checking.agree_limit(subject, form.terms(), form.from_on.data, by=current_person())
            flash("Agreed. You cannot check claims under it yourself")
            return redirect(url_for(".what_is_agreed"), 303)
    match, now = subject if isinstance(subject, Match) else None, agreed.limit_on(subject, today)
    return render("expenses/limit.html", form=form, match=match, now=now, whole=whole)


@bp.get("/expenses/to-pay")
@requires(Permission.SEE_EXPENSES_TO_PAY)
def to_pay() -> ResponseReturnValue:
    by = current_person()
    page = paged(queries.to_pay(by))
    total = queries.total_to_pay(by)
    return render("expenses/to_pay.html", page=page, total=total, files=queries.files(), by=by)


@bp.route("/expenses/to-pay/file", methods=["GET", "POST"])
@requires(Permission.PAY_EXPENSE)
def make_file() -> ResponseReturnValue:
    form, by = Form(), current_person()
    if form.validate_on_submit():
        with form.refusals():
            file = paying.make_file(by=by)
            return redirect(url_for(".file", key=file.reference), 303)
    return render("expenses/make_file.html", form=form, total=queries.total_to_pay(by))


@bp.get("/expense-files/<key>")
@requires(Permission.SEE_EXPENSES_TO_PAY, on=ExpenseFile)
def file(file: ExpenseFile) -> ResponseReturnValue:
    by = current_person()
    lines = queries.lines_of_file(by, file)
    if wanted():
        name = f"expenses-{file.reference}"
        return download(name, queries.FILE, lines, queries.file_cells, by=by)
    return render("expenses/file.html", file=file, claims=queries.claims_of_file(by, file))


@bp.get("/expenses/<key>/payment")
@requires(Permission.SEE_EXPENSES_TO_PAY, on=ExpenseClaim)
def payment(claim: ExpenseClaim) -> ResponseReturnValue:
    mine = current_person().id in (claim.person_id, claim.checked_by_id)
    return render("expenses/payment.html", claim=claim, mine=mine)


@bp.route("/expenses/agreed/rate", methods=["GET", "POST"])
@requires(Permission.PAY_EXPENSE)
def set_rate() -> ResponseReturnValue:
    form = forms.RateForm()
    if form.validate_on_submit():
        with form.refusals():
            after = form.after_miles.data
            pays = Rate(form.pence.data, form.after_pence.data, after)
            ceiling = Rate(form.ceiling_pence.data, form.after_ceiling_pence.data, after)
            said = Vehicle(form.vehicle.data), form.from_on.data, pays, ceiling
            paying.set_rate(*said, by=current_person())
            flash("Set. What was sent before keeps its rate")
            return redirect(url_for(".what_is_agreed"), 303)
    return render("expenses/set_rate.html", form=form)
