"""Reads about what services offer, and what is taken up."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.people.models import Directorate
from nolimits.services.models import STANDING, ServiceOffer, TakeUp, TakeUpState
from nolimits.strategy.models import Action
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.stages import takes_part


class Counted(NamedTuple):
    """How often what a directorate offers was asked for, and handed out."""

    directorate: str
    asked: int
    given: int


def all_offers(action: str = "") -> Sequence[ServiceOffer]:
    """All that services offer, or what serves an action: what is on first, then by name."""
    over = sa.case((ServiceOffer.closed_on.is_(None), 0), else_=1)
    statement = sa.select(ServiceOffer).options(joinedload(ServiceOffer.directorate))
    if action:
        statement = statement.where(ServiceOffer.action.has(Action.reference == action))
    return db.session.scalars(statement.order_by(over, ServiceOffer.title, ServiceOffer.id)).all()


def by_directorate() -> list[Counted]:
    """Take-up of each directorate that offers something, by its name."""
    given = sa.func.sum(sa.case((TakeUp.state == TakeUpState.GIVEN, 1), else_=0))
    rows = db.session.execute(
        sa.select(Directorate.name, sa.func.count(TakeUp.id), sa.func.coalesce(given, 0))
        .join(ServiceOffer, ServiceOffer.directorate_id == Directorate.id)
        .outerjoin(TakeUp, TakeUp.service_offer_id == ServiceOffer.id)
        .group_by(Directorate.name)
        .order_by(Directorate.name)
    )
    return [Counted(*row) for row in rows]


def taken_up(offer: ServiceOffer, by: Actor) -> Sequence[TakeUp]:
    """Who asked for something, whom someone may know, what waits first, then the newest."""
    waits = sa.case((TakeUp.state == TakeUpState.ASKED, 0), else_=1)
    return db.session.scalars(
        sa.select(TakeUp)
        .where(TakeUp.service_offer_id == offer.id)
        .where(TakeUp.young_person_id.not_in(kept_apart_from(by)))
        .options(joinedload(TakeUp.young_person))
        .order_by(waits, TakeUp.id.desc())
    ).all()


def left(offer: ServiceOffer) -> int | None:
    """How many there are still; None where there is no end of them."""
    return left_of([offer])[offer.id]


def left_of(offers: Collection[ServiceOffer]) -> dict[int, int | None]:
    """The same of several, by their number."""
    whose = TakeUp.service_offer_id.in_([one.id for one in offers])
    counts = sa.select(TakeUp.service_offer_id, sa.func.count(TakeUp.id))
    standing = counts.where(whose, TakeUp.state.in_(STANDING)).group_by(TakeUp.service_offer_id)
    gone = dict(db.session.execute(standing).all())
    return {
        one.id: None if one.stock is None else max(0, one.stock - gone.get(one.id, 0))
        for one in offers
    }


def why_not(offer: ServiceOffer, young_person: YoungPerson) -> str | None:
    """Why a young person cannot ask for something; None where they can, stock aside."""
    if not takes_part(young_person):
        return "First say yes to being part of this"
    if not offer.is_open or not offer.youngest <= young_person.age <= offer.oldest:
        return "This is not for you now"
    return None


def offered_to(young_person: YoungPerson) -> list[ServiceOffer]:
    """What a young person can ask for, and has not."""
    today = clock.today()
    on = sa.and_(ServiceOffer.closed_on.is_(None), ServiceOffer.from_on <= today)
    found = db.session.scalars(
        sa.select(ServiceOffer)
        .where(on, ServiceOffer.until_on >= today)
        .order_by(ServiceOffer.title, ServiceOffer.id)
    )
    have = {one.service_offer_id for one in standing(young_person)}
    fitting = [one for one in found if not why_not(one, young_person) and one.id not in have]
    there = left_of(fitting)
    return [one for one in fitting if there[one.id] != 0]


def standing(young_person: YoungPerson) -> Sequence[TakeUp]:
    """What a young person asked for or has."""
    theirs = sa.and_(TakeUp.young_person_id == young_person.id, TakeUp.state.in_(STANDING))
    return db.session.scalars(
        sa.select(TakeUp)
        .where(theirs)
        .options(joinedload(TakeUp.service_offer))
        .order_by(TakeUp.id.desc())
    ).all()


def count_serving(action: Action) -> int:
    """How many offers of services serve an action of the strategy."""
    count = sa.select(sa.func.count(ServiceOffer.id)).where(ServiceOffer.action_id == action.id)
    return db.session.scalar(count) or 0


def directorate_named(name: str) -> Directorate:
    """One directorate."""
    return db.session.scalars(sa.select(Directorate).where(Directorate.name == name)).one()
