"""Reads about asks: of whom what is asked, what they say, and what it comes to."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.asks.models import AskAnswer
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.permissions import Permission, can
from nolimits.people.models import Champion, Directorate, Person
from nolimits.pledges.models import Pledge, PledgeKind
from nolimits.strategy.models import Action, Ask, Audience
from nolimits.strategy.queries import by_keys, own_id

FEW = 5  # below it a count could tell of somebody (R-DP-12)
OF_ROLES = {
    Role.COUNCILLOR: (Audience.COUNCILLORS, Audience.INDIVIDUALS),
    Role.STAFF: (Audience.INDIVIDUALS,),
}
# The action of the strategy that each of them serves.
SERVES = {
    Audience.COUNCILLORS: "corporate_parenting/members-asks-and-training",
    Audience.SERVICES: "corporate_parenting/directorates",
    Audience.INDIVIDUALS: "corporate_parenting/no-limits",
}


@dataclass(frozen=True)
class Asked:
    """One ask with its place among those of its audience, and what somebody says of it."""

    key: str
    ask: Ask
    answer: AskAnswer | None = None


def asks(*audiences: Audience) -> dict[str, Ask]:
    """What the council's own strategy asks of some, by key: "councillors-3"."""
    rows = db.session.scalars(
        sa.select(Ask)
        .where(Ask.strategy_id == own_id(), Ask.audience.in_(audiences))
        .order_by(Ask.position)
    )
    found: dict[str, Ask] = {}
    places = dict.fromkeys(Audience, 0)
    for ask in rows:
        places[ask.audience] += 1
        found[f"{ask.audience.value}-{places[ask.audience]}"] = ask
    return found


def audiences_of(person: Actor) -> list[Audience]:
    """As what somebody is asked."""
    asked = {one for role, of in OF_ROLES.items() if role in person.roles for one in of}
    return [one for one in Audience if one in asked]


def of_person(person: Actor) -> list[Asked]:
    """What is asked of somebody, with what they say."""
    mine = AskAnswer.person_id == person.id
    return _with_answers(asks(*audiences_of(person)), mine)


def of_directorate(directorate: Directorate) -> list[Asked]:
    """What is asked of a service, with what its champion says."""
    theirs = AskAnswer.directorate_id == directorate.id
    return _with_answers(asks(Audience.SERVICES), theirs)


def _with_answers(asked: dict[str, Ask], whose: sa.ColumnElement[bool]) -> list[Asked]:
    rows = sa.select(AskAnswer).where(whose, AskAnswer.withdrawn_on.is_(None))
    said = {one.ask_id: one for one in db.session.scalars(rows)} if asked else {}
    return [Asked(key, ask, said.get(ask.id)) for key, ask in asked.items()]


def chosen(asked: list[Asked], key: str) -> Asked:
    """The one of a key among what is asked of somebody; NotVisible where it is not."""
    found = next((one for one in asked if one.key == key), None)
    if found is None:
        raise NotVisible
    return found


def champion_of(person: Actor) -> Directorate | None:
    """The directorate of which somebody is champion today."""
    return db.session.scalar(
        sa.select(Directorate)
        .join(Champion)
        .where(Champion.person_id == person.id, Champion.until_on.is_(None))
    )


def own_champion(person: Actor) -> Person | None:
    """The champion of somebody's directorate; nobody is their own."""
    return db.session.scalar(
        sa.select(Person)
        .join(Champion, Champion.person_id == Person.id)
        .where(
            Champion.until_on.is_(None),
            Champion.directorate_id
            == sa.select(Person.directorate_id).where(Person.id == person.id).scalar_subquery(),
            Person.id != person.id,
        )
    )


def action_of(audience: Audience) -> Action | None:
    """The action of the strategy that an ask serves."""
    return by_keys([SERVES[audience]]).get(SERVES[audience]) if audience in SERVES else None


