"""How a copy of somebody's data is made: gathered, gone through, read again, fetched."""

from collections.abc import Sequence

import sqlalchemy as sa

from nolimits.checks.models import ReferenceRequest
from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, db, lock, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.queries import holders
from nolimits.privacy import gathering, history, queries, untold
from nolimits.privacy.kinds import LEFT_OUT, ItemDecision, Outcome, RequestState, WithheldBecause
from nolimits.privacy.models import CopyItem, DataRequest, Event
from nolimits.privacy.stages import STATES
from nolimits.safeguarding.queries import rows_that_tell
from nolimits.young_people import apart


@transaction
def gather(request: DataRequest, *, by: Actor) -> None:
    """Put together everything held about them, from every table, to be gone through."""
    require(by, Permission.ANSWER_DATA_REQUEST, request)
    STATES.take(request, "gather", by=by, gathered_on=clock.today(), gathered_by_id=by.id)
    telling = rows_that_tell(request.person_id) | apart.rows_that_tell(request.person_id)
    found = [
        one
        for one in gathering.about(request.person_id, request.young_person_id)
        if (one.source, one.record_id) not in telling
    ]
    found = untold.without(found, request.young_person_id)
    for one in (*found, *history.of(found, request.person_id)):
        item = CopyItem(
            title=one.title,
            source=one.source,
            record_id=one.record_id,
            fields=one.fields,
            needs_decision=one.needs_decision,
            safeguarding=one.safeguarding,
        )
        if one.source == ReferenceRequest.__tablename__:
            _leave_out_reference(item, by)
        request.items.append(item)


def _leave_out_reference(item: CopyItem, by: Actor) -> None:
    item.decision, item.because = ItemDecision.WITHHELD, WithheldBecause.CONFIDENTIAL_REFERENCE
    item.reason = "The referee was promised it (Data Protection Act 2018, Schedule 2, 24)"
    item.decided_on, item.decided_by_id = clock.today(), by.id


@transaction
def decide_item(
    item: CopyItem,
    decision: ItemDecision,
    because: WithheldBecause | None,
    reason: str | None,
    hidden: Sequence[str],
    *,
    by: Actor,
) -> None:
    """Keep one thing as it is, hide words of it, or leave it out; the last two say why."""
    require(by, Permission.DECIDE_COPY_ITEM, item)
    lock(item.request)
    hidden = [one for one in (word.strip() for word in hidden) if one]
    _refuse_half(item, decision, because, reason, hidden)
    reading = RequestState.SECOND_READING if item.safeguarding else RequestState.GATHERED
    if item.request.state is not reading:
        raise Refused("This cannot be decided now: look at where the request stands")
    left_out = decision in LEFT_OUT
    change(
        item,
        where=sa.exists().where(
            DataRequest.id == item.data_request_id, DataRequest.state == reading
        ),
        decision=decision,
        because=because if left_out else None,
        reason=reason if left_out else None,
        hidden=list(hidden) if decision is ItemDecision.REDACTED else None,
        decided_on=clock.today(),
        decided_by_id=by.id,
    )
    audit.record(Event.ITEM_DECIDED, item.request, by=by, item=item.id, decision=decision.value)


def _refuse_half(
    item: CopyItem,
    decision: ItemDecision,
    because: WithheldBecause | None,
    reason: str | None,
    hidden: Sequence[str],
) -> None:
    """What is left out says on what ground and why; what is hidden must be there."""
    if item.source == ReferenceRequest.__tablename__ and decision is not ItemDecision.WITHHELD:
        raise Refused("A reference is given in confidence: it stays out of the copy", "decision")
    if decision is ItemDecision.KEPT:
        return
    if because is None:
        raise Refused("Choose the ground", "because")
    if not reason:
        raise Refused("Say why, for the second reader", "reason")
    if decision is ItemDecision.WITHHELD:
        return
    if not hidden:
        raise Refused("Write the words to hide, each on a line of its own", "hidden")
    if missing := [word for word in hidden if not queries.says(item, word)]:
        raise Refused(f"This does not stand there: {missing[0]}", "hidden")


@transaction
def send_to_reader(request: DataRequest, *, by: Actor) -> None:
    """Everything has been gone through: somebody else reads it before it goes out."""
    require(by, Permission.ANSWER_DATA_REQUEST, request)
    STATES.take(request, "send_to_reader", by=by)
    kept = {
        request.person_id,
        request.gathered_by_id,
        *request.kept_from_ids,
        *request.kept_apart_ids,
    }
    for lead in holders(Role.SAFEGUARDING_LEAD):
        if lead.id not in kept:
            mail.queue(lead, "data_request_to_read", key=request.reference)


@transaction
def send_back(request: DataRequest, *, by: Actor) -> None:
    """Something must be decided otherwise: whoever gathered it goes through it again."""
    require(by, Permission.READ_COPY_SECOND, request)
    STATES.take(request, "send_back", by=by)


@transaction
def release(request: DataRequest, *, by: Actor) -> None:
    """Agree as the second reader: they can fetch it for 14 days, and nobody else can."""
    require(by, Permission.READ_COPY_SECOND, request)
    lock(request)
    if by.id in request.hands:
        raise Refused("You decided what is left out of it, so somebody else must agree")
    if queries.kept_apart_items(request, by):
        raise Refused("Not all of it is yours to read, so somebody else must agree")
    left_out = any(one.decision in LEFT_OUT for one in request.items)
    STATES.take(
        request,
        "release",
        by=by,
        read_on=clock.today(),
        read_by_id=by.id,
        released_at=clock.now(),
        outcome=Outcome.PARTLY if left_out else Outcome.GRANTED,
        answered_on=clock.today(),
    )
    if person := queries.account_of(request):
        mail.queue(person, "data_request_news", key=request.reference)


@transaction
def fetch(request: DataRequest, *, by: Actor) -> list[CopyItem]:
    """Take away one's own copy; each time is written down."""
    require(by, Permission.FETCH_OWN_COPY, request)
    if not queries.can_be_fetched(request):
        raise Refused("There is no copy to fetch")
    audit.record(Event.FETCHED, request, by=by)
    return [one for one in request.items if one.decision is not ItemDecision.WITHHELD]


@transaction
def empty_old_copies(*, by: Actor) -> None:
    """What nobody can fetch any more is not kept a second time; what was decided is."""
    require(by, Permission.EMPTY_COPIES)
    for request in queries.copies_to_empty(clock.now() - queries.FETCHABLE):
        emptied = sa.update(CopyItem).where(CopyItem.data_request_id == request.id)
        db.session.execute(emptied.values(fields=None, hidden=None))
        audit.record(Event.COPY_EMPTIED, request, by=by)


@jobs.nightly("copies_that_nobody_can_fetch_any_more", hour=1)
def _empty() -> None:
    empty_old_copies(by=SYSTEM)
