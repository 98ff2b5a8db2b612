"""The gates of readiness in SQL: the engine's rules as conditions on a volunteer's row.

Nothing is read here; `queries` runs what this builds. A test holds both to the same answers.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from nolimits.backgrounds.abroad import EXTRA_REFERENCES, LEAST_MONTHS
from nolimits.backgrounds.models import (
    Background,
    OverseasCheck,
    OverseasWay,
    SelfDisclosure,
    Told,
)
from nolimits.checks.models import (
    IdentityCheck,
    Interview,
    ReferenceContext,
    ReferenceRequest,
    Suitability,
)
from nolimits.dbs.kinds import DbsDecision, VolunteerRole
from nolimits.dbs.models import DbsRecord, RoleVersion
from nolimits.dbs.queries import serves
from nolimits.handbook.models import Acknowledgement, Audience, Handbook
from nolimits.kernel.actors import Role
from nolimits.people.models import Person, RoleGrant
from nolimits.training.models import TrainingPass, TrainingProgramme
from nolimits.volunteers import readiness as engine
from nolimits.volunteers.models import Agreement, Clearance, Hold, Support, Volunteer
from nolimits.volunteers.readiness import Gate

CLEAR = DbsRecord.decision.in_((DbsDecision.CLEAR, DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT))
# What the role asks, while it asks it: without an approved version nobody is clear (R-DBS-2).
ASKED = sa.and_(
    RoleVersion.role == VolunteerRole.MENTOR, RoleVersion.opened_on.is_not(None), serves()
)
NOT_SUITABLE = DbsRecord.decision == DbsDecision.NOT_SUITABLE
# A risk assessment counts from the day on which the second decider agreed; till then there is none.
CLEAR_FROM = sa.case(
    (DbsRecord.decision == DbsDecision.CLEAR, DbsRecord.decided_on), else_=DbsRecord.seconded_on
)
# What somebody told of their record is settled at once where it is nothing, else by two people.
SETTLED_ON = sa.case(
    (SelfDisclosure.told == Told.NOTHING, SelfDisclosure.made_on), else_=SelfDisclosure.seconded_on
)
VERSION = Handbook.__table__.alias()
ACCEPTED = ReferenceRequest.decision == Suitability.SUITABLE
FROM_ABROAD = ReferenceRequest.context == ReferenceContext.ABROAD
# Shut for whatever reason and for however long: whoever cannot sign in meets nobody.
OPEN_ACCOUNT = sa.and_(
    RoleGrant.role == Role.VOLUNTEER,
    RoleGrant.person_id == Person.id,
    Person.suspended_at.is_(None),
)
ACCOUNT_UNTIL = sa.case(
    (
        sa.or_(RoleGrant.until_on.is_(None), Person.left_on < RoleGrant.until_on),
        Person.left_on,
    ),
    else_=RoleGrant.until_on,
)


def theirs(kind: Any) -> sa.ColumnElement[bool]:
    """Whether a row is the volunteer's, or the person's whom the volunteer is."""
    if hasattr(kind, "volunteer_id"):
        return sa.and_(kind.volunteer_id == Volunteer.id)
    return sa.and_(kind.person_id == Volunteer.person_id)


def _some(kind: Any, *where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(theirs(kind), *where).correlate(Volunteer)


def _covers(from_on: Any, until_on: Any, on: date) -> sa.ColumnElement[bool]:
    return sa.and_(from_on <= on, sa.or_(until_on.is_(None), until_on > on))


def _stands(
    kind: Any, good: sa.ColumnElement[bool], bad: Any, since: Any, on: date
) -> sa.ColumnElement[bool]:
    """Whether a yes is there that no later no has overruled."""
    last_no = (
        sa.select(sa.func.coalesce(sa.func.max(kind.id), 0))
        .where(theirs(kind), bad, since <= on)
        .correlate(Volunteer)
        .scalar_subquery()
    )
    return _some(kind, good, kind.id > last_no)


def _last(kind: Any, told_on: Any, on: date) -> sa.ColumnElement[bool]:
    """Whether a row is the last that they told by a day."""
    last = sa.select(sa.func.max(kind.id)).where(theirs(kind), told_on <= on)
    return sa.and_(kind.id == last.correlate(Volunteer).scalar_subquery())


def _references(
    number: sa.ColumnElement[int], where: sa.ColumnElement[bool], on: date
) -> sa.ScalarSelect[int]:
    """How many of some references are accepted and not replaced."""
    holds = _covers(ReferenceRequest.decided_on, ReferenceRequest.replaced_on, on)
    return (
        sa.select(number)
        .select_from(ReferenceRequest)
        .where(theirs(ReferenceRequest), ACCEPTED, where, holds)
        .correlate(Volunteer)
        .scalar_subquery()
    )


def _disclosed(on: date) -> sa.ColumnElement[bool]:
    last = _last(SelfDisclosure, SelfDisclosure.made_on, on)
    return _some(SelfDisclosure, last, on >= SETTLED_ON)


def _known_abroad(on: date) -> sa.ColumnElement[bool]:
    extra = _references(sa.func.count(), FROM_ABROAD, on)
    looked_into = (
        sa.exists()
        .where(
            theirs(OverseasCheck),
            OverseasCheck.approved_on <= on,
            OverseasCheck.recorded_on >= Background.told_on,
            OverseasCheck.months >= Background.months_abroad,
            sa.or_(OverseasCheck.way == OverseasWay.CERTIFICATE, extra >= EXTRA_REFERENCES),
        )
        .correlate(Volunteer, Background)
    )
    told, long = Background.told_on <= on, Background.months_abroad >= LEAST_MONTHS
    return sa.and_(_some(Background, told), ~_some(Background, told, long, ~looked_into))


def _trained(on: date) -> sa.ColumnElement[bool]:
    asked = TrainingProgramme.for_readiness.is_(True)
    passed = (
        sa.exists()
        .where(
            TrainingPass.programme_id == TrainingProgramme.id,
            TrainingPass.person_id == Volunteer.person_id,
            _covers(TrainingPass.passed_on, TrainingPass.expires_on, on),
        )
        .correlate(Volunteer, TrainingProgramme)
    )
    lacking = sa.exists().where(asked, ~passed).correlate(Volunteer)
    return sa.and_(sa.exists().where(asked), ~lacking)


def _read(on: date) -> sa.ColumnElement[bool]:
    """The handbook and the guidance of the role; of its first version, who came before has time."""
    first = _of(Audience.MENTOR, sa.func.min(Handbook.published_on), Handbook.published_on <= on)
    time = sa.and_(
        _settled(Audience.MENTOR, on) == 0,
        _acknowledged(Audience.EVERYONE, Acknowledgement.made_on <= sa.func.coalesce(first, on)),
    )
    return sa.and_(_is_read(Audience.EVERYONE, on), sa.or_(_is_read(Audience.MENTOR, on), time))


def _is_read(audience: Audience, on: date) -> sa.ColumnElement[bool]:
    return _acknowledged(
        audience,
        Acknowledgement.made_on <= on,
        VERSION.c.published_on <= on,
        VERSION.c.number >= _settled(audience, on),
    )


def _acknowledged(audience: Audience, *where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    its = (Acknowledgement.handbook_id == VERSION.c.id, VERSION.c.audience == audience)
    return _some(Acknowledgement, *its, *where)


def _settled(audience: Audience, on: date) -> Any:
    """The number of the newest version that must have been read by a day; 0 for none."""
    newest = sa.func.coalesce(sa.func.max(Handbook.number), 0)
    return _of(audience, newest, Handbook.due_on <= on)


def _of(audience: Audience, what: Any, where: sa.ColumnElement[bool]) -> Any:
    return sa.select(what).where(Handbook.audience == audience, where).scalar_subquery()


@lru_cache(maxsize=4)  # asked on every page of volunteers, nearly always of today
def passes(on: date) -> dict[Gate, sa.ColumnElement[bool]]:
    """Each gate as a condition on a volunteer's row, on a day: the engine's rules in SQL."""
    contexts = _references(sa.func.count(sa.distinct(ReferenceRequest.context)), ~FROM_ABROAD, on)
    suitable = sa.and_(Interview.outcome == Suitability.SUITABLE, Interview.held_on <= on)
    asked = sa.exists().where(ASKED, _covers(RoleVersion.opened_on, RoleVersion.closed_on, on))
    clear = sa.and_(CLEAR, asked, _covers(CLEAR_FROM, DbsRecord.recheck_on, on))
    return {
        Gate.APPLICATION: Volunteer.applied_on <= on,
        Gate.SELF_DISCLOSURE: _disclosed(on),
        Gate.OVERSEAS: _known_abroad(on),
        Gate.IDENTITY: _some(IdentityCheck, IdentityCheck.seen_on <= on),
        Gate.INTERVIEW: _stands(
            Interview,
            suitable,
            Interview.outcome == Suitability.NOT_SUITABLE,
            Interview.held_on,
            on,
        ),
        Gate.REFERENCES: contexts >= engine.REFERENCE_CONTEXTS,
        Gate.DBS: _stands(DbsRecord, clear, NOT_SUITABLE, DbsRecord.decided_on, on),
        Gate.TRAINING: _trained(on),
        Gate.HANDBOOK: _read(on),
        Gate.AGREEMENT: _some(Agreement, Agreement.signed_on <= on),
        Gate.SUPPORT_MENTOR: _some(Support, _covers(Support.from_on, Support.until_on, on)),
        Gate.CLEARANCE: _some(Clearance, _covers(Clearance.cleared_on, Clearance.until_on, on)),
        Gate.ACCOUNT: _some(RoleGrant, OPEN_ACCOUNT, _covers(RoleGrant.from_on, ACCOUNT_UNTIL, on)),
        Gate.NOT_ON_HOLD: ~_some(Hold, _covers(Hold.from_on, Hold.until_on, on)),
        Gate.NOT_LEFT: sa.or_(Volunteer.left_on.is_(None), Volunteer.left_on > on),
    }


def ends(on: date, by: date) -> sa.ColumnElement[bool]:
    """Whether somebody who volunteers passes a gate on a day that is closed by another."""
    now, then = passes(on), passes(by)
    closing = (sa.and_(now[gate], ~then[gate]) for gate in Gate if gate is not Gate.NOT_LEFT)
    return sa.and_(now[Gate.NOT_LEFT], now[Gate.ACCOUNT], sa.or_(*closing))


def stage(on: date) -> sa.Case[str]:
    """How far a volunteer has come on a day."""
    return stage_of(passes(on))


def stage_of(passed: Mapping[Gate, sa.ColumnElement[bool]]) -> sa.Case[str]:
    """How far somebody has come who passes these gates: the engine's stages in SQL."""
    steps = [(sa.or_(*(~passed[gate] for gate in gates)), one) for one, gates in engine.STAGES]
    begun = (sa.and_(*(~passed[gate] for gate in engine.BEGUN)), engine.Stage.APPLIED)
    steps.insert([one for one, _ in engine.STAGES].index(engine.Stage.INTERVIEW), begun)
    return sa.case(*((when, one.value) for when, one in steps), else_=engine.Stage.READY.value)
