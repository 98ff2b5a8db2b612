"""Whoever acts: people in their roles, the system itself, or nobody."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What a person is in the scheme; one person may be many."""

    STAFF = "staff"
    COUNCILLOR = "councillor"
    YOUNG_PERSON = "young_person"
    VOLUNTEER = "volunteer"
    SUPPORT_MENTOR = "support_mentor"
    COORDINATOR = "coordinator"
    PANEL_MEMBER = "panel_member"
    FINANCE_OFFICER = "finance_officer"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    BOARD_READER = "board_reader"
    ADMINISTRATOR = "administrator"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    PARTNER = "partner"


class Actor(Protocol):
    """Whoever acts: a person, the system itself, or nobody (signed out)."""

    @property
    def id(self) -> int | None:
        """The person's number; None for the system and for nobody."""

    @property
    def kind(self) -> str:
        """ "person", "system" or "nobody"."""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that the actor holds today."""


@dataclass(frozen=True)
class Standing:
    """An actor as they stand while one page is made: their roles are worked out once."""

    id: int | None
    kind: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class Unnamed:
    """An actor who is not a person."""

    kind: str
    id: None = None
    roles: frozenset[Role] = frozenset()


SYSTEM = Unnamed("system")
NOBODY = Unnamed("nobody")
EVERYONE = frozenset(Role)
PRIVILEGED = frozenset(  # may read or do much: their sign-ins are stronger, and shorter
    {
        Role.COORDINATOR,
        Role.FINANCE_OFFICER,
        Role.SAFEGUARDING_LEAD,
        Role.ADMINISTRATOR,
        Role.DATA_PROTECTION_OFFICER,
    }
)
BESIDE_YOUNG_PERSON = frozenset({Role.YOUNG_PERSON, Role.PANEL_MEMBER})
WITHOUT_DUTIES = {  # and what is said to who would give them one
    Role.YOUNG_PERSON: "A young person can sit on a panel, and have no other duty",
    Role.PARTNER: "Whoever is of a partner can be nothing else here",
}


def that_fit(roles: frozenset[Role]) -> frozenset[Role]:
    """What of somebody's roles counts, where not all of them go together."""
    if Role.YOUNG_PERSON in roles:
        return roles & BESIDE_YOUNG_PERSON
    return frozenset({Role.PARTNER}) if Role.PARTNER in roles else roles


def fit_together(roles: frozenset[Role]) -> bool:
    """Whether one person may hold these roles: a young person has no duty towards others.

    They may sit on a panel, which reads without knowing who asks. Whoever is of a partner is
    nothing else here: no other role of theirs may open what no partner sees.
    """
    return that_fit(roles) == roles
