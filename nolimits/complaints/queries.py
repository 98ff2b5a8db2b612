"""Reads of complaints and leaks."""

from typing import Any

import sqlalchemy as sa

from nolimits.complaints.models import Complaint, ComplaintKind, ComplaintState
from nolimits.kernel.actors import Actor


def complaints(person: Actor, *, state: str = "", kind: str = "") -> sa.Select[Any]:
    """Everything that was told us but what the reader told, open ones first, the oldest first."""
    others = sa.or_(Complaint.person_id.is_(None), Complaint.person_id != person.id)
    answered = sa.case((Complaint.state == ComplaintState.ANSWERED, 1), else_=0)
    statement = sa.select(Complaint).where(others)
    if state in list(ComplaintState):
        statement = statement.where(Complaint.state == state)
    if kind in list(ComplaintKind):
        statement = statement.where(Complaint.kind == kind)
    return statement.order_by(answered, Complaint.received_at, Complaint.id)
