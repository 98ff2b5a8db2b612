"""The panel of a round: who is on it, what they score, what it decides."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.money import Pence

if TYPE_CHECKING:
    from nolimits.grants.models import Application, Round
    from nolimits.people.models import Person
    from nolimits.safeguarding.models import ContactStop
    from nolimits.volunteers.models import Hold


class Event(StrEnum):
    """What is done here."""

    PANEL_MEMBER_NAMED = "panel_member_named"
    CONFLICT_DECLARED = "conflict_declared"
    SCORED = "application_scored"
    DECIDED = "application_decided"


class Outcome(StrEnum):
    """What a panel decides."""

    YES = "yes"
    PART = "part"
    NO = "no"
    DEFERRED = "deferred"


class PanelMember(Model):
    """Someone on the panel of a round."""

    privacy = Entry(Purpose.GRANTS, Category.PERSONAL, Keep.ACCOUNT)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    young: Mapped[bool]

    round: Mapped["Round"] = relationship("Round", back_populates="panel")
    person: Mapped["Person"] = relationship("Person")
    stops: Mapped[list["ContactStop"]] = relationship(
        "ContactStop",
        primaryjoin="and_(foreign(ContactStop.person_id) == PanelMember.person_id, "
        "ContactStop.until_at.is_(None))",
        viewonly=True,
    )
    holds: Mapped[list["Hold"]] = relationship(
        "Hold",
        secondary="volunteer",
        primaryjoin="PanelMember.person_id == foreign(Volunteer.person_id)",
        secondaryjoin="and_(foreign(Volunteer.id) == Hold.volunteer_id, Hold.until_on.is_(None))",
        viewonly=True,
    )

    __table_args__ = (sa.UniqueConstraint("round_id", "person_id"),)


class Conflict(Model):
    """A panel member says that they know who asks, in whatever else they ask for too."""

    privacy = Entry(Purpose.GRANTS, Category.PERSONAL, Keep.ACCOUNT)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    declared_on: Mapped[date]

    application: Mapped["Application"] = relationship("Application")

    __table_args__ = (sa.UniqueConstraint("application_id", "person_id"),)


class Score(Model):
    """What one panel member thinks of one application, and why."""

    privacy = Entry(Purpose.GRANTS, Category.CHILD, Keep.CARE_CONTENT)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    given_on: Mapped[date]

    application: Mapped["Application"] = relationship("Application", back_populates="scores")
    person: Mapped["Person"] = relationship("Person")

    __table_args__ = (
        sa.UniqueConstraint("application_id", "person_id"),
        sa.CheckConstraint("points BETWEEN 0 AND 5", name="points"),
    )


class Decision(Model):
    """What the panel decided, why, and what can be done next."""

    privacy = Entry(Purpose.GRANTS, Category.CHILD, Keep.CARE_CONTENT)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    outcome: Mapped[Outcome]
    pence: Mapped[Pence | None]
    reason: Mapped[str] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    next_step: Mapped[str] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    decided_on: Mapped[date]
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    application: Mapped["Application"] = relationship("Application", back_populates="decision")

    __table_args__ = (
        sa.CheckConstraint(
            "(outcome IN ('yes', 'part')) = (pence IS NOT NULL)", name="amount_when_yes"
        ),
        sa.CheckConstraint("pence IS NULL OR pence > 0", name="pence_positive"),
    )
