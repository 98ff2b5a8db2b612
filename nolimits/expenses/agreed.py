"""What was agreed about expenses, and what counts already towards it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.activities.models import Offer, OfferState, Place, PlaceState
from nolimits.contacts.models import Contact
from nolimits.expenses.kinds import COUNTED, About, AskState, ExpenseKind, Vehicle
from nolimits.expenses.limits import Caps, Cost
from nolimits.expenses.models import (
    ExpenseClaim,
    ExpenseLimit,
    ExpenseLine,
    MileageRate,
    OtherMiles,
    PreApproval,
)
from nolimits.expenses.rates import Rate, at_first, tax_year
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.matching.models import Match
from nolimits.training.models import Attendance, TrainingDay
from nolimits.young_people.apart import kept_apart_from


def told(subject: Match | About) -> dict[str, Any]:
    """What a record holds that is about a match, or about a kind of thing."""
    if isinstance(subject, Match):
        return {"about": About.MATCH, "match": subject}
    return {"about": subject}


def subject_of(claim: ExpenseClaim) -> Match | About:
    """What a claim is about: the one match, or the kind of thing."""
    return claim.match or claim.about


def is_about(model: Any, subject: Match | About) -> sa.ColumnElement[bool]:
    """Whether a record of a model is about that."""
    if isinstance(subject, Match):
        return sa.and_(model.for_match_id == subject.id)
    return sa.and_(model.about == subject)


def limit_on(subject: Match | About | None, day: date) -> ExpenseLimit | None:
    """What was agreed for a match or for activities as of a day: for them alone, else for all."""
    own = is_about(ExpenseLimit, subject) if subject else sa.false()
    wanted = (
        sa.select(ExpenseLimit)
        .where(ExpenseLimit.from_on <= day, sa.or_(own, ExpenseLimit.about.is_(None)))
        .order_by(
            ExpenseLimit.about.is_(None),
            ExpenseLimit.from_on.desc(),
            ExpenseLimit.id.desc(),
        )
    )
    return db.session.scalars(wanted.limit(1)).first()


def caps(limit: ExpenseLimit, *, for_match: bool) -> Caps:
    """A limit as numbers; of activities and of training there is no sum in all."""
    return Caps(limit.visit_pence, limit.month_pence, limit.match_pence if for_match else None)


def limits(by: Actor) -> Sequence[ExpenseLimit]:
    """Every limit that was agreed and that somebody may read of, newest first."""
    return db.session.scalars(
        sa.select(ExpenseLimit)
        .where(~ExpenseLimit.match.has(Match.young_person_id.in_(kept_apart_from(by))))
        .options(joinedload(ExpenseLimit.fund), joinedload(ExpenseLimit.match))
        .order_by(ExpenseLimit.from_on.desc(), ExpenseLimit.id.desc())
    ).all()


def rate_on(vehicle: Vehicle, day: date) -> MileageRate | None:
    """What a mile is paid with on a day."""
    held = sa.and_(MileageRate.vehicle == vehicle, MileageRate.from_on <= day)
    newest = MileageRate.from_on.desc()
    return db.session.scalars(sa.select(MileageRate).where(held).order_by(newest).limit(1)).first()


def as_rate(held: MileageRate) -> Rate:
    """A rate that is held as numbers alone."""
    return Rate(held.pence, held.after_pence, held.after_miles)


def rates() -> Sequence[MileageRate]:
    """Every rate, newest first for each kind."""
    order = (MileageRate.vehicle, MileageRate.from_on.desc())
    return db.session.scalars(sa.select(MileageRate).order_by(*order)).all()


def agreed_before(claim: ExpenseClaim) -> dict[date, PreApproval]:
    """What somebody said yes to before it was spent, by its day: the largest sum of each."""
    found = db.session.scalars(
        sa.select(PreApproval)
        .where(
            PreApproval.person_id == claim.person_id,
            is_about(PreApproval, subject_of(claim)),
            PreApproval.state == AskState.AGREED,
        )
        .order_by(PreApproval.pence)
    )
    return {one.planned_on: one for one in found}


def others(claim: ExpenseClaim) -> tuple[sa.ColumnElement[bool], ...]:
    """Somebody's other claims that count."""
    return (
        ExpenseClaim.person_id == claim.person_id,
        ExpenseClaim.id != claim.id,
        ExpenseClaim.state.in_(COUNTED),
    )


