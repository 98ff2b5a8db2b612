"""Reads about DBS checks."""

import calendar
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from nolimits.dbs.kinds import (
    SERVING_LEVELS,
    SERVING_WORKFORCES,
    DbsDecision,
    DbsLevel,
    Fee,
    VolunteerRole,
    Workforce,
)
from nolimits.dbs.models import (
    JOIN_WITHIN,
    YEAR,
    CertificateDisclosure,
    DbsRecord,
    RoleVersion,
    UpdateSubscription,
)
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.kernel.settings import settings
from nolimits.people.models import Person

NEWEST = sa.select(sa.func.max(DbsRecord.id)).group_by(DbsRecord.person_id)


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
                joinedload(DbsRecord.disclosure).joinedload(CertificateDisclosure.met_by),
                joinedload(DbsRecord.subscription).joinedload(UpdateSubscription.asked_by),
            )
            .where(DbsRecord.person_id == person.id)
            .order_by(DbsRecord.id.desc())
        )
    )


def recheck_on(issued_on: date) -> date:
    """When a certificate is to be looked at anew: none expires, so this is policy (R-DBS-15)."""
    return years_after(issued_on, settings().dbs_recheck_years)


def latest_dbs(person: Person) -> DbsRecord | None:
    """Somebody's newest DBS check."""
    return next(iter(dbs_records(person)), None)


def is_barred(person: Person) -> bool:
    """Whether a certificate said that somebody may not work with children."""
    found = sa.select(CertificateDisclosure.id).join(CertificateDisclosure.dbs_record)
    barred = CertificateDisclosure.barred_on.is_not(None)
    return db.session.scalar(found.where(DbsRecord.person_id == person.id, barred)) is not None


def to_decide(but: Actor) -> list[DbsRecord]:
    """Volunteers' newest certificates, but one's own, that were seen and on which a step waits."""
    second = DbsRecord.decision == DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT
    rows = db.session.scalars(
        sa.select(DbsRecord)
        .options(joinedload(DbsRecord.person).selectinload(Person.grants))
        .where(
            DbsRecord.id.in_(NEWEST),
            DbsRecord.seen_on.is_not(None),
            sa.or_(DbsRecord.decision.is_(None), second & DbsRecord.seconded_on.is_(None)),
            DbsRecord.person_id != but.id,
        )
        .order_by(DbsRecord.seen_on, DbsRecord.id)
    )
    return [one for one in rows if Role.VOLUNTEER in one.person.roles]


# --- The Update Service ---------------------------------------------------------------------------

REMINDERS = (28, 21, 7)  # days after a certificate's date, of the thirty to join in


def to_join(person: Actor) -> DbsRecord | None:
    """Somebody's newest certificate, where they can join the Update Service with it still."""
    today, told = clock.today(), UpdateSubscription
    return db.session.scalar(
        sa.select(DbsRecord)
        .outerjoin(DbsRecord.subscription)
        .options(joinedload(DbsRecord.person))
        .where(
            DbsRecord.person_id == person.id,
            DbsRecord.id.in_(NEWEST),
            DbsRecord.level != DbsLevel.BASIC,
            DbsRecord.seen_on.is_not(None),
            DbsRecord.issued_on.between(today - JOIN_WITHIN, today),
            DbsRecord.decision.is_distinct_from(DbsDecision.NOT_SUITABLE),
            told.joined_on.is_(None),
        )
    )


def to_remind(today: date) -> list[tuple[DbsRecord, int]]:
    """Whoever can still join the Update Service and was not reminded, with the days that passed."""
    told = UpdateSubscription
    rows = db.session.execute(
        sa.select(DbsRecord, told.reminded_days)
        .outerjoin(DbsRecord.subscription)
        .options(joinedload(DbsRecord.person).selectinload(Person.grants))
        .where(
            DbsRecord.id.in_(NEWEST),
            DbsRecord.level != DbsLevel.BASIC,
            DbsRecord.issued_on.between(today - JOIN_WITHIN, today - timedelta(min(REMINDERS))),
            DbsRecord.decision.is_distinct_from(DbsDecision.NOT_SUITABLE),
            told.joined_on.is_(None),
        )
        .order_by(DbsRecord.id)
    ).all()
    found = [
        (check, next(days for days in REMINDERS if (today - check.issued_on).days >= days), before)
        for check, before in rows
        if check.issued_on and Role.VOLUNTEER in check.person.roles
    ]
    return [(check, days) for check, days, before in found if (before or 0) < days]


def to_ask(today: date) -> list[DbsRecord]:
    """Volunteers' newest certificates of which the service may be asked, and was not for a year."""
    told = UpdateSubscription
    rows = db.session.scalars(
        sa.select(DbsRecord)
        .join(DbsRecord.subscription)
        .options(
            joinedload(DbsRecord.person).selectinload(Person.grants),
            contains_eager(DbsRecord.subscription),
        )
        .where(
            DbsRecord.id.in_(NEWEST),
            DbsRecord.recheck_on > today,
            told.joined_on.is_not(None),
            told.agreed_on.is_not(None),
            sa.func.coalesce(told.answered_on, DbsRecord.seen_on) <= today - YEAR,
        )
        .order_by(DbsRecord.id)
    )
    return [one for one in rows if Role.VOLUNTEER in one.person.roles]


# --- What each role asks ------------------------------------------------------------------------


def serves() -> sa.ColumnElement[bool]:
    """Whether a check is of the level, the work and the fee that a version of a role asks."""
    levels = (
        sa.and_(RoleVersion.level == asked, DbsRecord.level.in_(serving))
        for asked, serving in SERVING_LEVELS.items()
    )
    workforces = (
        sa.and_(RoleVersion.workforce == asked, DbsRecord.workforce.in_(serving))
        for asked, serving in SERVING_WORKFORCES.items()
    )
    # A check that was free, or of which nobody knows who paid, serves no paid role (R-DBS-14).
    fee = sa.or_(RoleVersion.paid.is_(False), DbsRecord.fee == Fee.PAID)
    return sa.and_(sa.or_(*levels), sa.or_(*workforces), fee)


def open_version(role: VolunteerRole) -> RoleVersion | None:
    """What a role asks now; None where nobody has approved anything."""
    return db.session.scalar(
        sa.select(RoleVersion).where(
            RoleVersion.role == role,
            RoleVersion.opened_on.is_not(None),
            RoleVersion.closed_on.is_(None),
        )
    )


def is_asked(check: DbsRecord, role: VolunteerRole) -> bool:
    """Whether a check is of the level, the work and the fee that a role asks now."""
    version = open_version(role)
    if version is None:
        return False
    served = sa.select(DbsRecord.id).join(RoleVersion, serves())
    one = served.where(DbsRecord.id == check.id, RoleVersion.id == version.id)
    return db.session.scalar(one) is not None


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
