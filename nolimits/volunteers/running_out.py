"""What is told before time alone closes a gate: 60, 30 and 7 days ahead (R-SAF-1)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from nolimits.handbook import queries as handbooks
from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db, transaction
from nolimits.kernel.permissions import Permission, require
from nolimits.people.queries import holders
from nolimits.training.kinds import WARNINGS
from nolimits.volunteers import queries
from nolimits.volunteers import readiness as engine
from nolimits.volunteers.models import Event, Volunteer
from nolimits.volunteers.readiness import Gate

ELSEWHERE = {Gate.TRAINING}
"""Of a pass of training its own room writes, to whoever has one."""

TOGETHER = 100  # volunteers in one transaction: few statements, and nobody waits long for it

Told = tuple[str, str, int]  # gate, its day, days left
Closing = tuple[Gate, date, int]


def due(left: int, given: int | None = None) -> int | None:
    """Which of its warnings a gate with so many days left has come to; none yet where it is far.

    `given` days were told of when they began, as those of a new handbook are.
    """
    told = (days for days in WARNINGS if left <= days and (given is None or days < given))
    return min(told, default=None)


def _told(ids: Collection[int]) -> dict[int, set[Told]]:
    """What volunteers were warned of."""
    rows = db.session.execute(
        sa.select(AuditEntry.record_id, AuditEntry.detail).where(
            AuditEntry.record_type == Volunteer.__tablename__,
            AuditEntry.record_id.in_(ids),
            AuditEntry.event == Event.GATE_WARNED.value,
        )
    )
    found: dict[int, set[Told]] = {}
    for record_id, detail in rows:
        found.setdefault(record_id, set()).add((detail["gate"], detail["on"], detail["days"]))
    return found


def _is_told(told: Iterable[Told], gate: Gate, on: date, days: int) -> bool:
    return any(one[:2] == (gate, on.isoformat()) and one[2] <= days for one in told)


def _closing(today: date) -> dict[int, list[Closing]]:
    """Of each volunteer, what closes soon and was not told of yet."""
    found = queries.running_out(today)
    told, closing, given = _told(found), {}, handbooks.given()
    for volunteer_id, ends in found.items():
        theirs = [
            (gate, on, days)
            for gate, on in ends.items()
            if gate not in ELSEWHERE
            and (days := due((on - today).days, given.get(on) if gate is Gate.HANDBOOK else None))
            and not _is_told(told.get(volunteer_id, ()), gate, on, days)
        ]
        if theirs:
            closing[volunteer_id] = theirs
    return closing


@transaction
def warn(closing: Mapping[int, Sequence[Closing]], *, by: Actor) -> int:
    """Tell volunteers, each once, that a gate closes in so many days; how many were told now."""
    require(by, Permission.NOTICE_LAPSE)
    held = sa.select(Volunteer.id).where(Volunteer.id.in_(closing)).order_by(Volunteer.id)
    db.session.execute(held.with_for_update(key_share=True)).all()
    known, people, done = _told(closing), queries.by_id(closing), 0
    for volunteer_id, gates in closing.items():
        volunteer = people[volunteer_id]
        for gate, on, days in gates:
            if _is_told(known.get(volunteer_id, ()), gate, on, days):
                continue
            which = {"gate": gate.value, "on": on.isoformat()}
            audit.record(Event.GATE_WARNED, volunteer, by=by, days=days, **which)
            words = engine.WORDS[gate]
            told: dict[str, Any] = {"what": words.name, "renew": words.renew or words.own}
            mail.queue(volunteer.person, "gate_runs_out", on=on, **told)
            done += 1
    return done


@jobs.nightly("gates_that_run_out")
def warn_of_ends() -> int:
    """Write to those of whom a gate closes soon, and tell coordinators how many; the number."""
    closing = _closing(clock.today())
    ids = list(closing)
    parts = (ids[at : at + TOGETHER] for at in range(0, len(ids), TOGETHER))
    done = sum(warn({one: closing[one] for one in part}, by=SYSTEM) for part in parts)
    if done:
        _tell_coordinators(done)
    return done


@transaction
def _tell_coordinators(number: int) -> None:
    for coordinator in holders(Role.COORDINATOR):
        mail.queue(coordinator, "gates_of_some_run_out", number=number)
