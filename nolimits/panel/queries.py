"""Reads for the panel, which never learns who asks."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.grants.models import (
    PACK_OPEN,
    Application,
    ApplicationState,
    Programme,
    Round,
)
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.kernel.rules import keeps_apart
from nolimits.panel.models import PanelMember, Score
from nolimits.people import queries as people
from nolimits.people.models import Person
from nolimits.volunteers.models import Support, Volunteer
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson


@dataclass(frozen=True)
class PackPage:
    """One application as a panel member finds it in the pack, with its neighbours."""

    application: Application
    own: Score | None
    place: int
    of: int
    before: Application | None = None
    after: Application | None = None

    @property
    def is_open(self) -> bool:
        """Whether the panel has yet to decide."""
        return self.application.state is ApplicationState.WITH_PANEL

    def onward(self, url_for: Callable[..., str]) -> str:
        """Where to go once it is scored: the next one, or the pack."""
        if self.after is not None:
            return url_for(".score", key=self.after.reference)
        return url_for(".pack", key=self.application.round.reference)


@dataclass(frozen=True)
class Pack:
    """What one panel member may read of a round, and their own scores of what is closed by now."""

    pages: list[PackPage]
    kept: list[Score]


@dataclass(frozen=True)
class Panel:
    """A round on whose panel somebody is, and how much of it they have read."""

    round: Round
    to_read: int
    scored: int


def panels_of(by: Actor) -> list[Panel]:
    """The rounds on whose panel a person is, the next meeting first."""
    rounds = db.session.scalars(
        sa.select(Round)
        .where(Round.panel.any(PanelMember.person_id == by.id))
        .options(joinedload(Round.programme).joinedload(Programme.fund), selectinload(Round.panel))
        .order_by(Round.panel_on.desc())
    ).all()
    read: dict[int, list[Application]] = {one.id: [] for one in rounds}
    every = _applications(Application.round_id.in_(read))
    closed = {one.id for one in rounds if by.id in one.closed_to_ids}
    for one in every:
        if one.round_id not in closed and not one.is_shut and by.id in one.had_by_ids:
            read[one.round_id].append(one)
    return [
        Panel(one, len(read[one.id]), sum(bool(_score_of(a, by)) for a in read[one.id]))
        for one in rounds
    ]


def pack_for(round_: Round, by: Actor) -> Pack:
    """The pack of a round, in an order that says nothing: by reference."""
    every = _applications(Application.round_id == round_.id)
    had = [one for one in every if by.id in one.had_by_ids]
    if by.id in round_.closed_to_ids:
        had = []
    open_to = [one for one in had if not one.is_shut]
    closed = [one for one in had if one.read_long_ago]
    pages = [
        PackPage(
            one,
            _score_of(one, by),
            place,
            len(open_to),
            open_to[place - 2] if place > 1 else None,
            open_to[place] if place < len(open_to) else None,
        )
        for place, one in enumerate(open_to, 1)
    ]
    return Pack(pages, [own for one in closed if (own := _score_of(one, by))])


def page_for(application: Application, by: Actor) -> PackPage:
    """One page of the pack."""
    pages = pack_for(application.round, by).pages
    return next(page for page in pages if page.application.id == application.id)


def office_reads(round_: Round, by: Actor) -> list[Application]:
    """The applications of a round that somebody of the office may read, by reference."""
    apart = set(db.session.scalars(kept_apart_from(by)))
    return [one for one in round_.applications if one.young_person_id not in apart]


def whole(round_: Round) -> Round:
    """A round with its panel and its applications, for the office."""
    applications = selectinload(Round.applications)
    return db.session.scalars(
        sa.select(Round)
        .where(Round.id == round_.id)
        .options(
            joinedload(Round.programme).joinedload(Programme.fund),
            selectinload(Round.panel).joinedload(PanelMember.person),
            applications.joinedload(Application.decision),
            applications.selectinload(Application.scores),
            applications.joinedload(Application.young_person).options(*_known_by()),
        )
        .execution_options(populate_existing=True)
    ).one()


def could_join(round_: Round, by: Actor) -> list[Person]:
    """Panel members who are not on the panel of a round yet, and of whom somebody may read."""
    there = round_.panel_reader_ids
    free = [one for one in people.holders(Role.PANEL_MEMBER) if one.id not in there]
    return [one for one in free if not keeps_apart(by, one)]


def panel_for(round_: Round, by: Actor) -> list[PanelMember]:
    """The panel of a round, but a young person from whom somebody is kept apart."""
    return [one for one in round_.panel if not keeps_apart(by, one.person)]


def judges_of(young_person_ids: Collection[int]) -> dict[int, set[int]]:
    """The panel members of the rounds in which young people ask, while a panel may read of it."""
    since = clock.today() - PACK_OPEN
    open_to_panel = sa.or_(Application.told_on.is_(None), Application.told_on >= since)
    rows = db.session.execute(
        sa.select(Application.young_person_id, PanelMember.person_id)
        .join(PanelMember, PanelMember.round_id == Application.round_id)
        .where(
            Application.young_person_id.in_(young_person_ids),
            Application.state != ApplicationState.WITHDRAWN,
            open_to_panel,
        )
    )
    found: dict[int, set[int]] = {}
    for number, person_id in rows:
        found.setdefault(number, set()).add(person_id)
    return found


def _score_of(application: Application, by: Actor) -> Score | None:
    return next((one for one in application.scores if one.person_id == by.id), None)


def _known_by() -> tuple[Any, ...]:
    """What tells of a young person who knows them, all at once."""
    return (
        selectinload(YoungPerson.ties),
        selectinload(YoungPerson.conflicts),
        selectinload(YoungPerson.asked_volunteers)
        .selectinload(Volunteer.supports)
        .selectinload(Support.covers),
    )


def _applications(where: sa.ColumnElement[bool]) -> list[Application]:
    rows = db.session.scalars(
        sa.select(Application)
        .where(where)
        .options(
            joinedload(Application.round).options(
                selectinload(Round.applications),
                selectinload(Round.panel).selectinload(PanelMember.holds),
            ),
            joinedload(Application.young_person).options(*_known_by()),
            joinedload(Application.decision),
            selectinload(Application.scores),
        )
        .order_by(Application.reference)
    )
    return list(rows)
