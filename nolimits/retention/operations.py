"""What is done about things that were kept long enough: hold, propose, agree, remove."""

from datetime import date

import sqlalchemy as sa

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.dictionary import Keep
from nolimits.kernel.errors import Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.people.models import Person
from nolimits.retention import queries
from nolimits.retention.due import Due, Period
from nolimits.retention.models import (
    CaseRecordCopy,
    Event,
    LegalHold,
    RetentionPeriod,
    RetentionRun,
    Tombstone,
)
from nolimits.young_people.models import YoungPerson
from nolimits.young_people.queries import of_person


@transaction
def set_period(keep: Keep, period: Period, from_on: date, *, by: Actor) -> RetentionPeriod:
    """Keep a class longer or shorter from a day to come."""
    require(by, Permission.SET_PERIOD)
    if from_on <= clock.today():
        raise Refused("A new period begins on a day to come", "from_on")
    if min(period) < 0 or not any(period):
        raise Refused("Say how long it is kept", "years")
    if keep is Keep.CHILD_PROTECTION and period < (keep.years, 0, 0):
        raise Refused("The database lets nobody empty a concern sooner than that", "years")
    years, months, days = period
    row = RetentionPeriod(
        keep=keep.name, years=years, months=months, days=days, from_on=from_on, set_by_id=by.id
    )
    with refusing("A period was set for this class from the same day", "from_on"):
        db.session.add(row)
    audit.record(Event.PERIOD_SET, row, by=by, keep=keep.name, period=list(period))
    return row


@transaction
def place_hold(about: Person | YoungPerson, reason: str, *, by: Actor) -> LegalHold:
    """Have nothing about somebody removed until the hold is lifted."""
    require(by, Permission.HOLD_BACK, about)
    young = about if isinstance(about, YoungPerson) else of_person(about)
    hold = LegalHold(
        person=None if young else about,
        young_person=young,
        reason=reason,
        placed_at=clock.now(),
        placed_by_id=by.id,
    )
    db.session.add(hold)
    audit.record(Event.HOLD_PLACED, hold, by=by)
    return hold


@transaction
def lift_hold(hold: LegalHold, *, by: Actor) -> None:
    """End a hold; whoever placed it does not lift it alone."""
    require(by, Permission.HOLD_BACK, hold)
    if hold.placed_by_id == by.id:
        raise Refused("Somebody else has to lift what you placed")
    change(hold, where=LegalHold.lifted_at.is_(None), lifted_at=clock.now(), lifted_by_id=by.id)
    audit.record(Event.HOLD_LIFTED, hold, by=by)


@transaction
def take_copy(young_person: YoungPerson, *, by: Actor) -> CaseRecordCopy:
    """Say that the contact logs of a young person are in the council's case record (R-DP-7)."""
    require(by, Permission.TAKE_CASE_RECORD, young_person)
    copy = CaseRecordCopy(
        young_person_id=young_person.id, taken_on=clock.today(), taken_by_id=by.id
    )
    db.session.add(copy)
    audit.record(Event.COPY_TAKEN, young_person, by=by)
    return copy


@transaction
def propose(*, by: Actor) -> RetentionRun:
    """Put forward that all that is due today is removed; somebody else has to agree."""
    require(by, Permission.PROPOSE_REMOVAL)
    today = clock.today()
    counts = queries.counted(today)
    if not counts:
        raise Refused("Nothing is due")
    run = RetentionRun(as_at=today, counts=counts, proposed_at=clock.now(), proposed_by_id=by.id)
    with refusing("A removal is under way already"):
        db.session.add(run)
    audit.record(Event.REMOVAL_PROPOSED, run, by=by, counts=counts)
    return run


@transaction
def agree(run: RetentionRun, *, by: Actor) -> None:
    """Agree to a removal as the second person; it begins a week later."""
    require(by, Permission.AGREE_REMOVAL)
    if run.proposed_by_id == by.id:
        raise Refused("Somebody else has to agree to what you proposed")
    waits = sa.and_(RetentionRun.agreed_at.is_(None), RetentionRun.stopped_at.is_(None))
    change(run, where=waits, agreed_at=clock.now(), agreed_by_id=by.id)
    audit.record(Event.REMOVAL_AGREED, run, by=by)


@transaction
def stop(run: RetentionRun, *, by: Actor) -> None:
    """Stop a removal; what is not gone yet stays."""
    require(by, Permission.AGREE_REMOVAL)
    change(
        run,
        where=sa.and_(RetentionRun.done_at.is_(None), RetentionRun.stopped_at.is_(None)),
        stopped_at=clock.now(),
        place=None,
    )
    audit.record(Event.REMOVAL_STOPPED, run, by=by)


@transaction
def remove_part(run: RetentionRun, number: int, *, by: Actor) -> int:
    """Remove what is due of one class in one table, as it stands now: whole, or not at all.

    Holds placed since count. What is gone has its stone, and is not found a second time.
    """
    require(by, Permission.CARRY_OUT_REMOVAL)
    if not run.is_due:
        raise Refused("This removal may not be carried out now")
    part = queries.all_due(run.as_at)[number]
    stones = sa.select(
        sa.literal(part.table.name),
        part.table.c.id,
        sa.literal(part.keep.name),
        sa.literal(clock.today(), sa.Date),
        sa.literal(run.id),
    ).where(part.table.c.id.in_(part.rows))
    columns = ["in_table", "row_number", "keep", "removed_on", "run_id"]
    count = db.session.scalar(sa.select(sa.func.count()).select_from(stones.subquery())) or 0
    db.session.execute(sa.insert(Tombstone).from_select(columns, stones))
    if count:
        _empty(part, run)
        kind, table = part.keep.name, part.table.name
        audit.record(Event.REMOVED, run, by=by, keep=kind, table=table, rows=count)
    return count


def _empty(part: Due, run: RetentionRun) -> None:
    """Take away what the rows with a stone of this run say."""
    gone = sa.select(Tombstone.row_number).where(
        Tombstone.run_id == run.id,
        Tombstone.in_table == part.table.name,
        Tombstone.keep == part.keep.name,
    )
    these = part.table.c.id.in_(gone)
    if part.goes_whole:
        db.session.execute(sa.delete(part.table).where(these))
        return
    for name, nothing in part.emptied.items():
        column = part.table.c[name]
        held = sa.update(part.table).where(these, column.is_not(None))
        db.session.execute(held.values({name: nothing}))


@transaction
def finish(run: RetentionRun, *, by: Actor) -> None:
    """Write down that a removal is over."""
    require(by, Permission.CARRY_OUT_REMOVAL)
    change(run, where=RetentionRun.done_at.is_(None), done_at=clock.now(), place=None)
    audit.record(Event.REMOVAL_DONE, run, by=by)
