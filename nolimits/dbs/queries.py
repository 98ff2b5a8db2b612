"""Reads about DBS checks."""

import calendar
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.dbs.kinds import (
    SERVING_LEVELS,
    SERVING_WORKFORCES,
    DbsDecision,
    VolunteerRole,
    Workforce,
)
from nolimits.dbs.models import DbsRecord, RoleVersion
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


# --- What each role asks ------------------------------------------------------------------------


def serves() -> sa.ColumnElement[bool]:
    """Whether a check is at the level, and for the work, that a version of a role asks."""
    levels = (
        sa.and_(RoleVersion.level == asked, DbsRecord.level.in_(serving))
        for asked, serving in SERVING_LEVELS.items()
    )
    workforces = (
        sa.and_(RoleVersion.workforce == asked, DbsRecord.workforce.in_(serving))
        for asked, serving in SERVING_WORKFORCES.items()
    )
    return sa.and_(sa.or_(*levels), sa.or_(*workforces))


def open_version(role: VolunteerRole) -> RoleVersion | None:
    """What a role asks now; None where nobody has approved anything."""
    return db.session.scalar(
        sa.select(RoleVersion).where(
            RoleVersion.role == role,
            RoleVersion.opened_on.is_not(None),
            RoleVersion.closed_on.is_(None),
        )
    )


def workforces(role: VolunteerRole) -> tuple[Workforce, ...]:
    """For work with whom a check for a role may be; none where the role is not open."""
    version = open_version(role)
    return SERVING_WORKFORCES[version.workforce] if version else ()


def role_versions() -> dict[VolunteerRole, list[RoleVersion]]:
    """Every version of what each role asks, the newest first."""
    rows = db.session.scalars(
        sa.select(RoleVersion)
        .options(joinedload(RoleVersion.proposed_by), joinedload(RoleVersion.approved_by))
        .order_by(RoleVersion.number.desc())
    )
    found: dict[VolunteerRole, list[RoleVersion]] = {role: [] for role in VolunteerRole}
    for version in rows:
        found[version.role].append(version)
    return found


def last_number(role: VolunteerRole) -> int:
    """The number of a role's newest version; 0 where there is none."""
    newest = sa.select(sa.func.max(RoleVersion.number)).where(RoleVersion.role == role)
    return db.session.scalar(newest) or 0


def left_behind(version: RoleVersion) -> int:
    """How many people have a clear check, and none that serves a version."""
    clear = DbsRecord.decision.in_((DbsDecision.CLEAR, DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT))
    serving = sa.select(DbsRecord.person_id).join(
        RoleVersion, sa.and_(RoleVersion.id == version.id, serves())
    )
    some = sa.select(sa.func.count(sa.distinct(DbsRecord.person_id))).where(
        clear, DbsRecord.person_id.not_in(serving.where(clear))
    )
    return db.session.scalar(some) or 0
