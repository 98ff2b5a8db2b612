"""Reads about DBS checks."""

import calendar
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.dbs.models import DbsRecord
from nolimits.kernel.db import db
from nolimits.people.models import Person


def years_after(day: date, years: int) -> date:
    """The same day that many years later; 29 February becomes 28 where there is none."""
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def dbs_records(person: Person) -> list[DbsRecord]:
    """Somebody's DBS checks, the newest first."""
    return list(
        db.session.scalars(
            sa.select(DbsRecord)
            .options(
                joinedload(DbsRecord.seen_by),
                joinedload(DbsRecord.decided_by),
                joinedload(DbsRecord.seconded_by),
            )
            .where(DbsRecord.person_id == person.id)
            .order_by(DbsRecord.id.desc())
        )
    )


def latest_dbs(person: Person) -> DbsRecord | None:
    """Somebody's newest DBS check."""
    return next(iter(dbs_records(person)), None)
