"""Reads about people."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.kernel import audit, clock, health
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import Base, db
from nolimits.kernel.pages import at_time, day
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.states import words
from nolimits.people.models import (
    Area,
    Champion,
    Directorate,
    Person,
    RoleGrant,
)


def by_email(email: str) -> Person | None:
    """The person who reads mail at an address, who has not left."""
    return active(reading_mail_at(email))


def by_address(email: str) -> Person | None:
    """Whoever an address is written down for, left or not."""
    return db.session.scalars(reading_mail_at(email)).unique().one_or_none()


def may_read_code_at(email: str) -> Person | None:
    """Whom a code goes to at an address: whose it is, else whose it is about to be."""
    wanted = email.strip().lower()
    either = sa.or_(Person.email == wanted, Person.new_email == wanted)
    statement = sa.select(Person).options(joinedload(Person.grants)).where(either)
    found = db.session.scalars(statement).unique().all()
    person = next((one for one in found if one.email == wanted), next(iter(found), None))
    return person if person and person.is_active else None


def reading_mail_at(email: str) -> sa.Select[Person]:
    """Asks for whoever an address is of, with their roles."""
    with_roles = sa.select(Person).options(joinedload(Person.grants))
    return with_roles.where(Person.email == email.strip().lower())


def active(statement: sa.Select[Person]) -> Person | None:
    """The one person that is asked for, unless they may not sign in any more."""
    person = db.session.scalars(statement).unique().one_or_none()
    return person if person and person.is_active else None


def by_employee_numbers(numbers: set[str]) -> dict[str, Person]:
    """People by the number that payroll knows them by."""
    rows = db.session.scalars(sa.select(Person).where(Person.employee_number.in_(numbers)))
    return {person.employee_number: person for person in rows if person.employee_number}


def by_numbers(numbers: Iterable[int | None]) -> list[Person]:
    """People by the numbers of their rows, with their roles; those of a thousand at a time."""
    wanted: list[int] = sorted(filter(None, numbers))
    found: list[Person] = []
    for at in range(0, len(wanted), 1000):
        some = sa.select(Person).where(Person.id.in_(wanted[at : at + 1000]))
        found += db.session.scalars(some.options(selectinload(Person.grants))).all()
    return found


def areas() -> list[Area]:
    """The parts of the borough, by name."""
    return list(db.session.scalars(sa.select(Area).order_by(Area.name)))


def directorates() -> list[Directorate]:
    """All of them by name, with their champions."""
    return list(
        db.session.scalars(
            sa.select(Directorate)
            .options(selectinload(Directorate.champions).joinedload(Champion.person))
            .order_by(Directorate.name)
        )
    )


def champions_gone(on: date) -> list[Champion]:
    """Champions still, who by a day have left the council or work in another directorate."""
    elsewhere = Person.directorate_id.is_distinct_from(Champion.directorate_id)
    gone = Champion.person.has(sa.or_(Person.left_on <= on, elsewhere))
    return list(db.session.scalars(sa.select(Champion).where(Champion.until_on.is_(None), gone)))


def directorate_names() -> list[str]:
    """Their names alone, in order."""
    return list(db.session.scalars(sa.select(Directorate.name).order_by(Directorate.name)))


def people(search: str = "", role: str = "", directorate: str = "") -> sa.Select[Any]:
    """A list of people by name, narrowed by words of their name, a role, a directorate."""
    everyone = sa.select(Person).options(joinedload(Person.directorate))
    return _narrowed(everyone, search, role, directorate)


def visible_to(by: Actor) -> sa.ColumnElement[bool]:
    """Whose accounts someone may read: everybody's, where the table says so, or their own."""
    if not can(by, Permission.SEE_PEOPLE):
        return Person.id == by.id
    if can(by, Permission.SEE_YOUNG_ACCOUNTS):
        return ~Person.kept_apart.any(person_id=by.id)
    young = sa.select(RoleGrant.id).where(
        RoleGrant.person_id == Person.id, RoleGrant.role == Role.YOUNG_PERSON
    )
    return ~young.exists()


def listed(by: Actor, search: str = "", role: str = "", directorate: str = "") -> sa.Select[Any]:
    """The same people as rows of a list: their roles of today in one text, commas between."""
    today = clock.today()
    roles = _held().where(RoleGrant.person_id == Person.id)
    roles = roles.with_only_columns(sa.func.aggregate_strings(RoleGrant.role, ","))
    left = sa.or_(Person.left_on.is_(None), Person.left_on > today)
    here = sa.and_(left, Person.suspended_at.is_(None))
    rows = sa.select(
        Person.reference,
        Person.name,
        Person.job_title,
        Person.suspended_at,
        Person.left_on,
        Directorate.name.label("directorate"),
        sa.case((here, roles.scalar_subquery())).label("roles"),
    )
    rows = rows.outerjoin(Person.directorate).where(visible_to(by))
    return _narrowed(rows, search, role, directorate)


def _narrowed(
    statement: sa.Select[Any], search: str, role: str, directorate: str
) -> sa.Select[Any]:
    statement = statement.order_by(Person.name, Person.id)
    if search:
        like = "%" + search.replace("%", r"\%").replace("_", r"\_") + "%"
        statement = statement.where(Person.name.ilike(like, escape="\\"))
    if role:
        mine = _holding(role).where(RoleGrant.person_id == Person.id)
        statement = statement.where(mine.exists())
    if directorate:
        named = sa.select(Directorate.id).where(Directorate.name == directorate)
        statement = statement.where(Person.directorate_id.in_(named))
    return statement


