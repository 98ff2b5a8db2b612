"""Reads about partners, their projects and what they report."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.kernel.permissions import Permission, can
from nolimits.partners.due import ANSWER_WITHIN, RUNS_OUT_SOON
from nolimits.partners.kinds import GOING, OWED, ProjectState, TotalsState
from nolimits.partners.models import (
    Event,
    Partner,
    PartnerCheck,
    PartnerPerson,
    PartnerProject,
    ProjectTotals,
)
from nolimits.strategy.models import Action

IN_ORDER = (ProjectState.RUNNING, ProjectState.AGREED, ProjectState.DRAFT)


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """Every project for those who look after partners; a partner's people see their own alone."""
    if can(by, Permission.SEE_PARTNERS):
        return sa.true()
    if not can(by, Permission.SEE_OWN_PROJECTS):
        return sa.false()
    own = sa.select(PartnerPerson.partner_id).where(
        PartnerPerson.person_id == by.id, PartnerPerson.until_on.is_(None)
    )
    return PartnerProject.partner_id.in_(own)


def projects(by: Actor, action: str = "") -> sa.Select[Any]:
    """The projects that somebody may see, or what serves an action: what goes on first."""
    places = {state: place for place, state in enumerate(IN_ORDER)}
    order = sa.case(places, value=PartnerProject.state, else_=len(IN_ORDER))
    statement = sa.select(PartnerProject).where(visible_to(by))
    if action:
        statement = statement.where(PartnerProject.action.has(Action.reference == action))
    return statement.options(
        joinedload(PartnerProject.partner).selectinload(Partner.checks)
    ).order_by(order, PartnerProject.title, PartnerProject.id)


def partners() -> Sequence[Partner]:
    """All partners by name, those that ended last."""
    over = sa.case((Partner.ended_on.is_(None), 0), else_=1)
    statement = sa.select(Partner).order_by(over, Partner.name)
    some = (selectinload(Partner.checks), selectinload(Partner.projects))
    return db.session.scalars(statement.options(*some)).all()


def partner_of(person: Actor) -> Partner | None:
    """The partner of which somebody is."""
    theirs = Partner.people.any(
        sa.and_(PartnerPerson.person_id == person.id, PartnerPerson.until_on.is_(None))
    )
    return db.session.scalar(sa.select(Partner).where(theirs))


def may_offer() -> list[PartnerProject]:
    """The projects of which young people may be offered something today, by title."""
    statement = (
        sa.select(PartnerProject)
        .where(PartnerProject.state.in_(GOING))
        .options(joinedload(PartnerProject.partner).selectinload(Partner.checks))
        .order_by(PartnerProject.title, PartnerProject.id)
    )
    return [one for one in db.session.scalars(statement) if one.may_offer]


def count_serving(action: Action) -> int:
    """How many projects of partners serve an action of the strategy."""
    count = sa.select(sa.func.count(PartnerProject.id))
    return db.session.scalar(count.where(PartnerProject.action_id == action.id)) or 0


def questions(project: PartnerProject) -> dict[int, str | None]:
    """What was asked last about the totals that are to be sent again, by their numbers."""
    return {
        one.id: next(e.reason for e in audit.timeline(one) if e.event == Event.TOTALS_QUERIED)
        for one in project.totals
        if one.state is TotalsState.QUERIED
    }


# --- What is owed, and what waits for the team --------------------------------------------------


def owed(by: Actor) -> Sequence[ProjectTotals]:
    """The totals that somebody is to send, what is due first at the top."""
    return db.session.scalars(
        _totals(OWED).where(visible_to(by)).order_by(ProjectTotals.until_on, ProjectTotals.id)
    ).all()


def late() -> Sequence[ProjectTotals]:
    """The totals whose day is past, the oldest first."""
    over = ProjectTotals.until_on < clock.today() - ANSWER_WITHIN
    return db.session.scalars(
        _totals(OWED).where(over).order_by(ProjectTotals.until_on, ProjectTotals.id)
    ).all()


def to_accept() -> Sequence[ProjectTotals]:
    """The totals that were sent, and that nobody has looked at."""
    sent = _totals((TotalsState.SENT,))
    return db.session.scalars(sent.order_by(ProjectTotals.sent_on, ProjectTotals.id)).all()


def _totals(states: tuple[TotalsState, ...]) -> sa.Select[Any]:
    return (
        sa.select(ProjectTotals)
        .join(ProjectTotals.project)
        .where(ProjectTotals.state.in_(states))
        .options(contains_eager(ProjectTotals.project).joinedload(PartnerProject.partner))
    )


def to_confirm(by: Actor) -> Sequence[PartnerCheck]:
    """The checks that somebody else recorded, and that wait for a second person."""
    return db.session.scalars(
        sa.select(PartnerCheck)
        .join(PartnerCheck.partner)
        .where(
            PartnerCheck.confirmed_on.is_(None),
            PartnerCheck.withdrawn_on.is_(None),
            PartnerCheck.valid_until >= clock.today(),
            PartnerCheck.seen_by_id != by.id,
            Partner.ended_on.is_(None),
        )
        .options(contains_eager(PartnerCheck.partner))
        .order_by(PartnerCheck.seen_on, PartnerCheck.id)
    ).all()


def to_renew() -> list[Partner]:
    """The partners with a project in being of whom a check is missing, or soon will be."""
    soon = clock.today() + RUNS_OUT_SOON
    going = Partner.projects.any(PartnerProject.state.in_(GOING))
    statement = sa.select(Partner).where(going, Partner.ended_on.is_(None))
    some = statement.options(selectinload(Partner.checks)).order_by(Partner.name)
    return [one for one in db.session.scalars(some) if one.missing_on(soon)]
