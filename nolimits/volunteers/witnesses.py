"""Who saw, decided or gave what each gate rests on, as rows of one statement."""

from functools import cache
from typing import Any

import sqlalchemy as sa

from nolimits.backgrounds.models import OverseasCheck, SelfDisclosure
from nolimits.checks.models import IdentityCheck, Interview, ReferenceRequest
from nolimits.dbs.models import DbsRecord
from nolimits.people.models import Person
from nolimits.training.models import TrainingPass
from nolimits.volunteers.gates import ACCEPTED, theirs
from nolimits.volunteers.models import Clearance, Support, Volunteer
from nolimits.volunteers.readiness import Gate

SEVERAL = {Gate.TRAINING, Gate.REFERENCES}
"""The gates that rest on more than one record; of any other, the newest one counts."""


@cache
def witnesses() -> sa.CompoundSelect[Any]:
    """Gate, record, place and name of all who stand for a volunteer (`id`) on a day (`on`)."""
    told = SelfDisclosure
    columns: list[tuple[Gate, Any, Any, Any]] = [
        (Gate.SELF_DISCLOSURE, told, told.decided_by_id, sa.true()),
        (Gate.SELF_DISCLOSURE, told, told.seconded_by_id, sa.true()),
        (Gate.OVERSEAS, OverseasCheck, OverseasCheck.recorded_by_id, sa.true()),
        (Gate.OVERSEAS, OverseasCheck, OverseasCheck.approved_by_id, sa.true()),
        (Gate.IDENTITY, IdentityCheck, IdentityCheck.seen_by_id, sa.true()),
        (Gate.INTERVIEW, Interview, Interview.first_interviewer_id, sa.true()),
        (Gate.INTERVIEW, Interview, Interview.second_interviewer_id, sa.true()),
        (
            Gate.REFERENCES,
            ReferenceRequest,
            ReferenceRequest.decided_by_id,
            sa.and_(ACCEPTED, ReferenceRequest.replaced_on.is_(None)),
        ),
        (Gate.DBS, DbsRecord, DbsRecord.decided_by_id, sa.true()),
        (Gate.DBS, DbsRecord, DbsRecord.seconded_by_id, sa.true()),
        (
            Gate.TRAINING,
            TrainingPass,
            TrainingPass.recorded_by_id,
            TrainingPass.expires_on > sa.bindparam("on"),
        ),
        (Gate.SUPPORT_MENTOR, Support, Support.mentor_id, Support.until_on.is_(None)),
        (Gate.CLEARANCE, Clearance, Clearance.cleared_by_id, Clearance.until_on.is_(None)),
    ]
    parts = [
        sa.select(sa.literal(gate.value), kind.id, sa.literal(place), Person.name)
        .select_from(Volunteer)
        .join(kind, theirs(kind))
        .join(Person, Person.id == who)
        .where(Volunteer.id == sa.bindparam("id"), where)
        for place, (gate, kind, who, where) in enumerate(columns)
    ]
    return sa.union_all(*parts)
