"""Young people by code. Their names are in one table of their own, which few may read."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Link, Purpose, noted
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.matching.models import Match
    from nolimits.panel.models import Conflict
    from nolimits.people.models import Area, Person
    from nolimits.reads.models import BrokenGlass
    from nolimits.volunteers.models import Volunteer


YOUNGEST, OLDEST = 8, 24
"""The ages of the scheme, in whole years."""
AGE_BANDS = ((7, 10), (11, 13), (14, 15), (16, 17), (18, 20))


class Event(StrEnum):
    """What is done here."""

    REFERRED = "young_person_referred"
    CONSENT_SOUGHT = "consent_sought"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    PREFERENCES_TAKEN = "preferences_taken"
    READY_TO_MATCH = "young_person_ready_to_match"
    MATCHED = "young_person_matched"
    BACK_IN_POOL = "young_person_back_in_pool"
    CONSENT_INCOMPLETE = "consent_incomplete"
    RESUMED = "young_person_resumed"
    PAUSED = "young_person_paused"
    ENDED = "young_person_ended"
    EXCLUSION_ADDED = "exclusion_added"
    EXCLUSION_ENDED = "exclusion_ended"
    CARE_PERIOD_RECORDED = "care_period_recorded"
    ACCOUNT_GIVEN = "young_person_account_given"
    ACCOUNT_CLOSED = "young_person_account_closed"
    ADDRESS_REFUSED = "young_person_address_refused"
    WORKER_CHANGED = "young_person_worker_changed"
    WORKER_ACCEPTED = "young_person_worker_accepted"


class YoungPersonState(StrEnum):
    """Where a young person is on the way to a mentor."""

    REFERRED = "referred"
    CONSENT_SOUGHT = "consent_sought"
    PREFERENCES_TAKEN = "preferences_taken"
    READY_TO_MATCH = "ready_to_match"
    MATCHED = "matched"
    PAUSED = "paused"
    ENDED = "ended"


class CareBasis(StrEnum):
    """In law, why someone is or was cared for; it says who may consent (R-CARE-5)."""

    CARE_ORDER = "care_order"
    ACCOMMODATED = "accommodated"  # section 20: parents keep parental responsibility
    SPECIAL_GUARDIANSHIP = "special_guardianship"


class ConsentScope(StrEnum):
    """What was agreed to."""

    TAKING_PART = "taking_part"
    MATCHING = "matching"
    ACTIVITIES = "activities"
    SHARING_PROFILE = "sharing_profile"
    STORY = "story"


class ConsentGiver(StrEnum):
    """In what capacity it was agreed to."""

    YOUNG_PERSON = "young_person"
    COUNCIL = "council"
    PARENT = "parent"


class Tie(StrEnum):
    """How an adult is tied to a young person, so that they must not be matched."""

    WORKS_WITH = "works_with"
    RELATED = "related"
    NOT_THIS_PERSON = "not_this_person"


def age_between(born_on: date, day: date) -> int:
    """Age in whole years; someone born on 29 February grows older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


