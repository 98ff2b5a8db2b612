"""Reads about offers and places."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.activities.models import OPEN, TAKEN, Offer, OfferState, Place, PlaceState
from nolimits.kernel import clock, crypto
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.kernel.permissions import Permission, can
from nolimits.people.models import Person
from nolimits.pledges.models import Route
from nolimits.pledges.queries import open_of
from nolimits.strategy.models import Action
from nolimits.volunteers.models import Volunteer
from nolimits.volunteers.queries import volunteer_of
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.queries import in_caseload_of

SAID = (
    *("kind", "title", "what", "area_id", "place_kind", "meeting_place", "transport"),
    *("within_miles", "seats", "youngest", "oldest", "access", "action_id"),
)
"""What who invites says of an offer, its time aside."""

# --- Offers -------------------------------------------------------------------------------------


def may_offer(person: Actor) -> bool:
    """Whether somebody promised to invite along, or volunteers."""
    return any(one.route == Route.INVITE_ALONG for one in open_of(person)) or bool(
        (volunteer := volunteer_of(person.id)) and not volunteer.left_on
    )


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The offers that someone may read: all, where the table says so, or their own."""
    return sa.true() if can(by, Permission.SEE_OFFERS) else Offer.person_id == by.id


GROUPS: dict[str, tuple[OfferState, ...]] = {
    "To check": (OfferState.DRAFT,),
    "Checked, not published": (OfferState.RISK_CHECKED,),
    "On": OPEN,
    "Over": (OfferState.HAPPENED, OfferState.CANCELLED),
}


ORDERS: dict[str, tuple[Any, ...]] = {"when": (Offer.starts_at,), "who": (Person.name,)}


def offers(
    by: Actor, *, search: str = "", group: str = "", action: str = "", sort: str = ""
) -> sa.Select[Any]:
    """A list of offers, what waits for a check first, then by their day."""
    to_check = sa.and_(Offer.state == OfferState.DRAFT, Offer.starts_at > clock.now())
    waits = sa.case((to_check, 0), else_=1)
    statement = (
        sa.select(Offer)
        .join(Offer.person)
        .where(visible_to(by))
        .options(joinedload(Offer.person), joinedload(Offer.area))
        .order_by(*ORDERS.get(sort, ()), waits, Offer.starts_at.desc(), Offer.id)
    )
    if search:
        statement = statement.where(Person.name.icontains(search.strip(), autoescape=True))
    if group in GROUPS:
        statement = statement.where(Offer.state.in_(GROUPS[group]))
    if action:
        statement = statement.where(Offer.action.has(Action.reference == action))
    return statement


def of(person: Actor) -> Sequence[Offer]:
    """What somebody invites to, what is to come first."""
    theirs = sa.select(Offer).where(Offer.person_id == person.id)
    return db.session.scalars(theirs.order_by(Offer.starts_at.desc())).all()


def sent_back_to(person: Actor) -> Sequence[Offer]:
    """What somebody invites to that came back to be changed, and is still to come."""
    back = sa.and_(Offer.state == OfferState.DRAFT, Offer.asked_on.is_(None))
    theirs = sa.and_(Offer.person_id == person.id, back, Offer.starts_at > clock.now())
    return db.session.scalars(sa.select(Offer).where(theirs).order_by(Offer.starts_at)).all()


def to_check(by: Actor) -> Sequence[Offer]:
    """What waits for somebody to look at what could go wrong, the longest waiting first.

    Nobody looks at what they offer themself.
    """
    asked = sa.and_(Offer.state == OfferState.DRAFT, Offer.asked_on.is_not(None))
    waits = sa.and_(asked, Offer.person_id != by.id)
    statement = sa.select(Offer).where(waits, Offer.starts_at > clock.now())
    return db.session.scalars(
        statement.options(joinedload(Offer.person)).order_by(Offer.asked_on, Offer.id)
    ).all()


def together(offer: Offer, state: OfferState, *, hold: bool = True) -> Sequence[Offer]:
    """An offer, and the same on days to come that stands as it does; all held, and read anew.

    What differs in a word or in its hours is another offer, whatever it was first.
    """
    first = offer.first_id or offer.id
    same = sa.or_(Offer.id == first, Offer.first_id == first)
    asked = Offer.asked_on.is_not(None) if offer.asked_on else Offer.asked_on.is_(None)
    others = sa.and_(same, Offer.state == state, asked, Offer.starts_at > clock.now())
    statement = sa.select(Offer).where(sa.or_(Offer.id == offer.id, others)).order_by(Offer.id)
    if hold:
        statement = statement.with_for_update(key_share=True, of=Offer)
    found = db.session.scalars(statement, execution_options={"populate_existing": True}).all()
    return [one for one in found if _said_of(one) == _said_of(offer)]


def _said_of(offer: Offer) -> list[Any]:
    hours = [f"{one.astimezone(clock.LONDON):%H:%M}" for one in (offer.starts_at, offer.ends_at)]
    return [*hours, *(getattr(offer, name) for name in SAID)]


def print_of(found: Sequence[Offer]) -> str:
    """What tells an offer on its days from the same put otherwise: who checks it has read this."""
    return crypto.fingerprint(repr([(one.on.isoformat(), *_said_of(one)) for one in found]))


def same_time(offer: Offer) -> Offer | None:
    """What else its person invites to at the same time."""
    return db.session.scalars(
        sa.select(Offer).where(
            Offer.person_id == offer.person_id,
            Offer.id != offer.id,
            Offer.state.in_(OPEN),
            _overlaps(offer),
        )
    ).first()


def _overlaps(offer: Offer) -> sa.ColumnElement[bool]:
    return sa.and_(Offer.starts_at < offer.ends_at, Offer.ends_at > offer.starts_at)


