"""What is done with promises: made, set up, changed, paused, taken up again, kept, ended."""

from typing import Any

from nolimits.kernel import audit, clock, jobs, mail
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import db, lock, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.money import Pence, pounds
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.people.models import Event as PeopleEvent
from nolimits.people.models import Person
from nolimits.pledges import queries
from nolimits.pledges.models import (
    Channel,
    Event,
    MoneyPromise,
    Pledge,
    PledgeKind,
    PledgeState,
    PledgeTerm,
    Route,
    TimePromise,
)
from nolimits.strategy.models import Action

LEAST = Pence(100)
MOST = Pence(100_000)
MOST_HOURS = 60
AWAITING, ACTIVE, PAUSED = PledgeState.AWAITING_SETUP, PledgeState.ACTIVE, PledgeState.PAUSED


def _one_off(pledge: Pledge) -> str | None:
    return None if pledge.one_off else "This promise goes on until it is ended"


def _goes_on(pledge: Pledge) -> str | None:
    return "A promise to give once cannot be paused" if pledge.one_off else None


STATES = States(
    {
        "start": step(AWAITING, to=ACTIVE, event=Event.PLEDGE_STARTED),
        "pause": step(ACTIVE, to=PAUSED, event=Event.PLEDGE_PAUSED, guards=(_goes_on,)),
        "resume": step(PAUSED, to=ACTIVE, event=Event.PLEDGE_RESUMED),
        "fulfil": step(
            AWAITING,
            ACTIVE,
            to=PledgeState.FULFILLED,
            event=Event.PLEDGE_FULFILLED,
            guards=(_one_off,),
        ),
        "end": step(AWAITING, ACTIVE, PAUSED, to=PledgeState.ENDED, event=Event.PLEDGE_ENDED),
    }
)


@transaction
def make_time_pledge(
    person: Person,
    promise: TimePromise,
    *,
    by: Actor,
    action: Action | None = None,
    cohort: str | None = None,
) -> Pledge:
    """Promise time for young people, one to one or by inviting them along."""
    require(by, Permission.MAKE_PLEDGE)
    pledge = _make(person, promise, by=by, action=action, cohort=cohort)
    mail.queue(person, "pledge_made", pledges=[pledge])
    return pledge


@transaction
def make_money_pledge(
    person: Person,
    promise: MoneyPromise,
    *,
    by: Actor,
    action: Action | None = None,
    cohort: str | None = None,
) -> Pledge:
    """Promise money, monthly or once."""
    require(by, Permission.MAKE_PLEDGE)
    pledge = _make(person, promise, by=by, action=action, cohort=cohort)
    mail.queue(person, "pledge_made", pledges=[pledge])
    return pledge


@transaction
def make_both(
    person: Person,
    time: TimePromise,
    money: MoneyPromise,
    *,
    by: Actor,
    action: Action | None = None,
    cohort: str | None = None,
) -> Pledge:
    """Promise time and money in one breath: two promises, of which the first is returned."""
    require(by, Permission.MAKE_PLEDGE)
    first = _make(person, time, by=by, action=action, cohort=cohort)
    second = _make(person, money, by=by, made_with=first, action=action, cohort=cohort)
    mail.queue(person, "pledge_made", pledges=[first, second])
    return first


@transaction
def start(pledge: Pledge, *, by: Actor) -> None:
    """Say that all is set up: from today the promise is being kept."""
    require(by, Permission.SET_UP_PLEDGE, pledge)
    STATES.take(pledge, "start", by=by, started_on=clock.today())
    mail.queue(pledge.person, "pledge_started", pledge=pledge)


@transaction
def change_terms(
    pledge: Pledge, *, by: Actor, pence: Pence | None = None, hours_a_month: int | None = None
) -> None:
    """Promise another amount from today; what was promised until now stays known."""
    require(by, Permission.CHANGE_PLEDGE, pledge)
    lock(pledge)
    if pledge.state not in (AWAITING, ACTIVE):
        raise Refused("Only a promise that is running can be changed. Take it up again first")
    if pledge.kind == PledgeKind.MONEY:
        _check_amount(pence)
    else:
        _check_hours(hours_a_month)
    if (pledge.term.pence, pledge.term.hours_a_month) == (pence, hours_a_month):
        raise Refused("That is what you promise now", _field(pledge))
    _close_term(pledge)
    _open_term(pledge, pence=pence, hours_a_month=hours_a_month)
    audit.record(Event.PLEDGE_CHANGED, pledge, by=by, pence=pence, hours_a_month=hours_a_month)
    mail.queue(pledge.person, "pledge_changed", pledge=pledge)


@transaction
def pause(pledge: Pledge, *, by: Actor, reason: str | None = None) -> None:
    """Let a promise rest: nothing is expected from today until it is taken up again."""
    require(by, Permission.CHANGE_PLEDGE, pledge)
    STATES.take(pledge, "pause", by=by, reason=reason)
    _close_term(pledge)
    mail.queue(pledge.person, "pledge_paused", pledge=pledge)


