"""An invented strategy that asks something of everybody."""

from typing import Any

from nolimits.asks import operations
from nolimits.asks.models import AskAnswer
from nolimits.asks.operations import Said
from nolimits.asks.queries import asks
from nolimits.kernel.actors import WITHOUT_DUTIES, Role
from nolimits.kernel.db import transaction
from nolimits.people import operations as people
from nolimits.people.models import Directorate, Person
from nolimits.strategy.models import Audience, Strategy
from tests.factories.people import DirectorateFactory, PersonFactory, coordinator
from tests.factories.strategy import make_strategy

ASKS = {
    "councillors": [{"text": "Be aware"}, {"text": "Be there"}],
    "services": [{"text": "Open up work"}, {"text": "Name a champion"}],
    "individuals": [{"text": "Take part"}],
}


def asking_strategy() -> Strategy:
    """The council's own, which asks."""
    return make_strategy(key="stockton", asks=ASKS)


def champion(**more: Any) -> tuple[Directorate, Person]:
    """A directorate and its champion."""
    directorate = DirectorateFactory()
    person = PersonFactory(role=Role.STAFF, directorate=directorate, **more)
    people.name_champion(directorate, person, by=coordinator())
    return directorate, person


@transaction
def served_by(person: Person) -> Directorate:
    """A directorate with a champion: this person, where they can be one."""
    if person.roles & set(WITHOUT_DUTIES):
        return champion()[0]
    person.directorate = directorate = DirectorateFactory()
    PersonFactory(directorate=directorate)
    people.name_champion(directorate, person, by=coordinator())
    return directorate


def answered(person: Person, key: str = "individuals-1", **said: Any) -> AskAnswer:
    """An ask that somebody has answered."""
    return operations.answer(key, Said(**said), by=person)


def first_answer(person: Person) -> AskAnswer:
    """The same where no strategy may be there yet."""
    if not asks(Audience.INDIVIDUALS):
        asking_strategy()
    return answered(person)
