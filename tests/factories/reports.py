"""Invented series of reports, begun through the operation that people use."""

from datetime import date
from typing import Any

import factory

from nolimits.reports import catalogue, operations
from nolimits.reports.models import Report, ReviewKind, Series
from tests.factories.made import Made
from tests.factories.people import coordinator, finance_officer, safeguarding_lead


class SeriesFactory(Made):
    """A report every six months to the Board, of every figure of the scheme."""

    class Meta:
        model = Series

    name = factory.Sequence(lambda n: f"Invented report {n + 1}")
    every_months = 6
    bodies = factory.LazyFunction(lambda: ["the Board"])
    figure_keys = factory.LazyFunction(lambda: list(catalogue.SCHEME_KEYS))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Series:
        return operations.begin_series(**kwargs, by=coordinator())


class ReportFactory(Made):
    """A draft of half a year's figures; `frozen=True` for one that the Board may read."""

    class Meta:
        model = Report

    series = factory.SubFactory(SeriesFactory)
    from_on = date(2026, 5, 1)
    as_at = date(2026, 10, 31)
    frozen = False

    @classmethod
    def _create(cls, model_class: Any, *args: Any, frozen: bool, **kwargs: Any) -> Report:
        writer = coordinator()
        report = operations.draft_report(**kwargs, by=writer)
        if frozen:
            operations.review_report(report, ReviewKind.FINANCE, by=finance_officer())
            operations.review_report(report, ReviewKind.SAFEGUARDING, by=safeguarding_lead())
            operations.freeze_report(report, by=writer)
        return report
