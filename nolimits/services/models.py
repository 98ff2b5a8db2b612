"""What services offer young people: passes, tickets, work experience; and what each takes up."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.partners.models import PartnerProject
    from nolimits.people.models import Directorate
    from nolimits.strategy.models import Action
    from nolimits.young_people.models import YoungPerson


class Event(StrEnum):
    """What is done here."""

    OFFERED = "service_offer_made"
    CLOSED = "service_offer_closed"
    ASKED = "take_up_asked"
    GIVEN = "take_up_given"
    NOT_GIVEN = "take_up_not_given"
    TAKEN_BACK = "take_up_taken_back"


class ServiceKind(StrEnum):
    """What a service offers."""

    FREE_PASS = "free_pass"  # noqa: S105  # it opens a pool
    TICKETS = "tickets"
    WORK_EXPERIENCE = "work_experience"
    INTERVIEW = "interview"
    OTHER = "other"


class TakeUpState(StrEnum):
    """Where it stands that somebody asked."""

    ASKED = "asked"
    GIVEN = "given"
    NOT_GIVEN = "not_given"
    TAKEN_BACK = "taken_back"


STANDING = (TakeUpState.ASKED, TakeUpState.GIVEN)
"""The states that count towards the stock: it is theirs, or kept for them."""
ONE_AT_A_TIME = sa.text("state IN ('asked', 'given')")


class ServiceOffer(Referenced, Model, prefix="SO"):
    """Something that a service of the council keeps for young people, as many as there are.

    What a project of a partner gives is kept by the service that works with that partner.
    """

    privacy = Entry(Purpose.ACTIVITIES, Category.NONE, Keep.SCHEME)
    directorate_id: Mapped[int] = mapped_column(sa.ForeignKey("directorate.id"), index=True)
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"), index=True)
    partner_project_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("partner_project.id"), index=True
    )
    kind: Mapped[ServiceKind]
    title: Mapped[str] = mapped_column(sa.String(100))
    what: Mapped[str] = mapped_column(sa.String(500))
    stock: Mapped[int | None]
    youngest: Mapped[int]
    oldest: Mapped[int]
    from_on: Mapped[date]
    until_on: Mapped[date]
    made_on: Mapped[date]
    closed_on: Mapped[date | None]

    directorate: Mapped["Directorate"] = relationship("Directorate")
    action: Mapped["Action | None"] = relationship("Action")
    project: Mapped["PartnerProject | None"] = relationship("PartnerProject")

    __table_args__ = (
        sa.CheckConstraint("stock IS NULL OR stock > 0", name="stock"),
        sa.CheckConstraint("youngest <= oldest", name="ages"),
        sa.CheckConstraint("until_on >= from_on", name="ends_later"),
    )

    @property
    def is_open(self) -> bool:
        """Whether it can be asked for today; its last day counts."""
        is_on = self.closed_on is None and self.from_on <= clock.today() <= self.until_on
        return is_on and self.source_is_clear

    @property
    def source_is_clear(self) -> bool:
        """Whether the partner that gives it, if one does, is clear and its project not over."""
        return self.project is None or self.project.may_offer


class TakeUp(Referenced, Sensitive, Model, prefix="TU"):
    """One young person who asks for what a service offers; who handed it out, and when."""

    privacy = Entry(Purpose.ACTIVITIES, Category.CHILD, Keep.CARE_CONTENT)
    service_offer_id: Mapped[int] = mapped_column(sa.ForeignKey("service_offer.id"), index=True)
    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)
    state: Mapped[TakeUpState]
    asked_on: Mapped[date]
    settled_on: Mapped[date | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    service_offer: Mapped[ServiceOffer] = relationship()
    young_person: Mapped["YoungPerson"] = relationship("YoungPerson")

    __table_args__ = (
        sa.CheckConstraint("(state = 'asked') = (settled_on IS NULL)", name="settled_has_day"),
        sa.Index(
            "uq_take_up_standing",
            "service_offer_id",
            "young_person_id",
            unique=True,
            sqlite_where=ONE_AT_A_TIME,
            postgresql_where=ONE_AT_A_TIME,
        ),
    )

    @property
    def closed(self) -> bool:
        """Whether the young person takes part no more."""
        return self.young_person.closed

    @property
    def about_person_id(self) -> int | None:
        """The young person's account: a look at what they ask for is a look at them."""
        return self.young_person.person_id