def holders(role: Role) -> list[Person]:
    """Everyone who holds a role today."""
    return list(db.session.scalars(people().where(holds(role))))


def holds(*roles: Role) -> sa.ColumnElement[bool]:
    """Whether somebody works here and holds one of some roles today."""
    works = sa.and_(Person.left_on.is_(None), Person.suspended_at.is_(None))
    return sa.and_(works, Person.id.in_(_held().where(RoleGrant.role.in_(roles))))


@health.looked_at
def _leads() -> health.Finding:
    return _not_alone(Role.SAFEGUARDING_LEAD, "a concern about the first would reach nobody")


@health.looked_at
def _administrators() -> health.Finding:
    return _not_alone(Role.ADMINISTRATOR, "nobody could help the first, or shut their account")


def _not_alone(role: Role, why: str) -> health.Finding:
    """Warns of a role that takes two people, where fewer hold it."""
    number = len(holders(role))
    said = f"{number}" if number > 1 else f"{number}; without a second, {why}"
    return health.Finding(f"{words(role)}s", True, said, warns=number < 2)


def acting_administrators(*, hold: bool = False) -> set[int]:
    """The numbers of all who can act as administrator from now on; held, until a transaction ends.

    Whoever is to be closed on a day counts no more. Two who would each take the other's account
    away wait here for one another, and the second finds what the first has done.
    """
    able = (
        sa.select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.until_on.is_(None))
        .where(Person.left_on.is_(None), Person.suspended_at.is_(None))
        .order_by(Person.id)
    )
    if hold:
        able = able.with_for_update(key_share=True)
    return set(db.session.scalars(able))


def colleagues(directorate: Directorate, search: str = "", most: int = 50) -> list[Person]:
    """The first by name of those who work in a directorate today, or who have such a name."""
    working = people(search, directorate=directorate.name).where(Person.left_on.is_(None))
    return list(db.session.scalars(working.limit(most)))


def _holding(role: str) -> sa.Select[int]:
    """The numbers of those who hold a role today."""
    return _held().where(RoleGrant.role == role)


def _held() -> sa.Select[int]:
    today = clock.today()
    return sa.select(RoleGrant.person_id).where(
        RoleGrant.from_on <= today,
        sa.or_(RoleGrant.until_on.is_(None), RoleGrant.until_on > today),
    )


def some_of_each_role(most: int = 4) -> list[tuple[Role, list[Person]]]:
    """Some people of each role, with few others beside it, for the demonstration."""
    held = _held().with_only_columns(RoleGrant.role, RoleGrant.person_id)
    rows = db.session.execute(held.order_by(RoleGrant.person_id)).all()
    roles_of = Counter(person_id for _, person_id in rows)
    chosen = {
        role: sorted((who for held, who in rows if held == role), key=lambda who: roles_of[who])
        for role in Role
    }
    shown = {role: _spread(ids, most) for role, ids in chosen.items()}
    wanted = {who for ids in shown.values() for who in ids}
    found = {one.id: one for one in db.session.scalars(people().where(Person.id.in_(wanted)))}
    return [(role, [found[who] for who in ids]) for role, ids in shown.items()]


def _spread(ids: list[int], most: int) -> list[int]:
    """Some of a list, from all along it: neighbours were added together and are much alike."""
    step = max(1, len(ids) // most)
    return ids[::step][:most]


def names(ids: Collection[int]) -> dict[int, str]:
    """The names of people, by their numbers."""
    if not ids:
        return {}
    rows = db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}


def happened(about: Base, words: Mapping[str, str], *, signed: bool = True) -> list[dict[str, str]]:
    """A record's audit trail as a timeline shows it: when, what and who, newest first.

    `words` says each event as people read it, and may name details: "Given the role {role}".
    Where it is not `signed`, it says the day alone: an hour, a reason or a name can warn (R-SAF-4).
    """
    entries = audit.timeline(about)
    known = names({entry.actor_id for entry in entries if entry.actor_id})
    return [
        {
            "when": at_time(entry.at) if signed else day(entry.at),
            "what": _told(entry, words, reason=signed),
            "who": known.get(entry.actor_id or 0, "No Limits, by itself") if signed else "",
        }
        for entry in entries
    ]


UNSIGNED = frozenset(
    "volunteer_put_on_hold volunteer_returned gate_lapsed match_put_on_hold match_resumed".split()
)
"""Whoever paused is told of the day alone, of each pause: an hour or a name could tell of a concern
(R-SAF-4)."""


def told_at(entry: audit.AuditEntry) -> str:
    """When something happened, as a timeline says it."""
    return day(entry.at) if entry.event in UNSIGNED else at_time(entry.at)


def told_by(entry: audit.AuditEntry, name: str) -> str:
    """By whom something was done, as a timeline says it."""
    return "" if entry.event in UNSIGNED else name


def _told(entry: audit.AuditEntry, words: Mapping[str, str], *, reason: bool) -> str:
    detail = {name: str(value).replace("_", " ") for name, value in entry.detail.items()}
    plain = entry.event.replace("_", " ").capitalize()
    what = words.get(entry.event, plain).format(**detail)
    return f"{what}: {entry.reason}" if entry.reason and reason else what
