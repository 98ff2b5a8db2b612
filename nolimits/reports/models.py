"""The report to the Board: computed, reviewed by two, then frozen with its hash."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose


class Event(StrEnum):
    """What is done here."""

    SERIES_BEGUN = "report_series_begun"
    STATEMENT_RECORDED = "statement_recorded"
    REPORT_DRAFTED = "report_drafted"
    REPORT_REVIEWED = "report_reviewed"
    REPORT_FROZEN = "report_frozen"


class ReportState(StrEnum):
    """Where a report stands. A frozen one never changes; a correction supersedes it."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    FROZEN = "frozen"


class ReviewKind(StrEnum):
    """Who must have looked at a report before it is frozen."""

    FINANCE = "finance"
    SAFEGUARDING = "safeguarding"


class Series(Model):
    """What is reported, how often and to whom."""

    privacy = Entry(Purpose.REPORTS, Category.NONE, Keep.SCHEME)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    every_months: Mapped[int]
    bodies: Mapped[list[str]]
    figure_keys: Mapped[list[str]]
    begun_on: Mapped[date]

    __table_args__ = (sa.CheckConstraint("every_months > 0", name="every_months_positive"),)


class Statement(Model):
    """A quantity that a published report gave in words alone, with where it says so."""

    privacy = Entry(Purpose.REPORTS, Category.NONE, Keep.SCHEME)
    key: Mapped[str] = mapped_column(sa.String(60))
    words: Mapped[str] = mapped_column(sa.String(60))
    stated_on: Mapped[date]
    source: Mapped[str] = mapped_column(sa.String(120))

    __table_args__ = (sa.UniqueConstraint("key", "stated_on"),)


class Report(Referenced, Model, prefix="BR"):
    """The figures of a period as the Board was given them."""

    privacy = Entry(Purpose.REPORTS, Category.NONE, Keep.SCHEME)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"), index=True)
    from_on: Mapped[date]
    as_at: Mapped[date]
    state: Mapped[ReportState] = mapped_column(index=True)
    drafted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    drafted_at: Mapped[datetime]
    figures: Mapped[list[Any]] = mapped_column(sa.JSON)
    frozen_at: Mapped[datetime | None]
    salt: Mapped[str | None] = mapped_column(sa.String(32))
    hash: Mapped[str | None] = mapped_column(sa.String(64))
    supersedes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("report.id"), unique=True)

    series: Mapped[Series] = relationship()
    reviews: Mapped[list["Review"]] = relationship(back_populates="report")
    supersedes: Mapped["Report | None"] = relationship(remote_side="Report.id")

    __table_args__ = (
        sa.CheckConstraint("from_on <= as_at", name="days_in_order"),
        sa.CheckConstraint(
            "(state = 'frozen') = (hash IS NOT NULL) AND (hash IS NULL) = (frozen_at IS NULL) "
            "AND (hash IS NULL) = (salt IS NULL)",
            name="frozen_has_hash",
        ),
    )


class Review(Model):
    """One reviewer's yes to a report."""

    privacy = Entry(Purpose.REPORTS, Category.NONE, Keep.SCHEME)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("report.id"))
    kind: Mapped[ReviewKind]
    reviewed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    reviewed_on: Mapped[date]

    report: Mapped[Report] = relationship(back_populates="reviews")

    __table_args__ = (sa.UniqueConstraint("report_id", "kind"),)
