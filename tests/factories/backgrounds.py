"""What invented people tell of themselves, told through the operations that people use."""

from datetime import date
from typing import Any

from nolimits.backgrounds import operations
from nolimits.backgrounds.abroad import Address
from nolimits.backgrounds.models import Background
from nolimits.people.models import Person

BORN = date(1980, 5, 1)
HOME = Address("1 Invented Row, TS99 9ZZ", False, date(2010, 1, 1))


def tell_background(person: Person, **given: Any) -> Background:
    """One address for long, and no time abroad but what is said."""
    said = {"born_on": BORN, "addresses": [HOME], **given}
    return operations.tell_background(**said, by=person)
