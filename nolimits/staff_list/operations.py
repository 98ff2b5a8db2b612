"""What is done with a staff list: handed in, its columns named, looked at, applied or put away."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.kernel import audit, clock, jobs, mail, tables
from nolimits.kernel.actors import SYSTEM, Actor, Role
from nolimits.kernel.db import db, lock, refusing, transaction
from nolimits.kernel.errors import Overtaken, Refused
from nolimits.kernel.permissions import Permission, require
from nolimits.kernel.states import States, step
from nolimits.people.models import Event as PeopleEvent
from nolimits.people.models import RoleGrant
from nolimits.people.queries import by_numbers, directorates, holders
from nolimits.staff_list import applying, queries, reading
from nolimits.staff_list.models import Covers, Event, ListState, StaffList
from nolimits.staff_list.plans import Plan
from nolimits.staff_list.reading import Field, folded

STATES = States(
    {
        "apply": step(ListState.OPEN, to=ListState.APPLIED, event=Event.APPLIED),
        "put_away": step(ListState.OPEN, to=ListState.PUT_AWAY, event=Event.PUT_AWAY),
    }
)
KEPT_FOR = timedelta(days=14)
WAITS = "Somebody has handed in a list that still waits. Apply it or put it away first"
BIG = (
    "It would close more accounts than one person may close by a list. You handed it in, so "
    "another administrator applies it"
)


@transaction
def hand_in(content: bytes, covers: Covers, *, by: Actor) -> StaffList:
    """Keep what a file says until it was looked at; no account changes."""
    require(by, Permission.IMPORT_STAFF_LIST)
    columns = queries.remembered_columns()
    try:
        lines = tables.lines_of(content)
        _, headings = reading.headings(lines, columns)
    except ValueError as error:
        raise Refused(_sentence(str(error)), "file") from error
    if len(lines) < 2:
        raise Refused("There is nobody under the headings", "file")
    staff_list = StaffList(
        covers=covers,
        lines=lines,
        columns=reading.guess(headings, columns),
        directorates={},
        handed_in_at=clock.now(),
        handed_in_by_id=by.id,
    )
    with refusing(WAITS, "file"):
        db.session.add(staff_list)
    taken = queries.count_taken(staff_list, by=by)
    audit.record(Event.HANDED_IN, staff_list, by=by, lines=len(lines), taken=taken)
    return staff_list


@transaction
def name_columns(staff_list: StaffList, columns: Mapping[str, str], *, by: Actor) -> None:
    """Say which column of the file is which."""
    require(by, Permission.IMPORT_STAFF_LIST, staff_list)
    _hold(staff_list)
    _is_theirs(staff_list, by)
    chosen = {one: heading for one, heading in columns.items() if heading}
    if not chosen.get(Field.NUMBER) and not chosen.get(Field.EMAIL):
        raise Refused("People are known by number or address: choose one of the two", "number")
    if not any(chosen.get(one) for one in (Field.NAME, Field.FIRST, Field.LAST)):
        raise Refused("Choose the column of the name, or those of first and last name", "name")
    for one, heading in chosen.items():
        if list(chosen.values()).count(heading) > 1:
            raise Refused(f"“{heading}” is chosen twice", one)
    staff_list.columns = chosen
    taken = queries.count_taken(staff_list, by=by)
    audit.record(Event.COLUMNS_NAMED, staff_list, by=by, taken=taken)


@transaction
def name_directorates(staff_list: StaffList, said: Mapping[str, str], *, by: Actor) -> None:
    """Say what each name is that no directorate has: new, or one of ours by another name."""
    require(by, Permission.IMPORT_STAFF_LIST, staff_list)
    _hold(staff_list)
    _is_theirs(staff_list, by)
    renamed = [one for one in said.values() if one.startswith(queries.RENAMED)]
    if len(renamed) > len(set(renamed)):
        raise Refused("A directorate has one new name: say of the others that they are the same")
    choices = {folded(name): choice for name, choice in said.items()}
    staff_list.directorates = {**staff_list.directorates, **choices}
    audit.record(Event.DIRECTORATES_NAMED, staff_list, by=by)


@transaction
def take_report(staff_list: StaffList, *, by: Actor) -> Plan:
    """What a list would do, to be taken away line by line."""
    require(by, Permission.APPLY_STAFF_LIST, staff_list)
    plan = queries.plan_of(staff_list, by=by)
    audit.record(Event.REPORT_TAKEN, staff_list, by=by, lines=len(plan.lines))
    return plan


@transaction
def ask_second(staff_list: StaffList, *, by: Actor) -> None:
    """Ask the other administrators to look at a list that one person may not apply alone."""
    require(by, Permission.IMPORT_STAFF_LIST, staff_list)
    _hold(staff_list)
    others = [one for one in holders(Role.ADMINISTRATOR) if one.id != by.id]
    if not others:
        raise Refused("There is no other administrator. Give somebody the role first")
    for one in others:
        mail.queue(one, "staff_list_waiting", staff_list=staff_list)
    audit.record(Event.SECOND_ASKED, staff_list, by=by)


@transaction
def apply(staff_list: StaffList, seen: str, *, by: Actor) -> Plan:
    """Do all that a list would do, as whoever presses has seen it; refused lines do nothing."""
    require(by, Permission.APPLY_STAFF_LIST, staff_list)
    _hold(staff_list)
    plan = queries.plan_of(staff_list, by=by, held=True)
    if plan.print != seen:
        raise Overtaken("Accounts have changed since you looked. Look at the list again")
    if plan.takes_two and by.id == staff_list.handed_in_by_id:
        raise Refused(BIG)
    unknown = queries.unknown_directorates(staff_list)
    applying.settle_directorates(unknown, staff_list.directorates, by=by)
    applying.write(applying.with_directorates(plan, directorates(), unknown), by=by)
    kept: dict[str, Any] = {"counts": plan.counts, "lines": None, "done_by_id": by.id}
    STATES.take(staff_list, "apply", by=by, done_at=clock.now(), **kept)
    return plan


@transaction
def put_away(staff_list: StaffList, *, by: Actor) -> None:
    """Let go of a list without doing anything of it."""
    require(by, Permission.PUT_AWAY_STAFF_LIST, staff_list)
    STATES.take(staff_list, "put_away", by=by, lines=None, done_at=clock.now(), done_by_id=by.id)


@jobs.nightly("staff_lists_left_lying", hour=2, minute=40)
def _put_away_what_lies() -> int:
    """Let go of a list that nobody has applied for two weeks; how many."""
    left = queries.open_list()
    if left is None or left.handed_in_at > clock.now() - KEPT_FOR:
        return 0
    put_away(left, by=SYSTEM)
    return 1


@transaction
def give_staff_role(*, by: Actor) -> int:
    """Give everybody whom lists brought in, and who never had a role, that of staff; how many."""
    require(by, Permission.GRANT_ROLE)
    today = clock.today()
    numbers = list(db.session.scalars(queries.without_role()))
    if not numbers:
        raise Refused("Everybody who came by a list has a role")
    rows = [{"person_id": one, "role": Role.STAFF, "from_on": today} for one in numbers]
    with refusing("Somebody has just given one of them a role. Press again"):
        db.session.execute(sa.insert(RoleGrant), rows)
    for person in by_numbers(numbers):
        audit.record(PeopleEvent.ROLE_GRANTED, person, by=by, role=Role.STAFF.value)
    return len(numbers)


def _hold(staff_list: StaffList) -> None:
    """One person at a time; a list that is done stays as it is."""
    lock(staff_list)
    if staff_list.state is not ListState.OPEN:
        raise Refused("This list is done with already. Hand in a new one")


def _is_theirs(staff_list: StaffList, by: Actor) -> None:
    """Whoever says what a list says is whoever handed it in, so that the one who applies it is not.

    Else a second administrator would write the list that they alone then apply.
    """
    if staff_list.handed_in_by_id != by.id:
        raise Refused("Whoever handed it in says what it says. Put it away and hand in your own")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
