"""Invented contact logs."""

from typing import Any

import factory

from nolimits.contacts import operations
from nolimits.contacts.models import Contact, ContactKind
from nolimits.kernel import clock
from tests.factories.made import Made
from tests.factories.matching import MatchFactory


class ContactFactory(Made):
    """A meeting that the volunteer of a match wrote down."""

    class Meta:
        model = Contact

    match = factory.SubFactory(MatchFactory)
    held_on = factory.LazyFunction(clock.today)
    kind = ContactKind.ONE_TO_ONE
    minutes = 90
    activity = factory.Sequence(lambda n: f"Went for a walk, number {n + 1}")
    notes = None

    @classmethod
    def _create(cls, model_class: type[Contact], *args: Any, **kwargs: Any) -> Contact:
        return operations.log_contact(**kwargs, by=kwargs["match"].volunteer.person)
