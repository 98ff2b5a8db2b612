"""Invented young people, made through the operations that workers use."""

from datetime import date, timedelta
from typing import Any

import factory

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import change, transaction
from nolimits.people import operations as people
from nolimits.people import queries as people_queries
from nolimits.people.models import Area, Person
from nolimits.young_people import accounts, operations, queries
from nolimits.young_people.models import CareBasis, ConsentGiver, YoungPerson, YoungPersonState
from tests.factories.made import Made
from tests.factories.people import coordinator, staff


class AreaFactory(Made):
    """A part of an invented borough; `kilometres` east of its middle."""

    class Meta:
        model = Area

    class Params:
        kilometres = 0

    name = factory.Sequence(lambda n: f"Invented Green {n + 1}")
    easting = factory.LazyAttribute(lambda area: 444000 + 1000 * area.kilometres)
    northing = 519000

    @classmethod
    def _create(cls, model_class: type[Area], *args: Any, **kwargs: Any) -> Area:
        return people.add_area(**kwargs, by=SYSTEM)


def born(age: int) -> date:
    """A birthday that makes somebody that old since about half a year."""
    today = clock.today()
    return date(today.year - age, today.month, 1) - timedelta(days=180)


class YoungPersonFactory(Made):
    """A young person, brought as far as `state`; with `account`, they can sign in."""

    class Meta:
        model = YoungPerson

    class Params:
        age = 14

    given_name = factory.Sequence(lambda n: f"Madeupfirst{n + 1}")
    family_name = factory.Sequence(lambda n: f"Madeuplast{n + 1}")
    born_on = factory.LazyAttribute(lambda one: born(one.age))
    area = factory.SubFactory(AreaFactory)
    basis = CareBasis.CARE_ORDER
    worker = factory.LazyFunction(staff)
    state = YoungPersonState.READY_TO_MATCH
    account = False
    accepted = True
    interests = ("music", "cooking")
    availability = ("monday evening", "saturday morning")

    @classmethod
    def _create(
        cls,
        model_class: type[YoungPerson],
        *args: Any,
        state: YoungPersonState,
        account: bool,
        accepted: bool,
        interests: tuple[str, ...],
        availability: tuple[str, ...],
        **given: Any,
    ) -> YoungPerson:
        worker = given["worker"]
        made = operations.refer(**given, by=worker)
        if accepted:
            operations.accept_worker(made, by=some_coordinator())
        reached = list(YoungPersonState).index(state)
        if account:
            accounts.give_account(made, "Comet", f"comet{made.id}@young.example", by=worker)
        if reached >= 1:
            operations.seek_consent(made, by=worker)
        if reached >= 2:
            agree(made, by=worker)
            operations.take_preferences(made, interests, availability, None, by=worker)
        if reached >= 3:
            operations.mark_ready(made, by=worker)
        return made


def some_coordinator() -> Person:
    """A coordinator who is there, or a new one."""
    return next(iter(people_queries.holders(Role.COORDINATOR)), None) or coordinator()


def agree(young_person: YoungPerson, *, by: Person) -> None:
    """Everyone who is asked says yes to everything that matching needs."""
    for scope, giver in queries.missing_consents(young_person, on=clock.today()):
        own = giver is ConsentGiver.YOUNG_PERSON and young_person.person
        operations.give_consent(young_person, scope, giver, by=own or by)


def signed_in_young_person(**kwargs: Any) -> YoungPerson:
    """A young person with an account."""
    made: YoungPerson = YoungPersonFactory(account=True, **kwargs)
    return made


@transaction
def belonging_to(person: Person, **kwargs: Any) -> YoungPerson:
    """The young person whose account is one that is there already."""
    if known := queries.of_person(person):
        return known
    made: YoungPerson = YoungPersonFactory(**kwargs)
    change(made, where=YoungPerson.person_id.is_(None), person_id=person.id)
    return made
