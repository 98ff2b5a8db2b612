"""Whether a text has a young person's name."""

import re
from collections.abc import Set

from nolimits.kernel.actors import Actor
from nolimits.kernel.permissions import Permission, can
from nolimits.young_people.models import YoungPerson

EVERYDAY = frozenset(
    "april art august autumn bill dawn drew faith grace hope jack joy june mark may pat rob rose "
    "sky sue summer will".split()
)
"""Words that are names as well: written small, they name nobody."""


def mentions(
    young_person: YoungPerson, text: str, by: Actor, *, knows_called: bool = False
) -> bool:
    """Whether a text has a part of their name, as far as the one who asks may know it.

    A mentor knows what they are called alone, and who may not see the name knows nothing of it:
    they would find it out by writing many words.
    """
    known = young_person.called if knows_called else ""
    themself = by.id is not None and by.id == young_person.person_id
    if themself or can(by, Permission.SEE_YOUNG_PERSON_NAME, young_person):
        identity = young_person.identity
        known = f"{young_person.called} {identity.given_name} {identity.family_name}"
    parts = re.findall(r"[\w']{2,}", known.lower())
    everyday = EVERYDAY | {one for one in parts if len(one) < 3}
    return any(stands_in(one, text, everyday) for one in parts)


def stands_in(part: str, text: str, everyday: Set[str] = frozenset()) -> bool:
    """Whether a part of a name is a word of a text; small letters of an `everyday` word are not."""
    found = re.findall(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE)
    return any(not (part.casefold() in everyday and one.islower()) for one in found)
