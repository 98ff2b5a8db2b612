"""Who is asked what a training day was like; and what was said, by nobody in particular."""

import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nolimits.kernel import clock
from nolimits.kernel.crypto import Sealed
from nolimits.kernel.db import Model, Referenced
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted

if TYPE_CHECKING:
    from nolimits.training.models import TrainingDay


ANSWERED_WITHIN = timedelta(days=60)
WORDS = noted(Category.CONFIDENTIAL, Keep.AUDIT)  # of nobody, yet people write what they like


class FeedbackAsk(Referenced, Model, prefix="FA"):
    """Somebody who was there is asked once; what they say is kept apart, and not here."""

    privacy = Entry(Purpose.TRAINING, Category.PERSONAL, Keep.VOLUNTEER_FILE)
    training_day_id: Mapped[int] = mapped_column(sa.ForeignKey("training_day.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    asked_on: Mapped[date]
    answered_on: Mapped[date | None]

    training_day: Mapped["TrainingDay"] = relationship("TrainingDay")

    __table_args__ = (sa.UniqueConstraint("training_day_id", "person_id"),)

    @property
    def is_over(self) -> bool:
        """Whether it is too long ago to be answered."""
        return clock.today() > self.asked_on + ANSWERED_WITHIN


class DayFeedback(Model):
    """What one of those who were there said of a day; nothing in it tells who."""

    privacy = Entry(Purpose.TRAINING, Category.NONE, Keep.SCHEME)
    training_day_id: Mapped[int] = mapped_column(sa.ForeignKey("training_day.id"), index=True)
    useful: Mapped[int]
    keep: Mapped[str | None] = mapped_column(Sealed(500), info=WORDS)
    change: Mapped[str | None] = mapped_column(Sealed(500), info=WORDS)

    training_day: Mapped["TrainingDay"] = relationship("TrainingDay")

    __table_args__ = (sa.CheckConstraint("useful BETWEEN 1 AND 5", name="of_five"),)


@event.listens_for(DayFeedback, "init")
def _number_by_lot(target: DayFeedback, args: Any, kwargs: dict[str, Any]) -> None:
    """Numbers in a row would tell, beside the trail, who said what."""
    kwargs.setdefault("id", 1 + secrets.randbelow(2**31 - 1))
