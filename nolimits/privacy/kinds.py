"""The words of a request about one's own data: what is asked, by whom, and what it comes to."""

from enum import StrEnum


class RequestKind(StrEnum):
    """What is asked for."""

    COPY = "copy"
    CORRECTION = "correction"
    ERASURE = "erasure"
    OBJECTION = "objection"
    RESTRICTION = "restriction"


class RequestState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    GATHERED = "gathered"
    SECOND_READING = "second_reading"
    RELEASED = "released"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class AskedBy(StrEnum):
    """Who asks: a young person who understands may always ask alone."""

    THEMSELF = "themself"
    PARENT = "parent"
    REPRESENTATIVE = "representative"


class StopReason(StrEnum):
    """What we wait for while the clock stands still."""

    IDENTITY = "identity"
    CLARIFICATION = "clarification"


class Outcome(StrEnum):
    """What a request came to."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why something is refused: the only reasons that there are (R-DP-9)."""

    ACCURATE = "accurate"
    PUBLIC_TASK = "public_task"
    LEGAL_OBLIGATION = "legal_obligation"
    SAFEGUARDING = "safeguarding"
    CLAIMS = "claims"


class ItemDecision(StrEnum):
    """What becomes of one thing in the copy."""

    KEPT = "kept"
    REDACTED = "redacted"
    WITHHELD = "withheld"


LEFT_OUT = (ItemDecision.REDACTED, ItemDecision.WITHHELD)


class WithheldBecause(StrEnum):
    """Why a thing, or words of it, are left out of the copy."""

    ANOTHER_PERSON = "another_person"
    SERIOUS_HARM = "serious_harm"
    CONFIDENTIAL_REFERENCE = "confidential_reference"
    CRIME = "crime"


class LimitKind(StrEnum):
    """How the use of somebody's data is limited."""

    OBJECTION = "objection"
    RESTRICTION = "restriction"
