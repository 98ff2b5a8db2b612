"""A secret address from which a person's own calendar reads on which days they go along.

A calendar is shared with families and colleagues, and its address may leak: an entry holds a day
and neutral words, never an hour, a place, a title or a name.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from nolimits.activities.models import OPEN, TAKEN, CalendarLink, Event, Offer, Place
from nolimits.kernel import audit, clock, crypto
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, refusing, transaction
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Event as PeopleEvent
from nolimits.people.models import Person

LASTS = timedelta(days=180)


@transaction
def make_link(*, by: Actor) -> str:
    """Give somebody an address of their own; it is told once, and ends the one before."""
    require(by, Permission.KEEP_CALENDAR)
    _end(by, by=by)
    token, until_on = crypto.new_token(), clock.today() + LASTS
    link = CalendarLink(
        person_id=by.id,
        token_print=crypto.fingerprint(token),
        made_on=clock.today(),
        until_on=until_on,
    )
    with refusing("An address was made just now. Make a new one if you did not see it"):
        db.session.add(link)
    audit.record(Event.CALENDAR_LINKED, link, by=by)
    return token


@transaction
def end_link(*, by: Actor) -> None:
    """From now on the address leads nowhere."""
    require(by, Permission.KEEP_CALENDAR)
    _end(by, by=by)


@audit.heard(PeopleEvent.PERSON_LEFT)
@audit.heard(PeopleEvent.PERSON_SUSPENDED)
@audit.heard(PeopleEvent.PERSON_BROUGHT_BACK)
def _on_account_shut(person: Person, *, by: Actor) -> None:
    """It ends with the account, and an account that is open again does not bring it back.

    One to be closed later is open until that day.
    """
    if not (person.is_active and person.left_on):
        _end(person, by=by)


def _end(person: Actor, *, by: Actor) -> None:
    if link := link_of(person):
        link.ended_on = clock.today()
        db.session.flush()
        audit.record(Event.CALENDAR_ENDED, link, by=by)


def link_of(person: Actor) -> CalendarLink | None:
    """The address that somebody has; it may be past its time."""
    theirs = sa.select(CalendarLink).where(CalendarLink.person_id == person.id)
    return db.session.scalar(theirs.where(CalendarLink.ended_on.is_(None)))


def days_of(token: str) -> Sequence[tuple[str, date]] | None:
    """What stands in the calendar of a secret address; None where it leads nowhere."""
    link = db.session.scalar(
        sa.select(CalendarLink).where(
            CalendarLink.token_print == crypto.fingerprint(token),
            CalendarLink.ended_on.is_(None),
            CalendarLink.until_on >= clock.today(),
        )
    )
    if link is None or not link.person.is_active:
        return None
    comes = sa.exists().where(
        Place.offer_id == Offer.id,
        Place.state.in_(TAKEN),
        Place.seat.is_not(None),
        Place.young_person.has(person_id=link.person_id),
    )
    mine = sa.or_(Offer.person_id == link.person_id, comes)
    found = db.session.scalars(
        sa.select(Offer).where(Offer.state.in_(OPEN), mine).order_by(Offer.starts_at)
    )
    return [(crypto.fingerprint(f"{link.id} {one.reference}")[:24], one.on) for one in found]
