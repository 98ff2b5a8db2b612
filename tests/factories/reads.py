"""Records opened in an emergency, and weeks of looks."""

from typing import Any

from nolimits.people.models import Person
from nolimits.reads import operations
from nolimits.reads.models import BrokenGlass
from nolimits.young_people.models import YoungPerson
from tests.factories.people import safeguarding_lead
from tests.factories.young_people import YoungPersonFactory

WHY = "Their carer rang and their worker is away"


def broken_glass(
    by: Person | None = None, young_person: YoungPerson | None = None, **kwargs: Any
) -> BrokenGlass:
    """A record that somebody opened in an emergency."""
    one = young_person or YoungPersonFactory()
    reason = kwargs.get("reason", WHY)
    return operations.break_glass(one, reason, by=by or safeguarding_lead())
