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


class Turn(StrEnum):
    """On whom the next step of a gate lies."""

    THEM = "them"
    US = "us"
    THIRD = "third"


TURNS: dict[Turn, str] = {
    Turn.THEM: "The volunteer",
    Turn.US: "Us",
    Turn.THIRD: "Somebody else",
}


@dataclass(frozen=True)
class Words:
    """How a gate is spoken of: its name, what somebody still needs, what to do next, and who.

    `own` is what the volunteer reads while it is missing; `renew` before it runs out.
    """

    name: str
    needs: str
    next: str
    who: str
    own: str = ""
    renew: str = ""


WORDS: dict[Gate, Words] = {
    Gate.APPLICATION: Words("Application", "an application", "Apply", "The volunteer"),
    Gate.SELF_DISCLOSURE: Words(
        "Own record",
        "a word about their own record, and a decision on it",
        "Tell us of your record, or that there is nothing to tell",
        "The volunteer",
        "Read by those who decide, and nobody else. About 5 minutes",
    ),
    Gate.OVERSEAS: Words(
        "Addresses and time abroad",
        "their addresses of five years, and their time abroad looked into",
        "Tell us of your names and addresses",
        "The volunteer",
        "Of the last 5 years, and time in other countries. About 10 minutes",
    ),
    Gate.IDENTITY: Words(
        "Identity",
        "an identity check",
        "See their original documents",
        "A coordinator",
        "Bring your original documents when you meet us",
    ),
    Gate.INTERVIEW: Words(
        "Interview",
        "an interview",
        "Meet them, two of you",
        "Two interviewers",
        "Two of us meet you for a talk",
    ),
    Gate.REFERENCES: Words(
        "Two references",
        "two references",
        "Look at what came, and decide",
        "A coordinator",
        "We have what your referees wrote, and are in touch where more is needed",
    ),
    Gate.DBS: Words(
        "DBS check",
        "a DBS check",
        "Take the check one step on",
        "A coordinator",
        "Bring the original certificate when it comes",
        "We start a new check with you in good time",
    ),
    Gate.TRAINING: Words(
        "Training",
        "training",
        "Come to every training day",
        "The volunteer",
        "Come to every training day",
        "Book the days of a new run",
    ),
    Gate.HANDBOOK: Words(
        "Handbook and guidance",
        "to read the handbook and the guidance",
        "Read the handbook and the guidance as they are now",
        "The volunteer",
        "Read both as they are now, and say that you have",
        "There is a new version. Read it, and say that you have",
    ),
    Gate.AGREEMENT: Words(
        "Agreement", "an agreement", "Sign the agreement", "The volunteer", "Read and sign it"
    ),
    Gate.SUPPORT_MENTOR: Words(
        "Support mentor",
        "a support mentor",
        "Choose a support mentor",
        "A coordinator",
        "We find somebody experienced to stand behind you",
        "We find somebody else to stand behind you",
    ),
    Gate.CLEARANCE: Words(
        "Clearance",
        "clearance",
        "Look at everything, and clear them",
        "Another person",
        "A person who has not dealt with you looks at everything",
        "A person who has not dealt with you looks at everything again",
    ),
    Gate.ACCOUNT: Words(
        "Account",
        "an open account as a volunteer",
        "Open the account, or give the role again",
        "Whoever looks after accounts",
        "We talk with you about what comes next",
        "It is your last day. Talk with us, so that goodbyes are said in time",
    ),
    Gate.NOT_ON_HOLD: Words(
        "Back from a break",
        "to come back from a break",
        "Welcome them back",
        "A coordinator",
        "We talk with you about what comes next",
    ),
    Gate.NOT_LEFT: Words("Still with us", "to be a volunteer again", "Nothing", "Nobody"),
}
OTHERWISE: dict[tuple[Gate, Turn], tuple[str, str]] = {
    (Gate.SELF_DISCLOSURE, Turn.US): ("Decide on what they told", "Two who decide"),
    (Gate.OVERSEAS, Turn.US): ("Look into their time abroad", "Two of us"),
    (Gate.REFERENCES, Turn.THIRD): ("Wait, and write again", "The referees"),
    (Gate.REFERENCES, Turn.THEM): ("Name another referee", "The volunteer"),
    (Gate.DBS, Turn.THIRD): ("Wait for the certificate", "The DBS, then the volunteer shows it"),
}
"""What is next and who does it, where it is not the step that the gate begins with."""


def next_of(gate: Gate, turn: Turn) -> tuple[str, str]:
    """What is next of a gate that is missing, and who does it, by whose turn it is."""
    return OTHERWISE.get((gate, turn), (WORDS[gate].next, WORDS[gate].who))
