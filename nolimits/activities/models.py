"""Offers of adults who invite young people along to something, and each young person's place."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.reads import Sensitive

if TYPE_CHECKING:
    from nolimits.people.models import Area, Person
    from nolimits.strategy.models import Action
    from nolimits.young_people.models import YoungPerson


class Event(StrEnum):
    """What is done here."""

    OFFERED = "offer_made"
    CHANGED = "offer_changed"
    SENT_BACK = "offer_sent_back"
    CHECKED = "offer_risk_checked"
    PUBLISHED = "offer_published"
    FILLED = "offer_filled"
    FREED = "offer_freed"
    HAPPENED = "offer_happened"
    CANCELLED = "offer_cancelled"
    SAID_YES = "place_said_yes"
    SAID_NO = "place_said_no"
    GOT_SEAT = "place_got_seat"
    ALLOWED = "place_allowed"
    CONSENT_LOST = "place_consent_lost"
    RELEASED = "place_released"
    ATTENDED = "place_attended"
    MISSED = "place_missed"
    LIKED = "place_liked"
    CALENDAR_LINKED = "calendar_linked"
    CALENDAR_ENDED = "calendar_ended"


class OfferState(StrEnum):
    """Where an offer stands."""

    DRAFT = "draft"
    RISK_CHECKED = "risk_checked"
    PUBLISHED = "published"
    FULL = "full"
    HAPPENED = "happened"
    CANCELLED = "cancelled"


class PlaceState(StrEnum):
    """Where a young person's place stands."""

    INVITED = "invited"
    YES = "yes"
    NO = "no"
    CONSENT_OK = "consent_ok"
    ATTENDED = "attended"
    MISSED = "missed"


class ActivityKind(StrEnum):
    """What kind of thing it is."""

    SOCIAL = "social"
    LEISURE = "leisure"
    SPORT = "sport"
    RECREATION = "recreation"
    ART = "art"
    LEARNING = "learning"


class PlaceKind(StrEnum):
    """What kind of public place it is in; never anybody's home (R-MAT-3)."""

    PARK = "park"
    SPORTS_GROUND = "sports_ground"
    CAFE = "cafe"
    LIBRARY = "library"
    MUSEUM = "museum"
    CINEMA = "cinema"
    COUNCIL_BUILDING = "council_building"
    OTHER_PUBLIC = "other_public"


class Transport(StrEnum):
    """How a young person gets there. Nobody drives them: no driver's papers are kept (R-TRA-1)."""

    MEET_THERE = "meet_there"
    WALK = "walk"
    BUS_OR_TRAIN = "bus_or_train"


class Access(StrEnum):
    """What is there for somebody who needs it."""

    STEP_FREE = "step_free"
    ACCESSIBLE_TOILET = "accessible_toilet"
    QUIET = "quiet"
    HEARING_LOOP = "hearing_loop"
    SIGNED = "signed"


class Risk(StrEnum):
    """What is asked of every offer before anybody is invited."""

    PUBLIC = "public"
    OTHERS = "others"
    SUITS = "suits"
    TRAVEL = "travel"
    HAZARDS = "hazards"
    REACH = "reach"


class RiskAnswer(StrEnum):
    """Whether it is safe as it is, or with something done about it."""

    SAFE = "safe"
    WITH = "with"


class HowItWas(StrEnum):
    """What a young person says of it afterwards."""

    GOOD = "good"
    OK = "ok"
    NOT_GOOD = "not_good"


OPEN = (OfferState.PUBLISHED, OfferState.FULL)
"""The states in which young people are invited."""
TAKEN = (PlaceState.YES, PlaceState.CONSENT_OK)
"""The states of a place whose young person means to come."""
SEATED = sa.text("seat IS NOT NULL")


