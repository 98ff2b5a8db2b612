"""What was agreed about expenses, and what counts already towards it."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.contacts.models import Contact
from nolimits.expenses.kinds import COUNTED, AskState, ExpenseKind, Vehicle
from nolimits.expenses.limits import Caps, Cost
from nolimits.expenses.models import (
    ExpenseClaim,
    ExpenseLimit,
    ExpenseLine,
    MileageRate,
    OtherMiles,
    PreApproval,
)
from nolimits.expenses.rates import at_first, tax_year
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.matching.models import Match
from nolimits.training.models import Attendance, TrainingDay
from nolimits.young_people.apart import kept_apart_from


def limit_on(match: Match | None, day: date) -> ExpenseLimit | None:
    """What was agreed for a match as of a day: for it alone, else for all."""
    own = ExpenseLimit.for_match_id == match.id if match else sa.false()
    wanted = (
        sa.select(ExpenseLimit)
        .where(ExpenseLimit.from_on <= day, sa.or_(own, ExpenseLimit.for_match_id.is_(None)))
        .order_by(
            ExpenseLimit.for_match_id.is_(None),
            ExpenseLimit.from_on.desc(),
            ExpenseLimit.id.desc(),
        )
    )
    return db.session.scalars(wanted.limit(1)).first()


def caps(limit: ExpenseLimit, *, for_match: bool) -> Caps:
    """A limit as numbers; of training there is no sum in all."""
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
            PreApproval.for_match_id.is_not_distinct_from(claim.for_match_id),
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
    """What the same person claimed before about the same match, or about training."""
    same = ExpenseClaim.for_match_id.is_not_distinct_from(claim.for_match_id)
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
        at_first(one.mileage_rate.rate, one.tenths, one.pence)
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
