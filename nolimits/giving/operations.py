"""What is done with money that arrives: imported by one person, approved by another, posted."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from nolimits.funds.models import Account, EntryKind, JournalEntry, Move
from nolimits.funds.models import Event as FundsEvent
from nolimits.funds.operations import Line, NewEntry, post, post_all
from nolimits.funds.queries import entry_of
from nolimits.giving import arrivals, files, queries
from nolimits.giving.arrivals import Arrival
from nolimits.giving.comparing import compare
from nolimits.giving.files import FileLine, WrongFile
from nolimits.giving.models import (
    Batch,
    BatchKind,
    BatchLine,
    BatchState,
    Contribution,
    Event,
    LineKind,
)
from nolimits.kernel import audit, clock, mail
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import change, db, lock, new_reference, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.money import pounds
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.kernel.tables import RowError
from nolimits.people.queries import holders
from nolimits.pledges import operations as pledges
from nolimits.pledges.models import Pledge, PledgeKind, PledgeState

STATES = States(
    {
        "approve": step(BatchState.MATCHED, to=BatchState.POSTED, event=Event.BATCH_APPROVED),
        "reject": step(BatchState.MATCHED, to=BatchState.REJECTED, event=Event.BATCH_REJECTED),
    }
)
ARRIVES_AT = {BatchKind.PAYROLL: Account.PAYROLL_DEBTOR, BatchKind.BANK: Account.BANK}
NARRATIVES = {
    (BatchKind.PAYROLL, True): "Taken from pay",
    (BatchKind.PAYROLL, False): "Taken from pay, not known for what",
    (BatchKind.BANK, True): "Paid into the bank",
    (BatchKind.BANK, False): "Paid into the bank, not known by whom",
}


@transaction
def import_batch(arrival: Arrival, *, by: Actor) -> Batch:
    """Take in a file, all of it or nothing, and match each line to what was promised."""
    require(by, Permission.IMPORT_BATCH)
    sha256 = files.fingerprint(arrival.content)
    if before := arrivals.batch_of_file(sha256, arrival):
        raise Refused(f"This file is in No Limits already, as batch {before.reference}", "file")
    lines = _readable(arrival)
    batch = Batch(
        kind=arrival.kind,
        fund=arrival.fund,
        received_on=arrival.received_on,
        file_name=arrival.file_name[-120:],
        file_sha256=sha256,
        control_pence=arrival.control_pence,
        control_count=arrival.control_count,
        state=BatchState.MATCHED,
        imported_by_id=by.id,
    )
    with refusing("This file is in No Limits already", "file"):
        db.session.add(batch)
    db.session.execute(sa.insert(BatchLine), _compared(batch, lines))
    audit.record(Event.BATCH_IMPORTED, batch, by=by, lines=len(lines))
    for officer in holders(Role.FINANCE_OFFICER):
        if officer.id != by.id:
            mail.queue(officer, "batch_waiting", batch=batch)
    return batch


@transaction
def approve(batch: Batch, *, by: Actor) -> None:
    """Say that a batch that somebody else imported is right, and so post it to the ledger."""
    require(by, Permission.APPROVE_BATCH, batch)
    if by.id == batch.imported_by_id:
        raise Refused("You imported this batch: somebody else approves it")
    STATES.take(batch, "approve", by=by, approved_by_id=by.id)
    _post(batch, by)
    for pledge in arrivals.pledges_to_keep(batch):
        _money_came(pledge)


@transaction
def reject(batch: Batch, reason: str, *, by: Actor) -> None:
    """Turn a batch away, so that nothing of it is posted and its file can be put right."""
    require(by, Permission.APPROVE_BATCH, batch)
    STATES.take(batch, "reject", by=by, reason=reason)
    if by.id != batch.imported_by_id:
        mail.queue(batch.imported_by, "batch_rejected", batch=batch)


@transaction
def remit(batch: Batch, on: date, *, by: Actor) -> None:
    """Say that payroll has handed over what it owes: it is in the fund's bank from that day."""
    require(by, Permission.POST_ENTRY, batch)
    if batch.kind is not BatchKind.PAYROLL or batch.state is not BatchState.POSTED:
        raise Refused("Only an approved payroll batch is handed over")
    if on < batch.received_on:
        raise Refused("Payroll cannot hand it over before payday", "remitted_on")
    change(batch, where=Batch.remitted_on.is_(None), remitted_on=on)
    if owed := queries.owed_by_payroll(batch):
        line = Line(batch.fund, owed)
        post(
            EntryKind.REMITTANCE,
            [line],
            batch,
            by=by,
            narrative=f"{pounds(owed)} of the payroll of {day(batch.received_on)}",
            occurred_on=on,
        )
    audit.record(Event.BATCH_REMITTED, batch, by=by)


@transaction
def identify_line(line: BatchLine, pledge: Pledge, *, by: Actor) -> Contribution:
    """Say whose an unknown line is: out of suspense, it counts from the day that it came."""
    require(by, Permission.IMPORT_BATCH, line)
    batch = line.batch
    lock(batch)
    if line.kind is not LineKind.UNKNOWN or batch.state is not BatchState.POSTED:
        raise Refused("Only an unknown line of an approved batch can be given to somebody")
    if entry_of(EntryKind.UNIDENTIFIED, line) is None:
        raise Refused("This line was reversed, so its money is in no fund any more")
    if pledge.kind is not PledgeKind.MONEY:
        raise Refused("That is a promise of time", "pledge")
    known = Line(batch.fund, line.pence, pledge.action, Move(Account.SUSPENSE, Account.DONATIONS))
    words = NARRATIVES[batch.kind, True]
    entry = post(
        EntryKind.CONTRIBUTION, [known], line, by=by, narrative=words, occurred_on=line.paid_on
    )
    contribution = Contribution(
        batch_line_id=line.id,
        pledge=pledge,
        person_id=pledge.person_id,
        channel=arrivals.CHANNELS[batch.kind],
        received_on=line.paid_on,
        pence=line.pence,
        entry=entry,
    )
    db.session.add(contribution)
    audit.record(Event.LINE_IDENTIFIED, line, by=by, pledge=pledge.id)
    _money_came(pledge)
    return contribution


