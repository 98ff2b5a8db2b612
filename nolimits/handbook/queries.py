"""Reads of the handbook and the guidance of roles."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from nolimits.handbook import changes
from nolimits.handbook.changes import Part
from nolimits.handbook.models import (
    Acknowledgement,
    Audience,
    Handbook,
    HandbookComment,
    HandbookDraft,
    Outcome,
)
from nolimits.kernel import drafts
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.people.queries import holders

DRAFT = "handbook"
GRACE = 30  # days, where whoever writes says nothing else; as from November 2026


def _all(statement: sa.Select[Any]) -> list[Any]:
    return list(db.session.scalars(statement))


# --- Versions -----------------------------------------------------------------------------------


def _of(audience: Audience) -> sa.Select[Any]:
    versions = sa.select(Handbook).where(Handbook.audience == audience)
    return versions.order_by(Handbook.number.desc())


def current_handbook(audience: Audience = Audience.EVERYONE) -> Handbook | None:
    """The version that those whom it is for are asked to have read."""
    newest: Handbook | None = db.session.scalar(_of(audience).limit(1))
    return newest


def handbooks(audience: Audience = Audience.EVERYONE) -> list[Handbook]:
    """Every version, the newest first."""
    return _all(_of(audience))


def given() -> dict[date, int]:
    """By the day from which a version must have been read, the most days that were given for it."""
    gates = Handbook.audience.in_([one for one in Audience if one.is_gate])
    rows = db.session.execute(sa.select(Handbook.due_on, Handbook.published_on).where(gates))
    days = [(due_on, (due_on - out_on).days) for due_on, out_on in rows if due_on]
    return dict(sorted(days))  # of two on one day the longer stands


def _asking(audience: Audience) -> sa.ScalarSelect[int]:
    """The number of the newest version of a text that asked everyone again."""
    version = aliased(Handbook)  # of its own, whatever the question around it reads
    asks = sa.and_(version.audience == audience, version.due_on.is_not(None))
    newest = sa.func.coalesce(sa.func.max(version.number), 0)
    return sa.select(newest).where(asks).scalar_subquery()


# --- Readers ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """A text as it is now, and the newest version of it that somebody said they read."""

    handbook: Handbook
    read: Acknowledgement | None
    settled: bool  # that version, or one that only corrects it, is the current one

    @property
    def before(self) -> Handbook | None:
        """The version that they read."""
        return self.read.handbook if self.read else None


def reading(handbook: Handbook, person: Actor) -> Reading:
    """How somebody stands to a text: which version they read last, and whether that is enough."""
    last = (
        sa.select(Acknowledgement, _asking(handbook.audience))
        .join(Acknowledgement.handbook)
        .options(joinedload(Acknowledgement.handbook))
        .where(Acknowledgement.person_id == person.id, Handbook.audience == handbook.audience)
        .order_by(Handbook.number.desc())
        .limit(1)
    )
    row = db.session.execute(last).first()
    return Reading(
        handbook, row[0] if row else None, bool(row and row[0].handbook.number >= row[1])
    )


def texts_for(person: Actor) -> list[Reading]:
    """The handbook, and the guidance of each role that somebody has, as far as they are out."""
    theirs = (one for one in Audience if one.role is None or one.role in person.roles)
    return [reading(one, person) for one in map(current_handbook, theirs) if one]


def readers(handbook: Handbook) -> int:
    """How many people read a version, or an earlier one that it only corrects."""
    read = (
        sa.select(sa.func.count(sa.distinct(Acknowledgement.person_id)))
        .join(Acknowledgement.handbook)
        .where(
            Handbook.audience == handbook.audience, Handbook.number >= _asking(handbook.audience)
        )
    )
    return db.session.scalar(read) or 0


def to_ask(audience: Audience) -> list[Person]:
    """Everyone here today whom a new version asks: who has its role, or once read the handbook."""
    if audience.role:
        return holders(audience.role)
    read = sa.select(Acknowledgement.person_id).join(Acknowledgement.handbook)
    return _all(
        sa.select(Person)
        .options(selectinload(Person.grants))
        .where(Person.id.in_(read.where(Handbook.audience == audience)), Person.left_on.is_(None))
        .order_by(Person.id)
    )


# --- The next version ---------------------------------------------------------------------------


def draft_of(audience: Audience) -> HandbookDraft | None:
    """The next version, where somebody is writing it."""
    return db.session.scalar(
        sa.select(HandbookDraft)
        .options(joinedload(HandbookDraft.drafted_by))
        .where(HandbookDraft.audience == audience)
    )


def stand(audience: Audience) -> str:
    """Which version is out, and how often the next one was kept: what somebody saw who writes."""
    current, draft = current_handbook(audience), draft_of(audience)
    return f"{current.number if current else 0}.{draft.revision if draft else 0}"


def to_write(audience: Audience, by: Actor) -> dict[str, Any]:
    """What the form of the next version begins with: typed before, kept as a draft, or current."""
    draft, current = draft_of(audience), current_handbook(audience)
    found: dict[str, Any] = {"grace_days": GRACE}
    if typed := drafts.begun(by, DRAFT, audience.value):
        found |= typed
    elif draft:
        found |= {"title": draft.title, "text": draft.text, "changes": draft.changes}
        found["asks"] = "no" if draft.grace_days is None else "yes"
        found |= {} if draft.grace_days is None else {"grace_days": draft.grace_days}
    elif current:
        found |= {"title": current.title, "text": current.text}
    return found


def marked(before: Handbook | None, after: Handbook | HandbookDraft) -> list[Part]:
    """A version with what changed since another marked; nothing where there is no other."""
    return changes.marked(before.text, after.text) if before and before is not after else []


# --- Comments -----------------------------------------------------------------------------------


def open_comments(audience: Audience) -> list[HandbookComment]:
    """What readers said for the next version, in the order in which they did."""
    return _all(
        sa.select(HandbookComment)
        .join(HandbookComment.handbook)
        .options(joinedload(HandbookComment.person))
        .where(Handbook.audience == audience, HandbookComment.closed_in_id.is_(None))
        .order_by(HandbookComment.id)
    )


def comments_of(person: Actor, audience: Audience) -> list[HandbookComment]:
    """What somebody said of a text, with what became of it, the newest first."""
    return _all(
        sa.select(HandbookComment)
        .join(HandbookComment.handbook)
        .where(HandbookComment.person_id == person.id, Handbook.audience == audience)
        .order_by(HandbookComment.id.desc())
    )


def became(handbook: Handbook) -> list[tuple[Outcome, int]]:
    """What became of the comments that a version answers: how many of each, and no words."""
    answered = sa.select(HandbookComment.outcome).where(HandbookComment.closed_in_id == handbook.id)
    counts = Counter(_all(answered))
    return [(one, counts[one]) for one in Outcome if counts[one]]
