"""Is a volunteer ready on a day? Dated facts in, missing gates out; no database, no clock.

Nothing here is stored: readiness is computed each time from what is on record, and what is not
known counts as missing. Days of a span run from its first day up to, not including, its last.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# As from November 2026: who read the version before still passes for so long after a new one.
HANDBOOK_GRACE = timedelta(days=30)
REFERENCE_CONTEXTS = 2  # R-REC-2: two referees from two parts of life


class Gate(StrEnum):
    """One thing that must be in order before a volunteer meets a young person."""

    APPLICATION = "application"
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


@dataclass(frozen=True)
class Span:
    """Something that holds from a day until another, or for good."""

    from_on: date
    until_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True)
class Said:
    """A decision, in the order in which such were recorded: yes or no, and while it holds."""

    order: int
    good: bool
    span: Span


@dataclass(frozen=True)
class Facts:
    """All that bears on one volunteer's readiness, each with its days."""

    applied: Span | None = None
    identity: tuple[Span, ...] = ()
    interviews: tuple[Said, ...] = ()
    references: tuple[tuple[str, Span], ...] = ()  # accepted ones: context, while not replaced
    dbs: tuple[Said, ...] = ()
    passes: tuple[tuple[int, Span], ...] = ()  # programme, while it holds
    programmes: frozenset[int] = frozenset()  # those that readiness asks for
    handbooks: tuple[tuple[int, date], ...] = ()  # version, published on
    read: tuple[tuple[int, date], ...] = ()  # version, said so on
    agreements: tuple[Span, ...] = ()
    supports: tuple[Span, ...] = ()
    clearances: tuple[Span, ...] = ()
    accounts: tuple[Span, ...] = ()  # open, with the role of volunteer
    holds: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Missing:
    """A gate that is not passed, with its words."""

    gate: Gate

    @property
    def words(self) -> Words:
        """How it is spoken of."""
        return WORDS[self.gate]

    def __str__(self) -> str:
        return self.words.needs


def _holds(spans: tuple[Span, ...], day: date) -> bool:
    return any(span.covers(day) for span in spans)


def _stands(said: tuple[Said, ...], day: date) -> bool:
    """Whether a yes holds that no later no has overruled."""
    noes = [one.order for one in said if not one.good and one.span.from_on <= day]
    return any(
        one.good and one.span.covers(day) and all(no < one.order for no in noes) for one in said
    )


def _trained(facts: Facts, day: date) -> bool:
    passed = {programme for programme, span in facts.passes if span.covers(day)}
    return bool(facts.programmes) and facts.programmes <= passed


def _read(facts: Facts, day: date) -> bool:
    """Whether they read the current version, or the one before within its grace."""
    settled = [n for n, published in facts.handbooks if published + HANDBOOK_GRACE <= day]
    published = {n for n, on in facts.handbooks if on <= day}
    return any(
        version in published and said_on <= day and all(n <= version for n in settled)
        for version, said_on in facts.read
    )


PASSES: dict[Gate, Callable[[Facts, date], bool]] = {
    Gate.APPLICATION: lambda f, day: f.applied is not None and f.applied.from_on <= day,
    Gate.IDENTITY: lambda f, day: _holds(f.identity, day),
    Gate.INTERVIEW: lambda f, day: _stands(f.interviews, day),
    Gate.REFERENCES: lambda f, day: (
        len({context for context, span in f.references if span.covers(day)}) >= REFERENCE_CONTEXTS
    ),
    Gate.DBS: lambda f, day: _stands(f.dbs, day),
    Gate.TRAINING: _trained,
    Gate.HANDBOOK: _read,
    Gate.AGREEMENT: lambda f, day: _holds(f.agreements, day),
    Gate.SUPPORT_MENTOR: lambda f, day: _holds(f.supports, day),
    Gate.CLEARANCE: lambda f, day: _holds(f.clearances, day),
    Gate.ACCOUNT: lambda f, day: _holds(f.accounts, day),
    Gate.NOT_ON_HOLD: lambda f, day: not _holds(f.holds, day),
    Gate.NOT_LEFT: lambda f, day: (
        f.applied is None or f.applied.until_on is None or day < f.applied.until_on
    ),
}


def missing(facts: Facts, on: date) -> list[Missing]:
    """Every gate not passed on a day, in the order in which people come to them."""
    return [Missing(gate) for gate in Gate if not PASSES[gate](facts, on)]


STAGES: tuple[tuple[Stage, frozenset[Gate]], ...] = (  # the first whose gates are missing
    (Stage.LEFT, frozenset({Gate.NOT_LEFT})),
    (Stage.ON_HOLD, frozenset({Gate.ACCOUNT, Gate.NOT_ON_HOLD})),
    (Stage.INTERVIEW, frozenset({Gate.INTERVIEW})),
    (Stage.CHECKS, frozenset({Gate.IDENTITY, Gate.REFERENCES, Gate.DBS})),
    (Stage.TRAINING, frozenset({Gate.TRAINING, Gate.HANDBOOK, Gate.AGREEMENT})),
    (Stage.CLEARANCE, frozenset({Gate.SUPPORT_MENTOR, Gate.CLEARANCE})),
)
BEGUN = frozenset({Gate.IDENTITY, Gate.INTERVIEW, Gate.REFERENCES, Gate.DBS})


def stage(missing: frozenset[Gate]) -> Stage:
    """How far somebody has come who misses these gates."""
    found = next((stage for stage, gates in STAGES if missing & gates), Stage.READY)
    return Stage.APPLIED if found == Stage.INTERVIEW and missing >= BEGUN else found


def lapses(facts: Facts, on: date) -> dict[Gate, date]:
    """The gates that time alone has closed by a day, and the day on which each closed."""
    days: dict[Gate, list[date | None]] = {
        Gate.DBS: [one.span.until_on for one in facts.dbs if one.good],
        Gate.TRAINING: [span.until_on for n, span in facts.passes if n in facts.programmes],
        Gate.HANDBOOK: [published + HANDBOOK_GRACE for _, published in facts.handbooks],
    }
    closed = {one.gate for one in missing(facts, on)}
    found = {
        gate: max((day for day in dates if day and day <= on), default=None)
        for gate, dates in days.items()
        if gate in closed
    }
    return {gate: day for gate, day in found.items() if day}


def next_lapse(facts: Facts, on: date, within: timedelta) -> dict[Gate, date]:
    """The gates passed on a day that time alone will close within a span of days."""
    open_now = set(Gate) - {one.gate for one in missing(facts, on)}
    ends = {
        day
        for day in [
            *(one.span.until_on for one in facts.dbs),
            *(span.until_on for _, span in facts.passes),
            *(published + HANDBOOK_GRACE for _, published in facts.handbooks),
        ]
        if day and on < day <= on + within
    }
    found: dict[Gate, date] = {}
    for day in sorted(ends):
        for one in missing(facts, day):
            if one.gate in open_now:
                found.setdefault(one.gate, day)
    return found
