"""The kinds of what can be said about a concern."""

from enum import StrEnum


class Source(StrEnum):
    """By which way a concern came."""

    COLLEAGUE = "colleague"
    YOUNG_PERSON = "young_person"
    REFEREE = "referee"


class Worry(StrEnum):
    """What somebody is worried about."""

    YOUNG_PERSON = "young_person"
    ADULT = "adult"
    UNSURE = "unsure"


class Place(StrEnum):
    """What kind of place it was; never which."""

    HOME = "home"
    SCHOOL_OR_WORK = "school_or_work"
    WITH_MENTOR = "with_mentor"
    OUTSIDE = "outside"
    ONLINE = "online"
    ELSEWHERE = "elsewhere"


class Danger(StrEnum):
    """Whether somebody is in danger now."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class ConcernState(StrEnum):
    """Where a concern stands; told by its steps."""

    RAISED = "raised"
    TRIAGED = "triaged"
    REFERRED = "referred"
    ADVICE_GIVEN = "advice_given"
    CLOSED = "closed"


class Harm(StrEnum):
    """What kind of harm it is about."""

    PHYSICAL_ABUSE = "physical_abuse"
    EMOTIONAL_ABUSE = "emotional_abuse"
    SEXUAL_ABUSE = "sexual_abuse"
    NEGLECT = "neglect"
    EXPLOITATION = "exploitation"
    ONLINE = "online"
    BULLYING = "bullying"
    SELF_HARM = "self_harm"
    MISSING = "missing"
    CONDUCT = "conduct"
    OTHER = "other"


class Level(StrEnum):
    """How much it asks for."""

    IMMEDIATE = "immediate"
    SERIOUS = "serious"
    LOW_LEVEL = "low_level"
    NO_CONCERN = "no_concern"


class Recipient(StrEnum):
    """Who outside the scheme was told."""

    POLICE = "police"
    LOCAL_AUTHORITY = "local_authority"
    DESIGNATED_OFFICER = "designated_officer"
    HEALTH = "health"
    OTHER = "other"


class Outcome(StrEnum):
    """What became of a concern."""

    ACTED_ON = "acted_on"
    NO_FURTHER_ACTION = "no_further_action"
    UNFOUNDED = "unfounded"


class DbsReferral(StrEnum):
    """Whether an adult was referred to the DBS (R-DBS-18)."""

    REFERRED = "referred"
    NOT_NEEDED = "not_needed"


class Why(StrEnum):
    """Why a concern is kept from somebody."""

    NAMED = "named"
    RELATED = "related"
    ASKED = "asked"
    MENTIONED = "mentioned"
    TOO_CLOSE = "too_close"


class What(StrEnum):
    """One kind of step of a safeguarding lead."""

    ACKNOWLEDGED = "acknowledged"
    TAKEN_OVER = "taken_over"
    TRIAGED = "triaged"
    REFERRED = "referred"
    ADVICE_GIVEN = "advice_given"
    CLOSED = "closed"


AFTER = {
    What.TRIAGED: ConcernState.TRIAGED,
    What.REFERRED: ConcernState.REFERRED,
    What.ADVICE_GIVEN: ConcernState.ADVICE_GIVEN,
    What.CLOSED: ConcernState.CLOSED,
}
"""The steps that move a concern on, and to where."""
