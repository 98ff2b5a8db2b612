"""Looks as they stand in the audit trail, in weeks and for whoever they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.audit import AuditEntry, Looks
from nolimits.kernel.db import db
from nolimits.people.models import Person, RoleGrant
from nolimits.people.queries import holders
from nolimits.reads.models import BrokenGlass, LookMark, LookWeek
from nolimits.reads.review import Facts, Line, Look, Whose, in_lines
from nolimits.young_people.apart import kept_apart_from
from nolimits.young_people.models import AdultTie, Tie, YoungPerson
from nolimits.young_people.queries import knows_any

REVIEW = "reads."  # these pages themselves: whoever reviews is not reviewed for reviewing
KEPT_BACK = ("safeguarding.", "privacy.", REVIEW)  # pages whose looks nobody is told of
WEEKS_SHOWN = 12
DAYS_TOLD = 92


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), clock.LONDON)


def looks_in(monday: date) -> list[Look]:
    """Every look of a week by a person; those at concerns are the concern's own."""
    entry = AuditEntry
    rows = db.session.execute(
        sa.select(entry.at, entry.actor_id, entry.record_type, entry.record_id, entry.detail)
        .where(
            entry.event == Looks.LOOKED_AT,
            entry.at >= _begins(monday),
            entry.at < _begins(monday + timedelta(days=7)),
            entry.record_type.in_(("young_person", "person")),
            entry.actor_id.is_not(None),
        )
        .order_by(entry.id)
    )
    return [
        Look(
            at,
            by_id,
            (kind, number),
            detail["page"],
            tuple(detail.get("ids", ())),
            bool(detail.get("searched")),
        )
        for at, by_id, kind, number, detail in rows
        if by_id is not None and not detail["page"].startswith(REVIEW)
    ]


@dataclass
class Told(Line):
    """A line with the people in it and what was made of it."""

    by: Person
    about: str
    mark: LookMark | None

    @property
    def key(self) -> str:
        """Its name in an address."""
        return f"{self.by_id}-{self.whose[0]}-{self.whose[1]}"


def week(monday: date) -> list[Told]:
    """A week's lines, the unusual first, each with what was made of it."""
    looks = looks_in(monday)
    lines = in_lines(looks, _facts(looks, monday))
    people = _by_id(Person, {one.by_id for one in lines} | _numbers(lines, "person"))
    young = _by_id(YoungPerson, _numbers(lines, "young_person"))
    marks = _marks(monday)
    return [
        Told(
            line.by_id,
            line.whose,
            line.looks,
            line.unusual,
            people[line.by_id],
            _about(line, people, young),
            marks.get((line.by_id, line.whose)),
        )
        for line in lines
        if line.by_id in people
    ]


def week_for(by: Actor, monday: date) -> list[Told]:
    """The lines that a lead may read: none at young people from whom they are kept apart."""
    apart = set(db.session.scalars(kept_apart_from(by)))
    hidden = {("young_person", number) for number in apart}
    return [one for one in week(monday) if one.whose not in hidden]


def _about(line: Line, people: dict[int, Person], young: dict[int, YoungPerson]) -> str:
    kind, number = line.whose
    if line.of_lists:
        return "Lists of young people" if kind == "young_person" else "Lists of volunteers"
    if kind == "young_person":
        return young[number].reference if number in young else "A young person no longer held"
    return people[number].name if number in people else "Somebody no longer held"


def _numbers(lines: Iterable[Line], kind: str) -> set[int]:
    return {one.whose[1] for one in lines if one.whose[0] == kind and one.whose[1]}


def _by_id(model: Any, ids: set[int]) -> dict[int, Any]:
    rows = db.session.scalars(sa.select(model).where(model.id.in_(ids)))
    return {one.id: one for one in rows}


def _marks(monday: date) -> dict[tuple[int, Whose], LookMark]:
    rows = db.session.scalars(
        sa.select(LookMark)
        .where(LookMark.begins_on == monday)
        .options(joinedload(LookMark.marked_by))
        .order_by(LookMark.id)
    )
    return {(one.looker_id, (one.whose, one.whose_number)): one for one in rows}


def _facts(looks: Sequence[Look], monday: date) -> Facts:
    """Who works with whom, is tied to whom, works where; and what emergencies there were."""
    young = {one.whose[1] for one in looks if one.whose[0] == "young_person"}
    people = {one.by_id for one in looks}
    people |= {one.whose[1] for one in looks if one.whose[0] == "person"}
    begins, ends = _begins(monday), _begins(monday + timedelta(days=7))
    ties = sa.select(AdultTie.person_id, AdultTie.young_person_id).where(
        AdultTie.young_person_id.in_(young), AdultTie.tie != Tie.WORKS_WITH
    )
    broken = sa.select(BrokenGlass.person_id, BrokenGlass.young_person_id).where(
        BrokenGlass.until_at >= begins, BrokenGlass.opened_at < ends
    )
    workers = sa.select(YoungPerson.id, YoungPerson.worker_id).where(YoungPerson.id.in_(young))
    works = sa.select(Person.id, Person.directorate_id).where(Person.id.in_(people))
    return Facts(
        workers=_pairs(workers),
        sees_all=frozenset(one.id for one in holders(Role.COORDINATOR)),
        tied=frozenset(map(tuple, db.session.execute(ties))),  # type: ignore[arg-type]
        directorates={who: where for who, where in _pairs(works).items() if where},
        broken=frozenset(map(tuple, db.session.execute(broken))),  # type: ignore[arg-type]
    )


