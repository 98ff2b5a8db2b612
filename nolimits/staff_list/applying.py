"""What a plan writes: a few statements for all accounts, whatever the length of the list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from nolimits.kernel import audit, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, new_reference, refusing
from nolimits.people import operations as people
from nolimits.people.models import Directorate, Event, Person
from nolimits.people.operations import Letter
from nolimits.people.queries import by_numbers, directorates
from nolimits.people.telling import tell_of_duties
from nolimits.staff_list.plans import Kind, Line, Plan
from nolimits.staff_list.queries import AS_NEW, RENAMED, SAME_AS
from nolimits.staff_list.reading import folded

OVERTAKEN = "Somebody has been given one of these numbers or addresses meanwhile. Look at it again"


def settle_directorates(unknown: Iterable[str], said: Mapping[str, str], *, by: Actor) -> None:
    """Make, rename or remember each name of a directorate that nobody knew."""
    by_reference = {one.reference: one for one in directorates()}
    for name in unknown:
        choice = said.get(folded(name), "")
        known = by_reference.get(choice.partition(":")[2])
        if choice == AS_NEW:
            people.add_directorate(name, by=by)
        elif known and choice.startswith(RENAMED):
            people.rename_directorate(known, name, by=by)
        elif known and choice.startswith(SAME_AS):
            people.call_directorate(known, name, by=by)


def write(plan: Plan, *, by: Actor) -> None:
    """Close, free, add and change accounts; each is written down."""
    with refusing(OVERTAKEN):
        _close(plan.of(Kind.LEAVER), by=by)
        _free(plan, by=by)
        _change(plan, by=by)
        _add(plan.of(Kind.NEW), by=by)


def with_directorates(plan: Plan, made: Iterable[Directorate], unknown: list[str]) -> Plan:
    """The plan with the numbers of directorates that it had made; it knew them by their place."""
    numbers = {folded(one.name): one.id for one in made}
    place = {-at: numbers.get(folded(name)) for at, name in enumerate(unknown, 1)}

    def settled(line: Line) -> Line:
        number = line.values.get("directorate_id")
        if number not in place:
            return line
        return replace(line, values={**line.values, "directorate_id": place[number]})

    return replace(plan, lines=[settled(one) for one in plan.lines])


def _close(leavers: list[Line], *, by: Actor) -> None:
    """Close the accounts of leavers; all that follows from it follows as for any leaver."""
    _update([(one, {"left_on": one.values["left_on"]}) for one in leavers])
    for person in by_numbers(one.person_id for one in leavers):
        audit.record(Event.PERSON_LEFT, person, by=by)


def _free(plan: Plan, *, by: Actor) -> None:
    freed = sorted({one.frees for one in plan.lines if one.frees})
    for number in freed:
        audit.write(Event.ADDRESS_RELEASED, "person", number, by=by, detail={})
    if freed:
        db.session.execute(sa.update(Person), [{"id": number, "email": None} for number in freed])


def _change(plan: Plan, *, by: Actor) -> None:
    changed = plan.of(Kind.CHANGED, Kind.MOVED, Kind.LEAVER)
    kept = [(one, {k: v for k, v in one.values.items() if k != "left_on"}) for one in changed]
    kept = [(one, values) for one, values in kept if values]
    _update(kept)
    moved = {one.person_id for one, values in kept if "directorate_id" in values}
    for person in by_numbers(moved):
        audit.record(Event.PERSON_MOVED, person, by=by)
    for one, values in kept:
        if "name" in values:
            _note(Event.PERSON_RENAMED, one, by=by)
        if what := sorted(set(values) - {"name", "new_email", "directorate_id"}):
            _note(Event.PERSON_CHANGED, one, by=by, what=what)
        if address := values.get("new_email"):
            _note(Event.ADDRESS_NAMED, one, by=by)
            mail.queue(Letter(address, one.name), "person_new_address")
    for person in by_numbers(one.person_id for one, values in kept if "new_email" in values):
        tell_of_duties(person, person.roles, by=by, what="address")


def _add(new: list[Line], *, by: Actor) -> None:
    """Give each an account without a role: a list gives none."""
    rows = [{**one.values, "reference": new_reference(Person.REFERENCE_PREFIX)} for one in new]
    if not rows:
        return
    made = db.session.scalars(sa.insert(Person).returning(Person.id), rows)
    for number in made:
        audit.write(Event.PERSON_ADDED, "person", number, by=by, detail={"roles": []})


def _update(changes: Sequence[tuple[Line, Mapping[str, Any]]]) -> None:
    """Change many accounts; those of which the same columns change go in one statement."""
    rows = [{"id": one.person_id, **values} for one, values in changes]
    rows.sort(key=lambda row: (sorted(row), row["id"]))
    if rows:
        db.session.execute(sa.update(Person), rows)
        db.session.expire_all()


def _note(event: Event, line: Line, *, by: Actor, **detail: Any) -> None:
    audit.write(event, "person", line.person_id or 0, by=by, detail=detail)
