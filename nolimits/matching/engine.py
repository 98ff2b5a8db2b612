"""The matching engine: a pool in, the best plan for all of it out. No database, no clock.

1. Hard exclusions first, each named: such a pair is never proposed, whatever its score.
2. A pair's score is a sum of whole numbers, one for each thing that speaks for it.
3. The plan pairs as many young people as can have a good enough mentor; of all such plans it has
   the highest total score; of those that are still equal, the one in which the young people, in
   order of reference, each have the first volunteer in order of reference.
4. The duals of the solution prove that no plan is better, and price every other choice exactly.

The solver is SciPy's `linear_sum_assignment`: a volunteer of capacity 2 has two columns, and each
young person a column of their own for waiting longer. Costs stay below 2**53, where it is exact.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING, Any

from nolimits.matching.assignment import NEVER, Solution, solve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


class Why(IntFlag):
    """What rules a pair out."""

    GATES = 1
    CAPACITY = 2
    CONSENT = 4
    AGE = 8
    TIE = 16
    DISTANCE = 32
    NO_SHARED_TIME = 64
    NOT_GOOD_ENOUGH = 128
    PANEL = 256


@dataclass(frozen=True)
class Settings:
    """The numbers that matching goes by; each is a choice of the scheme."""

    youngest: int = 8
    oldest: int = 24
    kilometres: int = 25
    good_enough: int = 20
    interest: int = 12  # for each shared interest, the first five
    slot: int = 4  # for each shared time of the week, the first six
    near: int = 1  # for each kilometre nearer than the limit
    fortnight: int = 1  # for each two weeks of waiting, the first year


@dataclass(frozen=True)
class Seeker:
    """A young person who waits, in what matching asks."""

    reference: str
    age: int
    interests: frozenset[str]
    slots: frozenset[str]
    easting: int
    northing: int
    waiting_days: int = 0
    consents_complete: bool = True
    tied_to: frozenset[str] = frozenset()
    judged_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Giver:
    """A volunteer, in what matching asks; `capacity` is how many more they could meet."""

    reference: str
    interests: frozenset[str]
    slots: frozenset[str]
    easting: int
    northing: int
    capacity: int = 1
    missing_gates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    """What is known of one young person with one volunteer."""

    seeker: Seeker
    giver: Giver
    excluded: Why
    score: int
    kilometres: int
    shared_interests: tuple[str, ...]
    shared_slots: tuple[str, ...]


@dataclass(frozen=True)
class RunnerUp:
    """The next best volunteer for a young person: what choosing them costs the whole plan."""

    pair: Pair
    points: int
    left_waiting: int


@dataclass(frozen=True)
class Proposal:
    """A pair of the best plan, with the runner-up where there is one."""

    pair: Pair
    runner_up: RunnerUp | None


@dataclass(frozen=True)
class Waiting:
    """A young person left waiting, and how many volunteers each thing rules out for them."""

    seeker: Seeker
    ruled_out: tuple[tuple[Why, int], ...]
    taken: int


@dataclass(frozen=True)
class Plan:
    """The best plan for a pool; `proven` says that its certificate holds."""

    proposals: tuple[Proposal, ...]
    waiting: tuple[Waiting, ...]
    total: int
    proven: bool


def plan(
    seekers: Sequence[Seeker], givers: Sequence[Giver], settings: Settings | None = None
) -> Plan:
    """Pair the whole pool at once; the order in which it is given makes no difference."""
    rules = settings or Settings()
    young = sorted(seekers, key=lambda one: one.reference)
    adults = sorted(givers, key=lambda one: one.reference)
    if not young:
        return Plan((), (), 0, True)
    pool = _Pool(young, adults, rules)
    solution = solve(pool.costs())
    proposals, waiting = [], []
    for row, place in enumerate(solution.columns):
        if place < len(pool.places):
            chosen = pool.pair(row, pool.places[place])
            proposals.append(Proposal(chosen, pool.runner_up(solution, row)))
        else:
            waiting.append(pool.left(row))
    total = sum(one.pair.score for one in proposals)
    return Plan(tuple(proposals), tuple(waiting), total, solution.proven)


def pair(seeker: Seeker, giver: Giver, settings: Settings | None = None) -> Pair:
    """One young person with one volunteer, looked at by the same rules."""
    return _Pool([seeker], [giver], settings or Settings()).pair(0, 0)


class _Pool:
    """Everyone as arrays: rows are young people, columns volunteers."""

    def __init__(self, young: list[Seeker], adults: list[Giver], rules: Settings) -> None:
        import numpy as np  # loaded where it is used: most pages need no numbers

        self.young, self.adults, self.rules = young, adults, rules
        shape = (len(young), len(adults))
        self.interests = _shared(young, adults, "interests")
        self.slots = _shared(young, adults, "slots")
        east, north = (
            np.subtract.outer(_column(young, axis), _column(adults, axis)).reshape(shape)
            for axis in ("easting", "northing")
        )
        self.metres = np.hypot(east, north)
        waiting = np.minimum(_column(young, "waiting_days") // 14, 26) * rules.fortnight
        fit = (
            np.minimum(self.interests, 5) * rules.interest
            + np.minimum(self.slots, 6) * rules.slot
            + np.maximum(rules.kilometres - self.metres // 1000, 0).astype(np.int64) * rules.near
        )
        self.score = fit + waiting[:, None]
        self.excluded = self._exclusions(fit)
        self.places = [n for n, one in enumerate(adults) for _ in range(max(one.capacity, 0))]
        highest = int(self.score.max(initial=0)) + 1
        self.big = 2 * len(young) * highest  # one more pair is worth more than any score

    def _exclusions(self, fit: "Whole") -> "Whole":
        import numpy as np

        young, adults, rules = self.young, self.adults, self.rules
        told = [
            (Why.GATES, np.array([[bool(two.missing_gates) for two in adults]], dtype=bool)),
            (Why.CAPACITY, np.array([[two.capacity < 1 for two in adults]], dtype=bool)),
            (Why.CONSENT, np.array([[not one.consents_complete] for one in young])),
            (Why.AGE, np.array([[not rules.youngest <= one.age <= rules.oldest] for one in young])),
            (Why.TIE, _named(young, adults, "tied_to")),
            (Why.DISTANCE, self.metres > rules.kilometres * 1000),
            (Why.NO_SHARED_TIME, self.slots == 0),
            (Why.NOT_GOOD_ENOUGH, fit < rules.good_enough),
            (Why.PANEL, _named(young, adults, "judged_by")),
        ]
        found = np.zeros((len(young), len(adults)), dtype=np.int64)
        for why, where in told:
            found |= int(why) * where.astype(np.int64)
        return found

    def costs(self) -> "Whole":
        """Rows by places and then by each row's own column for waiting, in whole numbers."""
        import numpy as np

        pairs = np.where(self.excluded == 0, -(self.big + self.score), NEVER)[:, self.places]
        alone = np.full((len(self.young), len(self.young)), NEVER, dtype=np.int64)
        np.fill_diagonal(alone, 0)
        return np.hstack([pairs, alone]).astype(np.int64)

    def pair(self, row: int, column: int) -> Pair:
        one, two = self.young[row], self.adults[column]
        return Pair(
            one,
            two,
            Why(int(self.excluded[row, column])),
            int(self.score[row, column]),
            int(self.metres[row, column] // 1000),
            tuple(sorted(one.interests & two.interests)),
            tuple(sorted(one.slots & two.slots)),
        )

    def runner_up(self, solution: Solution, row: int) -> RunnerUp | None:
        """The other volunteer whom choosing would cost least; by order of reference when equal."""
        losses = solution.losses(row)
        chosen = self.places[solution.columns[row]]
        others = [
            (int(losses[place]), column)
            for place, column in enumerate(self.places)
            if column != chosen and losses[place] < NEVER // 2
        ]
        if not others:
            return None
        loss, column = min(others)
        fewer = (loss + self.big // 2) // self.big
        return RunnerUp(self.pair(row, column), loss - fewer * self.big, fewer)

    def left(self, row: int) -> Waiting:
        counts = Counter(why for flags in self.excluded[row] for why in Why(int(flags)))
        free = int((self.excluded[row] == 0).sum())
        return Waiting(
            self.young[row], tuple((why, counts[why]) for why in Why if counts[why]), free
        )


def _column(people: Sequence[Any], name: str) -> "Whole":
    import numpy as np

    return np.array([getattr(one, name) for one in people], dtype=np.int64)


def _named(young: list[Seeker], adults: list[Giver], name: str) -> "NDArray[np.bool_]":
    """Which volunteers stand in a list that each young person has."""
    import numpy as np

    columns = {two.reference: column for column, two in enumerate(adults)}
    found = np.zeros((len(young), len(adults)), dtype=bool)
    for row, one in enumerate(young):
        found[row, [columns[key] for key in getattr(one, name) if key in columns]] = True
    return found


def _shared(young: list[Seeker], adults: list[Giver], name: str) -> "Whole":
    """How many words of a kind each pair has in common."""
    import numpy as np

    words = sorted({word for one in (*young, *adults) for word in getattr(one, name)})
    of_young, of_adults = (
        np.array(
            [[word in getattr(one, name) for word in words] for one in people], dtype=np.int64
        ).reshape(len(people), len(words))
        for people in (young, adults)
    )
    shared: Whole = of_young @ of_adults.T
    return shared
