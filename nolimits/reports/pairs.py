"""What Today says of pairs: who is not ready any more, who is quiet, whose next step is due."""

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.contacts import queries as contacts
from nolimits.contacts.models import Contact, ContactState
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.matching import queries as matching
from nolimits.matching.models import Match, MatchState
from nolimits.matching.queries import held_since
from nolimits.reports.waiting import Kind, Waiting
from nolimits.volunteers import queries as volunteers
from nolimits.volunteers.models import Volunteer
from nolimits.volunteers.readiness import WORDS

ALL, LOGS = "matching.matches", "contacts.contacts"


def kinds(by: Actor, today: date) -> list[Kind]:
    """What waits of pairs, by how grave it is."""
    ready, quiet = "Every matched volunteer is ready.", "Every pair has been in touch."
    return [
        Kind(10, "A gate has lapsed", ready, "volunteers.volunteers", lapsed(today)),
        Kind(30, "No contact", quiet, "contacts.without_contact", without_contact(by, today)),
        Kind(50, "Matches to move on", "No match waits for you.", ALL, matches(by, today)),
        Kind(150, "Contact logs to read", "Every contact log is read.", LOGS, unread(by)),
    ]


def lapsed(today: date) -> Iterator[Waiting]:
    """Volunteers of a match in being who are not ready today."""
    matches = sa.select(Match.volunteer_id).where(
        Match.taken_up_on.is_not(None), Match.ended_on.is_(None)
    )
    ids = set(db.session.scalars(matches))
    missing = volunteers.readiness(today, ids) if ids else {}
    people = sa.select(Volunteer).where(Volunteer.id.in_(ids)).order_by(Volunteer.reference)
    for volunteer in db.session.scalars(people.options(joinedload(Volunteer.person))):
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


def without_contact(by: Actor, today: date) -> Iterator[Waiting]:
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


def matches(by: Actor, today: date) -> Iterator[Waiting]:
    """Matches whose next step is the coordinator's to take, or to ask for."""
    theirs = sa.select(Match).where(matching.visible_to(by), Match.state.in_(list(STEPS)))
    open_ones = db.session.scalars(theirs.order_by(Match.id)).all()
    held = held_since([one.id for one in open_ones if one.state is MatchState.ON_HOLD])
    for match in sorted(open_ones, key=lambda one: list(STEPS).index(one.state)):
        why, days, after, do = STEPS[match.state]
        since = held.get(match.id) or getattr(match, days)
        if since is None or (today - since).days >= after:
            yield Waiting(
                f"Match {match.reference}", why, since, do, "matching.match", match.reference
            )


def unread(by: Actor) -> Iterator[Waiting]:
    """Contact logs that nobody has read."""
    submitted = Contact.state == ContactState.SUBMITTED
    new = sa.select(Contact).where(contacts.visible_to(by), submitted)
    for contact in db.session.scalars(new.order_by(Contact.logged_on, Contact.id)):
        yield Waiting(
            f"Contact {contact.reference}",
            "not read yet",
            contact.logged_on,
            "Read",
            "contacts.contact",
            contact.reference,
        )
