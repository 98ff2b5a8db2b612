"""Reads about contacts: lists, and how much time was given."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.contacts.models import Contact, ContactState
from nolimits.kernel import clock, drafts
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.kernel.permissions import Permission, can
from nolimits.matching.models import MEETING, Match, MatchState
from nolimits.matching.queries import visible_to as visible_matches
from nolimits.safeguarding.about import About, about, stands_for
from nolimits.volunteers.models import Volunteer
from nolimits.volunteers.queries import stands_behind
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.names import mentions

DRAFT = "contact"
PATIENCE = timedelta(days=14)  # then a volunteer is asked whether they have met since


@stands_for("K")
def _about(reference: str, by: Actor) -> About:
    contact = Contact.by_key(reference)
    if contact is None:
        return About()
    seen = can(by, Permission.MARK_CONTACT_SEEN, contact)
    return replace(about(contact.match.reference, by), seen=seen)


def draft_of(person: Actor, match: Match) -> dict[str, Any]:
    """What a volunteer has begun to write about a match."""
    return drafts.begun(person, DRAFT, match.reference)


def months_until(day: date, count: int = 6) -> list[date]:
    """The first days of the last months, oldest first, that of a day among them."""
    whole = day.year * 12 + day.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(whole - count + 1, whole + 1)]


def visible_to(person: Actor) -> sa.ColumnElement[bool]:
    """Those that someone may read for the scheme: another's, which a support mentor stands behind.

    A coordinator reads all but their own, and none of a record that is closed.
    """
    if Role.COORDINATOR in person.roles:
        anothers = Match.volunteer.has(Volunteer.person_id != person.id)
        return Contact.match.has(sa.and_(anothers, visible_matches(person)))
    if Role.SUPPORT_MENTOR not in person.roles:
        return sa.false()
    apart = Match.young_person_id.in_(kept_apart_from(person))
    supported = Match.volunteer.has(Volunteer.supports.any(stands_behind(person)))
    return Contact.match.has(sa.and_(supported, ~apart))


def have_met(match: Match) -> bool:
    """Whether there is something that a volunteer can write down: the two meet, and have met."""
    met = match.introduction_on
    return match.state in MEETING and met is not None and met <= clock.today()


def quiet_since(match: Match) -> date | None:
    """Since when a volunteer has written nothing of a match, where that is long ago."""
    if not match.introduction_on:
        return None
    last = match.contacts[0].held_on if match.contacts else None
    quiet = (last + PATIENCE if last else match.introduction_on) <= clock.today()
    return (last or match.introduction_on) if quiet else None


def contacts(person: Actor, *, state: str = "", code: str = "") -> sa.Select[Any]:
    """A list of contacts, newest first, narrowed by state and by the match's code."""
    statement = (
        sa.select(Contact)
        .join(Contact.match)
        .where(visible_to(person))
        .options(
            joinedload(Contact.match).joinedload(Match.volunteer).joinedload(Volunteer.person),
            joinedload(Contact.match)
            .joinedload(Match.young_person)
            .options(joinedload(YoungPerson.identity), selectinload(YoungPerson.ties)),
        )
        .order_by(Contact.held_on.desc(), Contact.id.desc())
    )
    if state in list(ContactState):
        statement = statement.where(Contact.state == state)
    if code:
        statement = statement.where(Match.reference.contains(code.strip().upper()))
    return statement


def with_a_name(found: Sequence[Contact], by: Actor) -> set[int]:
    """Those in which the young person's name stands, for a reader who may know that name."""
    return {
        one.id
        for one in found
        if mentions(one.match.young_person, f"{one.activity} {one.notes or ''}", by)
    }


@dataclass(frozen=True)
class Quiet:
    """A pair that has not been in touch for longer than was agreed."""

    match: Match
    since: date | None
    days: int


def without_contact(by: Actor, today: date) -> list[Quiet]:
    """The pairs that meet and were last in touch longer ago than was agreed, longest first.

    Without those of whom whoever asks must read nothing.
    """
    last = (
        sa.select(sa.func.max(Contact.held_on))
        .where(Contact.match_id == Match.id)
        .correlate(Match)
        .scalar_subquery()
    )
    since = sa.func.coalesce(last, Match.trial_on)
    pairs = (
        sa.select(Match, since.label("since"))
        .where(visible_matches(by), Match.state.in_((MatchState.TRIAL, MatchState.ACTIVE)))
        .options(
            joinedload(Match.volunteer).joinedload(Volunteer.person),
            joinedload(Match.young_person).joinedload(YoungPerson.worker),
        )
        .order_by("since", Match.id)
    )
    found = [Quiet(match, day, (today - day).days) for match, day in db.session.execute(pairs)]
    return [one for one in found if one.days > one.match.contact_every_days]


def minutes_given(person: Actor, *, since: date | None = None) -> int:
    """How many minutes a person gave, from a day on or ever."""
    total = sa.select(sa.func.sum(Contact.minutes)).where(Contact.logged_by_id == person.id)
    if since:
        total = total.where(Contact.held_on >= since)
    return db.session.scalar(total) or 0


def minutes_by_month(person: Actor, months: Sequence[date]) -> list[int]:
    """How many minutes a person gave in each month, each named by its first day."""
    rows = db.session.execute(
        sa.select(Contact.held_on, Contact.minutes).where(Contact.logged_by_id == person.id)
    ).all()
    return [
        sum(minutes for day, minutes in rows if (day.year, day.month) == (month.year, month.month))
        for month in months
    ]


def case_record(young_person: YoungPerson) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of every contact with a young person, for the council's case record."""
    rows = db.session.scalars(
        sa.select(Contact)
        .join(Contact.match)
        .where(Match.young_person_id == young_person.id)
        .order_by(Contact.held_on, Contact.id)
    )
    headings = ["Day", "How", "Minutes", "What they did", "How it was", "Written on"]
    return headings, [
        [
            one.held_on.isoformat(),
            one.kind.value.replace("_", " "),
            str(one.minutes),
            one.activity,
            one.notes or "",
            one.logged_on.isoformat(),
        ]
        for one in rows
    ]
