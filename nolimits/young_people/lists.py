"""The list of young people, narrowed and sorted, and as the lines of a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.downloads import File
from nolimits.kernel.states import words
from nolimits.people.models import Area
from nolimits.young_people.models import YoungPerson, YoungPersonState
from nolimits.young_people.queries import visible_to

AGE_BANDS = {
    "Under 12": (0, 11),
    "12 to 15": (12, 15),
    "16 and 17": (16, 17),
    "18 and over": (18, 99),
}
ORDERS: dict[str, tuple[Any, ...]] = {
    "waiting": (YoungPerson.state != YoungPersonState.READY_TO_MATCH, YoungPerson.ready_on),
    "age": (YoungPerson.born_on.desc(),),
}


def young_people(
    person: Actor,
    *,
    code: str = "",
    state: str = "",
    area: str = "",
    age: str = "",
    sort: str = "",
) -> sa.Select[Any]:
    """A list by how long they have been known, narrowed by code, state, area and age band."""
    statement = (
        sa.select(YoungPerson)
        .where(visible_to(person))
        .options(joinedload(YoungPerson.area), joinedload(YoungPerson.worker))
        .order_by(*ORDERS.get(sort, ()), YoungPerson.referred_on, YoungPerson.id)
    )
    if code:
        statement = statement.where(YoungPerson.reference.contains(code.strip().upper()))
    if state in list(YoungPersonState):
        statement = statement.where(YoungPerson.state == state)
    if area:
        statement = statement.where(YoungPerson.area.has(Area.name == area))
    if age in AGE_BANDS:
        statement = statement.where(YoungPerson.born_on.between(*_born(*AGE_BANDS[age])))
    return statement


def _born(youngest: int, oldest: int) -> tuple[date, date]:
    """The days between which people of some ages, in whole years, were born."""
    today = clock.today()
    return _years_before(today, oldest + 1, days=1), _years_before(today, youngest)


def _years_before(day: date, years: int, days: int = 0) -> date:
    first_of_march = (day.month, day.day) == (2, 29)
    back = date(day.year - years, 2, 28) if first_of_march else day.replace(year=day.year - years)
    return date.fromordinal(back.toordinal() + days)


def _cells(row: Any) -> Sequence[str]:
    """No worker and no age to the year: a file leaves the building, and they narrow down who."""
    one = row.YoungPerson
    waits = one.state is YoungPersonState.READY_TO_MATCH
    since = one.ready_on if waits else None
    return (
        one.reference,
        one.about_age,
        one.area.name,
        words(one.state),
        since.isoformat() if since else "",
    )


FILE = File("young-people", ("Code", "Age", "Area", "State", "Waiting since"), _cells)
