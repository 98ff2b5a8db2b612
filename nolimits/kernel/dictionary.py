"""The field dictionary: why each column is held, by what right, what kind it is, how long (R-DP-1).

A model says it once for its table, `privacy = Entry(Purpose.TRAINING, Category.PERSONAL,
Keep.VOLUNTEER_FILE)`; a column that differs, or that holds free words, says what differs:
`mapped_column(Sealed(500), info=noted(Category.CHILD))`. The record of processing, the privacy
notices, access to one's own data and retention all read it here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nolimits.kernel.db import Base


class Basis(StrEnum):
    """What in law lets us hold it (UK GDPR, Article 6)."""

    PUBLIC_TASK = "public task"
    LEGAL_OBLIGATION = "legal obligation"
    CONSENT = "consent"


class Condition(StrEnum):
    """What more the law asks where it is somebody's health, origin or offences (R-DP-2)."""

    SAFEGUARDING = "safeguarding of children (Data Protection Act 2018, Schedule 1, paragraph 18)"
    STATUTORY = "statutory and government purposes (the same, paragraph 6)"
    SOCIAL_CARE = "health or social care (the same, paragraph 2)"


class Category(Enum):
    """What kind of data it is: its name, and whether the database may only hold it sealed."""

    NONE = ("about nobody", False)
    TECHNICAL = ("technical", False)
    PERSONAL = ("about a person", False)
    FINANCIAL = ("about a person's money", False)
    CHILD = ("about a young person", False)
    CHILD_IDENTIFYING = ("who a young person is", True)
    CONFIDENTIAL = ("free words about a person", True)
    SPECIAL = ("special category", True)
    CRIMINAL = ("criminal offences", True)
    SECRET = ("a secret", True)

    def __init__(self, words: str, sealed: bool) -> None:
        self.words, self.sealed = words, sealed

    @property
    def needs_condition(self) -> bool:
        """Whether the law asks for a condition beside the basis."""
        return self in (Category.SPECIAL, Category.CRIMINAL)


class Starts(StrEnum):
    """The event from which a time of keeping runs."""

    SCHEME_ENDS = "the scheme ends"
    BORN = "they were born"
    LEFT = "they left"
    CLOSED = "it was closed"
    DECIDED = "it was decided"
    WRITTEN = "it was written"
    LAST_USED = "it was last used"
    SENT = "it was sent"
    YEAR_ENDED = "the financial year ended"


class Keep(Enum):
    """How long: a title, then years, months and days after an event (R-DP-6).

    What retention does not act upon says at the end why it stays; a test asks for one or the other.
    """

    SCHEME = ("of the scheme", 0, 0, 0, Starts.SCHEME_ENDS, "it is about nobody")
    TRAIL = (
        "audit trail",
        0,
        0,
        0,
        Starts.SCHEME_ENDS,
        "it says who did what by numbers, without names and without what anybody typed, and each "
        "entry proves the one before, so none can be taken out",
    )
    LEDGER = (
        "ledger",
        0,
        0,
        0,
        Starts.SCHEME_ENDS,
        "it holds sums, without names but for what finance typed as a reason, and without one of "
        "them no total would be right",
    )
    CARE_CONTENT = ("care record", 75, 0, 0, Starts.BORN)
    CHILD_PROTECTION = ("child protection", 35, 0, 0, Starts.CLOSED)
    VOLUNTEER_FILE = ("volunteer's file", 6, 0, 0, Starts.LEFT)
    UNSUCCESSFUL = ("applied and did not start", 0, 6, 0, Starts.DECIDED)
    ACCOUNT = ("account", 6, 0, 0, Starts.LEFT)
    FINANCE = ("finance", 6, 0, 0, Starts.YEAR_ENDED)
    DBS_DETAIL = ("DBS detail", 0, 6, 0, Starts.DECIDED)
    AUDIT = ("reasons and holds", 6, 0, 0, Starts.WRITTEN)
    SESSION = ("signing in", 0, 0, 90, Starts.LAST_USED)
    DRAFT = ("unfinished answers", 0, 0, 90, Starts.LAST_USED)
    MAIL = ("messages", 0, 0, 90, Starts.SENT)
    REQUEST = ("request about data", 3, 0, 0, Starts.CLOSED)
    BREACH = ("complaint or leak", 6, 0, 0, Starts.CLOSED)

    def __init__(
        self, title: str, years: int, months: int, days: int, starts: Starts, stays: str = ""
    ) -> None:
        self.title, self.starts, self.stays = title, starts, stays
        self.years, self.months, self.days = years, months, days

    @property
    def words(self) -> str:
        """The period aloud: "6 months after it was decided"."""
        return self.said(self.years, self.months, self.days)

    def said(self, years: int, months: int, days: int) -> str:
        """The same of another period, as somebody has set it."""
        parts = {"year": years, "month": months, "day": days}
        period = next((f"{n} {unit}{'s' * (n > 1)}" for unit, n in parts.items() if n), "")
        return f"{period} after {self.starts}" if period else f"until {self.starts}"


