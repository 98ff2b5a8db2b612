"""Generated volunteers who have everything, but for every tenth, who lacks one thing."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from nolimits.backgrounds.models import Background, SelfDisclosure, Told
from nolimits.checks.documents import Document
from nolimits.checks.models import (
    IdentityCheck,
    Interview,
    ReferenceContext,
    ReferenceRequest,
    Suitability,
)
from nolimits.dbs.kinds import DbsDecision, DbsLevel, Workforce
from nolimits.dbs.models import DbsRecord, UpdateSubscription
from nolimits.handbook.models import Acknowledgement
from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.kernel.db import Base, db, transaction
from nolimits.people.models import SLOTS, Area, Interest, RoleGrant
from nolimits.seed.dbs import open_mentor
from nolimits.seed.size import Officers
from nolimits.seed.size.rows import ids, next_id, reference, some, write
from nolimits.seed.training import publish
from nolimits.training import operations as training
from nolimits.training.models import TrainingPass
from nolimits.volunteers.models import Agreement, Clearance, Volunteer

SHOWN = [Document.PASSPORT.value, Document.COUNCIL_TAX_BILL.value]
INTERESTS = [interest.value for interest in Interest]
Row = Callable[[int], dict[str, Any]]
# Of fifty people, by their number: whose referee is late, whose certificate waits for a decision,
# and whose certificate or pass runs out soon, or ran out yesterday.
LATE, UNDECIDED, SOON, OVER = 19, 29, 39, 49


@transaction
def fill(people: Sequence[int], officers: Officers) -> range:
    """Make volunteers of people, with all that readiness asks for but support; their ids."""
    on = clock.today() - timedelta(days=200)
    with clock.standing_at(on):
        open_mentor(officers.coordinator, officers.second)
    first = next_id(Volunteer)
    numbers = range(first, first + len(people))
    areas = ids(Area)
    write(
        Volunteer,
        numbers,
        lambda number: _volunteer(number, people[number - first], areas[number % len(areas)], on),
    )
    tables = [*_told(on), *_checks(officers, on), *_training(officers, on)]
    for place, (table, row) in enumerate(tables):
        having = [n for n in numbers if n % 10 or n // 10 % len(tables) != place]
        write(table, [people[number - first] for number in having], row)
    for table, row in _own(officers, on):
        write(table, numbers, row)
    volunteer = {"role": Role.VOLUNTEER, "from_on": on}
    write(RoleGrant, people, lambda person: {"person_id": person, **volunteer})
    write(ReferenceRequest, people, lambda person: _reference(person, 0, officers, on))
    write(ReferenceRequest, people, lambda person: _reference(person, 1, officers, on))
    late = [person for person in people if person % 50 == LATE]
    write(ReferenceRequest, late, _unanswered)
    write(UpdateSubscription, *_joined(people, on))
    return numbers


def _volunteer(number: int, person: int, area: int, on: date) -> dict[str, Any]:
    return {
        "id": number,
        "reference": reference("V", number),
        "person_id": person,
        "area_id": area,
        "applied_on": on - timedelta(days=number % 365),
        "motivation": "Time to give.",
        "profile": "Somebody invented.",
        "interests": some(INTERESTS, number, 4),
        "availability": some(SLOTS, number, 6),
        "capacity": number % 3 + 1,
    }


def _told(on: date) -> list[tuple[type[Base], Row]]:
    """What they told of themselves, by the number of a person."""
    addresses = [{"words": "1 Invented Row", "abroad": False, "since": "2010-01-01"}]
    return [
        (
            Background,
            lambda person: {
                "person_id": person,
                "told_on": on,
                "born_on": "1980-01-01",
                "names": "",
                "addresses": addresses,
                "countries": "",
                "months_abroad": 0,
            },
        ),
        (
            SelfDisclosure,
            lambda person: {
                "reference": reference("SD", person),
                "person_id": person,
                "made_on": on,
                "told": Told.NOTHING,
            },
        ),
    ]


def _checks(officers: Officers, on: date) -> list[tuple[type[Base], Row]]:
    """Identity, interview and DBS, by the number of a person."""
    first, second = officers.coordinator.id, officers.second.id
    return [
        (
            IdentityCheck,
            lambda person: {
                "person_id": person,
                "seen_on": on,
                "seen_by_id": first,
                "documents": SHOWN,
            },
        ),
        (
            Interview,
            lambda person: {
                "person_id": person,
                "held_on": on,
                "first_interviewer_id": first,
                "second_interviewer_id": second,
                "outcome": Suitability.SUITABLE,
            },
        ),
        (DbsRecord, lambda person: _dbs(person, first, on)),
    ]


def _ends(person: int, on: date) -> date:
    """Until when what somebody has lasts; with so many days, for most."""
    days = {SOON: 25, OVER: 0}.get(person % 50)
    return on if days is None else clock.today() + timedelta(days=days)


def _dbs(person: int, coordinator: int, on: date) -> dict[str, Any]:
    decided = person % 50 != UNDECIDED
    return {
        "person_id": person,
        "level": DbsLevel.ENHANCED_BARRED,
        "workforce": Workforce.CHILD,
        "applied_on": on,
        "number": f"{person:012}",
        "issued_on": on,
        "seen_on": on,
        "seen_by_id": coordinator,
        "decision": DbsDecision.CLEAR if decided else None,
        "decided_on": on if decided else None,
        "decided_by_id": coordinator if decided else None,
        "recheck_on": _ends(person, on + timedelta(days=1000)) if decided else None,
    }


def _training(officers: Officers, on: date) -> list[tuple[type[Base], Row]]:
    """Training and handbook, by the number of a person."""
    by = officers.coordinator
    programme = training.add_programme("Training", 2, True, 24, True, by=by).id
    handbook = publish("Be kind.", by=by).id
    coordinator, today = by.id, clock.today()
    return [
        (
            TrainingPass,
            lambda person: {
                "programme_id": programme,
                "person_id": person,
                "passed_on": on,
                "expires_on": _ends(person + 1, on + timedelta(days=700)),
                "recorded_by_id": coordinator,
            },
        ),
        (
            Acknowledgement,
            lambda person: {"handbook_id": handbook, "person_id": person, "made_on": today},
        ),
    ]


def _own(officers: Officers, on: date) -> list[tuple[type[Base], Row]]:
    """Agreement and clearance, by the number of a volunteer."""
    second = officers.second.id
    return [
        (Agreement, lambda number: {"volunteer_id": number, "signed_on": on}),
        (
            Clearance,
            lambda number: {"volunteer_id": number, "cleared_by_id": second, "cleared_on": on},
        ),
    ]


def _reference(person: int, which: int, officers: Officers, on: date) -> dict[str, Any]:
    context = (ReferenceContext.WORK, ReferenceContext.COMMUNITY)[which]
    return {
        "reference": reference("R", person * 2 + which),
        "person_id": person,
        "referee_name": "Ref Eree",
        "email": f"{context.value}.{person}@home.example",
        "context": context,
        "years_known": 5,
        "token_print": f"{context.value}{person:040}",
        "asked_on": on,
        "received_on": on,
        "answers": {"suitable": "yes"},
        "decided_on": on,
        "decided_by_id": officers.coordinator.id,
        "decision": Suitability.SUITABLE,
    }


def _unanswered(person: int) -> dict[str, Any]:
    """Somebody was asked about them a week ago, and has not answered."""
    return {
        "reference": reference("R", 10_000_000 + person),
        "person_id": person,
        "referee_name": "Ref Eree",
        "email": f"late.{person}@home.example",
        "context": ReferenceContext.PERSONAL,
        "years_known": 5,
        "token_print": f"late{person:040}",
        "asked_on": clock.today() - timedelta(days=7),
    }


def _joined(people: Sequence[int], on: date) -> tuple[list[int], Row]:
    """Every second certificate of which the Update Service may be asked."""
    found = sa.select(DbsRecord.id).where(DbsRecord.person_id.in_(people))
    checks = [one for one in db.session.scalars(found) if one % 2 == 0]
    return checks, lambda check: {
        "dbs_record_id": check,
        "joined_on": on,
        "agreed_on": on,
        "reminded_days": None,
    }