def open_offers(whose: sa.ColumnElement[bool], since: datetime) -> Sequence[Offer]:
    """The offers of somebody to which young people are invited still, and that go on."""
    still = sa.and_(Offer.state.in_(OPEN), Offer.ends_at > since)
    return db.session.scalars(sa.select(Offer).where(whose, still).order_by(Offer.id)).all()


def ended_by(moment: datetime) -> Sequence[Offer]:
    """The offers whose time is over."""
    over = sa.and_(Offer.state.in_(OPEN), Offer.ends_at <= moment)
    return db.session.scalars(sa.select(Offer).where(over).order_by(Offer.id)).all()


def volunteers_of(person_ids: Collection[int]) -> Sequence[Volunteer]:
    """The volunteers whom some people are."""
    whose = Volunteer.person_id.in_(person_ids)
    return db.session.scalars(sa.select(Volunteer).where(whose)).all()


def count_serving(action: Action) -> int:
    """How many offers serve an action of the strategy, those called off left out."""
    serves = sa.and_(Offer.action_id == action.id, Offer.published_on.is_not(None))
    on = Offer.state != OfferState.CANCELLED
    return db.session.scalar(sa.select(sa.func.count(Offer.id)).where(serves, on)) or 0


# --- Places -------------------------------------------------------------------------------------


def place_of(offer: Offer, young_person: YoungPerson) -> Place | None:
    """A young person's place on an offer, as it stands in this moment."""
    statement = sa.select(Place).filter_by(offer_id=offer.id, young_person_id=young_person.id)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def places_on(offer: Offer) -> Sequence[Place]:
    """Everyone who means to come or came, in the order in which they said so."""
    gone = (PlaceState.INVITED, PlaceState.NO)
    return db.session.scalars(
        sa.select(Place)
        .where(Place.offer_id == offer.id, Place.state.not_in(gone))
        .options(joinedload(Place.young_person).joinedload(YoungPerson.area))
        .order_by(Place.said_at, Place.id)
        .execution_options(populate_existing=True)
    ).all()


def places_shown(offer: Offer, by: Actor) -> Sequence[Place]:
    """The same, without young people from whom whoever looks is kept apart.

    Who invites reads of nobody once it is over: one who is gone from it would tell of a tie.
    """
    if by.id == offer.person_id and offer.has_started and not offer.names_open:
        return []
    apart = set(db.session.scalars(kept_apart_from(by)))
    return [one for one in places_on(offer) if one.young_person_id not in apart]


def seems(offer: Offer, shown: Sequence[Place], by: Actor) -> OfferState:
    """Where an offer stands for whoever is shown some places: with one hidden, it is not full."""
    hidden = by.id != offer.person_id and len(shown) < len(places_on(offer))
    return OfferState.PUBLISHED if offer.state is OfferState.FULL and hidden else offer.state


def count_attended(offer: Offer) -> int:
    """How many came."""
    return sum(one.state is PlaceState.ATTENDED for one in places_on(offer))


def taken_seats(offer: Offer) -> set[int]:
    """The seats of an offer that somebody has."""
    seats = sa.select(Place.seat).where(Place.offer_id == offer.id, Place.seat.is_not(None))
    return {seat for seat in db.session.scalars(seats) if seat}


def open_places(young_person: YoungPerson) -> Sequence[Place]:
    """A young person's places on what has not begun."""
    return db.session.scalars(
        sa.select(Place)
        .join(Place.offer)
        .where(
            Place.young_person_id == young_person.id,
            Place.state.in_(TAKEN),
            Offer.state.in_(OPEN),
            Offer.starts_at > clock.now(),
        )
        .order_by(Offer.id)
        .execution_options(populate_existing=True)
    ).all()


def elsewhere(offer: Offer, young_person: YoungPerson) -> bool:
    """Whether a young person means to be at something else at the same time."""
    other = sa.exists().where(
        Place.offer_id == Offer.id,
        Place.young_person_id == young_person.id,
        Place.state.in_(TAKEN),
        Offer.id != offer.id,
        Offer.state.in_(OPEN),
        _overlaps(offer),
    )
    return bool(db.session.scalar(sa.select(other)))


def to_come(young_person: YoungPerson, on: date) -> Sequence[Offer]:
    """What is on for people of their age whenever it is; what else suits them is asked of each."""
    age = young_person.age_on(on)
    return db.session.scalars(
        sa.select(Offer)
        .where(
            Offer.state.in_(OPEN),
            Offer.starts_at > clock.now(),
            Offer.youngest <= age + 1,
            Offer.oldest >= age,
        )
        .options(joinedload(Offer.person), joinedload(Offer.area))
        .order_by(Offer.starts_at, Offer.id)
    ).all()


def places_of(young_person: YoungPerson) -> Sequence[Place]:
    """Everything that a young person ever answered, the newest first."""
    return db.session.scalars(
        sa.select(Place)
        .join(Place.offer)
        .where(Place.young_person_id == young_person.id)
        .options(joinedload(Place.offer).joinedload(Offer.person))
        .order_by(Offer.starts_at.desc())
    ).all()


def to_allow(worker: Actor) -> Sequence[Place]:
    """The seats that wait for a worker to say whether their young person may go."""
    return db.session.scalars(
        sa.select(Place)
        .join(Place.offer)
        .join(Place.young_person)
        .where(
            in_caseload_of(worker),
            Place.state == PlaceState.YES,
            Place.seat.is_not(None),
            Offer.state.in_(OPEN),
            Offer.starts_at > clock.now(),
        )
        .options(joinedload(Place.offer), joinedload(Place.young_person))
        .order_by(Offer.starts_at)
    ).all()
