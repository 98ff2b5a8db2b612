"""The kinds of partners and of what is seen of them, and the stages of what they do."""

from enum import StrEnum


class PartnerKind(StrEnum):
    """What kind of organisation a partner is."""

    CHARITY = "charity"
    ARTS = "arts"
    SPORT = "sport"
    COMMUNITY_GROUP = "community_group"
    COMPANY = "company"
    PUBLIC_BODY = "public_body"
    OTHER = "other"


class CheckKind(StrEnum):
    """What the council sees of a partner before young people come to it."""

    SAFEGUARDING_POLICY = "safeguarding_policy"
    INSURANCE = "insurance"
    DBS_ARRANGEMENTS = "dbs_arrangements"


CHECK_WORDS = {
    CheckKind.SAFEGUARDING_POLICY: "safeguarding policy",
    CheckKind.INSURANCE: "insurance",
    CheckKind.DBS_ARRANGEMENTS: "DBS arrangements",
}


class CheckState(StrEnum):
    """Where one check of a partner stands today; told from its days."""

    TO_CONFIRM = "to_confirm"
    IN_DATE = "in_date"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class ProjectState(StrEnum):
    """The stages of a partner project."""

    DRAFT = "draft"
    AGREED = "agreed"
    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"


class TotalsState(StrEnum):
    """Where the totals of one period stand."""

    ASKED = "asked"
    SENT = "sent"
    QUERIED = "queried"
    ACCEPTED = "accepted"
    LET_GO = "let_go"


OPEN = (ProjectState.DRAFT, ProjectState.AGREED, ProjectState.RUNNING)
GOING = (ProjectState.AGREED, ProjectState.RUNNING)
OWED = (TotalsState.ASKED, TotalsState.QUERIED)
