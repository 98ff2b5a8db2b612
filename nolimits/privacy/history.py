"""What was done to somebody's records, and what was sent to them, as it goes into their copy.

Whoever did something is told by their role. Of what is also about somebody else, of concerns, and
of what could tell that there is one, nothing is told here.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from nolimits.checks.models import Event as OfChecks
from nolimits.kernel.actors import Role
from nolimits.kernel.audit import AuditEntry, Looks
from nolimits.kernel.db import db
from nolimits.kernel.dictionary import Keep
from nolimits.kernel.mail import OutboxMessage
from nolimits.kernel.pages import at_time
from nolimits.panel.models import Event as OfPanels
from nolimits.people.models import Event as OfPeople
from nolimits.people.models import Person, RoleGrant
from nolimits.people.queries import UNSIGNED, told_at
from nolimits.privacy import untold
from nolimits.privacy.gathering import Found
from nolimits.safeguarding.models import Event as OfConcerns

WARNING = {OfPeople.PERSON_SUSPENDED, OfPeople.PERSON_BROUGHT_BACK}
OF_REFERENCES = {one for one in OfChecks if one.value.startswith("reference_")}
OF_MEMBERS = {OfPanels.CONFLICT_DECLARED, OfPanels.SCORED}
NEVER = (OfConcerns, Looks, UNSIGNED, WARNING, OF_REFERENCES, OF_MEMBERS)
UNTOLD = sorted({str(event) for events in NEVER for event in events})
SOMEBODY = "somebody at the council"


def of(found: Sequence[Found], person_id: int | None) -> Iterator[Found]:
    """The history of what is theirs alone, and the messages that we sent them."""
    if done := _done(found, person_id):
        yield Found("history", 0, "What was done to what is yours, and by whom", done)
    if sent := _sent(person_id):
        yield Found(
            "messages", 0, f"Messages that we sent you in the last {Keep.MAIL.days} days", sent
        )


def _done(found: Sequence[Found], person_id: int | None) -> list[list[str]]:
    """Each entry of the trail about rows that are only theirs: when, what, by which role."""
    numbers: dict[str, list[int]] = {}
    for one in found:
        if not (one.of_others or one.safeguarding):
            numbers.setdefault(one.source, []).append(one.record_id)
    ours = sa.or_(
        sa.false(),
        *(
            sa.and_(AuditEntry.record_type == table, AuditEntry.record_id.in_(some))
            for table, some in numbers.items()
        ),
    )
    early = sa.and_(
        AuditEntry.event == OfPanels.DECIDED, AuditEntry.record_id.in_(untold.waiting())
    )
    told = sa.select(AuditEntry).where(ours, AuditEntry.event.not_in(UNTOLD), ~early)
    entries = db.session.scalars(told.order_by(AuditEntry.id)).all()
    roles = _roles({one.actor_id for one in entries if one.actor_id})
    return [
        [told_at(one), f"{one.event.replace('_', ' ').capitalize()}: {_by(one, person_id, roles)}"]
        for one in entries
    ]


def _by(entry: AuditEntry, person_id: int | None, roles: dict[int, str]) -> str:
    if entry.actor_id is None:
        return "No Limits itself" if entry.actor == "system" else "somebody who was not signed in"
    return "you" if entry.actor_id == person_id else roles.get(entry.actor_id, SOMEBODY)


def _roles(ids: set[int]) -> dict[int, str]:
    """In what role people act; that it was a safeguarding lead could tell of a concern."""
    leads = sa.select(RoleGrant.person_id).where(RoleGrant.role == Role.SAFEGUARDING_LEAD)
    wanted = (
        sa.select(RoleGrant.person_id, RoleGrant.role)
        .where(RoleGrant.person_id.in_(ids), RoleGrant.person_id.not_in(leads))
        .where(RoleGrant.role != Role.STAFF)
        .order_by(RoleGrant.id.desc())
    )
    return {number: role.value.replace("_", " ") for number, role in db.session.execute(wanted)}


def _sent(person_id: int | None) -> list[list[str]]:
    """When, and the subject; the messages themselves they have."""
    address = sa.select(Person.email).where(Person.id == person_id).scalar_subquery()
    sent = sa.select(OutboxMessage.queued_at, OutboxMessage.subject).where(
        OutboxMessage.recipient == address
    )
    return [
        [at_time(at), words] for at, words in db.session.execute(sent.order_by(OutboxMessage.id))
    ]
