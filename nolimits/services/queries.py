"""Reads about what services offer, and what is taken up."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.kernel.permissions import Permission, can
from nolimits.partners.models import Partner, PartnerProject
from nolimits.people.models import Directorate
from nolimits.services.models import STANDING, ServiceOffer, TakeUp, TakeUpState
from nolimits.strategy.models import Action
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.stages import takes_part

FEW = 5  # fewer are told to nobody outside the team (R-DP-12)


class Counted(NamedTuple):
    """How often what a directorate offers was asked for, and handed out."""

    directorate: str
    asked: int
    given: int


def all_offers(action: str = "") -> Sequence[ServiceOffer]:
    """All that services offer, or what serves an action: what is on first, then by name."""
    over = sa.case((ServiceOffer.closed_on.is_(None), 0), else_=1)
    statement = sa.select(ServiceOffer).options(
        joinedload(ServiceOffer.directorate), _with_source()
    )
    if action:
        statement = statement.where(ServiceOffer.action.has(Action.reference == action))
    return db.session.scalars(statement.order_by(over, ServiceOffer.title, ServiceOffer.id)).all()


def _with_source() -> Any:
    """Loads with each offer the partner that gives it, and what was seen of that one."""
    of_partner = joinedload(ServiceOffer.project).joinedload(PartnerProject.partner)
    return of_partner.selectinload(Partner.checks)


def _known_to(by: Actor) -> sa.ColumnElement[bool]:
    """Take-up that is counted for somebody: a sum with more in it would tell of who is hidden."""
    return TakeUp.young_person_id.not_in(kept_apart_from(by))


def by_directorate(by: Actor) -> list[Counted]:
    """Take-up of each directorate that offers something, by its name, as someone may know it."""
    given = sa.func.sum(sa.case((TakeUp.state == TakeUpState.GIVEN, 1), else_=0))
    rows = db.session.execute(
        sa.select(Directorate.name, sa.func.count(TakeUp.id), sa.func.coalesce(given, 0))
        .join(ServiceOffer, ServiceOffer.directorate_id == Directorate.id)
        .outerjoin(TakeUp, sa.and_(TakeUp.service_offer_id == ServiceOffer.id, _known_to(by)))
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
        .where(_known_to(by))
        .options(joinedload(TakeUp.young_person))
        .order_by(waits, TakeUp.id.desc())
    ).all()


def left(offer: ServiceOffer) -> int | None:
    """How many there are still; None where there is no end of them."""
    return left_of([offer])[offer.id]


def left_of(offers: Collection[ServiceOffer], told: Actor | None = None) -> dict[int, int | None]:
    """The same of several, by their number; for a page, as whoever is `told` may know it."""
    known = _known_to(told) if told else sa.true()
    whose = TakeUp.service_offer_id.in_([one.id for one in offers])
    counts = sa.select(TakeUp.service_offer_id, sa.func.count(TakeUp.id)).where(whose, known)
    standing = counts.where(TakeUp.state.in_(STANDING)).group_by(TakeUp.service_offer_id)
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
        .options(_with_source())
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


def open_offers_of(projects: Sequence[PartnerProject]) -> Sequence[ServiceOffer]:
    """What is offered of some projects of partners, and is not closed."""
    of = ServiceOffer.partner_project_id.in_([one.id for one in projects])
    return db.session.scalars(
        sa.select(ServiceOffer)
        .where(of, ServiceOffer.closed_on.is_(None))
        .order_by(ServiceOffer.id)
    ).all()


def told_of(project: PartnerProject, *, to: Actor) -> list[tuple[ServiceOffer, str]]:
    """What is offered of a project, each with how many have it, as somebody may read it.

    A partner reads of five or more alone, as of the end of last month: from one day to the next it
    would tell who came.
    """
    last_month = clock.today().replace(day=1) - timedelta(days=1)
    whole = can(to, Permission.SEE_SMALL_NUMBERS)
    until = clock.today() if whole else last_month
    given = sa.and_(TakeUp.state == TakeUpState.GIVEN, TakeUp.settled_on <= until, _known_to(to))
    rows = db.session.execute(
        sa.select(ServiceOffer, sa.func.count(TakeUp.id))
        .outerjoin(TakeUp, sa.and_(TakeUp.service_offer_id == ServiceOffer.id, given))
        .where(ServiceOffer.partner_project_id == project.id)
        .group_by(ServiceOffer.id)
        .order_by(ServiceOffer.title, ServiceOffer.id)
    )
    return [
        (offer, f"{number}" if whole or number >= FEW else f"fewer than {FEW}")
        for offer, number in rows
    ]


def count_serving(action: Action) -> int:
    """How many offers of services serve an action of the strategy."""
    count = sa.select(sa.func.count(ServiceOffer.id)).where(ServiceOffer.action_id == action.id)
    return db.session.scalar(count) or 0


def directorate_named(name: str) -> Directorate:
    """One directorate."""
    return db.session.scalars(sa.select(Directorate).where(Directorate.name == name)).one()
