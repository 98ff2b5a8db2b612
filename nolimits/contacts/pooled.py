"""Every time that a volunteer was or will be with young people, pooled across all of them.

For the calculator of regulated activity (R-DBS-3): dated, and without whom they were with. Nobody
reads the days of a young person from whom they are kept apart, so those do not count for them.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.activities.models import Offer, OfferState, Place, PlaceState
from nolimits.contacts.models import Contact, ContactKind
from nolimits.dbs import regulated
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.matching.models import MEETING, Match
from nolimits.volunteers.models import Volunteer
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson

BACK = timedelta(days=365)
COMES = (PlaceState.YES, PlaceState.CONSENT_OK, PlaceState.ATTENDED)
FACE_TO_FACE = (ContactKind.ONE_TO_ONE, ContactKind.INVITED_ALONG)


@dataclass(frozen=True)
class Found:
    """What some contacts come to: why it is regulated, if it is, and the busiest 30 days."""

    why: frozenset[regulated.Why]
    busiest: list[date]


@dataclass(frozen=True)
class Pooled:
    """All that is known of one volunteer: what was, what is planned, and how often was agreed."""

    logged: list[regulated.Contact]
    along: list[regulated.Contact]
    first_meetings: list[regulated.Contact]
    agreed_every: list[int]

    def found(self, more: list[regulated.Contact] | None = None) -> Found:
        """What it comes to, with more contacts or without."""
        everything = [*self.logged, *self.along, *self.first_meetings, *(more or [])]
        why = regulated.regulated(everything, agreed_every=self.agreed_every)
        return Found(why, regulated.busiest(everything))


def pooled(volunteer: Volunteer, today: date, by: Actor) -> Pooled:
    """Every contact of a volunteer, of the last year and planned, of which somebody may read."""
    return Pooled(
        _logged(volunteer, today, by),
        _alongs(volunteer, today, by),
        _first_meetings(volunteer, today, by),
        _agreed_every(volunteer, today, by),
    )


def _logged(volunteer: Volunteer, today: date, by: Actor) -> list[regulated.Contact]:
    """What they wrote down in the last year; when it began nobody asked."""
    rows = _of_matches(volunteer, by, Contact.held_on, Contact.minutes, Contact.kind)
    rows = rows.join(Contact, Contact.match_id == Match.id).where(Contact.held_on >= today - BACK)
    return [
        regulated.Contact(day, minutes, born_on=born_on, face_to_face=kind in FACE_TO_FACE)
        for born_on, day, minutes, kind in db.session.execute(rows)
    ]


def _alongs(volunteer: Volunteer, today: date, by: Actor) -> list[regulated.Contact]:
    """What they invited along to in the last year, or will, and somebody comes."""
    since = datetime.combine(today - BACK, datetime.min.time(), clock.LONDON)
    rows = (
        sa.select(Offer.starts_at, Offer.ends_at, YoungPerson.born_on)
        .join(Place, Place.offer_id == Offer.id)
        .join(YoungPerson, Place.young_person_id == YoungPerson.id)
        .where(
            Offer.person_id == volunteer.person_id,
            Offer.state != OfferState.CANCELLED,
            Place.state.in_(COMES),
            YoungPerson.id.not_in(kept_apart_from(by)),
            Offer.starts_at >= since,
        )
    )
    return [_along(*row) for row in db.session.execute(rows)]


def _along(starts_at: datetime, ends_at: datetime, born_on: date) -> regulated.Contact:
    begins = starts_at.astimezone(clock.LONDON)
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    return regulated.Contact(begins.date(), minutes, begins.time(), born_on)


def _first_meetings(volunteer: Volunteer, today: date, by: Actor) -> list[regulated.Contact]:
    """The first meetings that are arranged and to come."""
    rows = _of_matches(volunteer, by, Match.introduction_on).where(
        Match.state.in_(MEETING), Match.introduction_on > today
    )
    return [
        regulated.Contact(day, born_on=born_on) for born_on, day in db.session.execute(rows) if day
    ]


def _agreed_every(volunteer: Volunteer, today: date, by: Actor) -> list[int]:
    """In how many days each young person under 18 whom they meet is to be met."""
    rows = _of_matches(volunteer, by, Match.contact_every_days).where(Match.state.in_(MEETING))
    return [
        every for born_on, every in db.session.execute(rows) if regulated.is_child(born_on, today)
    ]


def _of_matches(volunteer: Volunteer, by: Actor, *columns: Any) -> sa.Select[Any]:
    of = sa.select(YoungPerson.born_on, *columns).select_from(Match).join(Match.young_person)
    theirs = YoungPerson.id.not_in(kept_apart_from(by))
    return of.where(Match.volunteer_id == volunteer.id, theirs)
