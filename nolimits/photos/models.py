"""Which photo a person has put up; the picture itself is a file that no page serves by itself."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel.db import Model
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.people.models import Person


class Event(StrEnum):
    """What happens to photos."""

    PHOTO_PUT_UP = "photo_put_up"
    PHOTO_TAKEN_DOWN = "photo_taken_down"
    PHOTO_ACCEPTED = "photo_accepted"
    PHOTO_TURNED_DOWN = "photo_turned_down"


class Photo(Model):
    """A volunteer's photo of themself: the last that they put up, and the one that is shown.

    A young person sees none at which nobody has looked.
    """

    privacy = Entry(Purpose.PHOTOS, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    file_name: Mapped[str] = mapped_column(
        sa.String(32), unique=True, info=noted(Category.TECHNICAL)
    )
    put_up_at: Mapped[datetime]
    shown_file: Mapped[str | None] = mapped_column(sa.String(32), info=noted(Category.TECHNICAL))

    person: Mapped[Person] = relationship()

    @property
    def waits(self) -> bool:
        """Whether nobody has looked at the last one yet."""
        return self.file_name != self.shown_file