def known(claim: ExpenseClaim) -> list[Cost]:
    """What the same person claimed before about the same."""
    same = is_about(ExpenseClaim, subject_of(claim))
    wanted = sa.select(ExpenseLine.day, ExpenseLine.pence).join(ExpenseLine.claim)
    return [Cost(*row) for row in db.session.execute(wanted.where(same, *others(claim)))]


def miles_before(claim: ExpenseClaim, year: int) -> int:
    """Tenths of a mile by car in a tax year that had the first rate already: here, and elsewhere as
    was told. What other claims had at the lower rate takes no mile away from this one.
    """
    here = db.session.scalars(
        sa.select(ExpenseLine)
        .join(ExpenseLine.claim)
        .where(
            ExpenseLine.kind == ExpenseKind.CAR,
            ExpenseLine.day.between(date(year, 4, 6), date(year + 1, 4, 5)),
            *others(claim),
        )
        .options(joinedload(ExpenseLine.mileage_rate))
    )
    told = other_miles(claim.person_id, year)
    had = [
        at_first(as_rate(one.mileage_rate), one.tenths, one.pence)
        for one in here
        if one.mileage_rate and one.tenths
    ]
    return sum(had) + (told.tenths if told else 0)


def other_miles(person_id: int | None, year: int) -> OtherMiles | None:
    """What somebody told of their miles for others in a tax year."""
    theirs = sa.and_(OtherMiles.person_id == person_id, OtherMiles.tax_year == year)
    return db.session.scalar(sa.select(OtherMiles).where(theirs))


def told_miles(person: Actor) -> list[tuple[int, int]]:
    """This tax year and the one before, each with the miles that somebody told of."""
    this = tax_year(clock.today())
    told = [(year, other_miles(person.id, year)) for year in (this, this - 1)]
    return [(year, one.tenths // 10 if one else 0) for year, one in told]


def meeting_on(match: Match, day: date) -> Contact | None:
    """What was written down of a match on a day, if anything."""
    of_day = sa.and_(Contact.match_id == match.id, Contact.held_on == day)
    return db.session.scalars(sa.select(Contact).where(of_day).order_by(Contact.id)).first()


def training_on(person_id: int, day: date) -> TrainingDay | None:
    """The training day at which a register says that somebody was."""
    there = sa.exists().where(
        Attendance.training_day_id == TrainingDay.id,
        Attendance.person_id == person_id,
        Attendance.counts,
    )
    held = sa.select(TrainingDay).where(TrainingDay.held_on == day, there)
    return db.session.scalars(held.order_by(TrainingDay.id)).first()


def offers_on(person_id: int, day: date) -> Sequence[Offer]:
    """What somebody invited along to on a day, that was not called off."""
    midnight = datetime.combine(day, time(), clock.LONDON)
    of_day = Offer.starts_at >= midnight, Offer.starts_at < midnight + timedelta(days=1)
    theirs = sa.and_(Offer.person_id == person_id, Offer.published_on.is_not(None), *of_day)
    held = sa.select(Offer).where(theirs, Offer.state != OfferState.CANCELLED)
    return db.session.scalars(held.order_by(Offer.starts_at, Offer.id)).all()


def coming_to(offers: Sequence[Offer], *states: PlaceState) -> Sequence[Place]:
    """The places on some offers that are at one of some states."""
    theirs = sa.and_(Place.offer_id.in_([one.id for one in offers]), Place.state.in_(states))
    return db.session.scalars(sa.select(Place).where(theirs).order_by(Place.id)).all()


def activity_on(person_id: int, day: date) -> Offer | None:
    """What somebody invited along to on a day and is over, if somebody came along."""
    over = [one for one in offers_on(person_id, day) if one.ends_at <= clock.now()]
    came = {one.offer_id for one in coming_to(over, PlaceState.ATTENDED)}
    return next((one for one in over if one.id in came), None)
