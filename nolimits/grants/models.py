"""Programmes and their rounds, and what young people ask for."""

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.grants.readers import ApplicationReaders, RoundReaders
from nolimits.kernel import clock
from nolimits.kernel.crypto import Sealed, SealedJSON
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.money import Pence
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.awards.models import Award
    from nolimits.funds.models import Fund
    from nolimits.panel.models import Decision, PanelMember, Score
    from nolimits.strategy.models import Action
    from nolimits.young_people.models import YoungPerson


class Event(StrEnum):
    """What is done here."""

    PROGRAMME_OPENED = "programme_opened"
    ROUND_OPENED = "round_opened"
    SUBMITTED = "application_submitted"
    CHECKING = "application_checking"
    MORE_INFO_ASKED = "application_more_info_asked"
    MORE_INFO_GIVEN = "application_more_info_given"
    READY_FOR_PANEL = "application_ready_for_panel"
    WITH_PANEL = "application_with_panel"
    TOLD = "application_told"
    WITHDRAWN = "application_withdrawn"
    ASKED_AGAIN = "application_asked_again"


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


UNTOLD = frozenset(
    {
        ApplicationState.DECIDED_YES,
        ApplicationState.DECIDED_PART,
        ApplicationState.DECIDED_NO,
        ApplicationState.DEFERRED,
    }
)
OVER = frozenset({ApplicationState.TOLD, ApplicationState.WITHDRAWN})
BEFORE_PANEL = frozenset(ApplicationState) - UNTOLD - OVER - {ApplicationState.WITH_PANEL}


PACK_OPEN = timedelta(days=28)
"""How long a panel may look back: questions about an answer come within weeks of it."""

SAID = {
    ApplicationState.SUBMITTED: "We've got it",
    ApplicationState.CHECKING: "We've got it",
    ApplicationState.READY_FOR_PANEL: "We've got it",
    ApplicationState.MORE_INFO: "We need something from you",
    ApplicationState.WITHDRAWN: "Stopped by you",
}
"""A young person's words for a state; any other is "With the panel" until they are told."""

ANSWERED = {"yes": "Yes", "part": "Part", "no": "Not this time", "deferred": "Not yet"}
"""A young person's words for what the panel decided, once they are told."""


class HowGiven(StrEnum):
    """How a young person would like to have what the panel gives."""

    BOUGHT = "bought"
    VOUCHER = "voucher"
    BANK = "bank"


class Programme(Referenced, Model, prefix="G"):
    """Grants of one kind, from one fund, for one action of the strategy."""

    privacy = Entry(Purpose.GRANTS, Category.NONE, Keep.SCHEME)
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