class Purpose(Enum):
    """What it is for, by what right, and whom it is about: the rows of the record of processing."""

    ACCOUNTS = ("Accounts", "let people sign in and do what their role lets them do")
    SECURITY = ("Security", "keep records safe and know who did what", Basis.LEGAL_OBLIGATION)
    MAIL = ("Messages", "tell people what they need to know or do")
    STRATEGY = ("Strategy", "publish the council's plan for children in care")
    YOUNG_PEOPLE = ("Young people", "know who takes part, what they want and who may decide")
    VOLUNTEERS = ("Volunteers", "choose, prepare and support the adults who volunteer")
    CHECKS = ("Checks", "know that an adult is safe before they meet a young person")
    TRAINING = ("Training", "train the adults who volunteer, and know that they are trained")
    MATCHING = ("Mentoring", "bring a young person and a mentor together, and look after both")
    ACTIVITIES = ("Activities", "invite young people along, safely, and know who comes")
    SAFEGUARDING = ("Safeguarding", "keep children safe from harm", Basis.LEGAL_OBLIGATION)
    PLEDGES = ("Pledges", "keep what people promise to give")
    MONEY = ("Money", "account for the money that people give", Basis.LEGAL_OBLIGATION)
    EXPENSES = ("Expenses", "pay back what volunteers spend", Basis.LEGAL_OBLIGATION)
    GRANTS = ("Grants", "decide fairly what a young person gets, and give it to them")
    GIFTS = ("Gifts", "see that every child gets a gift at Christmas")
    REPORTS = ("Reports", "tell the Board how the scheme does")
    RIGHTS = ("Rights", "answer people who ask about their own data", Basis.LEGAL_OBLIGATION)
    PHOTOS = ("Photos", "show a photo that somebody chose to give", Basis.CONSENT)

    def __init__(self, title: str, words: str, basis: Basis = Basis.PUBLIC_TASK) -> None:
        self.title, self.words, self.basis = title, words, basis


class Link(StrEnum):
    """What somebody whom a column points to is to its row."""

    THEIRS = "theirs"  # the row is about them: person_id, young_person_id
    DID = "did"  # they did it: anything that ends in _by_id
    NAMED = "named"  # they stand in what is about somebody else


@dataclass(frozen=True)
class Entry:
    """What the dictionary says of a column, or of each column of a table that says no more."""

    purpose: Purpose
    category: Category
    keep: Keep
    condition: Condition | None = None
    basis_told: Basis | None = None
    in_clear: str | None = None  # why it is not sealed, where one would think that it is

    @property
    def basis(self) -> Basis:
        """The right by which it is held: its purpose's, unless it says another."""
        return self.basis_told or self.purpose.basis


FIELDS: dict[type[Any], str] = {
    Purpose: "purpose",
    Category: "category",
    Keep: "keep",
    Condition: "condition",
    Basis: "basis_told",
    Link: "link",
    str: "in_clear",
}
PEOPLE = ("person", "young_person")
DID_SO = ("_by_id", "_interviewer_id")


def noted(*said: Purpose | Category | Keep | Condition | Basis | Link | str) -> dict[str, Any]:
    """What one column says of itself; the rest is as for its table."""
    return {"privacy": {FIELDS[type(one)]: one for one in said}}


def entry_of(column: Any) -> Entry | None:
    """What the dictionary says of a column; None where nobody has said anything."""
    of_table: Entry | None = _model_of(column.table).__dict__.get("privacy")
    said = {name: one for name, one in column.info.get("privacy", {}).items() if name != "link"}
    return of_table and replace(of_table, **said)


def says_itself(column: Any) -> bool:
    """Whether a column says what kind it is, and not only its table."""
    return "category" in column.info.get("privacy", {})


def points_to(column: Any) -> str | None:
    """The table whose row a column names; None for a column that names none."""
    return next((key.column.table.name for key in column.foreign_keys), None)


def belongs_to(column: Any) -> str | None:
    """The table of which a row is a part: it says so by the name, as in match_id."""
    whole = points_to(column)
    return whole if whole and column.name == f"{whole}_id" else None


def link_of(column: Any) -> Link | None:
    """What a person is to the row that names them; None for other columns, or where unsaid."""
    if points_to(column) not in PEOPLE:
        return None
    said: Link | None = column.info.get("privacy", {}).get("link")
    if said or column.name.endswith(DID_SO):
        return said or Link.DID
    return Link.THEIRS if belongs_to(column) else None


def everything() -> Iterator[tuple[type["Base"], Any, Entry]]:
    """Every column of every table with its entry, by table and in the order of its columns."""
    for _, model in sorted(_models().items()):
        for column in model.__table__.columns:
            if entry := entry_of(column):
                yield model, column, entry


@cache
def _model_of(table: Any) -> type["Base"]:
    return _models()[table.name]


def _models() -> dict[str, type["Base"]]:
    from nolimits.kernel.db import Base

    return {str(one.local_table): one.class_ for one in Base.registry.mappers}