@transaction
def resume(pledge: Pledge, *, by: Actor) -> None:
    """Take a resting promise up again, as it was, from today."""
    require(by, Permission.CHANGE_PLEDGE, pledge)
    STATES.take(pledge, "resume", by=by)
    _open_term(pledge, pence=pledge.term.pence, hours_a_month=pledge.term.hours_a_month)
    mail.queue(pledge.person, "pledge_resumed", pledge=pledge)


@transaction
def fulfil(pledge: Pledge, *, by: Actor) -> None:
    """Say that what was promised once has been given."""
    require(by, Permission.SET_UP_PLEDGE, pledge)
    STATES.take(pledge, "fulfil", by=by, ended_on=clock.today())
    _close_term(pledge)
    mail.queue(pledge.person, "pledge_fulfilled", pledge=pledge)


@transaction
def end(pledge: Pledge, *, by: Actor, reason: str | None = None) -> None:
    """End a promise from today; nobody is asked why."""
    require(by, Permission.CHANGE_PLEDGE, pledge)
    STATES.take(pledge, "end", by=by, reason=reason, ended_on=clock.today())
    _close_term(pledge)
    if pledge.person.is_active:
        mail.queue(pledge.person, "pledge_ended", pledge=pledge)


@audit.heard(PeopleEvent.PERSON_LEFT)
def _end_all_of(person: Person, *, by: Actor) -> None:
    """A leaver's promises end with their account."""
    if person.left_on is None or person.left_on > clock.today():
        return  # their last day is yet to come: the night after it, end_those_of_leavers does it
    for pledge in queries.open_of(person):
        end(pledge, by=SYSTEM, reason="left the council")


@transaction
def end_those_of_leavers(*, by: Actor) -> int:
    """End what leavers still promise, once their last day has come; how many were ended."""
    require(by, Permission.CHANGE_PLEDGE)
    left = queries.open_of_leavers()
    for pledge in left:
        end(pledge, by=by, reason="left the council")
    return len(left)


@jobs.nightly("promises_of_leavers")
def _end_tonight() -> int:
    """Look for people whose last day has come; the number of promises that ended."""
    return end_those_of_leavers(by=SYSTEM)


def _make(
    person: Person,
    promise: TimePromise | MoneyPromise,
    *,
    by: Actor,
    made_with: Pledge | None = None,
    **aim: Any,
) -> Pledge:
    """One promise with its first term; a second one of a kind that is running is refused."""
    if by.id != person.id:
        raise Refused("Nobody promises for somebody else")
    _check(promise, person)
    pledge = Pledge(
        person_id=person.id,
        made_on=clock.today(),
        state=AWAITING,
        made_with_id=made_with.id if made_with else None,
        **promise.facts(),
        **aim,
    )
    with refusing("You promise this already. Change that promise instead", _already(promise)):
        db.session.add(pledge)
    _open_term(pledge, **promise.amount())
    facts = {"kind": pledge.kind.value, **promise.amount()}
    audit.record(Event.PLEDGED, pledge, by=by, state=pledge.state.value, **facts)
    return pledge


def _check(promise: TimePromise | MoneyPromise, person: Person) -> None:
    """Refuse what cannot be promised; an amount that was never stated is let be."""
    if isinstance(promise, MoneyPromise):
        if promise.pence is not None:
            _check_amount(promise.pence)
        if promise.channel == Channel.TAKE_HOME_PAY and not person.employee_number:
            raise Refused("We have no pay number for you, so choose a bank transfer", "channel")
        return
    if promise.route == Route.INVITE_ALONG and not promise.offer:
        raise Refused("Tell us what you would invite a young person along to", "offer")
    if promise.hours_a_month is not None:
        _check_hours(promise.hours_a_month)


def _already(promise: TimePromise | MoneyPromise) -> str:
    return "channel" if isinstance(promise, MoneyPromise) else "route"


def _open_term(
    pledge: Pledge, *, pence: Pence | None = None, hours_a_month: int | None = None
) -> None:
    """Promise so much from today; the term before must be closed."""
    pledge.terms.append(PledgeTerm(pence=pence, hours_a_month=hours_a_month, from_on=clock.today()))
    db.session.flush()


def _close_term(pledge: Pledge) -> None:
    """End the open term today; written at once, since only one may be open."""
    if pledge.term.until_on is None:
        pledge.term.until_on = clock.today()
        db.session.flush()


def _check_amount(pence: Pence | None) -> None:
    if pence is None or pence < LEAST:
        raise Refused(f"The least is {pounds(LEAST)}", "pence")
    if pence > MOST:
        raise Refused(f"For more than {pounds(MOST)}, please talk to us first", "pence")


def _check_hours(hours: int | None) -> None:
    if hours is None or not 1 <= hours <= MOST_HOURS:
        raise Refused(f"Hours a month must be between 1 and {MOST_HOURS}", "hours_a_month")


def _field(pledge: Pledge) -> str:
    return "pence" if pledge.kind == PledgeKind.MONEY else "hours_a_month"
