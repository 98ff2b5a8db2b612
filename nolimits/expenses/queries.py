"""Reads of expenses: what was agreed, what counts already, and which claims wait for whom."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, lazyload, selectinload

from nolimits.activities.models import Offer, OfferState, Place, PlaceState
from nolimits.expenses.agreed import is_about, limit_on, others
from nolimits.expenses.kinds import WITH_FINANCE, About, AskState, ExpenseState
from nolimits.expenses.models import (
    ExpenseClaim,
    ExpenseFile,
    ExpenseLimit,
    ExpenseLine,
    PreApproval,
)
from nolimits.funds.models import Fund
from nolimits.kernel import clock, crypto
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.kernel.money import decimal
from nolimits.matching.models import Match
from nolimits.people.models import Person
from nolimits.volunteers.models import Volunteer
from nolimits.young_people.apart import kept_apart_from

FILE = ("Claim", "Employee number", "Name", "Fund", "Amount", "Paid on")


def _apart(of: Any, by: Actor) -> sa.ColumnElement[bool]:
    """About a young person from whom somebody is kept apart."""
    theirs: sa.ColumnElement[bool] = of.match.has(Match.young_person_id.in_(kept_apart_from(by)))
    return theirs


def _came_apart(by: Actor) -> sa.ColumnElement[bool]:
    """Somebody else's claims of an activity to which one came from whom somebody is kept apart."""
    came = sa.and_(Place.state == PlaceState.ATTENDED)
    theirs = sa.and_(Place.young_person_id.in_(kept_apart_from(by)), came)
    there = ExpenseLine.offer_id.in_(sa.select(Place.offer_id).where(theirs))
    return sa.and_(ExpenseClaim.person_id != by.id, ExpenseClaim.lines.any(there))


def subjects_of(person: Actor) -> list[Match | About]:
    """What somebody may claim for: matches of theirs, activities once they invite, training."""
    invites = sa.and_(Offer.person_id == person.id, Offer.published_on.is_not(None))
    on = sa.exists().where(invites, Offer.state != OfferState.CANCELLED)
    activities = [About.ACTIVITIES] if db.session.scalar(sa.select(on)) else []
    return [*matches_of(person), *activities, About.TRAINING]


def matches_of(person: Actor) -> Sequence[Match]:
    """The matches of which somebody may still claim: since they met, and for a while after."""
    met = sa.and_(Volunteer.person_id == person.id, Match.introduction_on <= clock.today())
    wanted = sa.select(Match).join(Match.volunteer).where(met)
    wanted = wanted.where(Match.young_person_id.not_in(kept_apart_from(person)))
    found = db.session.scalars(wanted.order_by(Match.id.desc())).all()
    return [one for one in found if one.ended_on is None or _in_time(one, one.ended_on)]


def _in_time(match: Match, day: date) -> bool:
    limit = limit_on(match, day)
    return limit is not None and (clock.today() - day).days <= limit.within_days


def terms_of(person: Actor) -> list[tuple[Match | About, ExpenseLimit | None]]:
    """What somebody may claim for, each with what was agreed."""
    return [(one, limit_on(one, clock.today())) for one in subjects_of(person)]


def mine(person: Actor) -> Sequence[ExpenseClaim]:
    """Somebody's own claims, newest first."""
    return db.session.scalars(
        sa.select(ExpenseClaim)
        .where(ExpenseClaim.person_id == person.id, ~_apart(ExpenseClaim, person))
        .options(selectinload(ExpenseClaim.lines), joinedload(ExpenseClaim.match))
        .order_by(ExpenseClaim.id.desc())
    ).all()


def draft_of(person: Actor, subject: Match | About) -> ExpenseClaim | None:
    """The claim that somebody has begun about a match, or about a kind of thing."""
    return db.session.scalar(
        sa.select(ExpenseClaim).where(
            ExpenseClaim.person_id == person.id,
            is_about(ExpenseClaim, subject),
            ExpenseClaim.state == ExpenseState.DRAFT,
        )
    )


