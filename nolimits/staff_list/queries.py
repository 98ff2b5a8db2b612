"""Reads about staff lists, and all that a list is compared with."""

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.actors import WITHOUT_DUTIES, Actor
from nolimits.kernel.db import db
from nolimits.kernel.errors import Refused
from nolimits.kernel.settings import settings
from nolimits.people.models import Directorate, Person, RoleGrant
from nolimits.people.queries import acting_administrators, directorates
from nolimits.staff_list import reading
from nolimits.staff_list.comparing import TAKEN, compare
from nolimits.staff_list.models import ListState, StaffList
from nolimits.staff_list.plans import Facts, Known, Plan
from nolimits.staff_list.reading import folded

AS_NEW, SAME_AS, RENAMED = "new", "same:", "renamed:"  # what is done with a directorate's name


def lists() -> sa.Select[StaffList]:
    """Every list, the newest first."""
    return sa.select(StaffList).order_by(StaffList.id.desc())


def open_list() -> StaffList | None:
    """The one list that waits to be applied or put away."""
    return db.session.scalar(sa.select(StaffList).where(StaffList.state == ListState.OPEN))


def remembered_columns() -> dict[str, str]:
    """What the last list that was applied called its columns."""
    last = db.session.scalar(lists().where(StaffList.state == ListState.APPLIED).limit(1))
    return last.columns if last else {}


def named_directorates(found: Sequence[Directorate]) -> dict[str, int]:
    """Directorates by every name that they have or had."""
    named = {folded(name): one.id for one in found for name in one.also_called}
    return named | {folded(one.name): one.id for one in found}


def unknown_directorates(staff_list: StaffList) -> list[str]:
    """The names in a list that are no directorate's, as it writes them, in order."""
    known = named_directorates(directorates())
    said = {row.directorate for row in rows_of(staff_list) if row.directorate and not row.nobody}
    by_words = {folded(name): name for name in sorted(said, reverse=True)}
    return sorted(name for words, name in by_words.items() if words not in known)


def unsaid_directorates(staff_list: StaffList) -> list[str]:
    """Those of them of which nobody has said what they are."""
    said = staff_list.directorates
    return [name for name in unknown_directorates(staff_list) if folded(name) not in said]


def rows_of(staff_list: StaffList) -> list[reading.Row]:
    """The rows of an open list, as its columns are named."""
    if staff_list.lines is None:
        raise Refused("This list is no longer open")
    return reading.rows(staff_list.lines, staff_list.columns)


def suggested(staff_list: StaffList) -> dict[str, str]:
    """What each unknown name of a directorate probably is.

    One of ours misspelt; one of ours under a new name, where most whom it names worked there and
    nobody is said to work there any more; else a new one.
    """
    found, rows = directorates(), rows_of(staff_list)
    names = named_directorates(found)
    references = {one.id: one.reference for one in found}
    said = {folded(row.directorate) for row in rows}
    was = _worked_in({row.number for row in rows if row.number})
    choices = {}
    for name in unknown_directorates(staff_list):
        words = folded(name)
        near = get_close_matches(words, names, n=1, cutoff=0.85)
        before = Counter(was.get(row.number) for row in rows if folded(row.directorate) == words)
        most, times = before.most_common(1)[0]
        choices[name] = AS_NEW
        if near:
            choices[name] = SAME_AS + references[names[near[0]]]
        elif most and times * 2 > before.total():
            left = {words for words, number in names.items() if number == most}
            choices[name] = (SAME_AS if left & said else RENAMED) + references[most]
    return choices | {
        name: staff_list.directorates[folded(name)]
        for name in choices
        if folded(name) in staff_list.directorates
    }


def _worked_in(numbers: set[str]) -> dict[str | None, int | None]:
    asked = sa.select(Person.employee_number, Person.directorate_id)
    rows = db.session.execute(asked.where(Person.employee_number.is_not(None)))
    return {row.employee_number: row.directorate_id for row in rows if row[0] in numbers}


def plan_of(staff_list: StaffList, *, by: Actor, held: bool = False) -> Plan:
    """What a list would do now; `held` keeps all accounts as they are until the transaction ends.

    Directorates that are still to be made or renamed stand in it by their names.
    """
    found = directorates()
    named = named_directorates(found)
    names = {one.id: one.name for one in found}
    for place, name in enumerate(unknown_directorates(staff_list), 1):
        said = staff_list.directorates.get(folded(name), "")
        if said == AS_NEW:
            named[folded(name)], names[-place] = -place, name
        for one in found:
            if said in (SAME_AS + one.reference, RENAMED + one.reference):
                named[folded(name)] = one.id
    return compare(rows_of(staff_list), staff_list.covers, _facts(named, names, by, held))


def count_taken(staff_list: StaffList, *, by: Actor) -> int:
    """How many lines have a number or address of another account: who tries many is seen."""
    return sum(one.reason == TAKEN for one in plan_of(staff_list, by=by).lines)


def _facts(named: Mapping[str, int], names: Mapping[int, str], by: Actor, held: bool) -> Facts:
    outside = sa.select(RoleGrant.person_id).where(RoleGrant.role.in_(WITHOUT_DUTIES))
    accounts = sa.select(
        Person.id,
        Person.reference,
        Person.name,
        Person.employee_number,
        Person.email,
        Person.new_email,
        Person.job_title,
        Person.directorate_id,
        Person.team,
        Person.manager_email,
        Person.joined_on,
        Person.left_on,
    ).order_by(Person.id)
    if held:
        accounts = accounts.with_for_update(key_share=True)
    theirs = set(db.session.scalars(outside))
    known, taken = [], set()
    for row in db.session.execute(accounts):
        if row.id in theirs:
            taken |= {row.employee_number, row.email, row.new_email}
        else:
            known.append(Known(*tuple(row)))
    return Facts(
        known=known,
        taken=frozenset(filter(None, taken)),
        directorates=named,
        directorate_names=names,
        administrators=frozenset(acting_administrators(hold=held)),
        today=clock.today(),
        by_id=by.id,
        share=settings().staff_list_share,
    )


def without_role() -> sa.Select[int]:
    """The numbers of those whom lists know, who work here and never had a role."""
    return sa.select(Person.id).where(
        Person.employee_number.is_not(None),
        Person.left_on.is_(None),
        Person.suspended_at.is_(None),
        ~sa.exists().where(RoleGrant.person_id == Person.id),
    )


def count_without_role() -> int:
    """How many they are."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(without_role().subquery())) or 0
