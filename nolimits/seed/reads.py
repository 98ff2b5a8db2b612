"""A fortnight of looks, one of them at night, and a record opened in an emergency."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from nolimits.kernel import clock, reads
from nolimits.kernel.permissions import Permission
from nolimits.reads import operations

if TYPE_CHECKING:
    from nolimits.people.models import Person
    from nolimits.seed import Council
    from nolimits.young_people.models import YoungPerson

PAGE = "young_people.young_person"
NIGHT = time(22, 40)


def fill(council: "Council") -> None:
    """The last two weeks as the safeguarding lead finds them."""
    known = [one for one in council.young_people if one.ended_on is None]
    for number, one in enumerate(known[:8]):
        _look(one, one.worker, council, days=9 - number % 5, at=time(9 + number, 15))
        _look(one, council.coordinators[0], council, days=8 - number % 3, at=time(11, number))
    _look(known[0], known[0].worker, council, days=8, at=NIGHT)
    lead, one = council.safeguarding_leads[0], known[-1]
    with clock.standing_at(_moment(council, days=7, at=time(16, 5))):
        operations.break_glass(one, "Their carer rang, and their worker is away", by=lead)
        _write(one, lead)


def _look(one: "YoungPerson", by: "Person", council: "Council", *, days: int, at: time) -> None:
    with clock.standing_at(_moment(council, days=days, at=at)):
        _write(one, by)


def _write(one: "YoungPerson", by: "Person") -> None:
    if look := reads.of(one, Permission.SEE_YOUNG_PERSON, by):
        reads.keep(look, by, PAGE)


def _moment(council: "Council", *, days: int, at: time) -> datetime:
    return datetime.combine(council.today - timedelta(days=days), at, clock.LONDON)
