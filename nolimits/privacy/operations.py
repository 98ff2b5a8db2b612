"""What people ask about their own data, and how it is answered; copies are made in copying."""

from datetime import date

from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.people.queries import holders
from nolimits.privacy import queries
from nolimits.privacy.kinds import (
    AskedBy,
    Ground,
    LimitKind,
    Outcome,
    RequestKind,
    RequestState,
    StopReason,
)
from nolimits.privacy.models import ClockStop, DataRequest, Event, ProcessingLimit
from nolimits.privacy.stages import STATES
from nolimits.young_people.models import YoungPerson

LIMITS = {
    RequestKind.OBJECTION: LimitKind.OBJECTION,
    RequestKind.RESTRICTION: LimitKind.RESTRICTION,
}


@transaction
def ask(kind: RequestKind, words: str | None, *, by: Actor) -> DataRequest:
    """Ask about one's own data; whoever is signed in has shown who they are."""
    require(by, Permission.ASK_ABOUT_OWN_DATA)
    young_person = queries.young_person_of(by)
    request = DataRequest(
        person_id=by.id,
        young_person_id=young_person and young_person.id,
        kind=kind,
        asked_by=AskedBy.THEMSELF,
        asked_on=clock.today(),
        recorded_by_id=by.id,
        words=words or None,
        identity_seen_on=clock.today(),
        state=RequestState.ASKED,
    )
    _begin(request, by)
    return request


@transaction
def record_request(
    whose: Person | YoungPerson,
    kind: RequestKind,
    asked_by: AskedBy,
    asked_on: date,
    words: str | None,
    *,
    by: Actor,
) -> DataRequest:
    """Write down what somebody asked by letter, by phone or in person."""
    require(by, Permission.RECORD_DATA_REQUEST)
    if asked_on > clock.today():
        raise Refused("The day cannot be in the future", "asked_on")
    young_person = whose if isinstance(whose, YoungPerson) else queries.young_person_of(whose)
    person_id = whose.person_id if isinstance(whose, YoungPerson) else whose.id
    if person_id == by.id:
        raise Refused("Ask about your own data on your own page: another officer answers", "whose")
    request = DataRequest(
        person_id=person_id,
        young_person_id=young_person and young_person.id,
        kind=kind,
        asked_by=asked_by,
        asked_on=asked_on,
        recorded_by_id=by.id,
        words=words or None,
        state=RequestState.ASKED,
    )
    _begin(request, by)
    return request


def _begin(request: DataRequest, by: Actor) -> None:
    """Keep a new request, and tell whoever asked and whoever answers."""
    with refusing("This was asked already, and is being answered", "kind"):
        db.session.add(request)
    audit.record(Event.ASKED, request, by=by, kind=request.kind.value, state="asked")
    for officer in holders(Role.DATA_PROTECTION_OFFICER):
        if officer.id not in (request.person_id, *request.kept_apart_ids):
            mail.queue(officer, "data_request_new", key=request.reference)
    if person := queries.account_of(request):
        mail.queue(person, "data_request_received")


@transaction
def confirm_identity(request: DataRequest, *, by: Actor) -> None:
    """Say that whoever asked is who they say, and may ask for whom they ask."""
    require(by, Permission.ANSWER_DATA_REQUEST, request)
    change(request, where=DataRequest.identity_seen_on.is_(None), identity_seen_on=clock.today())
    audit.record(Event.IDENTITY_SEEN, request, by=by)


@transaction
def stop_clock(request: DataRequest, reason: StopReason, words: str, *, by: Actor) -> None:
    """Ask whoever asked for something that is needed first; the clock stands still from today."""
    require(by, Permission.ANSWER_DATA_REQUEST, request)
    if not request.is_open:
        raise Refused("This has been answered")
    stop = ClockStop(reason=reason, words=words, from_on=clock.today())
    with refusing("The clock stands still already", "reason"):
        request.stops.append(stop)
    audit.record(Event.CLOCK_STOPPED, request, by=by, why=reason.value)
    _tell(request)


@transaction
def start_clock(request: DataRequest, *, by: Actor) -> None:
    """They answered: the clock goes on from today."""
    require(by, Permission.ANSWER_DATA_REQUEST, request)
    stop = request.waits_for
    if stop is None:
        raise Refused("The clock is running")
    change(stop, where=ClockStop.until_on.is_(None), until_on=clock.today())
    audit.record(Event.CLOCK_STARTED, request, by=by)


@transaction
def extend(request: DataRequest, because: str, *, by: Actor) -> None:
    """Take two months more for what is complex; they are told why, within the first month."""
    require(by, Permission.ANSWER_DATA_REQUEST, request)
    if not request.is_open:
        raise Refused("This has been answered")
    if clock.today() > request.due_on:
        raise Refused("It is too late: this had to be said within the first month")
    facts = {"extended_on": clock.today(), "extended_because": because}
    change(request, where=DataRequest.extended_on.is_(None), **facts)
    audit.record(Event.EXTENDED, request, by=by)
    _tell(request)


@transaction
def answer(
    request: DataRequest, outcome: Outcome, ground: Ground | None, reply: str, *, by: Actor
) -> None:
    """Decide about a correction, erasure, objection or restriction, in words they read."""
    require(by, Permission.ANSWER_DATA_REQUEST, request)
    if outcome is not Outcome.GRANTED and ground is None:
        raise Refused("Choose the ground on which it is refused", "ground")
    if outcome is Outcome.GRANTED:
        ground = None
    if ground is Ground.ACCURATE and request.kind is not RequestKind.CORRECTION:
        raise Refused("That it is right is a ground against a correction only", "ground")
    facts = {"outcome": outcome, "ground": ground, "reply": reply, "answered_on": clock.today()}
    STATES.take(request, "answer", by=by, reason=ground and ground.value, **facts)
    limit = LIMITS.get(request.kind)
    if limit and outcome is not Outcome.REFUSED:
        row = ProcessingLimit(
            data_request_id=request.id, kind=limit, from_on=clock.today(), set_by_id=by.id
        )
        db.session.add(row)
    _tell(request)


@transaction
def add_statement(request: DataRequest, words: str, *, by: Actor) -> None:
    """Put one's own words beside what was not corrected; they stay with it."""
    require(by, Permission.SEE_OWN_REQUEST, request)
    if request.kind is not RequestKind.CORRECTION or request.outcome in (None, Outcome.GRANTED):
        raise Refused("A statement stands beside a correction that was refused")
    change(request, where=DataRequest.statement.is_(None), statement=words)
    audit.record(Event.STATEMENT_ADDED, request, by=by)


@transaction
def withdraw(request: DataRequest, *, by: Actor) -> None:
    """Ask no more."""
    require(by, Permission.WITHDRAW_DATA_REQUEST, request)
    STATES.take(request, "withdraw", by=by)


@transaction
def end_limit(limit: ProcessingLimit, *, by: Actor) -> None:
    """Use again what was kept and not used; they are told first."""
    require(by, Permission.ANSWER_DATA_REQUEST, limit.request)
    change(limit, where=ProcessingLimit.until_on.is_(None), until_on=clock.today())
    audit.record(Event.LIMIT_ENDED, limit.request, by=by, kind=limit.kind.value)
    _tell(limit.request)


def _tell(request: DataRequest) -> None:
    """Mail says only that there is news: what it is stands on their own page."""
    if person := queries.account_of(request):
        mail.queue(person, "data_request_news", key=request.reference)
