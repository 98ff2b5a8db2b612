"""Reads of complaints and leaks."""

from typing import Any

import sqlalchemy as sa

from nolimits.complaints.models import Complaint, ComplaintKind, ComplaintState
from nolimits.kernel.actors import Actor, Role


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """Those that someone may read: the officer's, but for what they told us themself."""
    if Role.DATA_PROTECTION_OFFICER not in by.roles:
        return sa.false()
    return sa.or_(Complaint.person_id.is_(None), Complaint.person_id != by.id)


def complaints(person: Actor, *, state: str = "", kind: str = "") -> sa.Select[Any]:
    """Everything that was told us, open ones first, the oldest first."""
    answered = sa.case((Complaint.state == ComplaintState.ANSWERED, 1), else_=0)
    statement = sa.select(Complaint).where(visible_to(person))
    if state in list(ComplaintState):
        statement = statement.where(Complaint.state == state)
    if kind in list(ComplaintKind):
        statement = statement.where(Complaint.kind == kind)
    return statement.order_by(answered, Complaint.received_at, Complaint.id)
