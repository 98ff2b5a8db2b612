"""Pages of the funds and of their ledger."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.funds import operations, periods, queries, sources
from nolimits.funds.forms import FundForm, ReverseForm, TransferForm
from nolimits.funds.models import Fund, Holder, JournalEntry
from nolimits.funds.wording import ACCOUNTS, KIND_CHOICES, KINDS, STATEMENT, statement_cells
from nolimits.kernel import money
from nolimits.kernel.actors import Role
from nolimits.kernel.downloads import download, wanted
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.pages import current_person, paged, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar

bp = Blueprint("funds", __name__)

in_top_bar(
    "Funds",
    "funds.funds",
    Permission.SEE_FUNDS,
    order=41,
    group="Money",
    daily={Role.FINANCE_OFFICER, Role.BOARD_READER},
)


@bp.get("/funds")
@requires(Permission.SEE_FUNDS)
def funds() -> ResponseReturnValue:
    return render("funds/funds.html", funds=queries.funds())


@bp.get("/funds/<key>")
@requires(Permission.SEE_LEDGER, on=Fund)
def fund(fund: Fund) -> ResponseReturnValue:
    period = periods.chosen(request.args.get("period", ""))
    kind = request.args.get("kind", "")
    ends = queries.statement_ends(fund, period)
    rows = queries.statement(fund, period, kind=kind, opening=ends.opening.available)
    if wanted():
        name, by = f"{fund.reference}-{period.key or 'all'}", current_person()
        return download(name, STATEMENT, rows, statement_cells, by=by)
    return render(
        "funds/fund.html",
        fund=fund,
        period=period,
        kind=kind,
        ends=ends,
        page=paged(rows),
        period_choices=periods.choices(fund.opened_on),
        kinds=KINDS,
        kind_choices=KIND_CHOICES,
    )


@bp.route("/funds/new", methods=["GET", "POST"])
@requires(Permission.OPEN_FUND)
def open_fund() -> ResponseReturnValue:
    form = FundForm()
    if form.validate_on_submit():
        with form.refusals():
            fund = operations.open_fund(
                form.name.data,
                Holder(form.holder.data),
                by=current_person(),
                purpose=form.purpose.data or None,
                opening=form.opening.data or 0,
            )
            flash(f"{fund.name} is open")
            return redirect(url_for(".funds"), 303)
    return render("funds/open_fund.html", form=form)


@bp.route("/funds/transfer", methods=["GET", "POST"])
@requires(Permission.POST_ENTRY)
def transfer() -> ResponseReturnValue:
    form = TransferForm(queries.funds())
    if form.validate_on_submit():
        with form.refusals():
            giver, taker = _fund(form.giver.data), _fund(form.taker.data)
            entry = operations.transfer(
                giver,
                taker,
                form.pence.data,
                form.reason.data,
                by=current_person(),
                reference=form.reference.data,
            )
            flash(f"{money.pounds(form.pence.data)} has moved")
            return redirect(url_for(".entry", key=entry.reference), 303)
    return render("funds/transfer.html", form=form)


@bp.get("/entries/<key>")
@requires(Permission.SEE_LEDGER, on=JournalEntry)
def entry(entry: JournalEntry) -> ResponseReturnValue:
    entry = queries.with_postings(entry)
    return render(
        "funds/entry.html",
        entry=entry,
        source=sources.of(entry),
        kinds=KINDS,
        accounts=ACCOUNTS,
        by_hand=queries.is_corrected_by_hand(entry),
    )


@bp.route("/entries/<key>/reverse", methods=["GET", "POST"])
@requires(Permission.POST_ENTRY, on=JournalEntry)
def reverse(entry: JournalEntry) -> ResponseReturnValue:
    form = ReverseForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.correct(entry, form.reason.data, by=current_person())
            flash("The entry is reversed")
            return redirect(url_for(".entry", key=entry.reference), 303)
    entry = queries.with_postings(entry)
    return render("funds/reverse.html", form=form, entry=entry, kinds=KINDS)


def _fund(key: str) -> Fund:
    fund = Fund.by_key(key)
    if fund is None:
        raise NotVisible
    return fund