class Offer(Referenced, Model, prefix="O"):
    """Something that an adult invites young people along to, once, at one time."""

    privacy = Entry(Purpose.ACTIVITIES, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    first_id: Mapped[int | None] = mapped_column(sa.ForeignKey("offer.id"), index=True)
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"), index=True)
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    state: Mapped[OfferState] = mapped_column(index=True)
    kind: Mapped[ActivityKind]
    title: Mapped[str] = mapped_column(Sealed(80), info=noted(Category.CONFIDENTIAL))
    what: Mapped[str] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place_kind: Mapped[PlaceKind]
    meeting_place: Mapped[str] = mapped_column(Sealed(300), info=noted(Category.CONFIDENTIAL))
    transport: Mapped[Transport]
    within_miles: Mapped[int]
    seats: Mapped[int]
    youngest: Mapped[int]
    oldest: Mapped[int]
    access: Mapped[list[str]] = mapped_column(default=list, info=noted(Category.NONE))
    asked_on: Mapped[date | None]
    to_change: Mapped[str | None] = mapped_column(Sealed(500), info=noted(Category.CONFIDENTIAL))
    checked_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    risks: Mapped[list[str]] = mapped_column(default=list, info=noted(Category.NONE))
    mitigations: Mapped[str | None] = mapped_column(Sealed(1000), info=noted(Category.CONFIDENTIAL))
    published_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    person: Mapped["Person"] = relationship("Person", foreign_keys=[person_id])
    area: Mapped["Area"] = relationship("Area")
    action: Mapped["Action | None"] = relationship("Action")

    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_later"),
        sa.CheckConstraint("seats BETWEEN 1 AND 20", name="seats"),
        sa.CheckConstraint("youngest <= oldest", name="ages"),
        sa.CheckConstraint(
            "checked_by_id IS NULL OR checked_by_id <> person_id", name="checked_by_another"
        ),
        sa.CheckConstraint(
            "published_on IS NULL OR checked_by_id IS NOT NULL", name="checked_first"
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'full') OR published_on IS NOT NULL", name="published"
        ),
        sa.CheckConstraint(
            "(state IN ('happened', 'cancelled')) = (ended_on IS NOT NULL)", name="end_has_day"
        ),
    )

    @property
    def on(self) -> date:
        """Its day."""
        return clock.london_day(self.starts_at)

    @property
    def has_started(self) -> bool:
        """Whether its time has come."""
        return self.starts_at <= clock.now()

    @property
    def names_open(self) -> bool:
        """Whether who invites reads what those who come are called: a day before, until after."""
        over = self.state is OfferState.CANCELLED
        return not over and abs((clock.today() - self.on).days) <= 1


class Place(Referenced, Sensitive, Model, prefix="L"):
    """One young person on an offer. Without a seat, a yes waits for one in its order."""

    privacy = Entry(Purpose.ACTIVITIES, Category.CHILD, Keep.CARE_CONTENT)
    offer_id: Mapped[int] = mapped_column(sa.ForeignKey("offer.id"), index=True)
    young_person_id: Mapped[int] = mapped_column(sa.ForeignKey("young_person.id"), index=True)
    state: Mapped[PlaceState]
    seat: Mapped[int | None]
    invited_on: Mapped[date]
    said_at: Mapped[datetime | None]
    consent_on: Mapped[date | None]
    consent_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    how_it_was: Mapped[HowItWas | None]

    offer: Mapped[Offer] = relationship()
    young_person: Mapped["YoungPerson"] = relationship("YoungPerson")

    __table_args__ = (
        sa.UniqueConstraint("offer_id", "young_person_id"),
        sa.Index(
            "uq_place_seat",
            "offer_id",
            "seat",
            unique=True,
            sqlite_where=SEATED,
            postgresql_where=SEATED,
        ),
        sa.CheckConstraint(
            "state NOT IN ('consent_ok', 'attended', 'missed') "
            "OR (seat IS NOT NULL AND consent_on IS NOT NULL)",
            name="consent_first",
        ),
        sa.CheckConstraint("state NOT IN ('invited', 'no') OR seat IS NULL", name="no_seat"),
    )

    @property
    def caseload_id(self) -> int | None:
        """The worker of the young person, once a coordinator accepted them."""
        return self.young_person.caseload_id

    @property
    def closed(self) -> bool:
        """Whether the young person takes part no more."""
        return self.young_person.closed

    @property
    def about_person_id(self) -> int | None:
        """The young person's account: a look at the place is a look at them."""
        return self.young_person.person_id

    @property
    def volunteer_person_id(self) -> int | None:
        """The account of who invited, while they know who comes."""
        return self.offer.person_id if self.offer.names_open and self.may_come else None

    @property
    def may_come(self) -> bool:
        """Whether everyone has agreed that they come, or they came."""
        return self.state not in (PlaceState.INVITED, PlaceState.YES, PlaceState.NO)


class CalendarLink(Model):
    """A secret address of somebody's own days, for their calendar; only its print is kept."""

    privacy = Entry(Purpose.ACTIVITIES, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_print: Mapped[str] = mapped_column(
        sa.String(64), unique=True, info=noted(Category.TECHNICAL)
    )
    made_on: Mapped[date]
    until_on: Mapped[date]
    ended_on: Mapped[date | None]

    person: Mapped["Person"] = relationship("Person")

    __table_args__ = (
        sa.Index(
            "uq_calendar_link_open",
            "person_id",
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        ),
    )
