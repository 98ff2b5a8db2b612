"""The gates and stages of a volunteer, and how each is spoken of."""

from dataclasses import dataclass
from enum import StrEnum


class Gate(StrEnum):
    """One thing that must be in order before a volunteer meets a young person."""

    APPLICATION = "application"
    SELF_DISCLOSURE = "self_disclosure"
    OVERSEAS = "overseas"
    IDENTITY = "identity"
    INTERVIEW = "interview"
    REFERENCES = "references"
    DBS = "dbs"
    TRAINING = "training"
    HANDBOOK = "handbook"
    AGREEMENT = "agreement"
    SUPPORT_MENTOR = "support_mentor"
    CLEARANCE = "clearance"
    ACCOUNT = "account"
    NOT_ON_HOLD = "not_on_hold"
    NOT_LEFT = "not_left"


class Stage(StrEnum):
    """How far a volunteer has come; told by the gates still missing."""

    APPLIED = "applied"
    INTERVIEW = "interview"
    CHECKS = "checks"
    TRAINING = "training"
    CLEARANCE = "clearance"
    READY = "ready"
    ON_HOLD = "on_hold"
    LEFT = "left"


@dataclass(frozen=True)
class Words:
    """How a gate is spoken of: its name, what somebody still needs, what to do next, and who."""

    name: str
    needs: str
    next: str
    who: str


WORDS: dict[Gate, Words] = {
    Gate.APPLICATION: Words("Application", "an application", "Apply", "The volunteer"),
    Gate.SELF_DISCLOSURE: Words(
        "Own record",
        "a word about their own record, and a decision on it",
        "Tell us of your record, or that there is nothing to tell",
        "The volunteer, then two who decide",
    ),
    Gate.OVERSEAS: Words(
        "Addresses and time abroad",
        "their addresses of five years, and their time abroad looked into",
        "Tell us of your names and addresses",
        "The volunteer, then two who look into time abroad",
    ),
    Gate.IDENTITY: Words(
        "Identity", "an identity check", "See their original documents", "A coordinator"
    ),
    Gate.INTERVIEW: Words("Interview", "an interview", "Meet them, two of you", "Two interviewers"),
    Gate.REFERENCES: Words(
        "Two references", "two references", "Wait, chase, then decide", "The referees"
    ),
    Gate.DBS: Words("DBS check", "a DBS check", "Take the check one step on", "A coordinator"),
    Gate.TRAINING: Words("Training", "training", "Come to every training day", "The volunteer"),
    Gate.HANDBOOK: Words(
        "Handbook", "to read the handbook", "Read the handbook as it is now", "The volunteer"
    ),
    Gate.AGREEMENT: Words("Agreement", "an agreement", "Sign the agreement", "The volunteer"),
    Gate.SUPPORT_MENTOR: Words(
        "Support mentor", "a support mentor", "Choose a support mentor", "A coordinator"
    ),
    Gate.CLEARANCE: Words(
        "Clearance", "clearance", "Look at everything, and clear them", "Another person"
    ),
    Gate.ACCOUNT: Words(
        "Account",
        "an open account as a volunteer",
        "Open the account, or give the role again",
        "Whoever looks after accounts",
    ),
    Gate.NOT_ON_HOLD: Words(
        "Back from a break", "to come back from a break", "Welcome them back", "A coordinator"
    ),
    Gate.NOT_LEFT: Words("Still with us", "to be a volunteer again", "Nothing", "Nobody"),
}
