"""The kinds of a DBS check: its level and workforce, what is decided, and which serves which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class VolunteerRole(StrEnum):
    """What a volunteer does; an independent visitor is never a matter of course (R-IV-2)."""

    MENTOR = "mentor"
    INVITING_ALONG = "inviting_along"
    INDEPENDENT_VISITOR = "independent_visitor"


class DbsLevel(StrEnum):
    """How much a DBS check looks at (R-DBS-1)."""

    BASIC = "basic"
    STANDARD = "standard"
    ENHANCED = "enhanced"
    ENHANCED_BARRED = "enhanced_barred"


class Workforce(StrEnum):
    """For work with whom a DBS check was made."""

    CHILD = "child"
    ADULT = "adult"
    CHILD_AND_ADULT = "child_and_adult"
    OTHER = "other"


class Fee(StrEnum):
    """Who pays for a check: nobody for a volunteer's, which serves no paid role (R-DBS-14)."""

    VOLUNTEER = "volunteer"
    PAID = "paid"


@dataclass(frozen=True)
class Terms:
    """What the DBS asks before a check costs nothing (R-DBS-16)."""

    unpaid: bool = True  # but for travel and approved out-of-pocket costs
    placement: bool = False
    trainee: bool = False
    relatives_only: bool = False

    @property
    def fee(self) -> Fee:
        """What kind of check it is."""
        free = self.unpaid and not (self.placement or self.trainee or self.relatives_only)
        return Fee.VOLUNTEER if free else Fee.PAID


class Shown(StrEnum):
    """How a certificate was shown; only the first counts (R-DBS-11)."""

    ORIGINAL_IN_PERSON = "original_in_person"
    COPY = "copy"
    VIDEO = "video"


class DbsDecision(StrEnum):
    """What was decided on seeing a certificate."""

    CLEAR = "clear"
    CLEAR_AFTER_RISK_ASSESSMENT = "clear_after_risk_assessment"
    NOT_SUITABLE = "not_suitable"


class Met(StrEnum):
    """How somebody was met about what is on their certificate."""

    IN_PERSON = "in_person"
    VIDEO = "video"


class Factor(StrEnum):
    """What is weighed where something is on a certificate; never what it is (R-DBS-8)."""

    ROLE = "role"
    TIME = "time"
    PATTERN = "pattern"
    CHANGE = "change"
    OPENNESS = "openness"
    SAFEGUARDS = "safeguards"


class Weight(StrEnum):
    """What a factor does to the risk."""

    LOWERS = "lowers"
    NEITHER = "neither"
    RAISES = "raises"


class DbsState(StrEnum):
    """Where a DBS check stands; told by its dates."""

    APPLIED = "applied"
    CERTIFICATE_SEEN = "certificate_seen"
    TO_MEET = "to_meet"
    ASSESSED = "assessed"
    WAITING_FOR_SECOND = "waiting_for_second"
    DECIDED = "decided"


class RoleVersionState(StrEnum):
    """Where a version of what a role asks stands; told by its dates."""

    PROPOSED = "proposed"
    OPEN = "open"
    SUPERSEDED = "superseded"


SERVING_LEVELS: Mapping[DbsLevel, tuple[DbsLevel, ...]] = {
    asked: tuple(DbsLevel)[place:] for place, asked in enumerate(DbsLevel)
}
"""Which levels of a certificate look at all that a role asks to be looked at."""
SERVING_WORKFORCES: Mapping[Workforce, tuple[Workforce, ...]] = {
    Workforce.CHILD: (Workforce.CHILD, Workforce.CHILD_AND_ADULT),
    Workforce.ADULT: (Workforce.ADULT, Workforce.CHILD_AND_ADULT),
    Workforce.CHILD_AND_ADULT: (Workforce.CHILD_AND_ADULT,),
    Workforce.OTHER: (Workforce.OTHER,),
}
"""Made for work with whom a certificate serves a role with some workforce."""


class StatusAnswer(StrEnum):
    """What the Update Service says of a certificate."""

    BLANK_NO_NEW_INFO = "BLANK_NO_NEW_INFO"
    NON_BLANK_NO_NEW_INFO = "NON_BLANK_NO_NEW_INFO"
    NEW_INFO = "NEW_INFO"
    NO_MATCH_FOUND = "NO_MATCH_FOUND"


CLOSES = (StatusAnswer.NEW_INFO, StatusAnswer.NO_MATCH_FOUND)
"""After which nobody meets anybody on a certificate, whatever was or is decided on it."""
