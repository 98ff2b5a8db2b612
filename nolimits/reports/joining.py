"""What of those who ask to volunteer waits for a coordinator, each with its reason and action."""

from collections.abc import Iterator
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.backgrounds import queries as backgrounds
from nolimits.checks.models import ReferenceRequest, Suitability
from nolimits.dbs import queries as dbs
from nolimits.dbs.kinds import RoleVersionState
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.reports.waiting import Kind, Waiting
from nolimits.volunteers import pipeline
from nolimits.volunteers.pipeline import Wanted
from nolimits.volunteers.readiness import Gate, Turn

PATIENCE = timedelta(days=14)
PEOPLE = "volunteers.volunteers"


def kinds(by: Actor, today: date) -> list[Kind]:
    """What waits of those who ask to volunteer, by how grave it is."""
    clear, answered = "Nobody waits for clearance alone.", "No referee keeps us waiting."
    settled, approved = "Nothing that was told waits.", "What each role asks is settled."
    seen = "No certificate waits for a decision, or to be asked about."
    return [
        Kind(80, "To be cleared", clear, PEOPLE, to_clear(by, today)),
        Kind(90, "References unanswered", answered, PEOPLE, unanswered(by, today)),
        Kind(100, "Told, and not settled", settled, PEOPLE, told(by)),
        Kind(110, "Roles to approve", approved, "dbs.role_versions", roles(by)),
        Kind(120, "Certificates to see to", seen, PEOPLE, certificates(by, today)),
    ]


def to_clear(by: Actor, today: date) -> Iterator[Waiting]:
    """Volunteers, but oneself, who have everything but another person's clearance."""
    wanted = Wanted(missing=Gate.CLEARANCE, turn=Turn.US, sort="applied")
    for volunteer in db.session.scalars(pipeline.volunteers(by, today, wanted)):
        yield Waiting(
            volunteer.person.name,
            "has everything else",
            volunteer.applied_on,
            "Look at everything, and clear them",
            "volunteers.volunteer",
            volunteer.reference,
        )


def unanswered(by: Actor, today: date) -> Iterator[Waiting]:
    """References that are late, and those in whose place another is wanted, from that day on.

    Nobody reads here what came of their own.
    """
    asked = sa.func.coalesce(ReferenceRequest.chased_on, ReferenceRequest.asked_on)
    late = sa.and_(ReferenceRequest.received_on.is_(None), asked <= today - PATIENCE)
    wanted = sa.and_(
        ReferenceRequest.another_wanted_on.is_not(None),
        sa.func.coalesce(ReferenceRequest.decision, "") != Suitability.SUITABLE,
    )
    rows = (
        sa.select(ReferenceRequest)
        .options(joinedload(ReferenceRequest.person))
        .where(ReferenceRequest.replaced_on.is_(None), sa.or_(late, wanted))
        .where(ReferenceRequest.person_id != by.id)
        .order_by(ReferenceRequest.asked_on)
    )
    for reference in db.session.scalars(rows):
        yield Waiting(
            f"For {reference.person.name}",
            _why(reference),
            reference.asked_on,
            "Chase or replace",
            "volunteers.volunteer",
            reference.person.reference,
        )


def _why(reference: ReferenceRequest) -> str:
    """How a reference stands that keeps somebody waiting."""
    if reference.declined_on:
        return "the referee would rather not"
    if reference.received_on:
        return "not accepted" if reference.decided_on else "answered late: decide on it"
    return "no answer" + (", chased once" if reference.chased_on else "")


def told(by: Actor) -> Iterator[Waiting]:
    """What people told of their record and of time abroad, but one's own, before it is settled."""
    for one in backgrounds.waiting_disclosures(by):
        yield Waiting(
            one.person.name,
            "a second decider has to agree" if one.needs_second else "waits to meet us about it",
            one.made_on,
            "Look at what they told",
            "backgrounds.disclosure",
            one.person.reference,
        )
    for background in backgrounds.waiting_abroad(by):
        yield Waiting(
            background.person.name,
            "lived abroad: nobody has looked into it since they told us",
            background.told_on,
            "Look into it",
            "backgrounds.background",
            background.person.reference,
        )


def roles(by: Actor) -> Iterator[Waiting]:
    """What roles are to ask of a DBS check, where another person proposed it."""
    for version in (one for versions in dbs.role_versions().values() for one in versions):
        if version.state is RoleVersionState.PROPOSED and version.proposed_by_id != by.id:
            yield Waiting(
                f"Version {version.number}",
                "somebody else has to approve what the role asks",
                version.proposed_on,
                "Look at it",
                "dbs.role_versions",
                None,
            )


def certificates(by: Actor, today: date) -> Iterator[Waiting]:
    """Certificates, but one's own, on which a step waits; the reason tells nothing of them.

    And those of which the Update Service was not asked for a year.
    """
    for check in dbs.to_decide(by):
        yield Waiting(
            check.person.name,
            "the certificate was seen, and waits for a decision",
            check.seen_on,
            "Take the next step",
            "volunteers.volunteer",
            check.person.reference,
        )
    for check in dbs.to_ask(today):
        told = check.subscription
        if told and check.person_id != by.id:
            yield Waiting(
                check.person.name,
                "the Update Service is asked once a year",
                told.ask_on,
                "Ask it",
                "dbs.record",
                check.person.reference,
            )
