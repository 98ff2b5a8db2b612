"""Partner organisations, what two people saw of them, their people, their projects and totals."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.partners.due import ANSWER_WITHIN, RUNS_OUT_SOON, Every
from nolimits.partners.kinds import (
    GOING,
    OWED,
    CheckKind,
    CheckState,
    PartnerKind,
    ProjectState,
    TotalsState,
)

if TYPE_CHECKING:
    from nolimits.people.models import Person
    from nolimits.strategy.models import Action


class Event(StrEnum):
    """What is done here."""

    ADDED = "partner_added"
    CHANGED = "partner_changed"
    ENDED = "partner_ended"
    LAPSED = "partner_lapsed"
    CHECK_SEEN = "partner_check_seen"
    CHECK_CONFIRMED = "partner_check_confirmed"
    CHECK_WITHDRAWN = "partner_check_withdrawn"
    PERSON_ADDED = "partner_person_added"
    PERSON_GONE = "partner_person_gone"
    ADDRESS_REFUSED = "partner_address_refused"
    PROJECT_DRAFTED = "project_drafted"
    PROJECT_AGREED = "project_agreed"
    PROJECT_STARTED = "project_started"
    PROJECT_ENDED = "project_ended"
    PROJECT_STOPPED = "project_stopped"
    TOTALS_ASKED = "totals_asked"
    TOTALS_REMINDED = "totals_reminded"
    TOTALS_SENT = "totals_sent"
    TOTALS_QUERIED = "totals_queried"
    TOTALS_ACCEPTED = "totals_accepted"
    TOTALS_LET_GO = "totals_let_go"


WAITING = "confirmed_on IS NULL AND withdrawn_on IS NULL"


def _one(name: str, *columns: str, where: str) -> sa.Index:
    some = sa.text(where)
    return sa.Index(name, *columns, unique=True, sqlite_where=some, postgresql_where=some)


class Partner(Referenced, Model, prefix="PO"):
    """An organisation outside the council that does something for young people."""

    privacy = Entry(Purpose.ACTIVITIES, Category.NONE, Keep.SCHEME)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    kind: Mapped[PartnerKind]
    contact_name: Mapped[str] = mapped_column(
        sa.String(120), info=noted(Category.PERSONAL, Keep.ACCOUNT)
    )
    contact_email: Mapped[str] = mapped_column(
        sa.String(254), info=noted(Category.PERSONAL, Keep.ACCOUNT)
    )
    added_on: Mapped[date]
    lapsed_on: Mapped[date | None]  # since when a check is missing that there was
    ended_on: Mapped[date | None]

    checks: Mapped[list["PartnerCheck"]] = relationship(
        back_populates="partner", order_by="PartnerCheck.id"
    )
    people: Mapped[list["PartnerPerson"]] = relationship(
        back_populates="partner", order_by="PartnerPerson.id"
    )
    projects: Mapped[list["PartnerProject"]] = relationship(
        back_populates="partner", order_by="PartnerProject.from_on, PartnerProject.id"
    )

    def newest(self, kind: CheckKind) -> "PartnerCheck | None":
        """The last check of a kind that was not taken back."""
        some = (one for one in reversed(self.checks) if one.kind == kind and not one.withdrawn_on)
        return next(some, None)

    def missing_on(self, day: date) -> list[CheckKind]:
        """The checks that two people have not agreed to, or that hold no more on a day."""
        have = {one.kind for one in self.checks if one.holds_on(day)}
        return [kind for kind in CheckKind if kind not in have]

    @property
    def missing(self) -> list[CheckKind]:
        """The same today."""
        return self.missing_on(clock.today())

    @property
    def is_clear(self) -> bool:
        """Whether young people may come to it today; what is unknown is not clear."""
        return self.ended_on is None and not self.missing


class PartnerCheck(Referenced, Model, prefix="PK"):
    """What somebody saw of a partner, until when it holds, and who else agreed to it."""

    privacy = Entry(Purpose.CHECKS, Category.NONE, Keep.SCHEME)
    partner_id: Mapped[int] = mapped_column(sa.ForeignKey("partner.id"), index=True)
    kind: Mapped[CheckKind]
    what: Mapped[str] = mapped_column(sa.String(200))
    seen_on: Mapped[date]
    seen_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    valid_until: Mapped[date]
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn_on: Mapped[date | None]

    partner: Mapped[Partner] = relationship(back_populates="checks")
    seen_by: Mapped["Person"] = relationship("Person", foreign_keys=[seen_by_id])
    confirmed_by: Mapped["Person | None"] = relationship("Person", foreign_keys=[confirmed_by_id])

    __table_args__ = (
        sa.CheckConstraint("valid_until >= seen_on", name="holds_later"),
        sa.CheckConstraint("confirmed_by_id <> seen_by_id", name="confirmed_by_another"),
        sa.CheckConstraint(
            "(confirmed_on IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_has_day"
        ),
        _one("uq_partner_check_waiting", "partner_id", "kind", where=WAITING),
    )

    @property
    def person_id(self) -> int:
        """Who saw it: they do not agree to it as well."""
        return self.seen_by_id

    def holds_on(self, day: date) -> bool:
        """Whether two people agreed to it, and it holds on a day; its last day counts."""
        return bool(self.confirmed_on) and not self.withdrawn_on and day <= self.valid_until

    @property
    def state(self) -> CheckState:
        """Where it stands today."""
        if self.withdrawn_on:
            return CheckState.WITHDRAWN
        if self.valid_until < clock.today():
            return CheckState.EXPIRED
        if self.confirmed_on is None:
            return CheckState.TO_CONFIRM
        soon = self.valid_until <= clock.today() + RUNS_OUT_SOON
        return CheckState.EXPIRING if soon else CheckState.IN_DATE


class PartnerPerson(Referenced, Model, prefix="PM"):
    """Somebody of a partner with an account, which sees that partner's projects alone."""

    privacy = Entry(Purpose.ACCOUNTS, Category.PERSONAL, Keep.ACCOUNT)
    partner_id: Mapped[int] = mapped_column(sa.ForeignKey("partner.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    partner: Mapped[Partner] = relationship(back_populates="people")
    person: Mapped["Person"] = relationship("Person")

    __table_args__ = (_one("uq_partner_person_open", "person_id", where="until_on IS NULL"),)


class PartnerProject(Referenced, Model, prefix="PP"):
    """What a partner does for young people, from when until when, for which action."""

    privacy = Entry(Purpose.ACTIVITIES, Category.NONE, Keep.SCHEME)
    partner_id: Mapped[int] = mapped_column(sa.ForeignKey("partner.id"), index=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(100))
    gives: Mapped[str] = mapped_column(sa.String(500))
    places: Mapped[int | None]
    from_on: Mapped[date]
    until_on: Mapped[date]
    every: Mapped[Every]
    state: Mapped[ProjectState]
    drafted_on: Mapped[date]
    agreed_on: Mapped[date | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    partner: Mapped[Partner] = relationship(back_populates="projects")
    action: Mapped["Action"] = relationship("Action")
    totals: Mapped[list["ProjectTotals"]] = relationship(
        back_populates="project", order_by="ProjectTotals.from_on.desc()"
    )
    people: Mapped[list[PartnerPerson]] = relationship(
        primaryjoin="PartnerProject.partner_id == foreign(PartnerPerson.partner_id)",
        uselist=True,
        viewonly=True,
    )

    __table_args__ = (
        sa.CheckConstraint("until_on >= from_on", name="ends_later"),
        sa.CheckConstraint("places > 0", name="some_places"),
        sa.CheckConstraint("state <> 'draft' OR agreed_on IS NULL", name="draft_not_agreed"),
        sa.CheckConstraint(
            "(state IN ('ended', 'stopped')) = (ended_on IS NOT NULL)", name="over_has_day"
        ),
    )

    @property
    def partner_person_ids(self) -> set[int]:
        """The people of its partner, who see it."""
        return {one.person_id for one in self.people if one.until_on is None}

    @property
    def may_offer(self) -> bool:
        """Whether young people may be offered something of it today."""
        return self.state in GOING and clock.today() <= self.until_on and self.partner.is_clear

    @property
    def last_on(self) -> date:
        """The last day on which it did anything, or is to."""
        return min(self.until_on, self.ended_on) if self.ended_on else self.until_on


class ProjectTotals(Referenced, Model, prefix="PX"):
    """What a partner reports of a project for one month or quarter: counts, and no words."""

    privacy = Entry(Purpose.REPORTS, Category.NONE, Keep.SCHEME)
    partner_project_id: Mapped[int] = mapped_column(sa.ForeignKey("partner_project.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    state: Mapped[TotalsState]
    sessions: Mapped[int | None]
    places: Mapped[int | None]
    young_people: Mapped[int | None]
    hours: Mapped[int | None]
    written_on: Mapped[date]  # when the partner was last written to about them
    sent_on: Mapped[date | None]
    sent_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    settled_on: Mapped[date | None]

    # Whose they are is asked of each one that is opened.
    project: Mapped[PartnerProject] = relationship(
        back_populates="totals", lazy="joined", innerjoin=True
    )

    __table_args__ = (
        sa.UniqueConstraint("partner_project_id", "from_on"),
        sa.CheckConstraint("until_on >= from_on", name="ends_later"),
        sa.CheckConstraint(
            "sessions >= 0 AND places >= 0 AND young_people >= 0 AND hours >= 0", name="counts"
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'let_go') OR sent_on IS NOT NULL AND sessions IS NOT NULL "
            "AND places IS NOT NULL AND young_people IS NOT NULL AND hours IS NOT NULL",
            name="sent_has_counts",
        ),
        sa.CheckConstraint(
            "(state IN ('accepted', 'let_go')) = (settled_on IS NOT NULL)", name="settled_has_day"
        ),
    )

    @property
    def partner_person_ids(self) -> set[int]:
        """The people of the partner, who report and see them."""
        return self.project.partner_person_ids

    @property
    def counts(self) -> str:
        """What was reported, in one line: whoever accepts it has read just this."""
        return f"{self.sessions} {self.places} {self.young_people} {self.hours}"

    @property
    def due_on(self) -> date:
        """By when they are to be sent."""
        return self.until_on + ANSWER_WITHIN

    @property
    def is_late(self) -> bool:
        """Whether they are owed, and their day is past."""
        return self.state in OWED and self.due_on < clock.today()
