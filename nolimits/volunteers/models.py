"""Volunteers, and what is promised, given and taken back on the way to being ready."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced, db
from nolimits.kernel.dictionary import Category, Entry, Keep, Link, Purpose, noted
from nolimits.kernel.reads import Sensitive
from nolimits.safeguarding.kinds import DbsReferral

if TYPE_CHECKING:
    from nolimits.people.models import Area, Person


class Event(StrEnum):
    """What is done here. GATE_LAPSED is what rooms above listen for."""

    APPLIED = "volunteer_applied"
    AGREEMENT_SIGNED = "agreement_signed"
    SUPPORT_MENTOR_ASSIGNED = "support_mentor_assigned"
    SUPPORT_MENTOR_STOPPED = "support_mentor_stopped"
    SUPPORT_HANDED_OVER = "support_handed_over"
    CAPACITY_SAID = "support_capacity_said"
    COVER_ARRANGED = "cover_arranged"
    COVER_ENDED = "cover_ended"
    CLEARED = "volunteer_cleared"
    CLEARANCE_WITHDRAWN = "clearance_withdrawn"
    GATE_LAPSED = "gate_lapsed"
    GATE_WARNED = "gate_warned"
    REMINDED = "volunteer_reminded"
    PUT_ON_HOLD = "volunteer_put_on_hold"
    RETURNED = "volunteer_returned"
    LEFT = "volunteer_left"


class LeavingReason(StrEnum):
    """Why a volunteer left."""

    OWN_CHOICE = "own_choice"
    CHANGED_JOB = "changed_job"
    NOT_SUITABLE = "not_suitable"
    WITHDREW = "withdrew"


class Grounds(StrEnum):
    """Whether a volunteer who left harmed a child, or might have (R-DBS-18)."""

    NONE = "none"
    HARM = "harm"
    LOOKED_INTO = "looked_into"


NEUTRAL = "Something has to be talked over first"
"""Why somebody pauses, where no more is anybody's to know; offered for every pause."""


def _open(*columns: str, name: str) -> sa.Index:
    """A unique index over rows that have not ended."""
    still = sa.text("until_on IS NULL")
    return sa.Index(name, *columns, unique=True, sqlite_where=still, postgresql_where=still)


class Volunteer(Referenced, Sensitive, Model, prefix="V"):
    """An adult who asked to give time one to one."""

    looked_at = ("person", "person_id")

    privacy = Entry(Purpose.VOLUNTEERS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    applied_on: Mapped[date]
    motivation: Mapped[str] = mapped_column(Sealed(2000), info=noted(Category.CONFIDENTIAL))
    profile: Mapped[str] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    interests: Mapped[list[str]] = mapped_column(default=list, info=noted(Category.PERSONAL))
    availability: Mapped[list[str]] = mapped_column(default=list, info=noted(Category.PERSONAL))
    capacity: Mapped[int] = mapped_column(default=1)
    left_on: Mapped[date | None]
    left_reason: Mapped[LeavingReason | None]
    # These three are in nobody's copy of their own data: they tell of a concern (R-SAF-4).
    left_grounds: Mapped[Grounds | None] = mapped_column(info=noted(Category.TECHNICAL))
    dbs_referral: Mapped[DbsReferral | None] = mapped_column(info=noted(Category.TECHNICAL))
    dbs_decided_on: Mapped[date | None] = mapped_column(info=noted(Category.TECHNICAL))
    dbs_decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])
    area: Mapped["Area"] = relationship("Area")
    agreements: Mapped[list["Agreement"]] = relationship()
    supports: Mapped[list["Support"]] = relationship(
        back_populates="volunteer", order_by="Support.from_on"
    )
    clearances: Mapped[list["Clearance"]] = relationship(order_by="Clearance.cleared_on")
    holds: Mapped[list["Hold"]] = relationship(order_by="Hold.from_on")

    __table_args__ = (
        sa.CheckConstraint("capacity BETWEEN 1 AND 3", name="capacity"),
        sa.CheckConstraint("(left_on IS NULL) = (left_reason IS NULL)", name="leaving_has_reason"),
        sa.CheckConstraint(
            "(left_on IS NULL) = (left_grounds IS NULL)", name="leaving_says_whether_harm"
        ),
        # R-DBS-18: nobody who harmed a child leaves without this decision.
        sa.CheckConstraint(
            "left_grounds IS NULL OR left_grounds <> 'harm' OR (dbs_referral IS NOT NULL "
            "AND dbs_decided_on IS NOT NULL AND dbs_decided_by_id IS NOT NULL)",
            name="duty_to_refer_decided",
        ),
        sa.CheckConstraint(
            "dbs_decided_by_id IS NULL OR dbs_decided_by_id <> person_id",
            name="dbs_decided_by_another",
        ),
    )

    @classmethod
    def by_key(cls, key: str) -> Self | None:
        """The volunteer of a reference, their own or their account's."""
        person: Any = cls.person.property.mapper.class_
        # Asked of each volunteer in turn instead, it would read all of them for one page.
        theirs = sa.select(person.id).where(person.reference == key).scalar_subquery()
        either = sa.or_(cls.reference == key, cls.person_id == theirs)
        return db.session.scalar(sa.select(cls).where(either))

    @property
    def support_mentor_id(self) -> int | None:
        """The person who stands behind this volunteer today."""
        today = clock.today()
        return next(
            (
                row.mentor_id
                for row in self.supports
                if row.from_on <= today and (row.until_on is None or today < row.until_on)
            ),
            None,
        )

    @property
    def cover(self) -> "Cover | None":
        """What was arranged while their support mentor is away, on a day like today."""
        behind = (row for row in self.supports if row.until_on is None)
        return next((one for row in behind for one in row.covers if one.holds), None)

    @property
    def covering_id(self) -> int | None:
        """The person who covers today; nobody from the day on which the support mentor is back."""
        return self.cover.cover_id if self.cover else None


