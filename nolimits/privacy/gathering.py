"""Everything that is held about one person, found through the field dictionary.

Nothing is listed by hand. A row is about somebody where a column says so (`person_id`), or where it
is part of such a row (`match_id`), however deep. Where a row is also about somebody else, or holds
free words, it needs a decision before it is given to anyone. What somebody merely did as part of
their work, or where they are only named, is told in numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa

from nolimits.kernel.db import Base, db
from nolimits.kernel.dictionary import (
    PEOPLE,
    Category,
    Link,
    Purpose,
    belongs_to,
    entry_of,
    link_of,
    points_to,
)
from nolimits.kernel.money import pounds
from nolimits.kernel.pages import at_time, counted, day

OF_RIGHTS = Purpose.RIGHTS
UNTOLD = (Category.TECHNICAL, Category.SECRET)
NUMBERS = "numbers"
Ids = dict[str, set[int]]


@dataclass
class Found:
    """One row about somebody: where it is, what it says, and why it needs a decision."""

    source: str
    record_id: int
    title: str
    fields: list[list[str]] = field(default_factory=list)
    of_others: bool = False
    has_words: bool = False
    safeguarding: bool = False

    @property
    def needs_decision(self) -> bool:
        """Whether somebody must look before it is given out."""
        return self.of_others or self.has_words or self.safeguarding


def about(person_id: int | None, young_person_id: int | None) -> list[Found]:
    """Everything held about a person, a young person, or somebody who is both."""
    roots = {"person": {person_id}, "young_person": {young_person_id}}
    ids: Ids = {name: {one for one in some if one} for name, some in roots.items()}
    rows: dict[tuple[str, int], Any] = {}
    for name in PEOPLE:
        _keep(Base.metadata.tables[name], sa.column("id").in_(ids[name]), ids, rows)
    frontier = {name: set(some) for name, some in ids.items()}
    while any(frontier.values()):
        frontier = _parts_of(frontier, ids, rows)
    found = [_found(Base.metadata.tables[name], row, ids) for (name, _), row in rows.items()]
    _inherit(found, rows)
    return [*found, *_in_numbers(ids)]


def _parts_of(frontier: Ids, ids: Ids, rows: dict[tuple[str, int], Any]) -> Ids:
    """The rows that are about, or part of, the rows just found."""
    new: Ids = {}
    for table in Base.metadata.sorted_tables:
        entry = _entry_of_table(table)
        if entry is None or entry.purpose is OF_RIGHTS:
            continue
        for column in table.columns:
            of = frontier.get(_whole_of(column) or "")
            if of:
                new.setdefault(table.name, set()).update(_keep(table, column.in_(of), ids, rows))
    return new


def _whole_of(column: Any) -> str | None:
    """The table of whose row this column makes its row a part."""
    if link_of(column) is not None:
        return points_to(column) if link_of(column) is Link.THEIRS else None
    return belongs_to(column)


def _keep(table: Any, where: Any, ids: Ids, rows: dict[tuple[str, int], Any]) -> set[int]:
    """Read the rows that are not known yet; give their numbers."""
    known = ids.setdefault(table.name, set())
    read = db.session.execute(sa.select(table).where(where).order_by(table.c.id)).mappings()
    new = {row["id"]: row for row in read if (table.name, row["id"]) not in rows}
    rows.update({(table.name, number): row for number, row in new.items()})
    known.update(new)
    return set(new)


def _found(table: Any, row: Any, ids: Ids) -> Found:
    """A row in words, and whether it is about somebody else as well."""
    found = Found(table.name, row["id"], table.name.replace("_", " ").capitalize())
    found.safeguarding = _entry_of_table(table).purpose is Purpose.SAFEGUARDING
    for column in table.columns:
        value = row[column.name]
        if value is None or column.primary_key:
            continue
        if column.foreign_keys:
            found.of_others |= _is_of_another(column, value, ids)
            if told := _name_of(column, value):
                found.fields.append([_label(column.name.removesuffix("_id")), told])
        elif (kind := entry_of(column)) and (
            kind.category not in UNTOLD or column.name == "reference"
        ):
            found.has_words |= kind.category.sealed
            found.fields.append([_label(column.name), _told(column, value)])
    return found


def _is_of_another(column: Any, value: int, ids: Ids) -> bool:
    """Whether a row is also about, or part of, something that is not theirs."""
    whole = _whole_of(column)
    if whole is None or value in ids.get(whole, set()):
        return False
    entry = _entry_of_table(Base.metadata.tables[whole])
    return entry is not None and entry.category is not Category.NONE


def _inherit(found: list[Found], rows: dict[tuple[str, int], Any]) -> None:
    """What is part of something that is about two people is about two people."""
    shared = {(one.source, one.record_id): one for one in found}
    changed = True
    while changed:
        changed = False
        for one in found:
            if not one.of_others and any(whole.of_others for whole in _wholes(one, rows, shared)):
                one.of_others = changed = True


def _wholes(
    one: Found, rows: dict[tuple[str, int], Any], shared: dict[tuple[str, int], Found]
) -> Iterator[Found]:
    row = rows[(one.source, one.record_id)]
    for column in Base.metadata.tables[one.source].columns:
        whole = _whole_of(column)
        if whole and whole not in PEOPLE and (found := shared.get((whole, row[column.name]))):
            yield found


def _in_numbers(ids: Ids) -> Iterator[Found]:
    """How often somebody did something here or stands in what is about others.

    What is in the copy itself is not counted again: it would tell of it whoever may not read it.
    Of safeguarding not even a number: whoever reads the copy first would learn who raised one.
    """
    told = Found(NUMBERS, 0, "What you did here as part of your work, in numbers")
    for table in Base.metadata.sorted_tables:
        entry = _entry_of_table(table)
        if entry and entry.purpose is Purpose.SAFEGUARDING:
            continue
        for column in table.columns:
            link, whom = link_of(column), points_to(column)
            if link in (Link.DID, Link.NAMED) and whom and ids.get(whom):
                elsewhere = table.c.id.not_in(ids.get(table.name, ()))
                some = sa.select(sa.func.count()).where(column.in_(ids[whom]), elsewhere)
                if number := db.session.scalar(some):
                    what = f"{_label(table.name)}, {_words(column.name.removesuffix('_id'))}"
                    told.fields.append([what, counted(number, "time")])
    if told.fields:
        yield told


def _entry_of_table(table: Any) -> Any:
    return entry_of(table.c.id)


def _name_of(column: Any, value: int) -> str | None:
    """The name of something that is about nobody, like an area or a fund; else nothing."""
    table = Base.metadata.tables[points_to(column) or ""]
    entry = _entry_of_table(table)
    name = next((table.c[one] for one in ("name", "title") if one in table.c), None)
    if entry is None or entry.category is not Category.NONE or name is None:
        return None
    return db.session.scalar(sa.select(name).where(table.c.id == value))


def _label(name: str) -> str:
    return _words(name).capitalize()


def _words(name: str) -> str:
    return name.replace("_", " ")


def _told(column: Any, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Enum):
        return _words(str(value.value))
    if isinstance(value, datetime):
        return at_time(value)
    if isinstance(value, date):
        return day(value)
    if column.name.endswith("pence"):
        return pounds(value)
    if isinstance(value, dict):
        return "; ".join(f"{_words(key)}: {one}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)
