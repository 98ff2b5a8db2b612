"""Reads about codes, resets and the review of roles."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nolimits.kernel import clock
from nolimits.kernel.actors import PRIVILEGED, Actor, Role
from nolimits.kernel.audit import AuditEntry
from nolimits.kernel.db import db
from nolimits.people.models import Event as PeopleEvent
from nolimits.people.models import Person, RoleGrant
from nolimits.people.queries import names
from nolimits.proving.models import ConfirmingCode, FactorReset, Purpose, RoleDecision
from nolimits.second_factors import queries as set_up
from nolimits.sign_in.models import Event as SignInEvent
from nolimits.sign_in.models import Method, SignInSession

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_AN_HOUR = 6
RESET_LASTS = timedelta(hours=1)
UNUSED = timedelta(days=90)
REVIEWED_WITHIN = timedelta(days=30)


def mailed_lately(by: Actor) -> int:
    """How many codes a person was mailed within an hour, here."""
    lately = clock.now() - timedelta(hours=1)
    sent = sa.select(sa.func.count(ConfirmingCode.id)).where(
        ConfirmingCode.person_id == by.id, ConfirmingCode.made_at > lately
    )
    return db.session.scalar(sent) or 0


def code_for(here: SignInSession, purpose: Purpose) -> ConfirmingCode | None:
    """The newest code mailed for one browser and purpose, while it may still be tried."""
    newest = db.session.scalar(
        sa.select(ConfirmingCode)
        .where(ConfirmingCode.session_id == here.id, ConfirmingCode.purpose == purpose)
        .order_by(ConfirmingCode.id.desc())
        .limit(1)
    )
    if newest is None or newest.used_at is not None or newest.tries >= CODE_TRIES:
        return None
    return newest if newest.made_at > clock.now() - CODE_LASTS else None


def resets_of(person: Actor) -> list[FactorReset]:
    """Each time that somebody's factors were said to be lost, the newest first."""
    theirs = sa.select(FactorReset).where(FactorReset.person_id == person.id)
    return list(db.session.scalars(theirs.order_by(FactorReset.id.desc())))


def reset_agreed_for(by: Actor) -> FactorReset | None:
    """The administrator's word that a person's factors may be taken off, while it is good."""
    return db.session.scalar(
        sa.select(FactorReset)
        .where(
            FactorReset.person_id == by.id,
            FactorReset.done_at.is_(None),
            FactorReset.agreed_at > clock.now() - RESET_LASTS,
        )
        .order_by(FactorReset.id.desc())
        .limit(1)
    )


# --- The review of roles ----------------------------------------------------------------------


def quarter_of(day: date) -> date:
    """The first day of a day's quarter of the calendar."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _after(quarter: date) -> date:
    return quarter_of(quarter + timedelta(days=100))


@dataclass(frozen=True)
class HeldRole:
    """A role with duties that somebody held when a quarter began, and what became of it."""

    person: Person
    role: Role
    grant: RoleGrant
    ended_on: date | None
    decision: RoleDecision | None

    @property
    def key(self) -> tuple[int, Role]:
        """Whose it is, and which."""
        return self.person.id, self.role

    @property
    def waits(self) -> bool:
        """Whether it has still to be decided: it is held, and nobody has said that it is needed."""
        return self.decision is None and self.ended_on is None


@dataclass(frozen=True)
class Review:
    """One quarter's review: each role with duties that was held on its first day (R-SEC-5)."""

    quarter: date
    roles: list[HeldRole]

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        return _after(self.quarter) - timedelta(days=1)

    @property
    def is_current(self) -> bool:
        """Whether it can be gone on with; the next opens by itself with the next quarter."""
        return self.quarter == quarter_of(clock.today())

    @property
    def waiting(self) -> list[HeldRole]:
        """The roles that have still to be decided; where there are none, the review is closed."""
        return [one for one in self.roles if one.waits]

    @property
    def due_on(self) -> date:
        """The day by which it is to be closed."""
        return self.quarter + REVIEWED_WITHIN

    @property
    def is_overdue(self) -> bool:
        """Whether anything has waited for too long."""
        return bool(self.waiting) and clock.today() > self.due_on

    def of(self, person: Person, role: Role) -> HeldRole | None:
        """A person's role as it stands in this review."""
        return next((one for one in self.roles if one.key == (person.id, role)), None)

    def waits_for(self, by: Actor) -> bool:
        """Whether somebody can go on with it: nobody decides on their own roles."""
        return self.is_current and any(one.person.id != by.id for one in self.waiting)


def reviews() -> list[Review]:
    """This quarter's review, and those before it since the first in which anything was decided."""
    people = joinedload(RoleGrant.person)
    duties = sa.select(RoleGrant).where(RoleGrant.role.in_(PRIVILEGED)).options(people)
    grants = db.session.scalars(duties.order_by(RoleGrant.from_on, RoleGrant.id)).all()
    by = joinedload(RoleDecision.decided_by)
    decided = db.session.scalars(sa.select(RoleDecision).options(by).order_by(RoleDecision.id))
    newest = {(one.quarter, one.person_id, one.role): one for one in decided}
    quarter = min((one for one, _, _ in newest), default=quarter_of(clock.today()))
    found = []
    while quarter <= clock.today():
        found.append(Review(quarter, _held(quarter, grants, newest)))
        quarter = _after(quarter)
    return found[::-1]


def review_of(quarter: date) -> Review | None:
    """The review of one quarter; None where there is none."""
    return next((one for one in reviews() if one.quarter == quarter), None)


def this_review() -> Review:
    """The review that is open, or was closed already this quarter."""
    return reviews()[0]


def _held(
    quarter: date,
    grants: Iterable[RoleGrant],
    decided: dict[tuple[date, int, Role], RoleDecision],
) -> list[HeldRole]:
    """The roles that were held when a quarter began, by person, as they stood at its end."""
    last = min(clock.today(), _after(quarter) - timedelta(days=1))
    of: dict[tuple[int, Role], list[RoleGrant]] = defaultdict(list)
    for grant in grants:
        of[grant.person_id, grant.role].append(grant)
    held = [
        HeldRole(
            theirs[0].person,
            role,
            [one for one in theirs if one.from_on <= last][-1],
            _ended_on(theirs, last),
            decided.get((quarter, person_id, role)),
        )
        for (person_id, role), theirs in of.items()
        if any(one.holds_on(quarter) for one in theirs) and not _left(theirs[0].person, quarter)
    ]
    return sorted(held, key=lambda one: (one.person.name, one.person.id, one.role))


def _left(person: Person, day: date) -> bool:
    return person.left_on is not None and person.left_on <= day


def _ended_on(theirs: list[RoleGrant], last: date) -> date | None:
    """The day on which somebody lost a role, or left; None while they hold it."""
    if _left(theirs[0].person, last):
        return theirs[0].person.left_on
    if any(one.holds_on(last) for one in theirs):
        return None
    return max(one.until_on for one in theirs if one.until_on and one.until_on <= last)


@dataclass(frozen=True)
class Known:
    """What whoever decides on a role has to know beside it."""

    given_by: str | None
    last_at: datetime | None
    is_unused: bool
    second_step: str


def known_of(roles: list[HeldRole]) -> dict[tuple[int, Role], Known]:
    """What is known of each role and of its holder's signing in."""
    ids = {one.person.id for one in roles}
    givers, last, steps = _givers(ids), _last_sign_ins(ids), _second_steps(ids)
    long_ago = clock.now() - UNUSED
    return {
        one.key: Known(
            givers.get(one.key),
            last.get(one.person.id),
            one.grant.from_on < clock.london_day(long_ago)
            and last.get(one.person.id, long_ago) <= long_ago,
            steps.get(one.person.id, "Not set up"),
        )
        for one in roles
    }


def _givers(ids: set[int]) -> dict[tuple[int, Role], str]:
    """Who gave each role last, by the audit trail."""
    entry = AuditEntry
    rows = db.session.execute(
        sa.select(entry.record_id, entry.detail, entry.actor_id)
        .where(entry.record_type == Person.__tablename__, entry.record_id.in_(ids))
        .where(entry.event.in_((PeopleEvent.ROLE_GRANTED, PeopleEvent.PERSON_ADDED)))
        .order_by(entry.id)
    ).all()
    called = names({by for _, _, by in rows if by})
    return {
        (person_id, Role(role)): called.get(by, "")
        for person_id, detail, by in rows
        for role in detail.get("roles", [detail.get("role")])
    }


def _last_sign_ins(ids: set[int]) -> dict[int, datetime]:
    entry = AuditEntry
    rows = db.session.execute(
        sa.select(entry.actor_id, sa.func.max(entry.at))
        .where(entry.event == SignInEvent.SIGNED_IN, entry.actor_id.in_(ids))
        .group_by(entry.actor_id)
    )
    return {by: at for by, at in rows if by is not None}


def _second_steps(ids: set[int]) -> dict[int, str]:
    """How each person takes the second step: with what is set up here, or at the council's."""
    row = SignInSession
    council = sa.select(row.person_id).where(
        row.person_id.in_(ids), row.method == Method.COUNCIL, row.second_factor_at.is_not(None)
    )
    there = dict.fromkeys(db.session.scalars(council), "At the council's sign-in")
    return there | dict.fromkeys(set_up.with_one(ids), "Set up")
