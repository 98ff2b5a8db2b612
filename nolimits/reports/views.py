"""Pages of figures, of the records behind them, and of the report to the Board."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import clock, reads, tables
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.forms import Form
from nolimits.kernel.my_page import Section, adds_section
from nolimits.kernel.pages import current_person, paged, render, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import in_top_bar, opens_on
from nolimits.reports import catalogue, operations, queries, safety
from nolimits.reports import today as waiting
from nolimits.reports.figures import Period, Unit
from nolimits.reports.forms import DaysForm, PeriodForm, ReportedForm, SeriesForm
from nolimits.reports.models import Report, ReviewKind
from nolimits.volunteers import pipeline
from nolimits.volunteers.gate_words import WORDS
from nolimits.young_people.models import YoungPerson

bp = Blueprint("reports", __name__)

in_top_bar("Today", "reports.today", Permission.SEE_TODAY, order=5)
in_top_bar(
    "Totals",
    "reports.totals",
    Permission.SEE_TOTALS,
    order=70,
    group="Telling",
    daily={Role.BOARD_READER, Role.COUNCILLOR, Role.SAFEGUARDING_LEAD},
)
in_top_bar(
    "Reports",
    "reports.reports",
    Permission.SEE_REPORTS,
    order=71,
    group="Telling",
    daily={Role.BOARD_READER, Role.COUNCILLOR, Role.FINANCE_OFFICER, Role.SAFEGUARDING_LEAD},
)
opens_on(Role.COORDINATOR, "reports.today", order=20)
opens_on(Role.BOARD_READER, "reports.reports", order=35)
NOTHING = ("0", "£0", "not reported")
LED_TO = ("young_people_with_mentor", "contact_hours", "grants_paid_total", "gifts_given")


@bp.get("/today")
@requires(Permission.SEE_TODAY)
def today() -> ResponseReturnValue:
    by, day = current_person(), clock.today()
    piles = [*safety.piles(by), *waiting.piles(by)]
    pool = waiting.pool(piles)
    reads.shown_codes(YoungPerson, [one.what for one in pool.first], by)
    stages, waits = pipeline.summary(by, day)
    return render(
        "reports/today.html",
        piles=piles,
        waiting=sum(pile.total for pile in piles),
        today=day,
        pool=pool,
        stages=pipeline.by_stage(by, day, stages),
        waits=waits,
        gate_words=WORDS,
    )


@adds_section(order=18)
def came_of_it(person: Actor) -> Section | None:
    """What everyone's giving led to, on the page of whoever gives: figures the Board was told."""
    series = queries.current_series()
    report = queries.last_frozen(series) if series else None
    if report is None or not can(person, Permission.MAKE_PLEDGE):
        return None
    told = _told(report, whole=False)
    some = [one for one in told if not one.hidden and one.words not in NOTHING]
    figures = [one for one in some if one.figure.key in LED_TO]
    shown = {"report": report, "figures": figures}
    return Section("reports/came_of_it.html", shown) if figures else None


@bp.get("/totals")
@requires(Permission.SEE_TOTALS)
def totals() -> ResponseReturnValue:
    if not _sees_all():
        return _reported_totals()
    form = DaysForm.of(request.args)
    right = form.validate()
    return render(
        "reports/totals.html",
        form=form,
        period=form.period if right else None,
        parts=catalogue.in_parts(_totals(form.period)) if right else {},
        openable=_openable(),
    )


@bp.get("/totals.csv")
@requires(Permission.SEE_TOTALS)
def totals_file() -> ResponseReturnValue:
    if not _sees_all():
        return _reported_file()
    period = _period()
    return _csv(_totals(period), f"no-limits-totals-{period.as_at}.csv")


@bp.get("/totals/<figure>")
@requires(Permission.SEE_FIGURE_RECORDS)
def figure(figure: str) -> ResponseReturnValue:
    one, period = catalogue.FIGURES.get(figure), _period()
    if one is None or one.rows is None or figure not in _openable():
        raise NotVisible
    page = paged(queries.in_order(one.rows(period), current_person()))
    reads.shown_codes(
        _opened_by(one.opens), [row.reference for row in page.items], current_person()
    )
    return render(
        "reports/figure.html",
        figure=one,
        period=period,
        shown=catalogue.shown(catalogue.lines([figure], period), whole=True)[0],
        page=page,
        opens=_may_open(one.opens),
    )


@bp.get("/reports")
@requires(Permission.SEE_REPORTS)
def reports() -> ResponseReturnValue:
    series = queries.current_series()
    drafts = can(current_person(), Permission.SEE_DRAFT_REPORTS)
    page = paged(queries.reports(drafts=drafts))
    return render("reports/reports.html", page=page, series=series)


@bp.route("/reports/series/new", methods=["GET", "POST"])
@requires(Permission.DRAFT_REPORT)
def begin_series() -> ResponseReturnValue:
    form = SeriesForm()
    if form.validate_on_submit():
        with form.refusals():
            bodies = [line.strip() for line in form.bodies.data.splitlines() if line.strip()]
            facts = (form.name.data, form.every_months.data, bodies, catalogue.SCHEME_KEYS)
            operations.begin_series(*facts, by=current_person())
            flash("Reports can be drafted from now on")
            return redirect(url_for(".draft_report"), 303)
    return render("reports/begin.html", form=form)


