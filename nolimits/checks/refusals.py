"""What several steps of checking refuse alike: each is part of an operation."""

from datetime import date

from nolimits.checks import queries
from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.errors import Refused
from nolimits.people.models import Person


def has_applied(person: Person) -> None:
    """Refuse to check somebody who did not ask to volunteer."""
    if Role.VOLUNTEER not in person.roles:
        raise Refused("Only somebody who applied to volunteer is checked")


def not_in_future(day: date, field: str) -> None:
    """Refuse a day that is yet to come."""
    if day > clock.today():
        raise Refused("The date must be today or in the past", field)


def not_their_referee(by: Actor, person_id: int) -> None:
    """Refuse to have somebody decide on a person for whom they were asked to speak (R-REC-5)."""
    if queries.is_referee(by, person_id):
        raise Refused("Somebody else must decide: you were asked for a reference about them")
