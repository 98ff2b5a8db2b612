"""Matches as lines of a file."""

from collections.abc import Sequence
from typing import Any

from nolimits.kernel.downloads import File
from nolimits.kernel.states import words


def _cells(row: Any) -> Sequence[str]:
    match = row.Match
    return (
        match.reference,
        match.young_person.reference,
        match.volunteer.person.name,
        match.young_person.area.name,
        words(match.state),
        match.since.isoformat(),
    )


FILE = File("matches", ("Match", "Young person", "Volunteer", "Area", "State", "Since"), _cells)
