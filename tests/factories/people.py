"""Invented people and directorates, made through the operations that people use."""

from typing import Any

import factory

from nolimits.kernel.actors import SYSTEM, Role
from nolimits.people import operations
from nolimits.people.models import Directorate, Person
from tests.factories.made import Made

# Nobody could take these for somebody they know.
FIRST = ("Amber", "Bryn", "Cora", "Dewi", "Elsie", "Farah", "Glen", "Hana", "Idris", "Joss")
LAST = ("Madeup", "Notreal", "Pretend", "Example", "Invented", "Storybook", "Makebelieve")


class DirectorateFactory(Made):
    """A part of an invented council."""

    class Meta:
        model = Directorate

    name = factory.Sequence(lambda n: f"Invented Services {n + 1}")

    @classmethod
    def _create(cls, model_class: type[Directorate], *args: Any, **kwargs: Any) -> Directorate:
        return operations.add_directorate(**kwargs, by=SYSTEM)


class PersonFactory(Made):
    """An invented person; `role=` for one role, `roles=` for several."""

    class Meta:
        model = Person

    class Params:
        role = Role.STAFF

    name = factory.Sequence(lambda n: f"{FIRST[n % len(FIRST)]} {LAST[n % len(LAST)]} {n + 1}")
    email = factory.Sequence(lambda n: f"person{n + 1}@council.example")
    roles = factory.LazyAttribute(lambda person: {person.role})

    @classmethod
    def _create(cls, model_class: type[Person], *args: Any, **kwargs: Any) -> Person:
        return operations.add_person(**kwargs, by=SYSTEM)


def _of(role: Role) -> Any:
    def make(**kwargs: Any) -> Person:
        """An invented person who holds one role."""
        person: Person = PersonFactory(role=role, **kwargs)
        return person

    return make


staff = _of(Role.STAFF)
councillor = _of(Role.COUNCILLOR)
young_person = _of(Role.YOUNG_PERSON)
volunteer = _of(Role.VOLUNTEER)
support_mentor = _of(Role.SUPPORT_MENTOR)
coordinator = _of(Role.COORDINATOR)
panel_member = _of(Role.PANEL_MEMBER)
finance_officer = _of(Role.FINANCE_OFFICER)
safeguarding_lead = _of(Role.SAFEGUARDING_LEAD)
board_reader = _of(Role.BOARD_READER)
administrator = _of(Role.ADMINISTRATOR)
data_protection_officer = _of(Role.DATA_PROTECTION_OFFICER)
partner = _of(Role.PARTNER)
