"""How long a volunteer has been at their stage, against the time that it should take.

Dated facts in, days out; no database, no clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nolimits.kernel.pages import counted
from nolimits.volunteers import readiness as engine
from nolimits.volunteers.readiness import Facts, Span, Stage


@dataclass(frozen=True)
class Target:
    """Within how many days a stage should be over, and after how many it takes too long."""

    aim: int
    most: int


# As from a day: changed by a new row. The first is what Assemble, a volunteering system, ships with
# (ideal and most days of application, selection, checks and clearance); of training it has none,
# and a run is held every month or two (ours).
TARGETS: tuple[tuple[date, dict[Stage, Target]], ...] = (
    (
        date(2020, 1, 1),
        {
            Stage.APPLIED: Target(2, 4),
            Stage.INTERVIEW: Target(7, 14),
            Stage.CHECKS: Target(21, 28),
            Stage.TRAINING: Target(28, 56),
            Stage.CLEARANCE: Target(2, 3),
        },
    ),
)
TIMED = tuple(TARGETS[-1][1])  # the stages on the way to being ready


def target(stage: Stage, on: date) -> Target | None:
    """The time that a stage should take, as it is held on a day."""
    held = max((one for one in TARGETS if one[0] <= on), key=lambda one: one[0], default=None)
    return held[1].get(stage) if held else None


@dataclass(frozen=True)
class Ageing:
    """Since when somebody is at a stage, and for how many days."""

    stage: Stage
    since: date
    days: int
    target: Target | None

    @property
    def is_over(self) -> bool:
        """Whether it takes too long."""
        return self.target is not None and self.days > self.target.most

    @property
    def words(self) -> str:
        """The same in words."""
        if self.target is None or self.days <= self.target.aim:
            return counted(self.days, "day")
        if self.is_over:
            return f"{counted(self.days, 'day')}, of {self.target.most} at most"
        return f"{counted(self.days, 'day')}, of {self.target.aim} aimed at"

    @property
    def tag(self) -> str:
        """How that compares with its target, in a word or two; none where all is well."""
        if self.target is None or self.days <= self.target.aim:
            return ""
        return "Over target" if self.is_over else "Slow"


def _days(facts: Facts) -> Iterable[date | None]:
    """Every day on which something begins to hold, or holds no more."""
    spans: list[Span | None] = [
        facts.applied,
        *(one.span for one in (*facts.dbs, *facts.interviews)),
        *(span for _, span in (*facts.passes, *facts.references)),
        *facts.identity,
        *facts.agreements,
        *facts.supports,
        *facts.clearances,
        *facts.accounts,
        *facts.holds,
    ]
    for span in spans:
        yield from (span.from_on, span.until_on) if span else ()
    for told in (*facts.disclosures, *facts.backgrounds):
        yield from (told.told_on, told.settled_on)
    yield from (one.approved_on for one in facts.overseas)
    for text in (facts.handbook, facts.guidance):
        yield from (said_on for _, said_on in text.read)
        for version in text.versions:
            yield from (version.out_on, version.due_on)


def _stage(facts: Facts, day: date) -> Stage:
    return engine.stage(frozenset(one.gate for one in engine.missing(facts, day)))


def ageing(facts: Facts, on: date) -> Ageing:
    """At which stage somebody is on a day, and since when without a break."""
    now, since = _stage(facts, on), facts.applied.from_on if facts.applied else on
    for day in sorted({day for day in _days(facts) if day and since < day <= on}, reverse=True):
        if _stage(facts, day - timedelta(days=1)) != now:
            since = day
            break
    return Ageing(now, since, (on - since).days, target(now, on))
