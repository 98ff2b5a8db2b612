"""A list as somebody wants to find it again."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted


class Event(StrEnum):
    """What is done here."""

    VIEW_KEPT = "view_kept"
    VIEW_DELETED = "view_deleted"


class SavedView(Referenced, Model, prefix="SV"):
    """How one person narrowed and sorted a list, under their own name for it; nobody else's.

    What was searched for may be somebody's name or code, so both are sealed.
    """

    privacy = Entry(Purpose.ACCOUNTS, Category.PERSONAL, Keep.ACCOUNT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    place: Mapped[str] = mapped_column(sa.String(60), info=noted(Category.TECHNICAL))
    name: Mapped[str] = mapped_column(Sealed(60), info=noted(Category.CONFIDENTIAL))
    narrowed: Mapped[str] = mapped_column(Sealed(600), info=noted(Category.CONFIDENTIAL))
    kept_on: Mapped[date]
