"""Handbooks and guidance, made through the operations that people use."""

from typing import Any

from nolimits.handbook import operations
from nolimits.handbook.models import Acknowledgement, Handbook
from nolimits.people.models import Person
from tests.factories.made import Made
from tests.factories.people import coordinator


class HandbookFactory(Made):
    """A version of the handbook."""

    class Meta:
        model = Handbook

    title = "The No Limits handbook"
    text = "Be there when you said.\n\nTell us when you cannot."
    changes = "A word about phones."

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Handbook:
        by = kwargs.pop("by", None) or coordinator()
        return operations.publish_handbook(**kwargs, by=by)


def has_read(person: Person, handbook: Handbook | None = None) -> Acknowledgement:
    """Have a person say that they read the handbook."""
    return operations.acknowledge_handbook(handbook or HandbookFactory(), by=person)
