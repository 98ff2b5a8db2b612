"""Pages of awards: what a young person was given, and how finance pays it."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.awards import operations, queries
from nolimits.awards.forms import AcceptForm, CancelForm, GiveBackForm
from nolimits.awards.models import Award
from nolimits.funds.forms import PaidForm
from nolimits.funds.sources import tells_of
from nolimits.grants.forms import HOW
from nolimits.grants.models import HowGiven
from nolimits.grants.queries import story
from nolimits.kernel.actors import Role
from nolimits.kernel.acts import saying
from nolimits.kernel.forms import Form
from nolimits.kernel.pages import current_person, paged, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar
from nolimits.strategy.queries import served_by

bp = Blueprint("awards", __name__)

in_top_bar(
    "Awards",
    "awards.awards",
    Permission.SEE_AWARDS,
    order=42,
    group="Money",
    daily={Role.FINANCE_OFFICER},
)
tells_of(Award, "Award", "awards.award")
served_by("Grants", queries.count_serving, Permission.SEE_AWARDS, "awards.awards")


@bp.get("/my-awards/<key>")
@requires(Permission.ANSWER_AWARD, on=Award)
def my_award(award: Award) -> ResponseReturnValue:
    return render("awards/my_award.html", award=award, how=HOW)


@bp.route("/my-awards/<key>/yes", methods=["GET", "POST"])
@requires(Permission.ANSWER_AWARD, on=Award)
def accept(award: Award) -> ResponseReturnValue:
    form = AcceptForm(data={"how": award.how.value})
    if form.validate_on_submit():
        with form.refusals():
            operations.accept(award, HowGiven(form.how.data), by=current_person())
            return redirect(url_for(".my_award", key=award.reference), 303)
    return render("awards/accept.html", form=form, award=award)


@bp.post("/my-awards/<key>/got-it")
@requires(Permission.ANSWER_AWARD, on=Award)
def confirm(award: Award) -> ResponseReturnValue:
    with saying("Thank you for telling us"):
        operations.confirm(award, by=current_person())
    return redirect(url_for(".my_award", key=award.reference), 303)


@bp.get("/awards")
@requires(Permission.SEE_AWARDS)
def awards() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in ("state", "search", "action")}
    return render(
        "awards/awards.html",
        page=paged(queries.awards(current_person(), **wanted)),
        wanted=wanted,
        totals=queries.totals(current_person()),
        turns=queries.TURNS,
    )


@bp.get("/awards/<key>")
@requires(Permission.SEE_AWARDS, on=Award)
def award(award: Award) -> ResponseReturnValue:
    return render(
        "awards/award.html",
        award=award,
        how=queries.HOW,
        turns=queries.TURNS,
        did=award.hands.get(current_person().id),
        happened=story(award, award.application.young_person),
    )


@bp.route("/awards/<key>/approve", methods=["GET", "POST"])
@requires(Permission.APPROVE_PAYMENT, on=Award)
def approve(award: Award) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.approve(award, by=current_person())
            flash("Approved. Another finance officer pays it")
            return redirect(url_for(".award", key=award.reference), 303)
    return render("awards/approve.html", form=form, award=award, how=queries.HOW)


@bp.route("/awards/<key>/pay", methods=["GET", "POST"])
@requires(Permission.PAY_AWARD, on=Award)
def pay(award: Award) -> ResponseReturnValue:
    form = PaidForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.pay(award, form.payment_reference.data, by=current_person())
            flash("Paid, and in the ledger. The young person has been told")
            return redirect(url_for(".award", key=award.reference), 303)
    return render("awards/pay.html", form=form, award=award, how=queries.HOW)


@bp.route("/awards/<key>/cancel", methods=["GET", "POST"])
@requires(Permission.CANCEL_AWARD, on=Award)
def cancel(award: Award) -> ResponseReturnValue:
    form = CancelForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.cancel(award, form.reason.data, by=current_person())
            flash("Cancelled. The money can be promised again")
            return redirect(url_for(".award", key=award.reference), 303)
    return render("awards/cancel.html", form=form, award=award)


@bp.route("/awards/<key>/came-back", methods=["GET", "POST"])
@requires(Permission.PAY_AWARD, on=Award)
def give_back(award: Award) -> ResponseReturnValue:
    form = GiveBackForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.give_back(award, form.reason.data, by=current_person())
            flash("It is in the bank again. The money can be promised again")
            return redirect(url_for(".award", key=award.reference), 303)
    return render("awards/give_back.html", form=form, award=award)
