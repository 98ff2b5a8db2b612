"""Reads of complaints and leaks."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.complaints.models import Complaint, ComplaintKind, ComplaintState
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.kernel.mail import OutboxMessage
from nolimits.people.models import Person

ONE_MAIL_IN = timedelta(minutes=15)


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The officer's: not what they told us, or a young person from whom they are kept apart."""
    if Role.DATA_PROTECTION_OFFICER not in by.roles:
        return sa.false()
    another = sa.or_(Complaint.person_id.is_(None), Complaint.person_id != by.id)
    return another & ~Complaint.person.has(Person.kept_apart.any(person_id=by.id))


def complaints(person: Actor, *, state: str = "", kind: str = "") -> sa.Select[Any]:
    """Everything that was told us, open ones first, the oldest first."""
    answered = sa.case((Complaint.state == ComplaintState.ANSWERED, 1), else_=0)
    statement = sa.select(Complaint).where(visible_to(person))
    if state in list(ComplaintState):
        statement = statement.where(Complaint.state == state)
    if kind in list(ComplaintKind):
        statement = statement.where(Complaint.kind == kind)
    return statement.order_by(answered, Complaint.received_at, Complaint.id)


def was_written_to(officer: Person, template: str) -> bool:
    """Whether an officer was written to of such a thing a moment ago: one mail tells of many."""
    lately = sa.and_(
        OutboxMessage.recipient == officer.email,
        OutboxMessage.template == template,
        OutboxMessage.queued_at > clock.now() - ONE_MAIL_IN,
    )
    return bool(db.session.scalar(sa.select(sa.exists().where(lately))))
