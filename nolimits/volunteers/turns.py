"""On whom the next step of each gate lies, in SQL; `queries` runs what this builds."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from nolimits.backgrounds.models import Background, SelfDisclosure
from nolimits.checks.models import ReferenceRequest, Suitability
from nolimits.dbs.models import DbsRecord
from nolimits.volunteers import gates
from nolimits.volunteers.models import Volunteer
from nolimits.volunteers.readiness import Gate, Turn

THEIRS = {Gate.APPLICATION, Gate.TRAINING, Gate.HANDBOOK, Gate.AGREEMENT}
PAUSED = (Gate.ACCOUNT, Gate.NOT_ON_HOLD)


def _some(kind: Any, *where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(gates.theirs(kind), *where).correlate(Volunteer)


def _told(kind: Any) -> sa.Case[str]:
    """Theirs until they have told of it, then ours."""
    return sa.case((_some(kind), Turn.US.value), else_=Turn.THEM.value)


def _references() -> sa.Case[str]:
    stands = ReferenceRequest.replaced_on.is_(None)
    came = ReferenceRequest.received_on.is_not(None)
    undecided = ReferenceRequest.decision.is_(None)
    refused = ReferenceRequest.decision != Suitability.SUITABLE
    wanted = ReferenceRequest.another_wanted_on.is_not(None)
    return sa.case(
        (_some(ReferenceRequest, stands, came, undecided), Turn.US.value),
        (_some(ReferenceRequest, stands, wanted, sa.or_(~came, refused)), Turn.THEM.value),
        (_some(ReferenceRequest, stands, ~came), Turn.THIRD.value),
        else_=Turn.US.value,
    )


def turns() -> dict[Gate, sa.ColumnElement[str]]:
    """Of each gate, while it is missing, whose turn it is."""
    unseen = (DbsRecord.decision.is_(None), DbsRecord.seen_on.is_(None))
    found: dict[Gate, sa.ColumnElement[str]] = {
        gate: sa.literal(Turn.THEM.value if gate in THEIRS else Turn.US.value) for gate in Gate
    }
    return {
        **found,
        Gate.SELF_DISCLOSURE: _told(SelfDisclosure),
        Gate.OVERSEAS: _told(Background),
        Gate.REFERENCES: _references(),
        Gate.DBS: sa.case((_some(DbsRecord, *unseen), Turn.THIRD.value), else_=Turn.US.value),
    }


Columns = Mapping[Gate, sa.ColumnElement[Any]]
"""Whether each gate is passed, or whose turn it is, wherever that is read from."""


def waits(passed: Columns, turns: Columns) -> dict[Gate, sa.ColumnElement[Any]]:
    """Of each gate, on whom somebody waits for it; nothing where they do not.

    Nobody waits who left. Of whoever pauses, only the pause waits; clearance comes last of all.
    """
    others = [passed[gate] for gate in Gate if gate is not Gate.CLEARANCE]
    found: dict[Gate, sa.ColumnElement[Any]] = {}
    for gate, turn in turns.items():
        where = [sa.not_(passed[gate]), passed[Gate.NOT_LEFT]]
        if gate not in PAUSED:
            where += [passed[one] for one in PAUSED]
        if gate is Gate.CLEARANCE:
            where += others
        found[gate] = sa.case((sa.and_(*where), turn), else_=None)
    return found