def _pairs(statement: Any) -> dict[int, Any]:
    return dict(db.session.execute(statement).all())


def week_row(monday: date) -> LookWeek | None:
    """What is known of a week: reminded, signed off."""
    return db.session.scalar(sa.select(LookWeek).where(LookWeek.begins_on == monday))


@dataclass(frozen=True)
class WeekShown:
    """A week in the list of weeks."""

    begins_on: date
    looks: int
    row: LookWeek | None

    @property
    def is_over(self) -> bool:
        """Whether it can be signed off: not before its last day has passed."""
        return self.begins_on + timedelta(days=7) <= clock.today()

    @property
    def waits(self) -> bool:
        """Whether a lead has still to sign it off."""
        return self.is_over and self.looks > 0 and not (self.row and self.row.signed_off_at)


def weeks() -> list[WeekShown]:
    """The last weeks, this one first, with the number of looks in each."""
    last = monday_of(clock.today())
    first = last - timedelta(weeks=WEEKS_SHOWN - 1)
    moments = db.session.scalars(
        sa.select(AuditEntry.at).where(
            AuditEntry.event == Looks.LOOKED_AT, AuditEntry.at >= _begins(first)
        )
    )
    counts: dict[date, int] = {}
    for moment in moments:
        monday = monday_of(clock.london_day(moment))
        counts[monday] = counts.get(monday, 0) + 1
    known = db.session.scalars(sa.select(LookWeek).where(LookWeek.begins_on >= first))
    rows = {one.begins_on: one for one in known}
    begun = (last - timedelta(weeks=number) for number in range(WEEKS_SHOWN))
    return [WeekShown(one, counts.get(one, 0), rows.get(one)) for one in begun]


def broken_by(person: Actor) -> Sequence[BrokenGlass]:
    """What somebody opened in an emergency, newest first."""
    return db.session.scalars(
        sa.select(BrokenGlass)
        .where(BrokenGlass.person_id == person.id)
        .where(BrokenGlass.young_person_id.not_in(kept_apart_from(person)))
        .options(joinedload(BrokenGlass.young_person))
        .order_by(BrokenGlass.id.desc())
        .limit(20)
    ).all()


def broken_lately(person: Actor) -> Sequence[BrokenGlass]:
    """What others opened in an emergency in seven days: a lead sees all, a worker their own."""
    statement = sa.select(BrokenGlass).where(
        BrokenGlass.opened_at >= clock.now() - timedelta(days=7),
        BrokenGlass.person_id != person.id,
        BrokenGlass.young_person_id.not_in(kept_apart_from(person)),
    )
    if Role.SAFEGUARDING_LEAD not in person.roles:
        accepted = YoungPerson.worker_accepted_on.is_not(None)
        own = sa.select(YoungPerson.id).where(YoungPerson.worker_id == person.id, accepted)
        statement = statement.where(BrokenGlass.young_person_id.in_(own))
    return db.session.scalars(statement.order_by(BrokenGlass.id.desc())).all()


def may_need(by: Actor) -> bool:
    """Whether their work could ever need it: a worker of nobody has no emergency of this kind."""
    return bool(by.roles & {Role.COORDINATOR, Role.SAFEGUARDING_LEAD}) or knows_any(by)


@dataclass(frozen=True)
class Seen:
    """One person's looks at one's own record on a day."""

    on: date
    by_id: int
    page: str


def told_to(table: str, number: int) -> list[Seen]:
    """Who looked at a record in three months, as whoever it is about may know it; newest first.

    Looks that belong to a worry are left out, and whatever a safeguarding lead opened with them:
    that somebody asks would warn whom it is about.
    """
    since = _begins(clock.today() - timedelta(days=DAYS_TOLD))
    rows = db.session.execute(
        sa.select(AuditEntry.at, AuditEntry.actor_id, AuditEntry.detail)
        .where(AuditEntry.record_type == table, AuditEntry.record_id == number)
        .where(AuditEntry.event == Looks.LOOKED_AT, AuditEntry.at >= since)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    ever = sa.select(RoleGrant.person_id).where(RoleGrant.role == Role.SAFEGUARDING_LEAD)
    leads = set(db.session.scalars(ever))
    seen = [
        Seen(clock.london_day(at), by_id, detail["page"])
        for at, by_id, detail in rows
        if by_id and by_id not in leads and not detail["page"].startswith(KEPT_BACK)
    ]
    return list(dict.fromkeys(seen))


def people_of(ids: set[int]) -> dict[int, Person]:
    """People by their numbers."""
    return _by_id(Person, ids)
