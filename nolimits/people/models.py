"""People of the scheme, and what they are in it."""

import math
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.actors import Role, that_fit
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted

if TYPE_CHECKING:
    from nolimits.young_people.models import AdultTie


class Event(StrEnum):
    """What people do here."""

    PERSON_ADDED = "person_added"
    PERSON_LEFT = "person_left"
    ADDRESS_RELEASED = "address_released"
    PERSON_SUSPENDED = "person_suspended"
    PERSON_BROUGHT_BACK = "person_brought_back"
    PERSON_RENAMED = "person_renamed"
    PERSON_CHANGED = "person_changed"
    PERSON_MOVED = "person_moved"
    ADDRESS_REFUSED = "address_refused"
    ADDRESS_NAMED = "address_named"
    ADDRESS_PROVED = "address_proved"
    ROLE_GRANTED = "role_granted"
    ROLE_ENDED = "role_ended"
    AREA_ADDED = "area_added"
    DIRECTORATE_ADDED = "directorate_added"
    DIRECTORATE_RENAMED = "directorate_renamed"
    CHAMPION_NAMED = "champion_named"
    CHAMPION_ENDED = "champion_ended"


class Area(Model):
    """A part of the borough, as coarse as a town, with its middle on the national grid."""

    privacy = Entry(Purpose.STRATEGY, Category.NONE, Keep.SCHEME)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    easting: Mapped[int]
    northing: Mapped[int]

    def kilometres_to(self, other: "Area") -> float:
        """The distance between the middles of two areas, as the crow flies."""
        return math.hypot(self.easting - other.easting, self.northing - other.northing) / 1000


class Interest(StrEnum):
    """What people like to do together."""

    SPORT = "sport"
    OUTDOORS = "outdoors"
    MUSIC = "music"
    ART = "art"
    COOKING = "cooking"
    GAMES = "games"
    FILMS = "films"
    ANIMALS = "animals"
    MAKING_THINGS = "making_things"
    READING = "reading"
    WORK = "work"
    STUDY = "study"


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PARTS_OF_DAY = ("morning", "afternoon", "evening")
SLOTS = tuple(f"{day} {part}" for day in DAYS for part in PARTS_OF_DAY)


class Directorate(Referenced, Model, prefix="D"):
    """A part of the council with services of its own."""

    privacy = Entry(Purpose.ACCOUNTS, Category.NONE, Keep.SCHEME)
    name: Mapped[str] = mapped_column(sa.String(100), unique=True)
    # Earlier names of its own, and what other systems call it.
    also_called: Mapped[list[str]] = mapped_column(default=list)
    champions: Mapped[list["Champion"]] = relationship(
        back_populates="directorate", order_by="Champion.from_on.desc()"
    )

    @property
    def champion(self) -> "Person | None":
        """Its point of contact today."""
        return next((row.person for row in self.champions if row.until_on is None), None)

    @property
    def champion_id(self) -> int | None:
        """Who that is."""
        return self.champion.id if self.champion else None


class Asking:
    """What is known of somebody's browser while it asks for a page, or is given a sign-in."""

    sign_in_token: str = ""
    sign_in_session: Any = None  # the row of sign_in.SignInSession
    sign_in_left: Any = None  # sign_in.limits.Left, as it was when this request came


