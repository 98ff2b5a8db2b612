"""What volunteering costs in a council of 10,000 volunteers: readiness, pages and nights."""

from collections.abc import Callable
from functools import partial

import sqlalchemy as sa

from nolimits.bench import Bench, by_hand, compared
from nolimits.bench.addresses import Address, addresses, is_ours, pages
from nolimits.bench.served import Served, constant, council
from nolimits.kernel import clock, jobs, limits
from nolimits.kernel.db import db
from nolimits.seed import size
from nolimits.volunteers import queries
from nolimits.volunteers.models import Volunteer

FEW, MANY = 1_000, 10_000
ROUNDS = 7


def measure(only: str = "/") -> Bench:
    """Readiness, every page and every night's job, in a smaller council and in the large one.

    With `only`, of the pages those whose addresses begin so.
    """
    with council(partial(_fill, FEW)) as few, council(partial(_fill, MANY)) as many:
        return measured(few, many, only=only, rounds=ROUNDS)


def _fill(volunteers: int) -> None:
    size.fill(volunteers, volunteers // 10, volunteers)


def measured(few: Served, many: Served, *, only: str, rounds: int) -> Bench:
    """The same of two councils that are there; each call so many times, and the least counts."""
    bench = Bench("volunteers")
    _readiness(bench, many, rounds)
    _pages(bench, few, many, only, rounds)
    _nights(bench, few, many)
    bench.notes.append(
        f"{_volunteers(few):,} and {_volunteers(many):,} volunteers. In-process requests, one "
        "after another, in processor time; of each the least of its rounds."
    )
    return bench


def _readiness(bench: Bench, many: Served, rounds: int) -> None:
    with many.app.app_context():
        today = clock.today()
        if queries.readiness(today) != by_hand.gates(today):
            raise RuntimeError("the statement that was written by hand answers otherwise")
        hand, ours = compared(
            [partial(by_hand.gates, today), partial(queries.readiness, today)],
            rounds=rounds,
            each=1,
            take=min,
        )
        one = db.session.scalars(sa.select(Volunteer).order_by(Volunteer.id)).first()
        asked = many.statements(lambda: one and queries.missing_gates(one, today))
        all_gates = f"all gates of {_volunteers(many):,} volunteers"
        bench.add(f"{all_gates}, times one hand-written statement", ours / hand, 2)
        bench.add(f"{all_gates}, queries", many.statements(partial(queries.readiness, today)), 1)
        bench.add("readiness of one volunteer, queries", asked, 3)
        bench.notes.append(f"{all_gates} take {ours * 1000:.0f} ms, by hand {hand * 1000:.0f} ms.")


def _pages(bench: Bench, few: Served, many: Served, only: str, rounds: int) -> None:
    smaller, larger = addresses(few, only), addresses(many, only)
    for endpoint, page in sorted(larger.items(), key=lambda one: str(one[1])):
        _page(bench, page, few, many, smaller.get(endpoint), rounds)
    unseen = sorted(rule.rule for name, rule in pages(many, only).items() if name not in larger)
    bench.notes.append(f"Nobody could open {len(unseen)} of the pages: {', '.join(unseen)}")


def _page(
    bench: Bench, page: Address, few: Served, many: Served, smaller: Address | None, rounds: int
) -> None:
    """What one page costs beside a constant one, and beside itself in the smaller council."""
    for served in (few, many):
        with served.app.app_context():
            limits.forget()
    fetch = partial(many.get, page.person_id, page.path)
    length = len(fetch())
    calls: list[Callable[[], object]] = [constant(length), fetch]
    if smaller:
        calls.append(partial(few.get, smaller.person_id, smaller.path))
    plain, real, *less = compared(calls, rounds=rounds, each=1, take=min)
    bench.add(f"{page}, times a constant page", real / plain, 15)
    if less:
        bench.add(f"{page}, from the smaller council to the large one", real / less[0], 1.1)
    if page.kind == "list":
        bench.add(f"{page}, queries", many.statements(fetch), 6)
        bench.add(f"{page}, kB of HTML", length / 1000, 60)


def _nights(bench: Bench, few: Served, many: Served) -> None:
    """How many statements more each night's job sends for each volunteer more."""
    more = max(1, _volunteers(many) - _volunteers(few))
    for name, job in jobs.by_name().items():
        if not is_ours(job.__module__.split(".")[1]):
            continue
        counts = []
        for served in (few, many):
            with served.app.app_context():
                counts.append(served.statements(job))
        bench.add(
            f"job {name}, statements for a volunteer more", (counts[1] - counts[0]) / more, 0.01
        )
        bench.notes.append(f"Job {name}: {counts[0]:,} statements, then {counts[1]:,}.")


def _volunteers(served: Served) -> int:
    with served.app.app_context():
        return db.session.scalar(sa.select(sa.func.count(Volunteer.id))) or 0
