"""Reads of requests about people's own data."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from nolimits.kernel.rules import keeps_apart
from nolimits.people.models import Person
from nolimits.privacy import apart
from nolimits.privacy.kinds import ItemDecision, RequestState
from nolimits.privacy.models import OPEN, CopyItem, DataRequest, ProcessingLimit
from nolimits.safeguarding.queries import kept_from_any
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson

FETCHABLE = timedelta(days=14)
HIDDEN = "[left out]"


def young_person_of(person: Actor) -> YoungPerson | None:
    """The young person whose account this is."""
    return db.session.scalar(sa.select(YoungPerson).where(YoungPerson.person_id == person.id))


def account_of(request: DataRequest) -> Person | None:
    """The account of whoever a request is about, where they can sign in."""
    return db.session.get(Person, request.person_id) if request.person_id else None


def by_words(words: str) -> Person | YoungPerson | None:
    """Whoever is meant by an email address, or by a code, of an account or a young person."""
    wanted = words.strip()
    key = wanted.upper()
    young = db.session.scalar(sa.select(YoungPerson).where(YoungPerson.reference == key))
    named = sa.or_(Person.email == wanted.lower(), Person.reference == key)
    return young or db.session.scalar(sa.select(Person).where(named))


def whoever_is(words: str, by: Actor) -> Person | YoungPerson:
    """The same; refused where nobody is, and alike where the reader is kept apart from them."""
    found = by_words(words)
    if found is None or keeps_apart(by, found):
        raise Refused("There is nobody of this email address or code", "whose")
    return found


def own(person: Actor) -> Sequence[DataRequest]:
    """What somebody asked, the newest first."""
    asked = sa.select(DataRequest).where(DataRequest.person_id == person.id)
    newest = asked.options(selectinload(DataRequest.stops)).order_by(DataRequest.id.desc())
    return db.session.scalars(newest).all()


def _concerns_in_it() -> sa.Select[Any]:
    """The concerns that stand in a request's copy."""
    mine = CopyItem.data_request_id == DataRequest.id
    theirs = sa.select(CopyItem.record_id).where(mine, CopyItem.source == "concern")
    return theirs.correlate(DataRequest)


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """Those that someone may read, never their own: the officer's all, a second reader's theirs."""
    others = sa.and_(
        sa.or_(DataRequest.person_id.is_(None), DataRequest.person_id != by.id),
        ~DataRequest.young_person.has(YoungPerson.id.in_(kept_apart_from(by))),
    )
    if Role.DATA_PROTECTION_OFFICER in by.roles:
        return others
    if Role.SAFEGUARDING_LEAD not in by.roles:
        return sa.false()
    kept = sa.literal(by.id).in_(kept_from_any(_concerns_in_it().correlate(DataRequest)))
    return sa.and_(others, DataRequest.state == RequestState.SECOND_READING, ~kept)


def requests(person: Actor, *, state: str = "", kind: str = "") -> sa.Select[Any]:
    """Those that someone may read, what waits longest first."""
    waiting = sa.case((DataRequest.state.in_(OPEN), 0), else_=1)
    statement = (
        sa.select(DataRequest)
        .where(visible_to(person))
        .options(selectinload(DataRequest.stops))
        .order_by(waiting, DataRequest.asked_on, DataRequest.id)
    )
    if state in list(RequestState):
        statement = statement.where(DataRequest.state == state)
    if kind:
        statement = statement.where(DataRequest.kind == kind)
    return statement


def items_for(request: DataRequest, person: Actor) -> list[CopyItem]:
    """What somebody may go through: what is about safeguarding is the safeguarding lead's alone.

    Whoever is kept apart from a young person goes through what is of no other young person.
    """
    leads, unread = Role.SAFEGUARDING_LEAD in person.roles, kept_apart_items(request, person)
    mine = [one for one in request.items if leads or not one.safeguarding]
    return [one for one in mine if one.id not in unread]


def kept_apart_items(request: DataRequest, by: Actor) -> set[int]:
    """The things in a copy that are of other young people, for who is kept apart from any."""
    if by.id not in apart.adults():
        return set()
    theirs = (
        sa.and_(CopyItem.source == source, CopyItem.record_id.in_(rows))
        for source in sorted({one.source for one in request.items})
        if (rows := apart.rows_of_others(source, request.young_person_id)) is not None
    )
    mine = CopyItem.data_request_id == request.id
    found = sa.select(CopyItem.id).where(mine, sa.or_(sa.false(), *theirs))
    return set(db.session.scalars(found))


def next_undecided(item: CopyItem, person: Actor) -> CopyItem | None:
    """The next thing in the same copy about which somebody must decide."""
    mine = [one for one in items_for(item.request, person) if one.is_undecided]
    return next((one for one in mine if one.id > item.id), next(iter(mine), None))


def can_be_fetched(request: DataRequest) -> bool:
    """Whether a copy lies ready: for 14 days after it was released."""
    if request.state is not RequestState.RELEASED or request.released_at is None:
        return False
    return clock.now() < request.released_at + FETCHABLE


def copies_to_empty(before: datetime) -> Sequence[DataRequest]:
    """Requests whose copies nobody can fetch any more, or for which nobody asks any more."""
    old = sa.or_(
        sa.and_(DataRequest.state == RequestState.RELEASED, DataRequest.released_at <= before),
        DataRequest.state == RequestState.WITHDRAWN,
    )
    full = sa.exists().where(CopyItem.data_request_id == DataRequest.id, CopyItem.fields != None)  # noqa: E711
    return db.session.scalars(sa.select(DataRequest).where(old, full)).all()


def as_given(item: CopyItem) -> list[list[str]]:
    """What a thing says once the words to hide are left out of it."""
    fields = [list(one) for one in item.fields or []]
    for word in sorted(item.hidden or [], key=len, reverse=True):
        for one in fields:
            one[1] = _without(one[1], word)
    return fields if item.decision is not ItemDecision.WITHHELD else []


def _without(text: str, word: str) -> str:
    return re.sub(re.escape(word), HIDDEN, text, flags=re.IGNORECASE)


def says(item: CopyItem, word: str) -> bool:
    """Whether a thing has words that are to be hidden in it."""
    return any(_without(value, word) != value for _, value in item.fields or [])


def limits(request: DataRequest) -> Sequence[ProcessingLimit]:
    """How the use of somebody's data is limited because of a request."""
    of_it = sa.select(ProcessingLimit).where(ProcessingLimit.data_request_id == request.id)
    return db.session.scalars(of_it).all()


def standing_limits(person: Actor) -> Sequence[ProcessingLimit]:
    """The limits that hold today on what is held about somebody."""
    return db.session.scalars(
        sa.select(ProcessingLimit)
        .join(DataRequest)
        .where(DataRequest.person_id == person.id, ProcessingLimit.until_on.is_(None))
    ).all()
