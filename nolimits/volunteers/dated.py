"""Every dated fact that bears on readiness, as rows of one statement; `queries` reads them."""

from functools import cache
from typing import Any

import sqlalchemy as sa

from nolimits.backgrounds.models import (
    Background,
    OverseasCheck,
    SelfDisclosure,
)
from nolimits.checks.models import (
    IdentityCheck,
    Interview,
    ReferenceRequest,
    Suitability,
)
from nolimits.dbs.models import DbsRecord, RoleVersion
from nolimits.handbook.models import Acknowledgement, Audience, Handbook
from nolimits.people.models import Person, RoleGrant
from nolimits.training.models import TrainingPass
from nolimits.volunteers.gates import (
    ACCEPTED,
    ACCOUNT_UNTIL,
    ASKED,
    CLEAR,
    CLEAR_FROM,
    NOT_SUITABLE,
    OPEN_ACCOUNT,
    SETTLED_ON,
    theirs,
)
from nolimits.volunteers.models import Agreement, Clearance, Hold, Support, Volunteer


def _earlier(one: Any, other: Any) -> Any:
    """The earlier of two days of which either may never come."""
    return sa.case((sa.or_(one.is_(None), other < one), other), else_=one)


def _rows(kind: str, model: Any, from_on: Any, *where: Any, **more: Any) -> sa.Select[Any]:
    """Facts of one kind, in columns that all kinds share."""
    until_on = more.get("until_on", sa.cast(sa.null(), sa.Date))
    number = more.get("number", sa.literal(0))
    text = sa.cast(more.get("text", sa.literal("")), sa.String)
    return (
        sa.select(Volunteer.id, sa.literal(kind), from_on, until_on, number, text)
        .select_from(Volunteer)
        .join(model, theirs(model))
        .where(*where)
    )


def _told() -> list[sa.Select[Any]]:
    """What they told of themselves."""
    return [
        _rows(
            "disclosures",
            SelfDisclosure,
            SelfDisclosure.made_on,
            until_on=SETTLED_ON,
            number=SelfDisclosure.id,
        ),
        _rows(
            "backgrounds",
            Background,
            Background.told_on,
            number=Background.id,
            text=Background.months_abroad,
        ),
        _rows(
            "overseas",
            OverseasCheck,
            OverseasCheck.approved_on,
            OverseasCheck.approved_on.is_not(None),
            until_on=OverseasCheck.recorded_on,
            number=OverseasCheck.months,
            text=OverseasCheck.way,
        ),
    ]


def _checked() -> list[sa.Select[Any]]:
    """What others said and saw of them; a check counts while the role asks what it serves."""
    asks_from, asks_until = RoleVersion.opened_on, RoleVersion.closed_on
    from_on = sa.case((asks_from > CLEAR_FROM, asks_from), else_=CLEAR_FROM)
    until_on = _earlier(DbsRecord.recheck_on, asks_until)
    return [
        _rows("identity", IdentityCheck, IdentityCheck.seen_on),
        _rows(
            "interviews",
            Interview,
            Interview.held_on,
            number=Interview.id,
            text=Interview.outcome,
        ),
        _rows(
            "references",
            ReferenceRequest,
            ReferenceRequest.decided_on,
            ACCEPTED,
            until_on=ReferenceRequest.replaced_on,
            text=ReferenceRequest.context,
        ),
        _rows(
            "dbs",
            DbsRecord,
            from_on,
            CLEAR,
            CLEAR_FROM.is_not(None),
            sa.or_(until_on.is_(None), from_on < until_on),
            until_on=until_on,
            number=DbsRecord.id,
            text=sa.literal(Suitability.SUITABLE.value),
        ).join(RoleVersion, ASKED),
        _rows("dbs", DbsRecord, DbsRecord.decided_on, NOT_SUITABLE, number=DbsRecord.id),
    ]


def _done() -> list[sa.Select[Any]]:
    """What they learnt and signed, and what was given to them or taken back."""
    said = [
        _rows(
            f"read_{one.value}", Acknowledgement, Acknowledgement.made_on, number=Handbook.number
        ).join(
            Handbook, sa.and_(Acknowledgement.handbook_id == Handbook.id, Handbook.audience == one)
        )
        for one in Audience
        if one.is_gate
    ]
    applied = sa.select(
        Volunteer.id,
        sa.literal("applied"),
        Volunteer.applied_on,
        Volunteer.left_on,
        sa.literal(0),
        sa.literal(""),
    )
    return [
        _rows(
            "passes",
            TrainingPass,
            TrainingPass.passed_on,
            until_on=TrainingPass.expires_on,
            number=TrainingPass.programme_id,
        ),
        *said,
        _rows("agreements", Agreement, Agreement.signed_on),
        _rows("supports", Support, Support.from_on, until_on=Support.until_on),
        _rows("clearances", Clearance, Clearance.cleared_on, until_on=Clearance.until_on),
        _rows("accounts", RoleGrant, RoleGrant.from_on, until_on=ACCOUNT_UNTIL).join(
            Person, OPEN_ACCOUNT
        ),
        _rows("holds", Hold, Hold.from_on, until_on=Hold.until_on),
        applied,
    ]


@cache
def dated(*, of_some: bool) -> sa.CompoundSelect[Any]:
    """Every dated fact about some volunteers (`ids`), or all, as rows of one statement.

    It is long, and every step of a match asks it: it is made once.
    """
    parts = [*_told(), *_checked(), *_done()]
    if of_some:
        some = Volunteer.id.in_(sa.bindparam("ids", expanding=True))
        parts = [part.where(some) for part in parts]
    return sa.union_all(*parts)
