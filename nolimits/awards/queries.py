"""Reads about awards."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.awards.models import Award, AwardState
from nolimits.grants.models import Application, HowGiven, Programme
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.kernel.permissions import Permission, can
from nolimits.strategy.models import Action
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson

TURNS = {
    AwardState.OFFERED: "The young person's, to say yes",
    AwardState.ACCEPTED: "A finance officer's, to approve",
    AwardState.APPROVED_FINANCE: "Another finance officer's, to pay",
    AwardState.PAID: "The young person's, to say it came",
    AwardState.CONFIRMED: "Nobody's: it is done",
    AwardState.CANCELLED: "Nobody's: it was cancelled",
}
HOW = {  # as those who pay read it
    HowGiven.BOUGHT: "Bought for them",
    HowGiven.VOUCHER: "As a voucher for the shop",
    HowGiven.BANK: "Into their own bank account",
}
FINANCE_ACTS = (AwardState.ACCEPTED, AwardState.APPROVED_FINANCE)


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The awards that someone may read: all for those who decide and pay, else what is theirs."""
    if can(by, Permission.SEE_AWARDS):
        apart = Application.young_person_id.in_(kept_apart_from(by))
        return ~Award.application.has(apart)
    theirs = Application.young_person.has(YoungPerson.person_id == by.id)
    return Award.application.has(theirs)


def awards(by: Actor, state: str = "", search: str = "", action: str = "") -> sa.Select[Any]:
    """Awards, those that wait for finance first, narrowed by state, reference and action."""
    statement = (
        sa.select(Award)
        .options(
            joinedload(Award.fund),
            joinedload(Award.application).joinedload(Application.decision),
            joinedload(Award.application).joinedload(Application.young_person),
        )
        .where(visible_to(by))
        .order_by(Award.state.not_in(FINANCE_ACTS), Award.offered_on.desc(), Award.id.desc())
    )
    if state in list(AwardState):
        statement = statement.where(Award.state == AwardState(state))
    if search:
        statement = statement.where(Award.reference == search.strip().upper())
    if action:
        statement = statement.where(*_serves(Action.reference == action))
    return statement


def count_serving(action: Action) -> int:
    """How many awards, the cancelled ones left out, serve an action of the strategy."""
    count = sa.select(sa.func.count(Award.id)).where(*_serves(Action.id == action.id))
    return db.session.scalar(count) or 0


def _serves(which: sa.ColumnElement[bool]) -> tuple[sa.ColumnElement[bool], ...]:
    programme = Application.programme.has(Programme.action.has(which))
    return Award.state != AwardState.CANCELLED, Award.application.has(programme)


def totals(by: Actor) -> dict[AwardState, tuple[int, int]]:
    """How many awards that someone may read stand in each state, and their pence."""
    summed = sa.select(Award.state, sa.func.count(), sa.func.sum(Award.pence))
    rows = db.session.execute(summed.where(visible_to(by)).group_by(Award.state))
    found = {state: (int(count), int(pence)) for state, count, pence in rows}
    return {state: found.get(state, (0, 0)) for state in AwardState}
