"""What needs a person now, worst first: each line with its reason and its one action."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from nolimits.activities import queries as activities
from nolimits.contacts import queries as contacts
from nolimits.contacts.models import Contact, ContactState
from nolimits.grants import queries as grants
from nolimits.grants.models import UNTOLD, Application, ApplicationState, Round
from nolimits.kernel import clock, pages
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.matching import queries as matching
from nolimits.matching.models import Match, MatchState
from nolimits.matching.queries import held_since
from nolimits.photos import queries as photos
from nolimits.pledges.models import Pledge, PledgeState
from nolimits.reports import joining
from nolimits.reports.spending import spending
from nolimits.reports.waiting import Pile, Waiting
from nolimits.volunteers import queries as volunteers
from nolimits.volunteers.models import Volunteer
from nolimits.volunteers.readiness import WORDS
from nolimits.young_people import queries as young_people
from nolimits.young_people.models import YoungPerson, YoungPersonState

MOST = 8


def piles(by: Actor) -> list[Pile]:
    """Everything that waits for a coordinator and is theirs to read, the gravest kind first."""
    found = [
        (title, none, place, list(kind)) for title, none, place, kind in _kinds(by, clock.today())
    ]
    return [
        Pile(title, none, place, waiting[:MOST], len(waiting))
        for title, none, place, waiting in found
    ]


def _kinds(by: Actor, today: date) -> list[tuple[str, str, str, Iterator[Waiting]]]:
    """Each kind: its title, what is said where nothing waits, the page of all, what waits."""
    people, asked = "volunteers.volunteers", "grants.applications"
    quiet = "contacts.without_contact"
    return [
        ("A gate has lapsed", "Every matched volunteer is ready.", people, _lapsed(today)),
        ("No contact", "Every pair has been in touch.", quiet, _without_contact(by, today)),
        ("Matches to move on", "No match waits for you.", "matching.matches", _matches(by, today)),
        ("Offers to check", "Every offer has been checked.", "activities.offers", _offers(by)),
        ("Decisions to tell", "Everyone knows what was decided.", asked, _untold(by, today)),
        ("To be cleared", "Nobody waits for clearance alone.", people, joining.to_clear(by, today)),
        (
            "References unanswered",
            "No referee keeps us waiting.",
            people,
            joining.unanswered(by, today),
        ),
        ("Told, and not settled", "Nothing that was told waits.", people, joining.told(by)),
        (
            "Roles to approve",
            "What each role asks is settled.",
            "dbs.role_versions",
            joining.roles(by),
        ),
        (
            "Certificates to see to",
            "No certificate waits for a decision, or to be asked about.",
            people,
            joining.certificates(by, today),
        ),
        ("Workers to accept", "Every worker is known.", "young_people.young_people", _workers(by)),
        ("Waiting for a mentor", "No young person waits.", "matching.pool", _young_people(by)),
        ("Contact logs to read", "Every contact log is read.", "contacts.contacts", _unread(by)),
        ("Expenses to check", "Every claim is checked.", "expenses.claims", spending(by)),
        ("Photos to look at", "Every photo has been looked at.", people, _photos()),
        ("Applications to check", "Every application has been checked.", asked, _applications(by)),
        ("Promises to set up", "Every promise has been set up.", "pledges.pledges", _pledges()),
    ]


def codes(piles: list[Pile]) -> list[str]:
    """The codes of young people that stand on the page."""
    young = [pile for pile in piles if pile.endpoint == "matching.pool"]
    return [one.what for pile in young for one in pile.first]


def _all(statement: sa.Select[Any]) -> Any:
    return db.session.scalars(statement).unique()


def _lapsed(today: date) -> Iterator[Waiting]:
    """Volunteers of a match in being who are not ready today."""
    matches = sa.select(Match.volunteer_id).where(
        Match.taken_up_on.is_not(None), Match.ended_on.is_(None)
    )
    ids = set(db.session.scalars(matches))
    missing = volunteers.readiness(today, ids) if ids else {}
    people = sa.select(Volunteer).options(joinedload(Volunteer.person))
    for volunteer in _all(people.where(Volunteer.id.in_(ids)).order_by(Volunteer.reference)):
        if gates := missing.get(volunteer.id):
            needs = ", ".join(WORDS[gate].needs for gate in gates)
            yield Waiting(
                volunteer.person.name,
                f"needs {needs}",
                None,
                "Look at the record",
                "volunteers.volunteer",
                volunteer.reference,
            )


def _without_contact(by: Actor, today: date) -> Iterator[Waiting]:
    """Pairs whose last contact is longer ago than was agreed."""
    for one in contacts.without_contact(by, today):
        yield Waiting(
            f"Match {one.match.reference}",
            f"no contact for {one.days} days; every {one.match.contact_every_days} were agreed",
            one.since,
            "Look at the match",
            "matching.match",
            one.match.reference,
        )


STEPS: dict[MatchState, tuple[str, str, int, str]] = {
    # Why a match waits for a coordinator, since which of its days, after how many, what to do.
    MatchState.ENDING: ("is ending", "ending_on", 0, "Plan the last meeting"),
    MatchState.ON_HOLD: ("is on hold", "taken_up_on", 0, "See whether it can go on"),
    MatchState.SUGGESTED: ("nobody has been asked", "suggested_on", 0, "Ask the volunteer"),
    MatchState.PROPOSED: ("the volunteer has not answered", "proposed_on", 14, "Ring them"),
    MatchState.VOLUNTEER_AGREED: (
        "the young person has not answered",
        "proposed_on",
        28,
        "Ask their worker",
    ),
    MatchState.YOUNG_PERSON_AGREED: ("both said yes", "taken_up_on", 0, "Look at the four yeses"),
    MatchState.CHECKS_CONFIRMED: ("they may meet", "confirmed_on", 0, "Arrange the first meeting"),
    MatchState.INTRODUCTION_ARRANGED: (
        "they have met",
        "introduction_on",
        1,
        "Ask both how it was",
    ),
    MatchState.TRIAL: ("six weeks of trial are over", "trial_on", 42, "Ask both how it goes"),
}


def _matches(by: Actor, today: date) -> Iterator[Waiting]:
    """Matches whose next step is the coordinator's to take, or to ask for."""
    theirs = sa.select(Match).where(matching.visible_to(by), Match.state.in_(list(STEPS)))
    open_ones = _all(theirs.order_by(Match.id)).all()
    held = held_since([one.id for one in open_ones if one.state is MatchState.ON_HOLD])
    for match in sorted(open_ones, key=lambda one: list(STEPS).index(one.state)):
        why, days, after, do = STEPS[match.state]
        since = held.get(match.id) or getattr(match, days)
        if since is None or (today - since).days >= after:
            yield Waiting(
                f"Match {match.reference}", why, since, do, "matching.match", match.reference
            )


def _unread(by: Actor) -> Iterator[Waiting]:
    """Contact logs that nobody has read."""
    submitted = Contact.state == ContactState.SUBMITTED
    new = sa.select(Contact).where(contacts.visible_to(by), submitted)
    for contact in _all(new.order_by(Contact.logged_on, Contact.id)):
        yield Waiting(
            f"Contact {contact.reference}",
            "not read yet",
            contact.logged_on,
            "Read",
            "contacts.contact",
            contact.reference,
        )


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
