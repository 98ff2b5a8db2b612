"""Is a volunteer ready on a day? Dated facts in, missing gates out; no database, no clock.

Nothing here is stored: readiness is computed each time from what is on record, and what is not
known counts as missing. Days of a span run from its first day up to, not including, its last.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from nolimits.backgrounds.abroad import EXTRA_REFERENCES, LEAST_MONTHS
from nolimits.volunteers.gate_words import WORDS, Gate, Stage, Turn, Words
from nolimits.volunteers.texts import NONE, Text

__all__ = ["WORDS", "Gate", "Stage", "Turn", "Words"]

REFERENCE_CONTEXTS = 2  # R-REC-2: two referees from two parts of life
ABROAD = "abroad"  # the context of the references that are asked for beside the two


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
class Told:
    """What somebody told of themself, in the order of telling.

    `settled` is the day from which nobody has to look into it any more; `months` were abroad.
    """

    order: int
    told_on: date
    settled_on: date | None = None
    months: int = 0


@dataclass(frozen=True)
class Overseas:
    """Time abroad that was looked into and approved: for how many months, how, and when."""

    months: int
    by_references: bool
    approved_on: date
    recorded_on: date


@dataclass(frozen=True)
class Facts:
    """All that bears on one volunteer's readiness, each with its days."""

    applied: Span | None = None
    disclosures: tuple[Told, ...] = ()
    backgrounds: tuple[Told, ...] = ()
    overseas: tuple[Overseas, ...] = ()
    identity: tuple[Span, ...] = ()
    interviews: tuple[Said, ...] = ()
    references: tuple[tuple[str, Span], ...] = ()  # accepted ones: context, while not replaced
    dbs: tuple[Said, ...] = ()
    passes: tuple[tuple[int, Span], ...] = ()  # programme, while it holds
    programmes: frozenset[int] = frozenset()  # those that readiness asks for
    handbook: Text = NONE
    guidance: Text = NONE  # of the role
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


def _last(told: tuple[Told, ...], day: date) -> Told | None:
    return max((one for one in told if one.told_on <= day), key=lambda one: one.order, default=None)


def _disclosed(facts: Facts, day: date) -> bool:
    last = _last(facts.disclosures, day)
    return last is not None and last.settled_on is not None and last.settled_on <= day


def _known_abroad(facts: Facts, day: date) -> bool:
    """Whether where they lived is told, and each long time abroad was looked into after that.

    Telling of less anew is no looking into: what was told before counts until somebody has.
    """
    told = [one for one in facts.backgrounds if one.told_on <= day]
    return bool(told) and all(
        one.months < LEAST_MONTHS or _looked_into(one, facts, day) for one in told
    )


def _looked_into(told: Told, facts: Facts, day: date) -> bool:
    extra = [c for c, span in facts.references if c == ABROAD and span.covers(day)]
    return any(
        one.approved_on <= day
        and one.recorded_on >= told.told_on
        and one.months >= told.months
        and (not one.by_references or len(extra) >= EXTRA_REFERENCES)
        for one in facts.overseas
    )


def _trained(facts: Facts, day: date) -> bool:
    passed = {programme for programme, span in facts.passes if span.covers(day)}
    return bool(facts.programmes) and facts.programmes <= passed


def _read(facts: Facts, day: date) -> bool:
    """Whether they read the handbook and the guidance of the role, or still have time for it."""
    return facts.handbook.was_read(day) and (
        facts.guidance.was_read(day) or facts.guidance.leaves_time(day, facts.handbook)
    )


PASSES: dict[Gate, Callable[[Facts, date], bool]] = {
    Gate.APPLICATION: lambda f, day: f.applied is not None and f.applied.from_on <= day,
    Gate.SELF_DISCLOSURE: _disclosed,
    Gate.OVERSEAS: _known_abroad,
    Gate.IDENTITY: lambda f, day: _holds(f.identity, day),
    Gate.INTERVIEW: lambda f, day: _stands(f.interviews, day),
    Gate.REFERENCES: lambda f, day: (
        len({context for context, span in f.references if span.covers(day)} - {ABROAD})
        >= REFERENCE_CONTEXTS
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
    (
        Stage.CHECKS,
        frozenset({Gate.SELF_DISCLOSURE, Gate.OVERSEAS, Gate.IDENTITY, Gate.REFERENCES, Gate.DBS}),
    ),
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
        Gate.HANDBOOK: [*facts.handbook.dues, *facts.guidance.dues],
    }
    closed = {one.gate for one in missing(facts, on)}
    found = {
        gate: max((day for day in dates if day and day <= on), default=None)
        for gate, dates in days.items()
        if gate in closed
    }
    return {gate: day for gate, day in found.items() if day}


def _ends(facts: Facts) -> list[date | None]:
    """Every day from which something that is held does not hold any more."""
    spans = [
        *(one.span for one in (*facts.dbs, *facts.interviews)),
        *(span for _, span in (*facts.passes, *facts.references)),
        *facts.identity,
        *facts.agreements,
        *facts.supports,
        *facts.clearances,
        *facts.accounts,
    ]
    return [*(span.until_on for span in spans), *facts.handbook.dues, *facts.guidance.dues]


def next_lapse(facts: Facts, on: date, within: timedelta) -> dict[Gate, date]:
    """The gates passed on a day that time alone will close within a span of days."""
    open_now = set(Gate) - {one.gate for one in missing(facts, on)}
    found: dict[Gate, date] = {}
    for day in sorted({day for day in _ends(facts) if day and on < day <= on + within}):
        for one in missing(facts, day):
            if one.gate in open_now:
                found.setdefault(one.gate, day)
    return found
