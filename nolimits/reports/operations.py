"""What is done about reports: draft, review by two, freeze, correct by a new one."""

import secrets
from datetime import date

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.reports import catalogue, queries
from nolimits.reports.figures import Period
from nolimits.reports.models import (
    Event,
    Report,
    ReportState,
    Review,
    ReviewKind,
    Series,
    Statement,
)


def _days_of_their_own(report: Report) -> str | None:
    return _told_in_part(report.from_on, report.as_at)


def _told_in_part(from_on: date, as_at: date) -> str | None:
    """Of days within other days, one total less the other could tell of somebody alone."""
    other = queries.reported_in_part(from_on, as_at)
    if other is None:
        return None
    return (
        f"Some of these days are in the report from {other.from_on:%-d %B %Y} to "
        f"{other.as_at:%-d %B %Y}. Report later days, or the same ones to correct it"
    )


def _both_reviewed(report: Report) -> str | None:
    missing = set(ReviewKind) - {review.kind for review in report.reviews}
    if missing:
        return f"The {' and '.join(sorted(missing))} review is still to be done"
    return None


STATES = States(
    {
        "review": step(
            ReportState.DRAFT,
            to=ReportState.REVIEWED,
            event=Event.REPORT_REVIEWED,
            guards=(_both_reviewed,),
        ),
        "freeze": step(
            ReportState.REVIEWED,
            to=ReportState.FROZEN,
            event=Event.REPORT_FROZEN,
            guards=(_both_reviewed, _days_of_their_own),
        ),
    }
)


@transaction
def begin_series(
    name: str, every_months: int, bodies: list[str], figure_keys: list[str], *, by: Actor
) -> Series:
    """Say what is reported, how often and to whom."""
    require(by, Permission.DRAFT_REPORT)
    unknown = [key for key in figure_keys if key not in catalogue.FIGURES]
    if unknown:
        raise Refused(f"There is no figure called {', '.join(unknown)}", "figure_keys")
    series = Series(
        name=name,
        every_months=every_months,
        bodies=bodies,
        figure_keys=figure_keys,
        begun_on=clock.today(),
    )
    with refusing("There is already a series of this name", "name"):
        db.session.add(series)
    audit.record(Event.SERIES_BEGUN, series, by=by)
    return series


@transaction
def record_statement(key: str, words: str, stated_on: date, source: str, *, by: Actor) -> Statement:
    """Keep a quantity that a published report gave in words alone."""
    require(by, Permission.DRAFT_REPORT)
    statement = Statement(key=key, words=words, stated_on=stated_on, source=source)
    with refusing("This was recorded already"):
        db.session.add(statement)
    audit.record(Event.STATEMENT_RECORDED, statement, by=by)
    return statement


@transaction
def draft_report(series: Series, from_on: date, as_at: date, *, by: Actor) -> Report:
    """Compute a period's figures as a draft; one that corrects a frozen report supersedes it."""
    require(by, Permission.DRAFT_REPORT)
    if as_at > clock.today():
        raise Refused("The last day must be today or in the past", "as_at")
    if told := _told_in_part(from_on, as_at):
        raise Refused(told, "from_on")
    corrected = queries.frozen_on(series, as_at)
    report = Report(
        series=series,
        from_on=from_on,
        as_at=as_at,
        state=ReportState.DRAFT,
        drafted_by_id=by.id,
        drafted_at=clock.now(),
        figures=list(catalogue.lines(series.figure_keys, Period(as_at, from_on))),
        supersedes=corrected,
    )
    with refusing("A correction of that report is being drafted already", "as_at"):
        db.session.add(report)
    audit.record(Event.REPORT_DRAFTED, report, by=by)
    return report


@transaction
def review_report(report: Report, kind: ReviewKind, *, by: Actor) -> None:
    """Say, for finance or for safeguarding, that the figures may be shown."""
    require(by, Permission.REVIEW_REPORT, report)
    if report.state is not ReportState.DRAFT:
        raise Refused("Only a draft is reviewed")
    if kind not in queries.open_reviews(report, by):
        raise Refused("This review is done, or is for somebody with no part in the report so far")
    with refusing(f"The {kind} review was done already"):
        report.reviews.append(Review(kind=kind, reviewed_by_id=by.id, reviewed_on=clock.today()))
    if _both_reviewed(report) is None:
        STATES.take(report, "review", by=by)
    else:
        audit.record(Event.REPORT_REVIEWED, report, by=by, kind=kind.value)


@transaction
def freeze_report(report: Report, *, by: Actor) -> None:
    """Fix the figures for good, with the hash that shows they were never changed."""
    require(by, Permission.DRAFT_REPORT, report)
    lock(report.series)  # of two reports that share days one is frozen
    salt = secrets.token_hex(16)
    proof = {"salt": salt, "hash": queries.fingerprint(report, salt)}
    STATES.take(report, "freeze", by=by, frozen_at=clock.now(), **proof)
