"""Reminding several volunteers at once of the steps that are theirs, each by their own letter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission, require
from nolimits.volunteers import gates, pipeline
from nolimits.volunteers import turns as whose
from nolimits.volunteers.gate_words import next_of
from nolimits.volunteers.models import Event, Volunteer
from nolimits.volunteers.pipeline import Wanted
from nolimits.volunteers.readiness import Gate, Turn

AGAIN_AFTER = timedelta(days=7)
MOST = 200  # letters at once: more than anybody reads through before they press the button


@dataclass(frozen=True)
class Reminder:
    """A volunteer, the steps that wait for them, and why they get no letter where they get none."""

    volunteer: Volunteer
    gates: tuple[Gate, ...]
    why_not: str

    @property
    def steps(self) -> list[str]:
        """The steps that the letter names, each of them theirs."""
        return [next_of(gate, Turn.THEM)[0] for gate in self.gates]


def chosen(wanted: Wanted, by: Actor, references: Collection[str] | None) -> Sequence[Volunteer]:
    """Those of a list who were chosen, or all of it who are to do something; nobody's own self.

    A list that is longer than what is sent at once goes on after those who were reminded.
    """
    today = clock.today()
    listed = pipeline.volunteers(by, today, wanted).where(Volunteer.person_id != by.id)
    if references is not None:
        listed = listed.where(Volunteer.reference.in_(references))
    else:
        theirs = pipeline.waits_for(by, today, Wanted(turn=Turn.THEM))
        lately = _reminded(today).with_only_columns(AuditEntry.record_id)
        listed = listed.where(theirs, Volunteer.id.not_in(lately))
    return db.session.scalars(listed.limit(MOST)).all()


def reminders(people: Sequence[Volunteer]) -> list[Reminder]:
    """What each would be reminded of; in two statements, however many they are."""
    ids, today = [one.id for one in people], clock.today()
    waits = whose.waits(gates.passes(today), whose.turns())
    columns = [case == Turn.THEM.value for case in waits.values()]
    rows = db.session.execute(sa.select(Volunteer.id, *columns).where(Volunteer.id.in_(ids)))
    steps = {
        row[0]: tuple(gate for gate, theirs in zip(waits, row[1:], strict=True) if theirs)
        for row in rows
    }
    lately = db.session.execute(_reminded(today).where(AuditEntry.record_id.in_(ids)))
    last = {one: clock.london_day(at) for one, at in lately}
    return [
        Reminder(one, steps[one.id], _why_not(one, steps[one.id], last.get(one.id)))
        for one in people
    ]


def _reminded(today: date) -> sa.Select[int, datetime]:
    """Who was reminded, and last when, of those for whom it is too soon to do so again."""
    since = datetime.combine(today - AGAIN_AFTER + timedelta(days=1), time(), clock.LONDON)
    return (
        sa.select(AuditEntry.record_id, sa.func.max(AuditEntry.at))
        .where(
            AuditEntry.record_type == Volunteer.__tablename__,
            AuditEntry.event == Event.REMINDED.value,
            AuditEntry.at >= since,
        )
        .group_by(AuditEntry.record_id)
    )


def _why_not(volunteer: Volunteer, steps: tuple[Gate, ...], last: date | None) -> str:
    if not steps:
        return "Nothing waits for them"
    if last:
        return f"Reminded on {day(last)}"
    return "" if volunteer.person.email else "No address: tell them yourself"


@transaction
def remind(people: Sequence[Volunteer], *, by: Actor) -> int:
    """Write to some volunteers, each once in seven days at most, what waits for them; how many.

    Nobody reminds themself.
    """
    require(by, Permission.REMIND_VOLUNTEERS)
    # In one order, so that two who remind the same people wait for one another, and write once.
    held = sa.select(Volunteer.id).where(Volunteer.id.in_([one.id for one in people]))
    db.session.execute(held.order_by(Volunteer.id).with_for_update(key_share=True)).all()
    others = [one for one in people if one.person_id != by.id]
    due = [one for one in reminders(others) if not one.why_not]
    if not due:
        raise Refused("Nobody whom you chose is to be reminded now")
    for one in due:
        names = [gate.value for gate in one.gates]
        audit.record(Event.REMINDED, one.volunteer, by=by, gates=names)
        mail.queue(one.volunteer.person, "volunteer_reminded", steps=one.steps)
    return len(due)