class Person(Asking, Referenced, Model, prefix="U"):
    """Someone with an account. A young person's name here is what they chose to be called."""

    privacy = Entry(Purpose.ACCOUNTS, Category.PERSONAL, Keep.ACCOUNT)
    name: Mapped[str] = mapped_column(
        sa.String(120),
        info=noted(
            Category.PERSONAL,
            "lists of people are sorted and searched by it; a young person's is the name that they "
            "chose, and they are told not to use their family name",
        ),
    )
    email: Mapped[str | None] = mapped_column(
        sa.String(254), unique=True, info=noted(Category.PERSONAL)
    )
    # Where they are to read mail once they have signed in with a code sent there.
    new_email: Mapped[str | None] = mapped_column(sa.String(254), info=noted(Category.PERSONAL))
    employee_number: Mapped[str | None] = mapped_column(
        sa.String(20), unique=True, info=noted(Category.PERSONAL)
    )
    job_title: Mapped[str | None] = mapped_column(sa.String(120), info=noted(Category.PERSONAL))
    directorate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("directorate.id"), index=True)
    team: Mapped[str | None] = mapped_column(sa.String(120), info=noted(Category.PERSONAL))
    manager_email: Mapped[str | None] = mapped_column(sa.String(254), info=noted(Category.PERSONAL))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    suspended_at: Mapped[datetime | None]

    directorate: Mapped[Directorate | None] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="person",
        order_by="RoleGrant.from_on, RoleGrant.id",
        foreign_keys="RoleGrant.person_id",
    )

    # The adults from whom a young person's account is kept, as their record is.
    kept_apart: Mapped[list["AdultTie"]] = relationship(
        "AdultTie",
        secondary="young_person",
        primaryjoin="Person.id == YoungPerson.person_id",
        secondaryjoin="and_(YoungPerson.id == AdultTie.young_person_id, "
        "AdultTie.until_on.is_(None), AdultTie.tie != 'works_with')",
        viewonly=True,
    )

    kind = "person"

    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_folded"),
        sa.CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="left_after_joining"),
        sa.Index("uq_person_new_email", "new_email", unique=True),
        sa.Index(None, "name", "id"),  # lists are in this order, and search it
    )

    @property
    def person_id(self) -> int:
        """The person whose record this is: themself."""
        return self.id

    @property
    def kept_apart_ids(self) -> set[int]:
        """The adults who must read nothing of a young person, their account among it."""
        return {one.person_id for one in self.kept_apart} if self.is_young else set()

    @property
    def has_left(self) -> bool:
        """Whether their account is closed today."""
        return self.left_on is not None and self.left_on <= clock.today()

    @property
    def is_young(self) -> bool:
        """Whether this is, or was, a young person's account: its name is not for everyone."""
        return any(grant.role is Role.YOUNG_PERSON for grant in self.grants)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held today; none once they left or while suspended, no duty while young."""
        today = clock.today()
        if self.has_left or self.suspended_at is not None:
            return frozenset()
        held = frozenset(grant.role for grant in self.grants if grant.holds_on(today))
        return that_fit(held)

    def grant_of(self, role: Role) -> "RoleGrant | None":
        """A role as they hold it, or would hold it if their account were open."""
        return next((one for one in self.grants if one.role == role and one.until_on is None), None)

    @property
    def is_active(self) -> bool:
        """Whether they may sign in."""
        return bool(self.roles)

    def get_id(self) -> str:
        """What the browser's cookie holds: the token of a row of SignInSession."""
        return self.sign_in_token


class Source(StrEnum):
    """Who gave a role: somebody here, or a group of the council's sign-in service."""

    HAND = "hand"
    GROUP = "group"


class SuspensionReason(StrEnum):
    """Why an account is shut for now."""

    LOST_DEVICE = "lost_device"
    LONG_LEAVE = "long_leave"
    WORRY = "worry"
    OTHER = "other"


class RoleGrant(Model):
    """A role that a person holds from one day until another."""

    privacy = Entry(Purpose.ACCOUNTS, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    source: Mapped[Source] = mapped_column(default=Source.HAND)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    # By whom, by hand: then no group gives it again before somebody does.
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])

    __table_args__ = (
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_start"),
        sa.CheckConstraint("ended_by_id IS NULL OR until_on IS NOT NULL", name="ended_by_whom"),
        # All that is asked of it: who holds a role on a day, and whether somebody does.
        sa.Index("ix_role_grant_role", "role", "person_id", "from_on", "until_on"),
        sa.Index(
            "uq_role_grant_open",
            "person_id",
            "role",
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        ),
    )

    def holds_on(self, day: date) -> bool:
        """Whether the role is held on a day; the last day counts no more."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


class Champion(Model):
    """A directorate's point of contact, who tells colleagues of the scheme."""

    privacy = Entry(Purpose.ACCOUNTS, Category.PERSONAL, Keep.ACCOUNT)
    directorate_id: Mapped[int] = mapped_column(sa.ForeignKey("directorate.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    directorate: Mapped[Directorate] = relationship(back_populates="champions")
    person: Mapped[Person] = relationship()

    __table_args__ = (
        sa.Index(
            "uq_champion_open",
            "directorate_id",
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        ),
    )
