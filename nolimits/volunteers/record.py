"""Reads for a volunteer's page: who stands for each gate, whose turn it is, what was done."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from nolimits.backgrounds.models import Background, OverseasCheck, SelfDisclosure
from nolimits.checks.models import IdentityCheck, Interview, ReferenceRequest
from nolimits.dbs.models import DbsRecord
from nolimits.kernel import clock
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.people.queries import told_at, told_by
from nolimits.volunteers import turns as whose
from nolimits.volunteers import witnesses
from nolimits.volunteers.models import Volunteer
from nolimits.volunteers.readiness import Gate, Turn


def turns(volunteer: Volunteer) -> dict[Gate, Turn]:
    """Of each gate of one volunteer, on whom the next step lies."""
    found = whose.turns()
    row = db.session.execute(sa.select(*found.values()).where(Volunteer.id == volunteer.id)).one()
    return {gate: Turn(turn) for gate, turn in zip(found, row, strict=True)}


def who(volunteer: Volunteer) -> dict[Gate, tuple[str, ...]]:
    """Of each gate of one volunteer, the names of those who saw, decided or gave it."""
    asked = {"id": volunteer.id, "on": clock.today()}
    rows = sorted(db.session.execute(witnesses.witnesses(), asked), key=lambda one: one[1])
    newest = {gate: record for gate, record, _, _ in rows}
    named: dict[Gate, dict[str, int]] = defaultdict(dict)
    for gate, record, place, name in rows:
        if record == newest[gate] or gate in witnesses.SEVERAL:
            named[Gate(gate)].setdefault(name, place)
    return {gate: tuple(sorted(names, key=lambda one: names[one])) for gate, names in named.items()}


def history(
    volunteer: Volunteer, *, dbs: bool, references: bool, told: bool
) -> list[tuple[AuditEntry, str, str]]:
    """All that was done about a volunteer, newest first, with when and by whom in words.

    Without the steps of a DBS check where they are kept from view: a second decider tells that
    there is something on the certificate (R-DBS-10). Likewise those of a reference: its days tell
    which referee spoke against them. And those of what they told of themselves.
    """
    kinds: list[Any] = [IdentityCheck, Interview]
    kinds += [Background, OverseasCheck, SelfDisclosure] * told
    kinds += [DbsRecord] * dbs + [ReferenceRequest] * references
    theirs = [
        sa.and_(
            AuditEntry.record_type == kind.__tablename__,
            AuditEntry.record_id.in_(
                sa.select(kind.id).where(kind.person_id == volunteer.person_id)
            ),
        )
        for kind in kinds
    ]
    own = sa.and_(
        AuditEntry.record_type == Volunteer.__tablename__, AuditEntry.record_id == volunteer.id
    )
    rows = db.session.execute(
        sa.select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(sa.or_(own, *theirs))
        .order_by(AuditEntry.id.desc())
    )
    return [(entry, told_at(entry), told_by(entry, name or "")) for entry, name in rows]
