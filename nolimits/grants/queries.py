"""Reads about grants."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.funds import queries as funds
from nolimits.funds.balances import Balances
from nolimits.grants.models import (
    OVER,
    Application,
    ApplicationState,
    Programme,
    Round,
)
from nolimits.grants.pack import OWN_WORDS
from nolimits.kernel import clock, drafts
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import Base, db
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission, can
from nolimits.people.queries import happened
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson


def programmes() -> list[Programme]:
    """All programmes by name, with their rounds and funds."""
    return list(
        db.session.scalars(
            sa.select(Programme)
            .options(
                selectinload(Programme.rounds),
                joinedload(Programme.fund),
                joinedload(Programme.action),
            )
            .order_by(Programme.name)
        )
    )


HAPPENED = {
    "application_submitted": "Sent in",
    "application_checking": "Taken up",
    "application_more_info_asked": "Asked for more",
    "application_more_info_given": "Answered",
    "application_ready_for_panel": "Ready for the panel",
    "application_with_panel": "Sent to the panel",
    "conflict_declared": "Said that they know who asks",
    "application_scored": "Scored {points} of 5",
    "application_decided": "Decision written down",
    "application_told": "Told",
    "application_withdrawn": "Stopped",
    "application_asked_again": "Began to ask again",
    "award_offered": "Set aside",
    "award_accepted": "Said yes to it",
    "award_approved": "Approved",
    "award_paid": "Paid",
    "award_confirmed": "Arrived",
    "award_cancelled": "Cancelled",
    "award_returned": "The money came back",
}


@dataclass(frozen=True)
class Offer:
    """One programme as somebody finds it: when it opens, and what they asked or began.

    Whoever is on the panel of the round that is open cannot ask in it.
    """

    programme: Programme
    open_round: Round | None
    next_round: Round | None
    waiting: Application | None
    draft: drafts.Draft | None
    on_panel: bool


def offers(by: Actor) -> list[Offer]:
    """What can be asked for, and how far a young person has come with each."""
    today = clock.today()
    waiting = {one.programme_id: one for one in asked_by(by) if one.state not in OVER}
    begun = {draft.about: draft for draft in drafts.all_of(by, "apply")}
    return [
        Offer(
            one,
            open_now,
            next_round(one, today),
            waiting.get(one.id),
            begun.get(one.reference),
            open_now is not None and by.id in open_now.panel_reader_ids,
        )
        for one in programmes()
        for open_now in [round_open_on(one, today)]
    ]


def waiting_for(programme: Programme, by: Actor) -> Application | None:
    """What a young person asks for in a programme already, and is not over."""
    return db.session.scalar(
        sa.select(Application).where(
            Application.programme_id == programme.id,
            Application.state.not_in(OVER),
            Application.young_person.has(YoungPerson.person_id == by.id),
        )
    )


def how_it_goes(by: Actor) -> str:
    """What a young person should know of what they asked for, in a line."""
    asked = asked_by(by)
    if any(one.question for one in asked):
        return "We need something from you"
    waiting = [one.round for one in asked if one.state not in OVER]
    if not waiting:
        return "See how it goes"
    soonest = min(waiting, key=lambda one: one.tell_by)
    return f"We'll tell you by {day(soonest.tell_by)}"


def programmes_with_money() -> list[tuple[Programme, Balances]]:
    """All programmes, each with what its fund comes to."""
    figures = {one.fund.id: one.balances for one in funds.funds()}
    return [(one, figures[one.fund_id]) for one in programmes()]


def words_for_pack(application: Application) -> dict[str, str]:
    """A young person's own words, from which the checker makes the panel's copy."""
    told = [one.answer for one in application.enquiries if one.answer]
    own = {name: application.answers.get(name) or "" for name in OWN_WORDS}
    return {**own, "more": "\n".join(told), **(application.pack or {})}


def story(record: Base, young_person: YoungPerson) -> list[dict[str, str]]:
    """What happened to an application or award; the young person is not named in it."""
    own = young_person.person.name if young_person.person else ""
    return [
        {**entry, "who": "The young person" if entry["who"] == own else entry["who"]}
        for entry in happened(record, HAPPENED)
    ]


def round_open_on(programme: Programme, day: date) -> Round | None:
    """The round of a programme that takes applications on a day."""
    return next((one for one in programme.rounds if one.open_on(day)), None)


def next_round(programme: Programme, day: date) -> Round | None:
    """The round of a programme that opens next."""
    return next((one for one in programme.rounds if one.opens_on > day), None)


def asks_in(round_: Round, person_id: int) -> bool:
    """Whether a person asks for a grant in a round."""
    asked = sa.exists().where(
        Application.round_id == round_.id,
        Application.state != ApplicationState.WITHDRAWN,
        Application.young_person.has(YoungPerson.person_id == person_id),
    )
    return bool(db.session.scalar(sa.select(asked)))


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """What young people ask for, as someone may read it: the office all, they what is theirs.

    The office reads nothing of those from whom it is kept apart, each of it their own.
    """
    if can(by, Permission.SEE_APPLICATIONS):
        return Application.young_person_id.not_in(kept_apart_from(by))
    return Application.young_person.has(YoungPerson.person_id == by.id)


def applications(
    by: Actor, state: str = "", programme: str = "", round: str = "", search: str = ""
) -> sa.Select[Any]:
    """Applications, those that wait longest first, narrowed by state, programme, round, words."""
    statement = (
        sa.select(Application)
        .join(Application.round)
        .options(
            joinedload(Application.round).joinedload(Round.programme),
            joinedload(Application.young_person),
            joinedload(Application.decision),
        )
        .where(visible_to(by))
        .order_by(Application.state.in_(OVER), Application.submitted_on, Application.id)
    )
    if state == "live":
        statement = statement.where(Application.state.not_in(OVER))
    elif state in list(ApplicationState):
        statement = statement.where(Application.state == ApplicationState(state))
    if programme:
        statement = statement.where(Application.programme.has(Programme.reference == programme))
    if round:
        statement = statement.where(Round.reference == round)
    if search:
        like = "%" + search.replace("%", r"\%").replace("_", r"\_") + "%"
        named = (
            Application.reference.ilike(like, escape="\\"),
            Application.what.ilike(like, escape="\\"),
        )
        statement = statement.where(sa.or_(*named))
    return statement


def asked_by(by: Actor) -> list[Application]:
    """What a young person has asked for, the newest first."""
    return list(
        db.session.scalars(
            sa.select(Application)
            .where(Application.young_person.has(YoungPerson.person_id == by.id))
            .options(
                joinedload(Application.round).joinedload(Round.programme),
                joinedload(Application.young_person),
                joinedload(Application.decision),
                joinedload(Application.award),
                selectinload(Application.enquiries),
            )
            .order_by(Application.submitted_on.desc(), Application.id.desc())
        )
    )
