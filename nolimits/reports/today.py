"""What needs a person now, worst first: each line with its reason and its one action."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from nolimits.activities import queries as activities
from nolimits.grants import queries as grants
from nolimits.grants.models import UNTOLD, Application, ApplicationState, Round
from nolimits.kernel import clock, pages
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.matching.models import Match
from nolimits.photos import queries as photos
from nolimits.pledges.models import Pledge, PledgeState
from nolimits.reports import joining, pairs, support
from nolimits.reports.partnering import partnering
from nolimits.reports.spending import spending
from nolimits.reports.waiting import Kind, Pile, Waiting
from nolimits.young_people import queries as young_people
from nolimits.young_people.models import YoungPerson, YoungPersonState

MOST = 8
POOL = "matching.pool"


def piles(by: Actor) -> list[Pile]:
    """Everything that waits for a coordinator and is theirs to read, the gravest kind first."""
    today = clock.today()
    kinds = [one for room in (pairs, support, joining) for one in room.kinds(by, today)]
    return [_pile(one) for one in sorted([*kinds, *_kinds(by, today)], key=lambda one: one.order)]


def _pile(kind: Kind) -> Pile:
    waiting = list(kind.waiting)
    days = [one.since for one in waiting]
    return Pile(kind.title, kind.none, kind.endpoint, waiting[:MOST], len(waiting), days)


def _kinds(by: Actor, today: date) -> list[Kind]:
    """What waits of rooms that have no file of their own here."""
    people, asked = "volunteers.volunteers", "grants.applications"
    checked, looked = "Every offer has been checked.", "Every photo has been looked at."
    untold, applied = "Everyone knows what was decided.", "Every application has been checked."
    promised, known = "Every promise has been set up.", "Every worker is known."
    return [
        Kind(60, "Offers to check", checked, "activities.offers", _offers(by)),
        Kind(70, "Decisions to tell", untold, asked, _untold(by, today)),
        Kind(130, "Workers to accept", known, "young_people.young_people", _workers(by)),
        Kind(140, "Waiting for a mentor", "No young person waits.", POOL, _young_people(by)),
        Kind(160, "Expenses to check", "Every claim is checked.", "expenses.claims", spending(by)),
        Kind(165, "Partners", "Every partner is seen to.", "partners.all_projects", partnering(by)),
        Kind(170, "Photos to look at", looked, people, _photos()),
        Kind(180, "Applications to check", applied, asked, _applications(by)),
        Kind(190, "Promises to set up", promised, "pledges.pledges", _pledges()),
    ]


def pool(piles: list[Pile]) -> Pile:
    """The young people who wait for a mentor."""
    return next(pile for pile in piles if pile.endpoint == POOL)


def _all(statement: sa.Select[Any]) -> Any:
    return db.session.scalars(statement).unique()


def _photos() -> Iterator[Waiting]:
    """Photos of volunteers that no young person sees before somebody has looked at them."""
    for photo in photos.waiting():
        yield Waiting(
            photo.person.name,
            "no young person sees it yet",
            clock.london_day(photo.put_up_at),
            "Look at the photo",
            "photos.look",
            photo.person.reference,
        )


def _offers(by: Actor) -> Iterator[Waiting]:
    """What adults would like to invite along to, before anybody has looked at it."""
    look = ("Look at what could go wrong", "activities.check_offer")
    for one in activities.to_check(by):
        yield Waiting(one.person.name, "invites along", one.asked_on, *look, one.reference)


def _untold(by: Actor, today: date) -> Iterator[Waiting]:
    """Applications that are decided, and the young person does not know yet."""
    decided = (
        sa.select(Application)
        .join(Application.round)
        .options(contains_eager(Application.round), joinedload(Application.decision))
        .where(grants.visible_to(by), Application.state.in_(UNTOLD))
        .order_by(Round.tell_by, Application.id)
    )
    for application in _all(decided):
        tell_by = application.round.tell_by
        yield Waiting(
            application.reference,
            f"to be told by {pages.day(tell_by)}" + (": late" if tell_by < today else ""),
            application.decision.decided_on if application.decision else None,
            "Tell them",
            "grants.tell",
            application.reference,
        )


def _young_people(by: Actor) -> Iterator[Waiting]:
    waiting = sa.select(YoungPerson).where(
        young_people.visible_to(by),
        YoungPerson.state == YoungPersonState.READY_TO_MATCH,
        ~YoungPerson.matches.any(Match.ended_on.is_(None)),  # nobody is asked about them yet
    )
    for young_person in _all(waiting.order_by(YoungPerson.ready_on, YoungPerson.id)):
        yield Waiting(
            young_person.reference,
            "ready, and not matched",
            young_person.ready_on or young_person.referred_on,
            "Look at proposals",
            "matching.pool",
            None,
            f"young-{young_person.reference}",
        )


def _workers(by: Actor) -> Iterator[Waiting]:
    """Young people whose worker sees nothing of them before a coordinator has accepted it."""
    unseen = YoungPerson.worker_accepted_on.is_(None)
    open_ones = sa.select(YoungPerson).where(young_people.visible_to(by), unseen)
    for young_person in _all(open_ones.order_by(YoungPerson.referred_on, YoungPerson.id)):
        yield Waiting(
            young_person.reference,
            "the worker sees nothing yet",
            young_person.referred_on,
            "Make sure who the worker is",
            "young_people.accept_worker",
            young_person.reference,
        )


def _applications(by: Actor) -> Iterator[Waiting]:
    states = (ApplicationState.SUBMITTED, ApplicationState.CHECKING)
    waiting = sa.select(Application).where(grants.visible_to(by), Application.state.in_(states))
    for application in _all(waiting.order_by(Application.submitted_on, Application.id)):
        yield Waiting(
            application.reference,
            "sent" if application.state == ApplicationState.SUBMITTED else "being checked",
            application.submitted_on,
            "Check",
            "grants.application",
            application.reference,
        )


def _pledges() -> Iterator[Waiting]:
    waiting = sa.select(Pledge).where(Pledge.state == PledgeState.AWAITING_SETUP)
    for pledge in _all(waiting.options(joinedload(Pledge.person)).order_by(Pledge.made_on)):
        yield Waiting(
            pledge.person.name,
            f"promised {pledge.kind.value}",
            pledge.made_on,
            "Set up",
            "pledges.pledge",
            pledge.reference,
        )
