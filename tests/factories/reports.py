"""Invented series of reports, begun through the operation that people use."""

from datetime import date
from typing import Any

import factory

from nolimits.reports import catalogue, operations
from nolimits.reports.models import Report, Series
from tests.factories.people import coordinator


class SeriesFactory(factory.Factory):
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


class ReportFactory(factory.Factory):
    """A draft of half a year's figures."""

    class Meta:
        model = Report

    series = factory.SubFactory(SeriesFactory)
    from_on = date(2026, 5, 1)
    as_at = date(2026, 10, 31)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Report:
        return operations.draft_report(**kwargs, by=coordinator())