@audit.heard(FundsEvent.ENTRY_REVERSED)
def _on_entry_reversed(entry: JournalEntry, *, by: Actor) -> None:
    """What was taken out of the ledger again counts no more as given, or as handed over."""
    if entry.kind is EntryKind.REMITTANCE:
        batch = db.session.get_one(Batch, entry.source_id)
        batch.remitted_on = None
        audit.record(Event.REMITTANCE_REVERSED, batch, by=by)
        return
    contribution = db.session.scalar(
        sa.select(Contribution).where(
            Contribution.entry_id == entry.id, Contribution.reversed_on.is_(None)
        )
    )
    if contribution:
        contribution.reversed_on = clock.today()
        audit.record(Event.CONTRIBUTION_REVERSED, contribution, by=by)


def _readable(arrival: Arrival) -> list[FileLine]:
    """A file's lines, if all of them can be used and they come to what they should."""
    if arrival.received_on > clock.today():
        raise Refused("That day is still to come", "received_on")
    file = files.read(arrival.kind, arrival.content)
    if file.errors:
        raise WrongFile(file.errors)
    lines = [
        FileLine(one.number, one.payer, one.pence, one.paid_on or arrival.received_on, one.reason)
        for one in file.lines
    ]
    if wrong := [*_of_another_day(arrival, lines), *_seen_before(arrival.kind, lines)]:
        raise WrongFile(wrong)
    if len(lines) != arrival.control_count:
        count, told = f"{len(lines):,}", f"{arrival.control_count:,}"
        raise Refused(f"The file has {count} lines, but you were told {told}", "control_count")
    if file.total != arrival.control_pence:
        came, told = pounds(file.total), pounds(arrival.control_pence)
        raise Refused(f"The file comes to {came}, but you were told {told}", "control_pence")
    return lines


def _of_another_day(arrival: Arrival, lines: Sequence[FileLine]) -> list[RowError]:
    """Lines of another payday than the person who imports them thinks."""
    if arrival.kind is BatchKind.BANK:
        return []
    words = f"the payday you entered is {arrival.received_on:%d/%m/%Y}"
    return [
        RowError(line.number, "Pay date", words)
        for line in lines
        if line.paid_on != arrival.received_on
    ]


def _seen_before(kind: BatchKind, lines: Sequence[FileLine]) -> list[RowError]:
    """Lines that an earlier file brought: two exports of one week must not count twice."""
    days = {line.paid_on for line in lines if line.paid_on}
    before = arrivals.lines_before(kind, days)
    heading = "Employee number" if kind is BatchKind.PAYROLL else "Description"
    return [
        RowError(line.number, heading, f"this is in batch {before[key]} already")
        for line in lines
        if (key := arrivals.line_key(kind, line.paid_on, line.payer, line.pence)) in before
    ]


def _compared(batch: Batch, lines: Iterable[FileLine]) -> list[dict[str, Any]]:
    """A file's lines as rows, each with the promise that it keeps."""
    promises = arrivals.promises(batch.kind, batch.received_on)
    rows = []
    for line in lines:
        paid_on = line.paid_on or batch.received_on
        kind, pledge_id, expected = compare(batch.kind, line, paid_on, promises)
        rows.append(
            {
                "batch_id": batch.id,
                "number": line.number,
                "payer": line.payer,
                "paid_on": paid_on,
                "pence": line.pence,
                "expected_pence": expected,
                "reason": line.reason,
                "kind": kind,
                "pledge_id": pledge_id,
            }
        )
    return rows


def _post(batch: Batch, by: Actor) -> None:
    """Post each line that brought money, in few statements however many they are."""
    rows = arrivals.lines_to_post(batch)
    actions = arrivals.actions_of(batch)
    there = ARRIVES_AT[batch.kind]
    entries = []
    for row in rows:
        known = row.pledge_id is not None
        move = Move(there, Account.DONATIONS if known else Account.SUSPENSE)
        entries.append(
            NewEntry(
                EntryKind.CONTRIBUTION if known else EntryKind.UNIDENTIFIED,
                [Line(batch.fund, row.pence, actions.get(row.action_id), move)],
                BatchLine.__tablename__,
                row.id,
                NARRATIVES[batch.kind, known],
                row.paid_on,
            )
        )
    posted = post_all(entries, by=by)
    given = [_contribution(batch, row, posted[row.id]) for row in rows if row.pledge_id]
    if given:
        db.session.execute(sa.insert(Contribution), given)


def _contribution(batch: Batch, row: Any, entry_id: int) -> dict[str, Any]:
    return {
        "reference": new_reference(Contribution.REFERENCE_PREFIX),
        "batch_line_id": row.id,
        "pledge_id": row.pledge_id,
        "person_id": row.person_id,
        "channel": arrivals.CHANNELS[batch.kind],
        "received_on": row.paid_on,
        "pence": row.pence,
        "entry_id": entry_id,
    }


def _money_came(pledge: Pledge) -> None:
    """The first money shows that a promise is set up; one to give once is kept by it."""
    if pledge.one_off:
        if pledge.state in (PledgeState.AWAITING_SETUP, PledgeState.ACTIVE):
            pledges.fulfil(pledge, by=SYSTEM)
    elif pledge.state is PledgeState.AWAITING_SETUP:
        pledges.start(pledge, by=SYSTEM)