class Agreement(Model):
    """The volunteer agreement, signed by pressing the button under its words."""

    privacy = Entry(Purpose.VOLUNTEERS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), unique=True)
    signed_on: Mapped[date]


class Support(Model):
    """A support mentor behind a volunteer, from one day until another."""

    privacy = Entry(Purpose.VOLUNTEERS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), index=True)
    mentor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id"), index=True, info=noted(Link.NAMED)
    )
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    volunteer: Mapped[Volunteer] = relationship(back_populates="supports")
    mentor: Mapped["Person"] = relationship("Person")
    covers: Mapped[list["Cover"]] = relationship(
        "Cover",
        primaryjoin="Support.mentor_id == foreign(Cover.person_id)",
        uselist=True,
        viewonly=True,
    )

    __table_args__ = (_open("volunteer_id", name="uq_support_open"),)

    @property
    def known_to_ids(self) -> set[int]:
        """Who stood behind the volunteer, and who covered meanwhile: they know whom they meet."""
        last = self.until_on or clock.today()
        covers = (one for one in self.covers if self.from_on <= one.until_on)
        return {self.mentor_id, *(one.cover_id for one in covers if one.from_on <= last)}


class SupportCapacity(Model):
    """How many volunteers a support mentor said that they can support, from a day until another."""

    privacy = Entry(Purpose.VOLUNTEERS, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    most: Mapped[int]
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    __table_args__ = (
        sa.CheckConstraint("most BETWEEN 0 AND 20", name="most_in_reason"),
        _open("person_id", name="uq_support_capacity_open"),
    )


class Cover(Model):
    """Who stands behind the volunteers of a support mentor while they are away."""

    privacy = Entry(Purpose.VOLUNTEERS, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    cover_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id"), index=True, info=noted(Link.NAMED)
    )
    from_on: Mapped[date]
    until_on: Mapped[date]  # the day on which they are back
    arranged_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])
    by: Mapped["Person"] = relationship("Person", foreign_keys=[cover_id])

    __table_args__ = (
        sa.CheckConstraint("until_on >= from_on", name="back_later"),
        sa.CheckConstraint("cover_id <> person_id", name="by_another"),
    )

    @property
    def holds(self) -> bool:
        """Whether they are away today."""
        return self.from_on <= clock.today() < self.until_on


class Clearance(Model):
    """Someone else looked at everything and said that the volunteer may start."""

    privacy = Entry(Purpose.VOLUNTEERS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), index=True)
    cleared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    cleared_on: Mapped[date]
    until_on: Mapped[date | None]

    cleared_by: Mapped["Person"] = relationship("Person")

    __table_args__ = (_open("volunteer_id", name="uq_clearance_open"),)


class Hold(Model):
    """A time in which a volunteer does not volunteer; its reason is neutral words."""

    privacy = Entry(Purpose.VOLUNTEERS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    volunteer_id: Mapped[int] = mapped_column(sa.ForeignKey("volunteer.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Sealed(200), info=noted(Category.CONFIDENTIAL))

    __table_args__ = (_open("volunteer_id", name="uq_hold_open"),)
