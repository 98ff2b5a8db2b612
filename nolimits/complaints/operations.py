"""What anybody tells us, and what is done about it."""

from nolimits.complaints import queries
from nolimits.complaints.models import Complaint, ComplaintKind, ComplaintState, Event
from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import change, db, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.people.queries import holders

S = ComplaintState


def _telling_decided(complaint: Complaint) -> str | None:
    undecided = complaint.kind is ComplaintKind.LEAK and complaint.telling_decided_at is None
    return "Decide first whether the Information Commissioner is told" if undecided else None


STATES = States(
    {
        "acknowledge": step(S.RECEIVED, to=S.ACKNOWLEDGED, event=Event.ACKNOWLEDGED),
        "answer": step(
            S.ACKNOWLEDGED, to=S.ANSWERED, event=Event.ANSWERED, guards=(_telling_decided,)
        ),
    }
)


@transaction
def complain(kind: ComplaintKind, words: str, contact: str | None, *, by: Actor) -> Complaint:
    """Say what is wrong, with an account or without one."""
    require(by, Permission.COMPLAIN)
    complaint = Complaint(
        person_id=by.id,
        kind=kind,
        words=words,
        contact=contact or None,
        received_at=clock.now(),
        state=S.RECEIVED,
    )
    db.session.add(complaint)
    db.session.flush()
    audit.record(Event.COMPLAINED, complaint, by=by, kind=kind.value, state="received")
    _tell_officers(complaint, by)
    return complaint


def _tell_officers(complaint: Complaint, by: Actor) -> None:
    """Write to those who may read it; where nobody may, administrators hear that one is needed."""
    template = "leak_reported" if complaint.kind is ComplaintKind.LEAK else "complaint_received"
    unread = {by.id, *complaint.kept_apart_ids}
    readers = [one for one in holders(Role.DATA_PROTECTION_OFFICER) if one.id not in unread]
    if not readers:
        template = "officer_needed"
        readers = [one for one in holders(Role.ADMINISTRATOR) if one.id not in unread]
    for reader in readers:
        if not queries.was_written_to(reader, template):
            mail.queue(reader, template, key=complaint.reference)


@transaction
def acknowledge(complaint: Complaint, *, by: Actor) -> None:
    """They have been told that it came and what happens next."""
    require(by, Permission.ANSWER_COMPLAINT, complaint)
    STATES.take(complaint, "acknowledge", by=by, acknowledged_on=clock.today())


@transaction
def decide_telling(complaint: Complaint, told: bool, why: str, *, by: Actor) -> None:
    """Say whether the Information Commissioner was told of a leak, and why or why not."""
    require(by, Permission.ANSWER_COMPLAINT, complaint)
    if complaint.kind is not ComplaintKind.LEAK:
        raise Refused("This is no leak")
    change(
        complaint,
        where=Complaint.telling_decided_at.is_(None),
        regulator_told=told,
        told_why=why,
        telling_decided_at=clock.now(),
        telling_decided_by_id=by.id,
    )
    audit.record(Event.TELLING_DECIDED, complaint, by=by, told=told)


@transaction
def answer(complaint: Complaint, outcome: str, *, by: Actor) -> None:
    """Write down what came of it, and that they were told."""
    require(by, Permission.ANSWER_COMPLAINT, complaint)
    STATES.take(complaint, "answer", by=by, outcome=outcome, answered_on=clock.today())