@bp.route("/reports/new", methods=["GET", "POST"])
@requires(Permission.DRAFT_REPORT)
def draft_report() -> ResponseReturnValue:
    series = queries.current_series()
    if series is None:
        return redirect(url_for(".begin_series"))
    first, last = queries.next_period(series, clock.today())
    form = PeriodForm(data={"from_on": first, "as_at": last})
    if form.validate_on_submit():
        with form.refusals():
            report = operations.draft_report(
                series, form.from_on.data, form.as_at.data, by=current_person()
            )
            flash("The report is drafted. Finance and safeguarding review it next")
            return redirect(url_for(".report", key=report.reference), 303)
    return render("reports/draft.html", form=form, series=series)


@bp.get("/reports/<key>")
@requires(Permission.SEE_REPORT, on=Report)
def report(report: Report) -> ResponseReturnValue:
    return render(
        "reports/report.html",
        report=report,
        period=Period(report.as_at, report.from_on),
        parts=catalogue.in_parts(_told(report, whole=_sees_all())),
        corrections=queries.differences(report),
        reviewable=queries.open_reviews(report, current_person()),
        intact=queries.intact(report),
        openable=_openable(),
    )


@bp.get("/reports/<key>.csv")
@requires(Permission.SEE_REPORT, on=Report)
def report_file(report: Report) -> ResponseReturnValue:
    figures = _told(report, whole=_sees_all())
    return _csv(figures, f"no-limits-report-{report.as_at}.csv")


@bp.route("/reports/<key>/review/<kind>", methods=["GET", "POST"])
@requires(Permission.REVIEW_REPORT, on=Report)
def review_report(report: Report, kind: str) -> ResponseReturnValue:
    if kind not in list(ReviewKind):
        raise NotVisible
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.review_report(report, ReviewKind(kind), by=current_person())
            flash("Your review is recorded")
            return redirect(url_for(".report", key=report.reference), 303)
    return render("reports/review.html", form=form, report=report, kind=kind)


@bp.route("/reports/<key>/freeze", methods=["GET", "POST"])
@requires(Permission.DRAFT_REPORT, on=Report)
def freeze_report(report: Report) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.freeze_report(report, by=current_person())
            flash("The report is frozen")
            return redirect(url_for(".report", key=report.reference), 303)
    return render("reports/freeze.html", form=form, report=report)


def _may_open(endpoint: str | None) -> bool:
    """Whether the reader's roles open the pages of such records."""
    view: Any = current_app.view_functions.get(endpoint or "")
    return view is not None and can(current_person(), view.permission)


def _opened_by(endpoint: str | None) -> Any:
    """The kind of record that a page opens."""
    return getattr(current_app.view_functions.get(endpoint or ""), "about", None)


def _sees_all() -> bool:
    """Whether the reader may know small numbers: those who may open all the records anyway."""
    return can(current_person(), Permission.SEE_SMALL_NUMBERS)


def _openable() -> set[str]:
    """The figures whose records the reader may open: all of them, those of money, or none."""
    if not can(current_person(), Permission.SEE_FIGURE_RECORDS):
        return set()
    figures = catalogue.FIGURES.values()
    return {one.key for one in figures if one.rows and (_sees_all() or one.unit is Unit.GBP)}


def _keys() -> list[str]:
    series = queries.current_series()
    return series.figure_keys if series else catalogue.SCHEME_KEYS


def _totals(period: Period) -> list[catalogue.Shown]:
    """The figures of any days, for whoever may see all."""
    return catalogue.shown(catalogue.lines(_keys(), period), whole=True)


def _told(report: Report, *, whole: bool) -> list[catalogue.Shown]:
    """The figures of a report, the same wherever it is read."""
    before = queries.report_before(report)
    return catalogue.shown(
        report.figures,
        whole=whole,
        before=before.figures if before else (),
        corrected=[one.figures for one in queries.corrected_by(report)],
        before_corrected=[one.figures for one in queries.corrected_by(before)] if before else (),
    )


def _reported_totals() -> ResponseReturnValue:
    """Totals as reports fixed them: of any days, one less another could tell of somebody."""
    form = ReportedForm(request.args, queries.reported())
    report = form.chosen if form.validate() else None
    return render(
        "reports/reported.html",
        form=form,
        report=report,
        period=Period(report.as_at, report.from_on) if report else None,
        parts=catalogue.in_parts(_told(report, whole=False)) if report else {},
        openable=_openable(),
    )


def _reported_file() -> ResponseReturnValue:
    form = ReportedForm(request.args, queries.reported())
    if not form.validate():
        raise NotVisible
    report = form.chosen
    name = f"no-limits-totals-{report.as_at if report else clock.today()}.csv"
    return _csv(_told(report, whole=False) if report else [], name)


def _period() -> Period:
    """The days that the address asks for; one with wrong ones leads nowhere."""
    form = DaysForm.of(request.args)
    if not form.validate():
        raise NotVisible
    return form.period


def _csv(figures: list[Any], name: str) -> Response:
    rows = [(one.figure.label, one.words, one.figure.definition) for one in figures]
    content = tables.write_csv(("Figure", "Value", "Definition"), rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv", headers=headers)
