"""Matches of a mentor with a young person, and each yes that they need."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.reads import Sensitive
from nolimits.volunteers.readiness import Gate

if TYPE_CHECKING:
    from nolimits.contacts.models import Contact
    from nolimits.strategy.models import Action
    from nolimits.volunteers.models import Volunteer
    from nolimits.young_people.models import YoungPerson


class Event(StrEnum):
    """What is done here."""

    SUGGESTED = "match_suggested"
    PROPOSED = "match_proposed"
    VOLUNTEER_AGREED = "match_volunteer_agreed"
    YOUNG_PERSON_AGREED = "match_young_person_agreed"
    YES_RECORDED = "match_yes_recorded"
    CHECKS_CONFIRMED = "match_checks_confirmed"
    INTRODUCTION_ARRANGED = "match_introduction_arranged"
    TRIAL_STARTED = "match_trial_started"
    STARTED = "match_started"
    PUT_ON_HOLD = "match_put_on_hold"
    RESUMED = "match_resumed"
    ENDING = "match_ending"
    CLOSED = "match_closed"
    DECLINED = "match_declined"
    RELEASED = "match_released"
    REFUSED = "match_not_approved"
    ACTION_NAMED = "match_action_named"


class MatchState(StrEnum):
    """Where a match stands."""

    SUGGESTED = "suggested"
    PROPOSED = "proposed"
    VOLUNTEER_AGREED = "volunteer_agreed"
    YOUNG_PERSON_AGREED = "young_person_agreed"
    CHECKS_CONFIRMED = "checks_confirmed"
    INTRODUCTION_ARRANGED = "introduction_arranged"
    TRIAL = "trial"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    ENDING = "ending"
    CLOSED = "closed"
    DECLINED_BY_VOLUNTEER = "declined_by_volunteer"
    DECLINED_BY_YOUNG_PERSON = "declined_by_young_person"
    NOT_APPROVED = "not_approved"
    RELEASED = "released"


MEETING = (
    MatchState.INTRODUCTION_ARRANGED,
    MatchState.TRIAL,
    MatchState.ACTIVE,
    MatchState.ENDING,
)
"""The states in which the two know each other's name."""


class EndReason(StrEnum):
    """Why a match ended."""

    GOALS_MET = "goals_met"
    MOVED = "moved"
    AGED_OUT = "aged_out"
    VOLUNTEER_CIRCUMSTANCES = "volunteer_circumstances"
    LOW_CONTACT = "low_contact"
    NOT_A_FIT = "not_a_fit"
    GATE_LAPSED = "gate_lapsed"
    SAFEGUARDING = "safeguarding"
    YOUNG_PERSONS_WISH = "young_persons_wish"
    DECLINED = "declined"
    NOT_APPROVED = "not_approved"
    ANOTHER_CHOSEN = "another_chosen"
    LET_GO = "let_go"


class Whose(StrEnum):
    """Whose yes a match needs before first contact (R-MAT-1)."""

    VOLUNTEER = "volunteer"
    YOUNG_PERSON = "young_person"
    WORKER = "worker"
    CARER = "carer"


ASKING = (MatchState.SUGGESTED, MatchState.PROPOSED, MatchState.VOLUNTEER_AGREED)
"""The states in which nobody has taken the match up, so that it can be let go."""

HOLDABLE = (MatchState.YOUNG_PERSON_AGREED, MatchState.CHECKS_CONFIRMED, *MEETING)
"""The states of a match that was taken up, and so is put on hold when something lapses."""

NOT_ENDED = sa.text("ended_on IS NULL")
TAKEN_UP = sa.text("taken_up_on IS NOT NULL AND ended_on IS NULL")


STEPS = (  # the newest first
    *("ended_on", "ending_on", "started_on", "trial_on"),
    *("introduction_on", "confirmed_on", "taken_up_on", "proposed_on"),
)


