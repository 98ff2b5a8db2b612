"""Handbooks and guidance, made through the operations that people use."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from nolimits.handbook import operations, queries
from nolimits.handbook.models import (
    Acknowledgement,
    Audience,
    Handbook,
    HandbookComment,
    HandbookDraft,
    Outcome,
)
from nolimits.people.models import Person
from tests.factories.made import Made
from tests.factories.people import coordinator


class HandbookFactory(Made):
    """A version of the handbook, or of the guidance of a role, that is out."""

    class Meta:
        model = Handbook

    audience = Audience.EVERYONE
    title = "The No Limits handbook"
    text = "Be there when you said.\n\nTell us when you cannot."
    changes = "A word about phones."

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Handbook:
        by, audience = kwargs.pop("by", None) or coordinator(), kwargs["audience"]
        draft_of(**kwargs, by=coordinator() if kwargs.get("grace_days", 0) is None else by)
        return operations.publish_handbook(audience, queries.stand(audience), by=by)


def draft_of(audience: Audience = Audience.EVERYONE, **said: Any) -> HandbookDraft:
    """Have somebody keep the next version as a draft."""
    by = said.pop("by", None) or coordinator()
    said = {"title": "The handbook", "text": "Ring us.", "changes": "A word.", **said}
    wording = operations.Wording(**said)
    return operations.write_draft(audience, wording, queries.stand(audience), by=by)


def has_read(person: Person, handbook: Handbook | None = None) -> Acknowledgement:
    """Have a person say that they read the handbook."""
    return operations.acknowledge_handbook(handbook or HandbookFactory(), by=person)


def comment_of(person: Person, handbook: Handbook | None = None) -> HandbookComment:
    """Have a person comment on the first part of a version."""
    handbook = handbook or HandbookFactory()
    return operations.comment_on(handbook, handbook.passages[0], "Say more of this.", by=person)


def lived_through_handbook(person: Person) -> None:
    """A version that was read, guidance, a comment that a later version answered, and a draft."""
    has_read(person)
    HandbookFactory(audience=Audience.MENTOR)
    comment = comment_of(person)
    operations.answer_comment(comment, Outcome.PARTLY, "In part", by=coordinator())
    HandbookFactory()
    draft_of()


def row_of(
    audience: Audience, number: int, out_on: date, days: int | None, by: Sequence[Person]
) -> Handbook:
    """A version that came out on any day, as a row; without days, a small correction."""
    return Handbook(
        audience=audience,
        number=number,
        title="H",
        text="T",
        changes="C",
        published_on=out_on,
        due_on=None if days is None else out_on + timedelta(days=days),
        drafted_by_id=by[0].id,
        published_by_id=by[1].id,
    )