def count_serving(action: Action) -> int:
    """How many answers there are to asks that serve an action."""
    audiences = [one for one, key in SERVES.items() if key == action.key]
    wanted = sa.select(sa.func.count(AskAnswer.id)).join(AskAnswer.ask)
    wanted = wanted.where(Ask.strategy_id == action.strategy_id, Ask.audience.in_(audiences))
    return db.session.scalar(wanted.where(AskAnswer.withdrawn_on.is_(None))) or 0


# --- What it comes to -------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How many say that they will, and that they have, of one ask."""

    key: str
    ask: Ask
    will: int
    done: int


def counted_on(to: Actor) -> date:
    """The day whose counts of people somebody reads: the last of a month, or today.

    Whoever may not know small numbers would take the count of one day from that of another.
    """
    today = clock.today()
    small = can(to, Permission.SEE_SMALL_NUMBERS)
    return today if small else today.replace(day=1) - timedelta(days=1)


def progress(audience: Audience, *, to: Actor) -> list[Progress]:
    """What comes of each ask: answers of people who work here, or of services, as of today."""
    day = clock.today() if audience is Audience.SERVICES else counted_on(to)
    rows = db.session.execute(
        sa.select(
            AskAnswer.ask_id,
            sa.func.sum(sa.case((AskAnswer.done_on.is_(None), 1), else_=0)),
            sa.func.sum(sa.case((AskAnswer.done_on.is_not(None), 1), else_=0)),
        )
        .outerjoin(AskAnswer.person)
        .where(AskAnswer.will_on <= day, _none_until(AskAnswer.withdrawn_on, day))
        .where(_none_until(Person.left_on, day))
        .group_by(AskAnswer.ask_id)
    )
    counts = {ask_id: (will, done) for ask_id, will, done in rows}
    asked = asks(audience).items()
    return [Progress(key, ask, *counts.get(ask.id, (0, 0))) for key, ask in asked]


def _none_until(ended_on: Any, day: date) -> sa.ColumnElement[bool]:
    return sa.or_(ended_on.is_(None), ended_on > day)


def by_directorate() -> dict[tuple[int, int], AskAnswer]:
    """What each service says of each ask, by the numbers of both."""
    rows = sa.select(AskAnswer).where(
        AskAnswer.directorate_id.is_not(None), AskAnswer.withdrawn_on.is_(None)
    )
    return {(one.directorate_id or 0, one.ask_id): one for one in db.session.scalars(rows)}


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """Every answer, for those who may read them by name; for others, their own."""
    return sa.true() if can(by, Permission.SEE_ANSWERS) else AskAnswer.person_id == by.id


def answers_to(by: Actor, ask: Ask | None = None) -> sa.Select[AskAnswer]:
    """What people said of an ask, or of all, by name."""
    said = (
        sa.select(AskAnswer)
        .join(AskAnswer.person)
        .where(visible_to(by), AskAnswer.withdrawn_on.is_(None))
        .options(joinedload(AskAnswer.person))
        .order_by(Person.name, AskAnswer.id)
    )
    return said.where(AskAnswer.ask_id == ask.id) if ask else said


def promises_in(directorate: Directorate, *, to: Actor) -> dict[str, str]:
    """How many people of a directorate promise time, and money, as somebody may read it."""
    day = counted_on(to)
    rows = db.session.execute(
        sa.select(Pledge.kind, sa.func.count(sa.distinct(Pledge.person_id)))
        .join(Pledge.person)
        .where(Person.directorate_id == directorate.id)
        .where(Pledge.made_on <= day, _none_until(Pledge.ended_on, day))
        .group_by(Pledge.kind)
    )
    counts = {row[0]: row[1] for row in rows}
    return {kind.value: shown(counts.get(kind, 0), to=to) for kind in PledgeKind}


def shown(number: int, *, to: Actor) -> str:
    """A count as somebody may read it: small ones are for coordinators."""
    if number and number < FEW and not can(to, Permission.SEE_SMALL_NUMBERS):
        return f"fewer than {FEW}"
    return f"{number:,}"