class Match(Referenced, Sensitive, Model, prefix="M"):
    """A mentor and a young person who spend, or may spend, time together."""

    privacy = Entry(Purpose.MATCHING, Category.CHILD, Keep.CARE_CONTENT)
    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), index=True)
    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"), index=True)
    state: Mapped[MatchState] = mapped_column(index=True)
    suggested_on: Mapped[date]
    proposed_on: Mapped[date | None]
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    taken_up_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    introduction_on: Mapped[date | None]
    trial_on: Mapped[date | None]
    started_on: Mapped[date | None]
    ending_on: Mapped[date | None]
    young_person_told_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[EndReason | None]
    score: Mapped[int]
    reasons_for: Mapped[list[str]] = mapped_column(info=noted(Category.CHILD))
    reasons_against: Mapped[list[str]] = mapped_column(info=noted(Category.CHILD))
    contact_every_days: Mapped[int] = mapped_column(default=28)

    volunteer: Mapped["Volunteer"] = relationship("Volunteer")
    young_person: Mapped["YoungPerson"] = relationship("YoungPerson")
    action: Mapped["Action | None"] = relationship("Action")
    yeses: Mapped[list["MatchYes"]] = relationship(back_populates="match")
    contacts: Mapped[list["Contact"]] = relationship(
        "Contact", back_populates="match", order_by="Contact.held_on.desc()"
    )

    __table_args__ = (
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="end_has_reason"),
        sa.CheckConstraint("started_on IS NULL OR taken_up_on IS NOT NULL", name="taken_up_first"),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id",
            name="confirmed_by_other",
        ),
        sa.CheckConstraint(
            "state <> 'closed' OR young_person_told_on IS NOT NULL", name="told_first"
        ),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= suggested_on", name="ends_later"),
        sa.Index(
            "uq_match_open_pair",
            "volunteer_id",
            "young_person_id",
            unique=True,
            sqlite_where=NOT_ENDED,
            postgresql_where=NOT_ENDED,
        ),
        sa.Index(
            "uq_match_open_young_person",
            "young_person_id",
            unique=True,
            sqlite_where=TAKEN_UP,
            postgresql_where=TAKEN_UP,
        ),
    )

    @property
    def caseload_id(self) -> int | None:
        """The worker of the young person, once a coordinator accepted them."""
        return self.young_person.caseload_id

    @property
    def closed(self) -> bool:
        """Whether it is over, and its young person takes part no more."""
        return self.ended_on is not None and self.young_person.closed

    @property
    def person_id(self) -> int:
        """The volunteer's account: nobody decides about a match of their own."""
        return self.volunteer.person_id

    @property
    def about_person_id(self) -> int | None:
        """The young person's account: a look at the match is a look at them."""
        return self.young_person.person_id

    @property
    def volunteer_person_id(self) -> int | None:
        """The volunteer's account, while the match is theirs to see.

        Not on hold: it is the same to whoever was named, and `/my-matches` says what both may read.
        """
        hidden = self.state in (MatchState.SUGGESTED, MatchState.ON_HOLD)
        return None if hidden or self.ended_on is not None else self.volunteer.person_id

    @property
    def mentor_person_id(self) -> int | None:
        """The volunteer's account, while the two know each other's name."""
        return self.volunteer.person_id if self.state in MEETING else None

    @property
    def young_person_person_id(self) -> int | None:
        """The young person's account, once the volunteer said yes."""
        hidden = self.state in (MatchState.SUGGESTED, MatchState.PROPOSED) or self.ended_on
        return None if hidden else self.young_person.person_id

    @hybrid_property
    def since(self) -> date:
        """The day of the last step that it took."""
        return next(filter(None, (getattr(self, step) for step in STEPS)), self.suggested_on)

    @since.inplace.expression
    @classmethod
    def _since(cls) -> sa.ColumnElement[date]:
        """The same as SQL, to sort by."""
        return sa.func.coalesce(*(getattr(cls, step) for step in STEPS), cls.suggested_on)

    @property
    def stood_at(self) -> MatchState:
        """Where a held match stood, by the days that it has."""
        if self.ending_on:
            return MatchState.ENDING
        if self.started_on:
            return MatchState.ACTIVE
        if self.trial_on:
            return MatchState.TRIAL
        if self.introduction_on:
            return MatchState.INTRODUCTION_ARRANGED
        return MatchState.CHECKS_CONFIRMED if self.confirmed_on else MatchState.YOUNG_PERSON_AGREED


MEETS = (MatchState.INTRODUCTION_ARRANGED, MatchState.TRIAL, MatchState.ACTIVE)
"""The states into which the database lets no match without a proof of readiness."""


class ReadinessProof(Model):
    """Every gate of a volunteer, looked at in the moment in which a match takes a step.

    The database refuses one in which a gate is not passed, and spends each on one step.
    """

    privacy = Entry(Purpose.MATCHING, Category.PERSONAL, Keep.CARE_CONTENT)
    match_id: Mapped[int] = mapped_column(sa.ForeignKey("match.id"), index=True)
    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), index=True)
    to_state: Mapped[MatchState]
    proven_on: Mapped[date]
    spent: Mapped[bool] = mapped_column(default=False)
    application: Mapped[bool]
    self_disclosure: Mapped[bool]
    overseas: Mapped[bool]
    identity: Mapped[bool]
    interview: Mapped[bool]
    references: Mapped[bool]
    dbs: Mapped[bool]
    training: Mapped[bool]
    handbook: Mapped[bool]
    agreement: Mapped[bool]
    support_mentor: Mapped[bool]
    clearance: Mapped[bool]
    account: Mapped[bool]
    not_on_hold: Mapped[bool]
    not_left: Mapped[bool]

    __table_args__ = (
        sa.CheckConstraint(" AND ".join(f'"{gate}"' for gate in Gate), name="every_gate"),
    )


class MatchYes(Model):
    """One person's yes to a match."""

    privacy = Entry(Purpose.MATCHING, Category.CHILD, Keep.CARE_CONTENT)
    match_id: Mapped[int] = mapped_column(sa.ForeignKey("match.id"))
    whose: Mapped[Whose]
    given_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    match: Mapped[Match] = relationship(back_populates="yeses")

    __table_args__ = (sa.UniqueConstraint("match_id", "whose"),)
