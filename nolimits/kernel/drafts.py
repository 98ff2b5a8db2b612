"""Unfinished answers, kept for the person who typed them until they are sent or thrown away."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.crypto import SealedJSON
from nolimits.kernel.db import Model, db, transaction
from nolimits.kernel.dictionary import Category, Entry, Keep, Purpose, noted
from nolimits.kernel.errors import NotAllowed, Overtaken


class Draft(Model):
    """What one person has answered so far in one journey, about one thing."""

    privacy = Entry(Purpose.ACCOUNTS, Category.PERSONAL, Keep.DRAFT)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"))
    journey: Mapped[str] = mapped_column(sa.String(40), info=noted(Category.TECHNICAL))
    about: Mapped[str] = mapped_column(sa.String(40), info=noted(Category.TECHNICAL))
    answers: Mapped[dict[str, Any]] = mapped_column(SealedJSON, info=noted(Category.CONFIDENTIAL))
    begun_at: Mapped[datetime]
    saved_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("person_id", "journey", "about"),)

    @property
    def saved(self) -> dict[str, str]:
        """What the page is told that keeps what is typed: when it was kept, by England's clock."""
        return {"saved_at": f"{self.saved_at.astimezone(clock.LONDON):%H:%M}"}


def of(by: Actor, journey: str, about: str = "") -> Draft | None:
    """The person's own draft, if there is one."""
    return db.session.scalar(
        sa.select(Draft).where(
            Draft.person_id == by.id, Draft.journey == journey, Draft.about == about
        )
    )


def begun(by: Actor, journey: str, about: str = "") -> dict[str, Any]:
    """What the person has answered so far."""
    draft = of(by, journey, about)
    return dict(draft.answers) if draft else {}


def held(by: Actor, journey: str, about: str = "") -> Draft | None:
    """The same, kept from everyone else until this transaction ends, so that it is sent once."""
    return db.session.scalar(
        sa.select(Draft)
        .where(Draft.person_id == by.id, Draft.journey == journey, Draft.about == about)
        .with_for_update()
    )


def all_of(by: Actor, journey: str) -> list[Draft]:
    """The person's drafts of one journey, the newest first."""
    return list(
        db.session.scalars(
            sa.select(Draft)
            .where(Draft.person_id == by.id, Draft.journey == journey)
            .order_by(Draft.saved_at.desc())
        )
    )


@transaction
def keep(answers: dict[str, Any], *, by: Actor, journey: str, about: str = "") -> Draft:
    """Add answers to the person's draft, beginning one where there is none."""
    if by.id is None:
        raise NotAllowed
    draft = of(by, journey, about) or _begin(by.id, journey, about) or of(by, journey, about)
    if draft is None:
        raise Overtaken("These answers were sent or thrown away just now.")
    draft.answers = {**draft.answers, **answers}
    draft.saved_at = clock.now()
    return draft


def _begin(person_id: int, journey: str, about: str) -> Draft | None:
    """A new draft; None where another of the person's own requests began it at this moment."""
    now = clock.now()
    draft = Draft(
        person_id=person_id, journey=journey, about=about, answers={}, begun_at=now, saved_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        return None
    return draft


@transaction
def discard(*, by: Actor, journey: str, about: str = "") -> None:
    """Throw the person's draft away, or let go of it once it was sent."""
    if draft := of(by, journey, about):
        db.session.delete(draft)
