"""How a line of a file compares with what was promised; promises and lines in, lines out."""

from datetime import date
from typing import NamedTuple

from nolimits.giving.arrivals import Promise
from nolimits.giving.files import FileLine, pledge_reference
from nolimits.giving.models import BatchKind, LineKind


class Compared(NamedTuple):
    """What a line was taken to be, whose promise it keeps, and what was expected, in pence."""

    kind: LineKind
    pledge_id: int | None
    expected: int | None


def compare(
    kind: BatchKind, line: FileLine, on: date, promises: dict[str, list[Promise]]
) -> Compared:
    """Find the promise that a line of a day keeps: of several that of its amount, or the first."""
    payer = line.payer if kind is BatchKind.PAYROLL else pledge_reference(line.payer)
    possible = promises.get(payer or "", [])
    promise = next((one for one in possible if one.expected(on) == line.pence), None)
    promise = promise or (possible[0] if possible else None)
    if promise is None:
        return Compared(LineKind.UNKNOWN if line.pence else LineKind.NOT_TAKEN, None, None)
    expected = promise.expected(on)
    return Compared(_kind(line.pence, expected), promise.pledge_id, expected)


def _kind(came: int, expected: int | None) -> LineKind:
    if came == 0:
        return LineKind.NOT_TAKEN
    if expected is None or came == expected:
        return LineKind.TAKEN
    return LineKind.SHORT if came < expected else LineKind.OVER
