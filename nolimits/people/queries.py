"""Reads about people."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.kernel import clock, crypto
from nolimits.kernel.actors import Role
from nolimits.kernel.db import db
from nolimits.people.models import (
    Champion,
    Directorate,
    Person,
    RoleGrant,
    SignInCode,
    SignInSession,
)

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 6
SESSION_LASTS = timedelta(hours=12)


def by_email(email: str) -> Person | None:
    """The person who reads mail at an address, who has not left."""
    person = db.session.scalar(sa.select(Person).where(Person.email == email.strip().lower()))
    return person if person and person.is_active else None


def by_employee_numbers(numbers: set[str]) -> dict[str, Person]:
    """People by the number that payroll knows them by."""
    rows = db.session.scalars(sa.select(Person).where(Person.employee_number.in_(numbers)))
    return {person.employee_number: person for person in rows if person.employee_number}


def signed_in_by(token: str) -> Person | None:
    """Who a cookie's token signs in now; None when it was ended, is too old, or they have left."""
    row = SignInSession.by_token_print(crypto.fingerprint(token))
    if row is None or row.ended_at is not None or row.begun_at + SESSION_LASTS < clock.now():
        return None
    row.person.sign_in_token = token
    return row.person if row.person.is_active else None


def usable_code(person: Person) -> SignInCode | None:
    """The newest code mailed to a person, while it may still be tried."""
    return db.session.scalar(
        sa.select(SignInCode)
        .where(
            SignInCode.person_id == person.id,
            SignInCode.used_at.is_(None),
            SignInCode.tries < CODE_TRIES,
            SignInCode.made_at > clock.now() - CODE_LASTS,
        )
        .order_by(SignInCode.id.desc())
        .limit(1)
    )


def codes_in_the_last_hour(person: Person) -> int:
    """How many codes a person was mailed lately."""
    since = clock.now() - timedelta(hours=1)
    count = sa.select(sa.func.count(SignInCode.id))
    return (
        db.session.scalar(
            count.where(SignInCode.person_id == person.id, SignInCode.made_at > since)
        )
        or 0
    )


def directorates() -> list[Directorate]:
    """All of them by name, with their champions."""
    return list(
        db.session.scalars(
            sa.select(Directorate)
            .options(selectinload(Directorate.champions).joinedload(Champion.person))
            .order_by(Directorate.name)
        )
    )


def people(search: str = "", role: str = "", directorate: str = "") -> sa.Select[Any]:
    """A list of people by name, narrowed by words of their name, a role, a directorate."""
    statement = (
        sa.select(Person).options(joinedload(Person.directorate)).order_by(Person.name, Person.id)
    )
    if search:
        like = "%" + search.replace("%", r"\%").replace("_", r"\_") + "%"
        statement = statement.where(Person.name.ilike(like, escape="\\"))
    if role:
        statement = statement.where(_holds(role))
    if directorate:
        statement = statement.where(Person.directorate.has(Directorate.name == directorate))
    return statement


def holders(role: Role) -> list[Person]:
    """Everyone who holds a role today."""
    return list(db.session.scalars(people(role=role.value).where(Person.left_on.is_(None))))


def colleagues(directorate: Directorate) -> list[Person]:
    """Everyone who works in a directorate today."""
    working = people(directorate=directorate.name).where(Person.left_on.is_(None))
    return list(db.session.scalars(working))


def _holds(role: str) -> sa.ColumnElement[bool]:
    today = clock.today()
    return Person.grants.any(
        sa.and_(
            RoleGrant.role == role,
            RoleGrant.from_on <= today,
            sa.or_(RoleGrant.until_on.is_(None), RoleGrant.until_on > today),
        )
    )


def one_of_each_role() -> list[tuple[Role, list[Person]]]:
    """Some invented people of each role, for the demonstration's sign-in page."""
    return [
        (
            role,
            list(
                db.session.scalars(
                    people(role=role.value).order_by(None).order_by(Person.id).limit(4)
                )
            ),
        )
        for role in Role
    ]
