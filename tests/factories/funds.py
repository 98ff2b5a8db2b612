"""Invented funds, with money in them where a test asks for some."""

from typing import Any

import factory

from nolimits.funds import operations
from nolimits.funds.models import EntryKind, Fund, Holder, JournalEntry
from nolimits.funds.operations import Line
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import Base
from tests.factories.made import Made


class FundFactory(Made):
    """An open fund of the council; `pence=50000` puts £500 into its bank."""

    class Meta:
        model = Fund

    name = factory.Sequence(lambda n: f"Invented fund {n + 1}")
    holder = Holder.COUNCIL

    @classmethod
    def _create(cls, model_class: type[Fund], *args: Any, pence: int = 0, **kwargs: Any) -> Fund:
        fund = operations.open_fund(**kwargs, by=SYSTEM)
        if pence:
            operations.post(
                EntryKind.OPENING, [Line(fund, pence)], fund, narrative="At the start", by=SYSTEM
            )
        return fund


def award(fund: Fund, pence: int, source: Base, by: Actor = SYSTEM) -> JournalEntry:
    """Set a grant aside; any record may stand for the award."""
    return operations.post(
        EntryKind.GRANT_AWARDED, [Line(fund, pence)], source, narrative="A grant", by=by
    )
