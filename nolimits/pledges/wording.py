"""Pledges as lines of a file."""

from collections.abc import Sequence
from typing import Any

from nolimits.kernel.downloads import File
from nolimits.kernel.states import words


def _cells(row: Any) -> Sequence[str]:
    pledge = row.Pledge
    return (
        pledge.reference,
        pledge.person.name,
        pledge.words,
        words(pledge.state),
        pledge.made_on.isoformat(),
        pledge.action.text if pledge.action else "Wherever it helps most",
    )


FILE = File("pledges", ("Reference", "Who", "What", "State", "Promised on", "It helps"), _cells)