class Round(RoundReaders, Referenced, Model, prefix="GR"):
    """One opening of a programme, with its panel."""

    privacy = Entry(Purpose.GRANTS, Category.NONE, Keep.SCHEME)
    programme_id: Mapped[int] = mapped_column(sa.ForeignKey("programme.id"), index=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    panel_on: Mapped[date]
    tell_by: Mapped[date]
    scores_needed: Mapped[int]

    programme: Mapped[Programme] = relationship(back_populates="rounds")
    panel: Mapped[list["PanelMember"]] = relationship("PanelMember", back_populates="round")
    applications: Mapped[list["Application"]] = relationship(
        back_populates="round",
        order_by="Application.reference",
        primaryjoin="Round.id == foreign(Application.round_id)",
    )

    __table_args__ = (
        sa.UniqueConstraint("id", "programme_id"),
        sa.CheckConstraint("scores_needed > 0", name="scores_needed_positive"),
        sa.CheckConstraint(
            "opens_on <= closes_on AND closes_on <= panel_on AND panel_on <= tell_by",
            name="days_in_order",
        ),
    )

    @property
    def meets(self) -> str:
        """What its panel does on its day: it meets, or has met."""
        return "met" if self.panel_on < clock.today() else "meets"

    @property
    def read_long_ago(self) -> bool:
        """Whether everyone was to be told so long ago that its pack is closed."""
        return self.tell_by + PACK_OPEN < clock.today()

    @property
    def young_panel_ids(self) -> set[int]:
        """The young people on its panel, of whom one at least must have a say."""
        return {member.person_id for member in self.panel if member.young}

    def open_on(self, day: date) -> bool:
        """Whether it takes applications on a day."""
        return self.opens_on <= day <= self.closes_on


class Application(ApplicationReaders, Referenced, Sensitive, Model, prefix="A"):
    """What a young person asks for.

    The panel reads `pack`, the answers from which the checker took whatever tells who asks.
    `sent_to` has the panel members before whom it came: what they have read is theirs to find.
    """

    privacy = Entry(Purpose.GRANTS, Category.CHILD, Keep.CARE_CONTENT)
    round_id: Mapped[int]
    programme_id: Mapped[int]
    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)
    submitted_on: Mapped[date]
    what: Mapped[str] = mapped_column(
        sa.String(200), info=noted(Category.CHILD, "the office searches its list by these words")
    )
    asked_pence: Mapped[Pence]
    answers: Mapped[dict[str, Any]] = mapped_column(SealedJSON, info=noted(Category.CONFIDENTIAL))
    pack: Mapped[dict[str, Any] | None] = mapped_column(
        SealedJSON, info=noted(Category.CONFIDENTIAL)
    )
    sent_to: Mapped[list[int]] = mapped_column(
        sa.JSON, default=list, info=noted(Category.TECHNICAL)
    )
    state: Mapped[ApplicationState] = mapped_column(index=True)
    taken_up_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    told_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]

    programme: Mapped[Programme] = relationship(
        primaryjoin="foreign(Application.programme_id) == Programme.id", viewonly=True
    )
    round: Mapped[Round] = relationship(
        back_populates="applications",
        primaryjoin="Round.id == foreign(Application.round_id)",  # found by its id alone
    )
    young_person: Mapped["YoungPerson"] = relationship("YoungPerson")
    enquiries: Mapped[list["Enquiry"]] = relationship(order_by="Enquiry.id")
    scores: Mapped[list["Score"]] = relationship("Score", back_populates="application")
    decision: Mapped["Decision | None"] = relationship("Decision", back_populates="application")
    award: Mapped["Award | None"] = relationship("Award", viewonly=True, uselist=False)

    __table_args__ = (
        sa.ForeignKeyConstraint(["round_id", "programme_id"], ["round.id", "round.programme_id"]),
        sa.CheckConstraint("asked_pence > 0", name="asked_positive"),
        sa.Index("ix_application_round_id", "round_id"),
        sa.Index(
            "uq_application_open",
            "programme_id",
            "young_person_id",
            unique=True,
            sqlite_where=sa.text("state NOT IN ('told', 'withdrawn')"),
            postgresql_where=sa.text("state NOT IN ('told', 'withdrawn')"),
        ),
    )

    @property
    def person_id(self) -> int | None:
        """The account of the young person who asks."""
        return self.young_person.person_id

    @property
    def hands(self) -> dict[int | None, str]:
        """What each person did to it so far; none of them may do what another must (R-FIN-7)."""
        decided_by = self.decision.decided_by_id if self.decision else None
        return {
            self.taken_up_by_id: "checked this",
            self.checked_by_id: "checked this",
            decided_by: "decided this",
            self.person_id: "asked for this",
        }

    @property
    def read_long_ago(self) -> bool:
        """Whether its panel has no more to do with it, and keeps its own scores alone."""
        return self.told_on is not None and self.told_on + PACK_OPEN < clock.today()

    @property
    def is_shut(self) -> bool:
        """Whether no panel reads it: not yet, or no more."""
        before = self.state in BEFORE_PANEL or self.state is ApplicationState.WITHDRAWN
        return before or self.read_long_ago

    @property
    def said(self) -> str:
        """Where it stands, in the young person's words."""
        if self.state is ApplicationState.TOLD and self.decision:
            return ANSWERED[self.decision.outcome.value]
        return SAID.get(self.state, "With the panel")

    @property
    def question(self) -> str | None:
        """What the young person has been asked and has not answered."""
        return next((one.question for one in self.enquiries if one.answered_on is None), None)


class Enquiry(Model):
    """One thing that the office asked a young person, and their answer."""

    privacy = Entry(Purpose.GRANTS, Category.CHILD, Keep.CARE_CONTENT)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    question: Mapped[str] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    asked_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    answer: Mapped[str | None] = mapped_column(Sealed(1000), info=noted(Category.CONFIDENTIAL))
    answered_on: Mapped[date | None]

    __table_args__ = (
        sa.CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answer_has_day"),
    )
