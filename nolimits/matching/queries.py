"""Reads about matches and about the pool from which they are made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db
from nolimits.matching.engine import Giver, Pair, Plan, Seeker, pair, plan
from nolimits.matching.models import (
    ASKING,
    HOLDABLE,
    MEETING,
    Event,
    Match,
    MatchState,
)
from nolimits.panel.queries import judges_of
from nolimits.people.models import Area, Person
from nolimits.strategy.models import Action
from nolimits.volunteers.models import Volunteer
from nolimits.volunteers.queries import readiness
from nolimits.young_people import queries as young_people_queries
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson


@dataclass(frozen=True)
class Pool:
    """Everyone who waits and everyone who could be asked, with the best plan for all of them."""

    plan: Plan
    young_people: dict[str, YoungPerson]
    volunteers: dict[str, Volunteer]

    givers: dict[str, Giver]

    @property
    def can_be_asked(self) -> int:
        """How many volunteers could be asked now."""
        return sum(not one.missing_gates and one.capacity > 0 for one in self.givers.values())


def pool() -> Pool:
    """The pool of today: who waits without being asked about anybody, and every volunteer."""
    spoken_for = _spoken_for()
    waiting = young_people_queries.ready_to_match()
    young = [one for one in waiting if one.id not in spoken_for]
    volunteers = _volunteers()
    givers = {one.reference: one for one in _givers(volunteers)}
    by_person = {one.person_id: one.reference for one in volunteers}
    judges = judges_of([one.id for one in young])
    seekers = [seeker(one, by_person, judges.get(one.id, set())) for one in young]
    return Pool(
        plan=plan(seekers, list(givers.values())),
        young_people={one.reference: one for one in young},
        volunteers={one.reference: one for one in volunteers},
        givers=givers,
    )


def pool_for(by: Actor) -> Pool:
    """The same plan, without the young people from whom whoever asks is kept apart."""
    whole = pool()
    apart = set(db.session.scalars(kept_apart_from(by)))
    young = {key: one for key, one in whole.young_people.items() if one.id not in apart}
    proposals = tuple(one for one in whole.plan.proposals if one.pair.seeker.reference in young)
    waiting = tuple(one for one in whole.plan.waiting if one.seeker.reference in young)
    shown = replace(whole.plan, proposals=proposals, waiting=waiting)
    return replace(whole, plan=shown, young_people=young)


def look_at(volunteer: Volunteer, young_person: YoungPerson) -> Pair:
    """One volunteer and one young person, by the rules by which the whole pool is matched."""
    [giver] = _givers([volunteer])
    judges = judges_of([young_person.id]).get(young_person.id, set())
    by_person = {volunteer.person_id: volunteer.reference}
    return pair(seeker(young_person, by_person, judges), giver)


def seeker(young_person: YoungPerson, volunteers: dict[int, str], judges: set[int]) -> Seeker:
    """A young person as the engine sees them; `volunteers` are references by account."""
    today = clock.today()
    tied = {one.person_id for one in young_person.ties if one.until_on is None}
    return Seeker(
        reference=young_person.reference,
        age=young_person.age_on(today),
        interests=frozenset(young_person.interests),
        slots=frozenset(young_person.availability),
        easting=young_person.area.easting,
        northing=young_person.area.northing,
        waiting_days=(today - (young_person.ready_on or today)).days,
        consents_complete=not young_people_queries.missing_consents(young_person, on=today),
        tied_to=frozenset(volunteers[person] for person in tied if person in volunteers),
        judged_by=frozenset(volunteers[person] for person in judges if person in volunteers),
    )


def _givers(volunteers: Sequence[Volunteer]) -> list[Giver]:
    ids = [one.id for one in volunteers]
    missing = readiness(clock.today(), ids)
    busy = _open_matches(ids)
    return [
        Giver(
            reference=one.reference,
            interests=frozenset(one.interests),
            slots=frozenset(one.availability),
            easting=one.area.easting,
            northing=one.area.northing,
            capacity=one.capacity - busy.get(one.id, 0),
            missing_gates=tuple(gate.value for gate in missing.get(one.id, ())),
        )
        for one in volunteers
    ]


def _volunteers() -> Sequence[Volunteer]:
    return db.session.scalars(
        sa.select(Volunteer)
        .where(Volunteer.left_on.is_(None))
        .options(joinedload(Volunteer.person), joinedload(Volunteer.area))
        .order_by(Volunteer.reference)
    ).all()


def _open_matches(volunteer_ids: Sequence[int]) -> dict[int, int]:
    """How many matches of each volunteer have not ended."""
    rows = db.session.execute(
        sa.select(Match.volunteer_id, sa.func.count())
        .where(Match.volunteer_id.in_(volunteer_ids), Match.ended_on.is_(None))
        .group_by(Match.volunteer_id)
    )
    return dict(rows.all())


def _spoken_for() -> set[int]:
    """The young people of whom somebody is being asked, or will be."""
    return set(db.session.scalars(sa.select(Match.young_person_id).where(Match.ended_on.is_(None))))


def asked(volunteer: Volunteer, *, besides: Match) -> int:
    """How many open matches a volunteer was asked about, one left out."""
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Match)
            .where(
                Match.volunteer_id == volunteer.id,
                Match.ended_on.is_(None),
                Match.state != MatchState.SUGGESTED,
                Match.id != besides.id,
            )
        )
        or 0
    )


def not_held(whose: sa.ColumnElement[bool]) -> Sequence[Match]:
    """The matches of somebody that go on now: being asked about, or taken up."""
    going_on = Match.state.in_((*ASKING, *HOLDABLE))
    return db.session.scalars(sa.select(Match).where(whose, going_on)).all()


def held_since(ids: Collection[int]) -> dict[int, date]:
    """The day on which each match was last put on hold."""
    rows = db.session.execute(
        sa.select(AuditEntry.record_id, sa.func.max(AuditEntry.at))
        .where(
            AuditEntry.record_type == Match.__tablename__,
            AuditEntry.record_id.in_(ids),
            AuditEntry.event == Event.PUT_ON_HOLD.value,
        )
        .group_by(AuditEntry.record_id)
    )
    return {record_id: clock.london_day(at) for record_id, at in rows}


def count_serving(action: Action) -> int:
    """How many matches serve an action of the strategy, those that came to nothing left out."""
    count = sa.select(sa.func.count(Match.id)).where(*_serves(action.reference))
    return db.session.scalar(count) or 0


def _serves(reference: str) -> tuple[sa.ColumnElement[bool], ...]:
    came_to_something = sa.or_(Match.ended_on.is_(None), Match.taken_up_on.is_not(None))
    return came_to_something, Match.action.has(Action.reference == reference)


def usual_action() -> str:
    """The action that the newest match serves, by reference, since the next likely does too."""
    newest = sa.select(Action.reference).join(Match).order_by(Match.id.desc()).limit(1)
    return db.session.scalar(newest) or ""


def others_for(match: Match) -> Sequence[Match]:
    """The other open matches of the same young person."""
    return db.session.scalars(
        sa.select(Match).where(
            Match.young_person_id == match.young_person_id,
            Match.ended_on.is_(None),
            Match.id != match.id,
        )
    ).all()


GROUPS: dict[str, tuple[MatchState, ...]] = {
    "Being asked": (
        MatchState.SUGGESTED,
        MatchState.PROPOSED,
        MatchState.VOLUNTEER_AGREED,
        MatchState.YOUNG_PERSON_AGREED,
        MatchState.CHECKS_CONFIRMED,
    ),
    "Meeting": MEETING,
    "On hold": (MatchState.ON_HOLD,),
    "Ended": (
        MatchState.CLOSED,
        MatchState.DECLINED_BY_VOLUNTEER,
        MatchState.DECLINED_BY_YOUNG_PERSON,
        MatchState.NOT_APPROVED,
        MatchState.RELEASED,
    ),
}


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """The matches that someone may read: all, but for those of whom the record is closed.

    Nobody reads those of young people from whom they are kept apart.
    """
    apart = Match.young_person_id.in_(kept_apart_from(by))
    if by.roles & {Role.SAFEGUARDING_LEAD}:
        return ~apart
    theirs = Match.young_person.has(young_people_queries.visible_to(by))
    if Role.COORDINATOR in by.roles:
        return sa.and_(~apart, sa.or_(Match.ended_on.is_(None), theirs))
    return theirs


ORDERS: dict[str, tuple[Any, ...]] = {
    "oldest": (Match.since, Match.id),
    "volunteer": (Person.name,),
}


def matches(
    by: Actor,
    *,
    group: str = "",
    area: str = "",
    code: str = "",
    action: str = "",
    sort: str = "",
) -> sa.Select[Any]:
    """A list of matches, narrowed by group of states, area, code and action; the newest first."""
    statement = (
        sa.select(Match)
        .options(
            joinedload(Match.volunteer).joinedload(Volunteer.person),
            joinedload(Match.young_person).joinedload(YoungPerson.area),
        )
        .join(Match.volunteer)
        .join(Volunteer.person)
        .where(visible_to(by))
        .order_by(*ORDERS.get(sort, ()), Match.suggested_on.desc(), Match.id.desc())
    )
    if action:
        statement = statement.where(*_serves(action))
    if group in GROUPS:
        statement = statement.where(Match.state.in_(GROUPS[group]))
    if area:
        statement = statement.where(Match.young_person.has(YoungPerson.area.has(Area.name == area)))
    if code:
        like = f"%{code.strip().upper()}%"
        codes = sa.or_(
            Match.reference.like(like), Match.young_person.has(YoungPerson.reference.like(like))
        )
        statement = statement.where(codes)
    return statement
