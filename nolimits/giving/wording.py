"""Giving in words: kinds of lines, channels, what happened, and the list as cells of a file."""

from collections.abc import Sequence
from typing import Any

from nolimits.giving.models import LineKind
from nolimits.kernel import money
from nolimits.pledges.models import Channel

LINE_KINDS: dict[LineKind, str] = {
    LineKind.TAKEN: "As promised",
    LineKind.SHORT: "Less than promised",
    LineKind.OVER: "More than promised",
    LineKind.NOT_TAKEN: "Nothing taken",
    LineKind.UNKNOWN: "Not known whose",
}
KIND_CHOICES = [("", "Any"), *((kind.value, words) for kind, words in LINE_KINDS.items())]
CHANNELS: dict[Channel, str] = {
    Channel.TAKE_HOME_PAY: "From take-home pay",
    Channel.BANK_TRANSFER: "By bank transfer",
}
HAPPENED = {
    "batch_imported": "Imported, lines: {lines}",
    "batch_approved": "Approved and posted",
    "batch_rejected": "Turned away",
    "batch_remitted": "Handed over by payroll",
    "remittance_reversed": "The handing over was reversed",
}
COLUMNS = ("Reference", "Date", "Giver", "Channel", "Fund", "Batch", "Amount", "Reversed")


def expected(pence: int | None) -> str:
    """What was promised, in words."""
    return "An amount that was never stated" if pence is None else money.pounds(pence)


def cells(row: Any) -> Sequence[str]:
    """A row of the contributions under the headings of COLUMNS."""
    return (
        row.reference,
        row.received_on.isoformat(),
        row.name or "",
        CHANNELS[row.channel],
        row.fund,
        row.batch,
        money.decimal(row.pence),
        row.reversed_on.isoformat() if row.reversed_on else "",
    )