def asked_by(person: Actor) -> Sequence[PreApproval]:
    """What somebody asked before spending, newest first."""
    theirs = sa.and_(PreApproval.person_id == person.id, ~_apart(PreApproval, person))
    wanted = sa.select(PreApproval).where(theirs).options(joinedload(PreApproval.match))
    return db.session.scalars(wanted.order_by(PreApproval.id.desc())).all()


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The claims that someone may read: their own; as coordinator what was sent, as finance officer
    what is to be paid. None is about a young person from whom they are kept apart.
    """
    ways = [ExpenseClaim.person_id == by.id]
    if Role.COORDINATOR in by.roles:
        ways.append(ExpenseClaim.state != ExpenseState.DRAFT)
    if Role.FINANCE_OFFICER in by.roles:
        ways.append(ExpenseClaim.state.in_(WITH_FINANCE))
    return sa.and_(sa.or_(*ways), ~_apart(ExpenseClaim, by), ~_came_apart(by))


ORDERS: dict[str, tuple[Any, ...]] = {
    "who": (Person.name,),
    "sent": (ExpenseClaim.submitted_on.desc(),),
}


def claims(by: Actor, state: str = "", search: str = "", sort: str = "") -> sa.Select[Any]:
    """Claims for the team, those to check first, narrowed by state and by who claims."""
    waiting = ExpenseClaim.state == ExpenseState.SUBMITTED
    statement = (
        sa.select(ExpenseClaim)
        .join(ExpenseClaim.person)
        .where(visible_to(by), ExpenseClaim.state != ExpenseState.DRAFT)
        .options(joinedload(ExpenseClaim.person), joinedload(ExpenseClaim.match))
        .order_by(*ORDERS.get(sort, ()), ~waiting, ExpenseClaim.submitted_on, ExpenseClaim.id)
    )
    if state in list(ExpenseState):
        statement = statement.where(ExpenseClaim.state == state)
    if search:
        found = sa.or_(
            Person.name.icontains(search.strip(), autoescape=True),
            ExpenseClaim.reference == search.strip().upper(),
        )
        statement = statement.where(found)
    return statement


def to_check(by: Actor) -> Sequence[ExpenseClaim]:
    """The claims that wait to be checked by somebody, the oldest first."""
    theirs = claims(by, ExpenseState.SUBMITTED).where(ExpenseClaim.person_id != by.id)
    return db.session.scalars(theirs).unique().all()


def print_of(claim: ExpenseClaim) -> str:
    """What tells a claim from the same with other lines: who approves it has read this."""
    lines = [(one.id, one.day, one.kind, one.what, one.pence, one.tenths) for one in claim.lines]
    return crypto.fingerprint(repr(lines))


def alike(claim: ExpenseClaim, by: Actor) -> dict[int, str]:
    """Lines that look like one of another claim of the same person: the other's reference.

    A claim that somebody may not read is not named to them: it would tell whom the person meets.
    """
    other = aliased(ExpenseLine)
    rows = db.session.execute(
        sa.select(ExpenseLine.id, ExpenseClaim.reference)
        .join(
            other,
            sa.and_(
                other.expense_claim_id != ExpenseLine.expense_claim_id,
                other.day == ExpenseLine.day,
                other.kind == ExpenseLine.kind,
                other.pence == ExpenseLine.pence,
            ),
        )
        .join(ExpenseClaim, ExpenseClaim.id == other.expense_claim_id)
        .where(ExpenseLine.expense_claim_id == claim.id, visible_to(by), *others(claim))
    )
    return {row.id: row.reference for row in rows}


def to_decide(by: Actor, most: int | None = None) -> Sequence[PreApproval]:
    """What volunteers ask before spending, and nobody has answered; the nearest day first."""
    open_ones = sa.and_(PreApproval.state == AskState.ASKED, PreApproval.person_id != by.id)
    return db.session.scalars(
        sa.select(PreApproval)
        .where(open_ones, ~_apart(PreApproval, by), PreApproval.planned_on >= clock.today())
        .options(joinedload(PreApproval.person), joinedload(PreApproval.match))
        .order_by(PreApproval.planned_on, PreApproval.id)
        .limit(most)
    ).all()


def asks_already(by: Actor, subject: Match | About, planned_on: date, pence: int) -> bool:
    """Whether somebody waits for an answer to the very same: a button that was pressed twice."""
    same = sa.and_(PreApproval.planned_on == planned_on, PreApproval.pence == pence)
    waits = sa.and_(PreApproval.person_id == by.id, PreApproval.state == AskState.ASKED)
    about = is_about(PreApproval, subject)
    return bool(db.session.scalar(sa.select(sa.exists().where(same, waits, about))))


def to_pay(by: Actor) -> sa.Select[Any]:
    """Approved claims that are in no file yet, the oldest first."""
    return (
        sa.select(ExpenseClaim)
        .where(visible_to(by), ExpenseClaim.state == ExpenseState.APPROVED)
        .options(joinedload(ExpenseClaim.person))
        .order_by(ExpenseClaim.checked_on, ExpenseClaim.id)
    )


def total_to_pay(by: Actor) -> int:
    """What those come to together, in pence."""
    waiting = to_pay(by).options(lazyload("*")).order_by(None).subquery()
    return int(db.session.scalar(sa.select(sa.func.sum(waiting.c.pence))) or 0)


def files() -> Sequence[Any]:
    """The newest files that were made, each with how many of its claims wait for the bank."""
    waits = sa.and_(ExpenseClaim.expense_file_id == ExpenseFile.id, ExpenseClaim.paid_on.is_(None))
    count = sa.select(sa.func.count(ExpenseClaim.id)).where(waits).scalar_subquery()
    wanted = sa.select(ExpenseFile, count).order_by(ExpenseFile.id.desc()).limit(50)
    return db.session.execute(wanted).all()


def claims_of_file(by: Actor, file: ExpenseFile) -> Sequence[ExpenseClaim]:
    """The claims of a file that somebody may read."""
    theirs = sa.and_(visible_to(by), ExpenseClaim.expense_file_id == file.id)
    wanted = sa.select(ExpenseClaim).where(theirs).options(joinedload(ExpenseClaim.person))
    return db.session.scalars(wanted.order_by(ExpenseClaim.id)).all()


def lines_of_file(by: Actor, file: ExpenseFile | None = None) -> sa.Select[Any]:
    """What each claim of a file, or of them all, takes from each fund, and whom it is paid to.

    What is paid says so: a file taken again after a payment came back is not paid whole again.
    """
    columns: Sequence[Any] = (
        ExpenseClaim.reference,
        Person.employee_number,
        Person.name,
        Fund.name.label("fund"),
        sa.func.sum(ExpenseLine.pence).label("pence"),
        ExpenseClaim.paid_on,
    )
    statement = (
        sa.select(*columns)
        .join(ExpenseClaim.person)
        .join(ExpenseClaim.lines)
        .join(ExpenseLine.limit)
        .join(ExpenseLimit.fund)
        .where(visible_to(by), ExpenseClaim.state.in_(WITH_FINANCE))
        .group_by(ExpenseClaim.id, Person.id, Fund.id)
        .order_by(ExpenseClaim.id, Fund.id)
    )
    if file:
        statement = statement.where(ExpenseClaim.expense_file_id == file.id)
    return statement


def file_cells(row: Any) -> Sequence[str]:
    """A line of a file under the headings of FILE."""
    who = row.reference, row.employee_number or "", row.name
    return *who, row.fund, decimal(int(row.pence)), row.paid_on.isoformat() if row.paid_on else ""
