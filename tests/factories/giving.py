"""Files of money that arrived, brought in by one invented finance officer, approved by another."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import factory

from nolimits.funds.models import Fund
from nolimits.giving import operations
from nolimits.giving.files import read
from nolimits.giving.models import Batch, BatchKind, Contribution
from nolimits.giving.operations import Arrival
from nolimits.kernel import clock, money, tables
from nolimits.people.models import Person
from nolimits.pledges.models import Channel
from tests.factories.funds import FundFactory
from tests.factories.made import Made
from tests.factories.people import finance_officer
from tests.factories.pledges import MoneyPledgeFactory

PAYROLL = ("Employee number", "Amount taken", "Reason not taken")
BANK = ("Date", "Description", "Amount")


def payroll_file(*lines: tuple[str, int] | tuple[str, int, str]) -> bytes:
    """A payroll result of (employee number, pence, reason) lines."""
    rows = [(line[0], money.decimal(line[1]), *line[2:]) for line in lines]
    return tables.write_csv(PAYROLL, rows)


def bank_file(*lines: tuple[date, str, int]) -> bytes:
    """A bank statement of (day, description, pence) lines."""
    rows = [(on.isoformat(), words, money.decimal(pence)) for on, words, pence in lines]
    return tables.write_csv(BANK, rows)


def arrival(content: bytes, kind: BatchKind = BatchKind.PAYROLL, **facts: Any) -> Arrival:
    """A file as it is handed in, with the right control total and count unless told otherwise."""
    file = read(kind, content)
    return Arrival(
        kind=kind,
        fund=facts.get("fund") or FundFactory(),
        received_on=facts.get("received_on") or clock.today(),
        file_name="file.csv",
        content=content,
        control_pence=facts.get("control_pence", file.total),
        control_count=facts.get("control_count", len(file.lines)),
    )


def import_payroll(*lines: Any, by: Person | None = None, **facts: Any) -> Batch:
    """A payroll result brought in, waiting for a second person."""
    handed_in = arrival(payroll_file(*lines), **facts)
    return operations.import_batch(handed_in, by=by or finance_officer())


def import_bank(*lines: Any, by: Person | None = None, **facts: Any) -> Batch:
    """Bank lines brought in, waiting for a second person."""
    handed_in = arrival(bank_file(*lines), BatchKind.BANK, **facts)
    return operations.import_batch(handed_in, by=by or finance_officer())


def approved(batch: Batch) -> Batch:
    """The same, approved by somebody else and posted."""
    operations.approve(batch, by=finance_officer())
    return batch


class BatchFactory(Made):
    """A payroll batch of one line; `lines=`, `fund=`, `approved=True`."""

    class Meta:
        model = Batch

    number = factory.Sequence(lambda n: f"{700000 + n}")

    @classmethod
    def _create(
        cls,
        model_class: type[Batch],
        *args: Any,
        number: str,
        lines: Iterable[Any] = (),
        fund: Fund | None = None,
        approve: bool = False,
    ) -> Batch:
        batch = import_payroll(*(lines or [(number, 500)]), fund=fund)
        return approved(batch) if approve else batch


def gift_of(person: Person) -> Contribution:
    """£5 that a person promised by bank transfer, and that came."""
    pledge = MoneyPledgeFactory(person=person, channel=Channel.BANK_TRANSFER, state="active")
    batch = approved(import_bank((clock.today(), pledge.reference, 500)))
    gift = batch.lines[0].contribution
    assert gift is not None
    return gift
