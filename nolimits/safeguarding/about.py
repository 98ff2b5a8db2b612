"""Whom a page is about: a worry that begins there takes it along, by the page's reference alone.

The form never looks it up, so it tells nobody whether there is such a record; when the worry is
sent, the room whose record it is says whom it is about.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nolimits.kernel.actors import Actor
from nolimits.kernel.permissions import Permission, can
from nolimits.people.models import Person
from nolimits.young_people.models import YoungPerson


@dataclass(frozen=True)
class About:
    """The young person and the adult of a record, where it has them."""

    young_person: YoungPerson | None = None
    adult: Person | None = None
    seen: bool = False  # whether who is worried could open the page; anybody can type a reference


Finder = Callable[[str, Actor], About]
_finders: dict[str, Finder] = {}


def stands_for(prefix: str) -> Callable[[Finder], Finder]:
    """Have a room say whom its records are about, by the letter of their references."""

    def keep(finder: Finder) -> Finder:
        _finders[prefix] = finder
        return finder

    return keep


def about(reference: str, by: Actor) -> About:
    """Whom a record is about; nobody where there is no such record."""
    finder = _finders.get(reference.partition("-")[0])
    return finder(reference, by) if finder else About()


@stands_for("Y")
def _young_person(reference: str, by: Actor) -> About:
    young_person = YoungPerson.by_key(reference)
    seen = can(by, Permission.SEE_YOUNG_PERSON, young_person)
    return About(young_person=young_person, seen=seen)


@stands_for("U")
def _person(reference: str, by: Actor) -> About:
    person = Person.by_key(reference)
    return About(adult=person, seen=can(by, Permission.SEE_PERSON, person))
