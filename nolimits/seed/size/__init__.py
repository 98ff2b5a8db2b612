"""Generated councils for measuring: any size, the same each time, written in bulk.

Unlike the demonstration most of these rows come from no operation: nobody's history is behind
them. Money is an exception: it goes the way that every payroll file goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import repeatable_references, transaction
from nolimits.people import operations
from nolimits.people.models import Directorate, Person, RoleGrant
from nolimits.seed.people import AREAS, DIRECTORATES, FAMILY, GIVEN
from nolimits.seed.size.rows import ids, next_id, reference, write

MONTHS = 12
LONG_AGO = timedelta(days=3000)  # when everybody joined


@dataclass
class Officers:
    """Those who do what must be done by somebody."""

    coordinator: Person
    second: Person
    mentor: Person
    finance: Person
    approver: Person
    lead: Person
    administrator: Person


def fill(
    volunteers: int,
    young_people: int,
    contributions: int,
    *,
    tell: Callable[[str], None] = lambda part: None,
) -> None:
    """A council with so many volunteers, young people and contributions over a year."""
    from nolimits.seed.size import activities, asks, expenses, matches, money, support, training
    from nolimits.seed.size import volunteers as volunteering
    from nolimits.seed.size import young_people as pool

    mentors = -(-volunteers // support.EACH)
    with repeatable_references(31):
        tell("people")
        officers = begin()
        staff = people(volunteers + mentors + -(-contributions // MONTHS))
        theirs, behind = staff[:volunteers], staff[volunteers : volunteers + mentors]
        asks.fill(staff)
        tell("volunteers")
        numbers = volunteering.fill(theirs, officers)
        support.fill(behind, numbers, officers.coordinator.id)
        training.fill(theirs, officers)
        tell("young people")
        young = pool.fill(young_people, officers)
        matches.fill(young, officers)
        activities.fill(theirs, young, officers)
        tell("contributions")
        expenses.fill(theirs, officers)
        money.fill(staff[volunteers + mentors :], contributions, officers)


def begin() -> Officers:
    """Areas, directorates, and one person for each duty, who do what was done since."""

    def one(name: str, role: Role) -> Person:
        email = f"{name.lower().replace(' ', '.')}@council.example"
        return operations.add_person(name, email, {Role.STAFF, role}, by=SYSTEM)

    with clock.standing_at(clock.today() - LONG_AGO):
        for name, (easting, northing) in AREAS.items():
            operations.add_area(name, easting, northing, by=SYSTEM)
        for name in DIRECTORATES:
            operations.add_directorate(name, by=SYSTEM)
        return Officers(
            one("First Coordinator", Role.COORDINATOR),
            one("Second Coordinator", Role.COORDINATOR),
            one("Support Mentor", Role.SUPPORT_MENTOR),
            one("First Officer", Role.FINANCE_OFFICER),
            one("Second Officer", Role.FINANCE_OFFICER),
            one("A Lead", Role.SAFEGUARDING_LEAD),
            one("An Administrator", Role.ADMINISTRATOR),
        )


@transaction
def people(count: int) -> range:
    """So many members of staff; their ids, one after another."""
    joined = clock.today() - LONG_AGO
    first = next_id(Person)
    numbers = range(first, first + count)
    directorates = ids(Directorate)

    def person(number: int) -> dict[str, Any]:
        return {
            "id": number,
            "reference": reference("U", number),
            "name": f"{GIVEN[number % 40]} {FAMILY[number // 7 % 24]} {number}",
            "email": f"person.{number}@council.example",
            "employee_number": f"{200_000 + number}",
            "job_title": "Officer",
            "directorate_id": directorates[number % len(directorates)],
            "joined_on": joined,
        }

    write(Person, numbers, person)
    write(
        RoleGrant,
        numbers,
        lambda number: {"person_id": number, "role": Role.STAFF, "from_on": joined},
    )
    return numbers
