"""Pages of money that arrives: batches, contributions, and what each person gave."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.funds import periods
from nolimits.funds import queries as funds
from nolimits.funds.models import EntryKind
from nolimits.funds.sources import tells_of
from nolimits.giving import operations, queries
from nolimits.giving.forms import IdentifyForm, ImportForm, RejectForm, RemitForm
from nolimits.giving.models import Batch, BatchKind, BatchLine, Contribution
from nolimits.giving.wording import (
    CHANNELS,
    COLUMNS,
    HAPPENED,
    KIND_CHOICES,
    LINE_KINDS,
    cells,
    expected,
)
from nolimits.kernel import clock, limits, my_page
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.downloads import download, wanted
from nolimits.kernel.forms import Form
from nolimits.kernel.pages import (
    current_person,
    paged,
    render,
    requires,
)
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar, opens_on
from nolimits.people.queries import happened
from nolimits.pledges.models import PledgeKind
from nolimits.pledges.queries import open_of
from nolimits.strategy.queries import served_by

bp = Blueprint("giving", __name__)

in_top_bar(
    "Giving",
    "giving.batches",
    Permission.SEE_CONTRIBUTIONS,
    order=40,
    group="Giving",
    daily={Role.FINANCE_OFFICER},
)
opens_on(Role.FINANCE_OFFICER, "giving.batches", order=30)
served_by(
    "Gifts of money", queries.count_serving, Permission.SEE_CONTRIBUTIONS, "giving.contributions"
)
tells_of(Batch, "Batch", "giving.batch")
tells_of(BatchLine, "Line", "giving.batch", lambda line: str(line.batch.reference))


@my_page.adds_section(order=16)
def my_giving(person: Actor) -> my_page.Section | None:
    """What a person gave, on their own page."""
    given = queries.given_by(person)
    promised = any(one.kind is PledgeKind.MONEY for one in open_of(person))
    if not (given.pence or promised):
        return None
    return my_page.Section("giving/my_giving.html", {"given": given})


@bp.get("/giving")
@requires(Permission.SEE_CONTRIBUTIONS)
def contributions() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "") for name in ("channel", "search", "fund", "action")}
    period = periods.chosen(request.args.get("period", ""))
    rows = queries.contributions(current_person(), period, **asked)
    if wanted():
        return download("contributions", COLUMNS, rows, cells, by=current_person())
    return render(
        "giving/contributions.html",
        page=paged(rows),
        total=queries.total(rows),
        asked={**asked, "period": period.key},
        period_choices=periods.choices(queries.first_day() or clock.today()),
        channel_choices=[("", "Any"), *CHANNELS.items()],
        fund_choices=[("", "Any"), *((one.reference, one.name) for one in funds.open_funds())],
        channels=CHANNELS,
    )


@bp.get("/giving/<key>")
@requires(Permission.SEE_CONTRIBUTION, on=Contribution)
def contribution(contribution: Contribution) -> ResponseReturnValue:
    return render("giving/contribution.html", contribution=contribution, channels=CHANNELS)


@bp.get("/giving/batches")
@requires(Permission.SEE_CONTRIBUTIONS)
def batches() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "") for name in ("kind", "state")}
    return render(
        "giving/batches.html",
        page=paged(queries.batches(**asked)),
        asked=asked,
        in_suspense=queries.suspense_count(),
        person=current_person(),
    )


@bp.get("/giving/suspense")
@requires(Permission.SEE_CONTRIBUTIONS)
def suspense() -> ResponseReturnValue:
    return render("giving/suspense.html", page=paged(queries.in_suspense()))


@bp.route("/giving/batches/import", methods=["GET", "POST"])
@requires(Permission.IMPORT_BATCH)
def import_batch() -> ResponseReturnValue:
    form = ImportForm(funds.open_funds())
    if form.validate_on_submit():
        limits.count_of(limits.UPLOADS, current_person())
        with form.refusals():
            batch = operations.import_batch(form.arrival(), by=current_person())
            flash("The file is in. Somebody else in finance approves it next")
            return redirect(url_for(".batch", key=batch.reference), 303)
    return render("giving/import_batch.html", form=form)


@bp.get("/giving/batches/<key>")
@requires(Permission.SEE_CONTRIBUTIONS, on=Batch)
def batch(batch: Batch) -> ResponseReturnValue:
    kind = request.args.get("kind", "")
    absent = queries.not_in_file(batch) if batch.kind == BatchKind.PAYROLL else []
    return render(
        "giving/batch.html",
        batch=batch,
        kind=kind,
        totals=queries.totals(batch),
        page=paged(queries.lines(batch, kind)),
        absent=absent,
        absent_rows=[(name, pledge, expected(pence)) for name, pledge, pence in absent[:25]],
        unknown=queries.suspense_count(batch),
        owed_pence=queries.owed_by_payroll(batch),
        handed_over=funds.entry_of(EntryKind.REMITTANCE, batch),
        mine=batch.imported_by_id == current_person().id,
        kinds=LINE_KINDS,
        kind_choices=KIND_CHOICES,
        happened=happened(batch, HAPPENED),
    )


@bp.route("/giving/batches/<key>/approve", methods=["GET", "POST"])
@requires(Permission.APPROVE_BATCH, on=Batch)
def approve(batch: Batch) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.approve(batch, by=current_person())
            flash("The batch is approved and posted")
            return redirect(url_for(".batch", key=batch.reference), 303)
    totals = queries.totals(batch)
    return render("giving/approve.html", form=form, batch=batch, totals=totals)


@bp.route("/giving/batches/<key>/reject", methods=["GET", "POST"])
@requires(Permission.APPROVE_BATCH, on=Batch)
def reject(batch: Batch) -> ResponseReturnValue:
    form = RejectForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.reject(batch, form.reason.data, by=current_person())
            flash("The batch is turned away. Nothing of it was posted")
            return redirect(url_for(".batch", key=batch.reference), 303)
    return render("giving/reject.html", form=form, batch=batch)


@bp.route("/giving/batches/<key>/remit", methods=["GET", "POST"])
@requires(Permission.POST_ENTRY, on=Batch)
def remit(batch: Batch) -> ResponseReturnValue:
    form = RemitForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.remit(batch, form.remitted_on.data or clock.today(), by=current_person())
            flash("The money is in the bank")
            return redirect(url_for(".batch", key=batch.reference), 303)
    owed = queries.owed_by_payroll(batch)
    return render("giving/remit.html", form=form, batch=batch, owed=owed)


@bp.route("/giving/lines/<key>/identify", methods=["GET", "POST"])
@requires(Permission.IMPORT_BATCH, on=BatchLine)
def identify(line: BatchLine) -> ResponseReturnValue:
    form, found = IdentifyForm(), None
    if form.validate_on_submit():
        with form.refusals():
            found = queries.the_money_pledge_of(form.words.data)
            if form.means(found.reference):
                operations.identify_line(line, found, by=current_person())
                flash("It is theirs now, from the day that it came")
                return redirect(url_for(".batch", key=line.batch.reference), 303)
    entry = funds.entry_of(EntryKind.UNIDENTIFIED, line)
    return render("giving/identify.html", form=form, line=line, found=found, entry=entry)