class YoungPerson(Referenced, Sensitive, Model, prefix="Y"):
    """Someone cared for or care experienced; their reference is their code."""

    looked_at = ("young_person", "id")

    privacy = Entry(Purpose.YOUNG_PEOPLE, Category.CHILD, Keep.CARE_CONTENT)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    worker_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id"), index=True, info=noted(Link.NAMED)
    )
    worker_accepted_on: Mapped[date | None]
    referred_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    referred_on: Mapped[date]
    born_on: Mapped[date]
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    state: Mapped[YoungPersonState] = mapped_column(index=True)
    wants: Mapped[str | None] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    interests: Mapped[list[str]] = mapped_column(default=list, info=noted(Category.CHILD))
    availability: Mapped[list[str]] = mapped_column(default=list, info=noted(Category.CHILD))
    preferences_on: Mapped[date | None]
    ready_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    worker: Mapped["Person"] = relationship("Person", foreign_keys=[worker_id])
    person: Mapped["Person | None"] = relationship("Person", foreign_keys=[person_id])
    area: Mapped["Area"] = relationship("Area")
    identity: Mapped["YoungPersonIdentity"] = relationship(back_populates="young_person")
    care_periods: Mapped[list["CarePeriod"]] = relationship(order_by="CarePeriod.from_on")
    consents: Mapped[list["Consent"]] = relationship(order_by="Consent.given_on")
    ties: Mapped[list["AdultTie"]] = relationship(
        back_populates="young_person", order_by="AdultTie.from_on"
    )
    matches: Mapped[list["Match"]] = relationship("Match", viewonly=True)
    asked_volunteers: Mapped[list["Volunteer"]] = relationship(
        "Volunteer",
        secondary="match",
        secondaryjoin="and_(Match.volunteer_id == Volunteer.id, Match.proposed_on.is_not(None))",
        viewonly=True,
    )
    conflicts: Mapped[list["Conflict"]] = relationship(
        "Conflict", secondary="application", viewonly=True
    )

    glasses: Mapped[list["BrokenGlass"]] = relationship("BrokenGlass", viewonly=True)

    @property
    def caseload_id(self) -> int | None:
        """The worker whose caseload they are in: one who is accepted, and not kept apart."""
        theirs = self.worker_accepted_on and self.worker_id not in self.kept_apart_ids
        return self.worker_id if theirs else None

    @property
    def kept_apart_ids(self) -> set[int]:
        """Adults who are related to them or are named as not this person: they read nothing."""
        return {one.person_id for one in self.ties if one.keeps_apart}

    @property
    def closed(self) -> bool:
        """Whether they take part no more, so that only a reason of weight opens their record."""
        return self.state is YoungPersonState.ENDED

    @property
    def broken_by_ids(self) -> set[int]:
        """Who opened this record in an emergency, and may see it until their hour is over."""
        return {one.person_id for one in self.glasses if one.is_open}

    @property
    def known_by_ids(self) -> set[int]:
        """Those who know who this is: anyone ever asked to be their mentor, too."""
        supports = (support for asked in self.asked_volunteers for support in asked.supports)
        return {
            self.worker_id,
            *(tie.person_id for tie in self.ties if tie.until_on is None),
            *(conflict.person_id for conflict in self.conflicts),
            *(asked.person_id for asked in self.asked_volunteers),
            *(behind for support in supports for behind in support.known_to_ids),
        }

    def age_on(self, day: date) -> int:
        """Age on a day, in whole years."""
        return age_between(self.born_on, day)

    @property
    def about_age(self) -> str:
        """Their age as told to whom they do not know: who looks each day learns no birthday."""
        age = self.age_on(clock.today().replace(day=1))
        bands = (f"{low} to {high} years old" for low, high in AGE_BANDS if age <= high)
        return next(bands, "21 or older")

    @property
    def age(self) -> int:
        """Age today."""
        return self.age_on(clock.today())

    @property
    def called(self) -> str:
        """What they chose to be called, for those who may know: them and their mentor."""
        return self.person.name if self.person else self.identity.given_name

    def basis_on(self, day: date) -> CareBasis | None:
        """On what basis they are cared for on a day; None when they are not."""
        return next((one.basis for one in self.care_periods if one.holds_on(day)), None)


class YoungPersonIdentity(Model):
    """The name of a young person: the only table that has it."""

    privacy = Entry(Purpose.YOUNG_PEOPLE, Category.CHILD, Keep.CARE_CONTENT)
    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), unique=True)
    given_name: Mapped[str] = mapped_column(Sealed(80), info=noted(Category.CHILD_IDENTIFYING))
    family_name: Mapped[str] = mapped_column(Sealed(80), info=noted(Category.CHILD_IDENTIFYING))

    young_person: Mapped[YoungPerson] = relationship(back_populates="identity")


class CarePeriod(Model):
    """A time in which someone was cared for, and on what basis."""

    privacy = Entry(Purpose.YOUNG_PEOPLE, Category.CHILD, Keep.CARE_CONTENT)
    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)
    basis: Mapped[CareBasis]
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    __table_args__ = (
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
    )

    def holds_on(self, day: date) -> bool:
        """Whether they were cared for on a day; the last day counts no more."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


class Consent(Model):
    """One yes, by whom and to what; a withdrawn one stays, with its day."""

    privacy = Entry(Purpose.YOUNG_PEOPLE, Category.CHILD, Keep.CARE_CONTENT)
    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)
    scope: Mapped[ConsentScope]
    giver: Mapped[ConsentGiver]
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="in_order"),
        sa.Index(
            "uq_consent_open",
            "young_person_id",
            "scope",
            "giver",
            unique=True,
            sqlite_where=sa.text("withdrawn_on IS NULL"),
            postgresql_where=sa.text("withdrawn_on IS NULL"),
        ),
    )


class AdultTie(Model):
    """An adult who must not be matched with a young person, and why."""

    privacy = Entry(Purpose.MATCHING, Category.CHILD, Keep.CARE_CONTENT)
    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    tie: Mapped[Tie]
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    person: Mapped["Person"] = relationship("Person")
    young_person: Mapped[YoungPerson] = relationship(back_populates="ties")

    __table_args__ = (
        sa.Index(
            "uq_adult_tie_open",
            "young_person_id",
            "person_id",
            "tie",
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        ),
    )

    @property
    def keeps_apart(self) -> bool:
        """Whether the adult must read nothing of them today; who only works with them may."""
        return self.until_on is None and self.tie is not Tie.WORKS_WITH
