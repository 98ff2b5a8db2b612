"""Reads about reports: which come next, who reviews, what changed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.reports.models import Report, ReportState, ReviewKind, Series
from nolimits.reports.records import hidden_from

REVIEWERS = {
    ReviewKind.FINANCE: Role.FINANCE_OFFICER,
    ReviewKind.SAFEGUARDING: Role.SAFEGUARDING_LEAD,
}


def current_series() -> Series | None:
    """The series that the council reports in: the newest begun."""
    return db.session.scalar(sa.select(Series).order_by(Series.id.desc()).limit(1))


def reports(*, drafts: bool) -> sa.Select[Any]:
    """The reports, the newest period first; frozen ones alone, or drafts too."""
    statement = (
        sa.select(Report)
        .options(joinedload(Report.series), selectinload(Report.reviews))
        .order_by(Report.as_at.desc(), Report.id.desc())
    )
    return statement if drafts else statement.where(Report.state == ReportState.FROZEN)


def reported() -> Sequence[Report]:
    """The frozen reports as they stand: of each period the newest, the newest period first."""
    later = aliased(Report)
    corrected = sa.select(later.id).where(
        later.supersedes_id == Report.id, later.state == ReportState.FROZEN
    )
    return db.session.scalars(reports(drafts=False).where(~corrected.exists())).all()


def corrected_by(report: Report) -> Iterator[Report]:
    """The reports of the same days that a report corrects, and those that they corrected."""
    while (earlier := report.supersedes) is not None:
        yield earlier
        report = earlier


def reported_in_part(from_on: date, as_at: date) -> Report | None:
    """A frozen report of some of these days, and of others too or not of all."""
    others = sa.or_(Report.from_on != from_on, Report.as_at != as_at)
    return db.session.scalar(
        sa.select(Report)
        .where(
            Report.state == ReportState.FROZEN,
            *(Report.from_on <= as_at, Report.as_at >= from_on),
            others,
        )
        .order_by(Report.as_at.desc(), Report.id.desc())
        .limit(1)
    )


def last_frozen(series: Series) -> Report | None:
    """The report that the next one follows."""
    return db.session.scalar(
        sa.select(Report)
        .where(Report.series_id == series.id, Report.state == ReportState.FROZEN)
        .order_by(Report.as_at.desc(), Report.id.desc())
        .limit(1)
    )


def in_order(statement: sa.Select[Any], by: Actor) -> sa.Select[Any]:
    """A figure's records that somebody may read of, the newest first; all of them count."""
    listed = statement.subquery()
    shown = sa.select(listed).where(listed.c.reference.not_in(hidden_from(by)))
    return shown.order_by(listed.c.day.desc(), listed.c.reference)


def next_period(series: Series, today: date) -> tuple[date, date]:
    """The days that the next report is about: from the day after the last one's close."""
    last = last_frozen(series)
    first = last.as_at + timedelta(days=1) if last else series.begun_on
    months = first.month - 1 + series.every_months
    due = date(first.year + months // 12, months % 12 + 1, 1) - timedelta(days=1)
    return first, max(first, min(due, today))


def report_before(report: Report) -> Report | None:
    """The newest frozen report of an earlier period, to say what changed since."""
    return db.session.scalar(
        sa.select(Report)
        .where(
            Report.series_id == report.series_id,
            Report.state == ReportState.FROZEN,
            Report.as_at < report.as_at,
        )
        .order_by(Report.as_at.desc(), Report.id.desc())
        .limit(1)
    )


def differences(report: Report) -> list[tuple[str, Any, Any]]:
    """What a correction corrects: label, the value before and the value now."""
    if report.supersedes is None:
        return []
    before = {one["key"]: one["value"] for one in report.supersedes.figures}
    return [
        (one["label"], before.get(one["key"]), one["value"])
        for one in report.figures
        if before.get(one["key"]) != one["value"]
    ]


def open_reviews(report: Report, by: Actor) -> list[ReviewKind]:
    """The reviews of a draft that are still to be done and that this person may do."""
    had_a_part = {report.drafted_by_id, *(review.reviewed_by_id for review in report.reviews)}
    if report.state is not ReportState.DRAFT or by.id in had_a_part:
        return []
    done = {review.kind for review in report.reviews}
    return [kind for kind in ReviewKind if kind not in done and REVIEWERS[kind] in by.roles]


def frozen_on(series: Series, as_at: date) -> Report | None:
    """The newest frozen report that ends on a day, which one more would correct."""
    return db.session.scalar(
        sa.select(Report)
        .where(
            Report.series_id == series.id,
            Report.as_at == as_at,
            Report.state == ReportState.FROZEN,
        )
        .order_by(Report.id.desc())
        .limit(1)
    )


def fingerprint(report: Report, salt: str) -> str:
    """SHA-256, in hex, over a salt, a report's days and its figures as they are kept.

    Nobody is shown the salt: else whoever reads the fingerprint could guess the hidden numbers.
    """
    days = [report.from_on.isoformat(), report.as_at.isoformat()]
    text = json.dumps([salt, *days, report.figures], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def intact(report: Report) -> bool:
    """Whether a frozen report still says what it said when it was frozen."""
    return report.salt is not None and report.hash == fingerprint(report, report.salt)
