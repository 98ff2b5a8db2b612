"""What a young person was not told yet of what they asked for; no copy of theirs is before that."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from nolimits.awards.models import Award
from nolimits.grants.models import Application
from nolimits.kernel.db import db
from nolimits.panel.models import Conflict, Decision, Score
from nolimits.privacy.gathering import Found

STATE = "State"


def waiting() -> sa.Select[Any]:
    """The applications, by number, of which nobody has been told what was decided."""
    return sa.select(Application.id).where(Application.told_on.is_(None))


def without(found: Sequence[Found], young_person_id: int | None) -> list[Found]:
    """What was found, but for what tells of a panel too early, or ever who knows them there."""
    asked = sa.select(Application).where(Application.young_person_id == young_person_id)
    said = {one.id: one.said for one in db.session.scalars(asked) if not one.told_on}
    early = _rows(Conflict, asked)
    for kind in (Award, Decision, Score):
        early |= _rows(kind, asked.where(Application.told_on.is_(None)))
    kept = [one for one in found if (one.source, one.record_id) not in early]
    for one in kept:
        if one.source == Application.__tablename__ and one.record_id in said:
            words = said[one.record_id]
            one.fields = [[key, words if key == STATE else told] for key, told in one.fields]
    return kept


def _rows(kind: Any, asked: sa.Select[Any]) -> set[tuple[str, int]]:
    """The rows of a kind about some applications, by table and number."""
    of = asked.with_only_columns(Application.id)
    numbers = db.session.scalars(sa.select(kind.id).where(kind.application_id.in_(of)))
    return {(kind.__tablename__, number) for number in numbers}
