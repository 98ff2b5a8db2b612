"""Invented offers of services, and young people who take them up."""

from datetime import timedelta
from typing import Any

import factory

from nolimits.kernel import clock
from nolimits.services import operations
from nolimits.services.models import ServiceKind, ServiceOffer, TakeUp
from nolimits.services.operations import Service
from nolimits.young_people.models import YoungPerson
from tests.factories.made import Made
from tests.factories.people import DirectorateFactory, coordinator
from tests.factories.young_people import YoungPersonFactory


class ServiceOfferFactory(Made):
    """Something that an invented service keeps for young people."""

    class Meta:
        model = ServiceOffer

    kind = ServiceKind.FREE_PASS
    title = "Swim for free"
    what = "Show the blue card at the desk of the invented pool."
    stock: Any = None
    youngest = 11
    oldest = 24
    from_on = factory.LazyFunction(clock.today)
    until_on = factory.LazyAttribute(lambda one: one.from_on + timedelta(days=90))
    directorate = factory.SubFactory(DirectorateFactory)
    action: Any = None
    project: Any = None

    @classmethod
    def _create(
        cls,
        model_class: type[ServiceOffer],
        *args: Any,
        directorate: Any,
        action: Any,
        project: Any,
        **given: Any,
    ) -> ServiceOffer:
        said = Service(**given)
        more = {"action": action, "project": project}
        return operations.offer_service(said, directorate, by=coordinator(), **more)


def asked_for(offer: ServiceOffer, young_person: YoungPerson) -> TakeUp:
    """A young person asks, or their worker where they have no account."""
    by = young_person.person or young_person.worker
    return operations.ask_for(offer, young_person, by=by)


class TakeUpFactory(Made):
    """What a young person asked for; `given=True` is handed out."""

    class Meta:
        model = TakeUp

    service_offer = factory.SubFactory(ServiceOfferFactory)
    young_person = factory.LazyFunction(lambda: YoungPersonFactory(account=True))
    given = False

    @classmethod
    def _create(
        cls,
        model_class: type[TakeUp],
        *args: Any,
        service_offer: ServiceOffer,
        young_person: YoungPerson,
        given: bool,
    ) -> TakeUp:
        made = asked_for(service_offer, young_person)
        if given:
            operations.hand_out(made, by=coordinator())
        return made
