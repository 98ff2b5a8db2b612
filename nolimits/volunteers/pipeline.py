"""The list of volunteers on their way to being ready: narrowed, sorted, and who waits for whom."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.db import db
from nolimits.kernel.states import words
from nolimits.people.models import Person
from nolimits.volunteers import gates, queries
from nolimits.volunteers import readiness as engine
from nolimits.volunteers import turns as whose
from nolimits.volunteers.ageing import TIMED, Ageing, Target, ageing, target
from nolimits.volunteers.models import Support, Volunteer
from nolimits.volunteers.readiness import Gate, Stage, Turn


@dataclass(frozen=True)
class Wanted:
    """How a list of volunteers is narrowed and sorted: the words of its address.

    Part of a name, a stage, a missing gate, whose turn that is, what runs out soon, who takes too
    long; by name, by the day of applying, or by the time at a stage.
    """

    search: str = ""
    stage: str = ""
    missing: str = ""
    turn: str = ""
    ends: str = ""
    pace: str = ""
    sort: str = ""


EVERYBODY = Wanted()
# Each one's days are gone through, which takes Today too long where a council has thousands.
MOST_TIMED = 1_000
AT_ONCE = 1_000  # a database takes so many numbers in one question, and not all of a council


def volunteers(by: Actor, on: date, wanted: Wanted = EVERYBODY) -> sa.Select[Any]:
    """Whom an actor sees, as they want it; whose turn it is, only to coordinators."""
    statement = (
        sa.select(Volunteer)
        .join(Volunteer.person)
        .options(joinedload(Volunteer.person), joinedload(Volunteer.area))
        .options(selectinload(Volunteer.supports).joinedload(Support.mentor))
        .where(queries.visible_to(by))
    )
    if wanted.search:
        like = "%" + wanted.search.replace("%", r"\%").replace("_", r"\_") + "%"
        statement = statement.where(Person.name.ilike(like, escape="\\"))
    if wanted.stage in list(Stage):
        statement = statement.where(gates.stage(on) == wanted.stage)
    if wanted.missing in list(Gate):
        statement = statement.where(~gates.passes(on)[Gate(wanted.missing)])
    if wanted.ends:
        statement = statement.where(gates.ends(on, on + queries.SOON))
    if wanted.turn in list(Turn) and Role.COORDINATOR in by.roles:
        statement = statement.where(waits_for(by, on, wanted))
    return _by_time(statement, by, on, wanted)


def waits_for(by: Actor, on: date, wanted: Wanted) -> sa.ColumnElement[bool]:
    """Whether somebody else waits for a gate, or any, on whom it is wanted."""
    waits = whose.waits(gates.passes(on), whose.turns())
    some = [waits[Gate(wanted.missing)]] if wanted.missing in list(Gate) else waits.values()
    return sa.and_(Volunteer.person_id != by.id, sa.or_(*(one == wanted.turn for one in some)))


def _by_time(statement: sa.Select[Any], by: Actor, on: date, wanted: Wanted) -> sa.Select[Any]:
    """The list by name, by the day of applying, or by the time at a stage; perhaps those over."""
    if wanted.pace or wanted.sort == "longest":
        known = pipeline(by, on)
        if wanted.pace:
            over = [one for one, age in known.items() if age.is_over]
            statement = statement.where(Volunteer.id.in_(over))
        if wanted.sort == "longest" and known:
            since: dict[date, list[int]] = defaultdict(list)
            for volunteer_id, age in known.items():
                since[age.since].append(volunteer_id)
            places = [(Volunteer.id.in_(since[day]), n) for n, day in enumerate(sorted(since))]
            statement = statement.order_by(sa.case(*places, else_=len(places)))
    if wanted.sort == "applied":
        statement = statement.order_by(Volunteer.applied_on)
    return statement.order_by(Person.name, Volunteer.id)


COLUMNS = (
    *("Name", "Reference", "Stage", "Days at this stage", "Still needs", "Support mentor"),
    *("Area", "Applied"),
)


def cells(listed: sa.Select[Any], on: date) -> Callable[[Any], Sequence[Any]]:
    """What a file says of each volunteer of a list: what their line on the page says."""
    ids = db.session.scalars(sa.select(listed.order_by(None).subquery().c.id)).all()
    found: dict[int, tuple[Ageing, list[Gate]]] = {}
    for first in range(0, len(ids), AT_ONCE):
        found |= standing(ids[first : first + AT_ONCE], on)

    def line(row: Any) -> Sequence[Any]:
        one, (age, missing) = row.Volunteer, found[row.Volunteer.id]
        mentor = next((support.mentor.name for support in one.supports if not support.until_on), "")
        needs = ", ".join(engine.WORDS[gate].name for gate in missing) if not one.left_on else ""
        facts = (words(age.stage), age.days, needs, mentor, one.area.name)
        return (one.person.name, one.reference, *facts, one.applied_on.isoformat())

    return line


def ageings(ids: Collection[int], on: date) -> dict[int, Ageing]:
    """How long some volunteers have been at their stage."""
    return {one: ageing(known, on) for one, known in (queries.facts(ids) if ids else {}).items()}


def standing(ids: Collection[int], on: date) -> dict[int, tuple[Ageing, list[Gate]]]:
    """Of some volunteers, how long they have been at their stage, and the gates that they miss."""
    return {
        one: (ageing(known, on), [missing.gate for missing in engine.missing(known, on)])
        for one, known in (queries.facts(ids) if ids else {}).items()
    }


def pipeline(by: Actor, on: date) -> dict[int, Ageing]:
    """The same of everyone whom an actor sees on the way to being ready."""
    on_the_way = gates.stage(on).in_([one.value for one in TIMED])
    ids = sa.select(Volunteer.id).where(queries.visible_to(by), on_the_way)
    return ageings(db.session.scalars(ids).all(), on)


@dataclass(frozen=True)
class AtStage:
    """How many stand at a stage; how long the longest of them has, and how many for too long."""

    stage: Stage
    number: int
    target: Target | None = None
    longest: int | None = None
    over: int | None = None


def by_stage(by: Actor, on: date, stages: Mapping[Stage, int]) -> list[AtStage]:
    """The pipeline with the time at each stage, where it is of so few that it is told at once."""
    timed = sum(stages.values()) <= MOST_TIMED and any(stages[one] for one in TIMED)
    ages = pipeline(by, on).values() if timed else ()
    found = []
    for stage, number in stages.items():
        here = [one for one in ages if one.stage is stage]
        longest = max((one.days for one in here), default=None)
        over = sum(one.is_over for one in here) if here else None
        found.append(AtStage(stage, number, target(stage, on), longest, over))
    return found


def summary(by: Actor, on: date) -> tuple[dict[Stage, int], dict[Gate, dict[Turn, int]]]:
    """How many stand at each stage, and how many wait for each gate on whom; in one statement.

    Whoever asks stands at a stage, and is not counted among those who wait.
    """
    passed, turns = gates.passes(on), whose.turns()
    columns: list[Any] = [one.label(f"passed_{gate.value}") for gate, one in passed.items()]
    columns += [one.label(f"turn_{gate.value}") for gate, one in turns.items()]
    everybody = sa.select(Volunteer.person_id, *columns).where(queries.visible_to(by))
    # Else each would be asked anew wherever it is named.
    each = everybody.cte("each").prefix_with("MATERIALIZED")
    passed = {gate: each.c[f"passed_{gate.value}"] for gate in Gate}
    waits = whose.waits(passed, {gate: each.c[f"turn_{gate.value}"] for gate in Gate})
    another, stage = each.c.person_id != by.id, gates.stage_of(passed)
    kinds = [stage == one.value for one in Stage]
    kinds += [sa.and_(another, waits[g] == turn.value) for g in Gate for turn in Turn]
    sums = [sa.func.count(sa.case((kind, 1))) for kind in kinds]
    numbers = iter(db.session.execute(sa.select(*sums).select_from(each)).one())
    stages = {one: next(numbers) for one in Stage}
    return stages, {gate: {turn: next(numbers) for turn in Turn} for gate in Gate}
