"""Programmes, applications, the panel's scores and decisions."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.money import Pence

if TYPE_CHECKING:
    from nolimits.funds.models import Fund
    from nolimits.people.models import Person
    from nolimits.strategy.models import Action
    from nolimits.young_people.models import YoungPerson


class Event(StrEnum):
    """What is done here."""

    PROGRAMME_OPENED = "programme_opened"
    ROUND_OPENED = "round_opened"
    PANEL_MEMBER_NAMED = "panel_member_named"
    SUBMITTED = "application_submitted"
    CHECKING = "application_checking"
    MORE_INFO_ASKED = "application_more_info_asked"
    MORE_INFO_GIVEN = "application_more_info_given"
    READY_FOR_PANEL = "application_ready_for_panel"
    WITH_PANEL = "application_with_panel"
    CONFLICT_DECLARED = "conflict_declared"
    SCORED = "application_scored"
    DECIDED = "application_decided"
    TOLD = "application_told"
    WITHDRAWN = "application_withdrawn"


class ApplicationState(StrEnum):
    """Where an application stands, in the office's words. An unsent one is a draft elsewhere."""

    SUBMITTED = "submitted"
    CHECKING = "checking"
    MORE_INFO = "more_info"
    READY_FOR_PANEL = "ready_for_panel"
    WITH_PANEL = "with_panel"
    DECIDED_YES = "decided_yes"
    DECIDED_PART = "decided_part"
    DECIDED_NO = "decided_no"
    DEFERRED = "deferred"
    TOLD = "told"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What a panel decides."""

    YES = "yes"
    PART = "part"
    NO = "no"
    DEFERRED = "deferred"


class Programme(Referenced, Model, prefix="G"):
    """Grants of one kind, from one fund, for one action of the strategy."""

    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(500))
    fund_id: Mapped[int] = mapped_column(sa.ForeignKey("fund.id"))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"), index=True)
    most_pence: Mapped[Pence]
    opened_on: Mapped[date]

    fund: Mapped["Fund"] = relationship("Fund")
    action: Mapped["Action | None"] = relationship("Action")
    rounds: Mapped[list["Round"]] = relationship(
        back_populates="programme", order_by="Round.opens_on"
    )

    __table_args__ = (sa.CheckConstraint("most_pence > 0", name="most_positive"),)


class Round(Referenced, Model, prefix="GR"):
    """One opening of a programme, with its panel."""

    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    panel_on: Mapped[date]
    tell_by: Mapped[date]

    programme: Mapped[Programme] = relationship(back_populates="rounds")
    panel: Mapped[list["PanelMember"]] = relationship(back_populates="round")
    applications: Mapped[list["Application"]] = relationship(back_populates="round")

    __table_args__ = (
        sa.CheckConstraint(
            "opens_on <= closes_on AND closes_on <= panel_on AND panel_on <= tell_by",
            name="days_in_order",
        ),
    )


class PanelMember(Model):
    """Someone on the panel of a round."""

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    young: Mapped[bool]

    round: Mapped[Round] = relationship(back_populates="panel")
    person: Mapped["Person"] = relationship("Person")

    __table_args__ = (sa.UniqueConstraint("round_id", "person_id"),)


class Application(Referenced, Model, prefix="A"):
    """What a young person asks for."""

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), index=True)
    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)
    submitted_on: Mapped[date]
    what: Mapped[str] = mapped_column(sa.String(200))
    asked_pence: Mapped[Pence]
    answers: Mapped[dict[str, Any]]
    question: Mapped[str | None] = mapped_column(sa.String(500))
    state: Mapped[ApplicationState] = mapped_column(index=True)
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    round: Mapped[Round] = relationship(back_populates="applications")
    young_person: Mapped["YoungPerson"] = relationship("YoungPerson")
    scores: Mapped[list["Score"]] = relationship(back_populates="application")
    conflicts: Mapped[list["Conflict"]] = relationship(back_populates="application")
    decision: Mapped["Decision | None"] = relationship(back_populates="application")

    __table_args__ = (sa.CheckConstraint("asked_pence > 0", name="asked_positive"),)

    @property
    def person_id(self) -> int | None:
        """The account of the young person who asks."""
        return self.young_person.person_id

    @property
    def panel_reader_ids(self) -> set[int]:
        """The panel members who may read, score and vote: on the panel, with no conflict."""
        conflicted = {conflict.person_id for conflict in self.conflicts}
        return (
            {member.person_id for member in self.round.panel} - conflicted - {self.person_id or 0}
        )


class Conflict(Model):
    """A panel member says that they know who asks."""

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    declared_on: Mapped[date]

    application: Mapped[Application] = relationship(back_populates="conflicts")

    __table_args__ = (sa.UniqueConstraint("application_id", "person_id"),)


class Score(Model):
    """What one panel member thinks of one application, and why."""

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(500))
    given_on: Mapped[date]

    application: Mapped[Application] = relationship(back_populates="scores")
    person: Mapped["Person"] = relationship("Person")

    __table_args__ = (
        sa.UniqueConstraint("application_id", "person_id"),
        sa.CheckConstraint("points BETWEEN 0 AND 5", name="points"),
    )


class Decision(Model):
    """What the panel decided, why, and what can be done next."""

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    outcome: Mapped[Outcome]
    pence: Mapped[Pence | None]
    reason: Mapped[str] = mapped_column(sa.String(500))
    next_step: Mapped[str] = mapped_column(sa.String(500))
    decided_on: Mapped[date]
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    application: Mapped[Application] = relationship(back_populates="decision")

    __table_args__ = (
        sa.CheckConstraint(
            "(outcome IN ('yes', 'part')) = (pence IS NOT NULL)", name="amount_when_yes"
        ),
        sa.CheckConstraint("pence IS NULL OR pence > 0", name="pence_positive"),
    )
