"""Staff lists as they were handed in, until they are applied or put away."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.crypto import SealedJSON
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.people.models import Person


class Event(StrEnum):
    """What people do here."""

    HANDED_IN = "staff_list_handed_in"
    COLUMNS_NAMED = "staff_list_columns_named"
    DIRECTORATES_NAMED = "staff_list_directorates_named"
    REPORT_TAKEN = "staff_list_report_taken"
    SECOND_ASKED = "staff_list_second_asked"
    APPLIED = "staff_list_applied"
    PUT_AWAY = "staff_list_put_away"


class ListState(StrEnum):
    """What became of a list."""

    OPEN = "open"
    APPLIED = "applied"
    PUT_AWAY = "put_away"


class Covers(StrEnum):
    """Whom a list names: where it is everybody, whoever is missing has left."""

    EVERYBODY = "everybody"
    SOME = "some"


class StaffList(Referenced, Model, prefix="L"):
    """One export of the council's personnel system. Its lines go once it is applied or put away."""

    privacy = Entry(Purpose.ACCOUNTS, Category.TECHNICAL, Keep.SCHEME)
    state: Mapped[ListState] = mapped_column(default=ListState.OPEN)
    covers: Mapped[Covers]
    lines: Mapped[list[list[str]] | None] = mapped_column(
        SealedJSON, deferred=True, info=noted(Category.CONFIDENTIAL, Keep.DRAFT)
    )
    # Which heading of the file is which of our fields: the next list begins with the same.
    columns: Mapped[dict[str, str]] = mapped_column(
        sa.JSON, default=dict, info=noted(Category.TECHNICAL)
    )
    # What is done with a name that no directorate has, by the name as it is compared.
    directorates: Mapped[dict[str, str]] = mapped_column(
        sa.JSON, default=dict, info=noted(Category.TECHNICAL)
    )
    counts: Mapped[dict[str, int] | None] = mapped_column(
        sa.JSON(none_as_null=True), info=noted(Category.TECHNICAL)
    )  # of each kind of line, once it is applied
    handed_in_at: Mapped[datetime]
    handed_in_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    handed_in_by: Mapped[Person] = relationship(foreign_keys=[handed_in_by_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])

    __table_args__ = (
        sa.CheckConstraint("(state = 'open') = (lines IS NOT NULL)", name="lines_while_open"),
        sa.CheckConstraint("(state = 'open') = (done_at IS NULL)", name="done_has_day"),
        sa.CheckConstraint("(state = 'applied') = (counts IS NOT NULL)", name="applied_has_counts"),
        sa.Index(
            "uq_staff_list_open",
            "state",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )
