"""Which rows have been kept long enough on a day: one statement for each class and table.

What belongs to whom is read off the tables: a column `young_person_id`, or `match_id` where a match
belongs to one. Columns that name a part somebody played (`worker_id`, `agreed_by_id`) make nothing
theirs. What of a row is emptied is read off the field dictionary.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from nolimits.kernel import clock
from nolimits.kernel.db import Base
from nolimits.kernel.dictionary import Entry, Keep, everything
from nolimits.retention.emptying import GO_WHOLE, tells, what_stays
from nolimits.retention.models import CaseRecordCopy, Tombstone
from nolimits.safeguarding.kinds import AFTER, What

Period = tuple[int, int, int]  # years, months, days
PEOPLE, YOUNG, CONCERN = "person", "young_person", "concern"

# The classes that two people remove; the rest of the dictionary's goes otherwise, or stays.
ASKED = (
    Keep.DBS_DETAIL,
    Keep.UNSUCCESSFUL,
    Keep.VOLUNTEER_FILE,
    Keep.ACCOUNT,
    Keep.CARE_CONTENT,
    Keep.CHILD_PROTECTION,
    Keep.FINANCE,
    Keep.REQUEST,
    Keep.BREACH,
    Keep.AUDIT,
)

# Where a time runs from a day that stands in the row, or in that of which the row is a part.
SINCE = {
    "batch_line": "batch.received_on",
    "day_feedback": "training_day.held_on",
    "expense_claim": "expense_claim.begun_on",
    "expense_line": "expense_claim.begun_on",
    "pre_approval": "pre_approval.asked_on",
    "partner": "partner.ended_on",
    "pledge": "pledge.ended_on",
    "data_request": "data_request.answered_on",
    "clock_stop": "data_request.answered_on",
    "copy_item": "data_request.answered_on",
    "complaint": "complaint.answered_on",
    "broken_glass": "broken_glass.until_at",
    "legal_hold": "legal_hold.lifted_at",
    "look_mark": "look_mark.marked_at",
    "audit_reason": "audit_entry.at",
    "update_subscription": "update_subscription.answered_on",
    "certificate_disclosure": "dbs_record.decided_on",
}


def before(day: date, period: Period) -> date:
    """The day that lies a period earlier; where there is none, the last before it. Never early."""
    years, months, days = period
    month = day.year * 12 + day.month - 1 - years * 12 - months
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, _last(year, month + 1))) - timedelta(days=days)


def _year_end(day: date) -> date:
    """The last day of the last council year that was over on a day."""
    return date(day.year if (day.month, day.day) >= (3, 31) else day.year - 1, 3, 31)


def _last(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


@dataclass(frozen=True)
class Due:
    """What of one class is due in one table: the rows, and what each of their columns becomes."""

    keep: Keep
    table: sa.Table
    rows: sa.Select[Any]
    emptied: Mapping[str, Any]

    @property
    def goes_whole(self) -> bool:
        """Whether its rows are removed, and not only emptied."""
        return self.table.name in GO_WHOLE


def due(as_at: date, periods: Mapping[Keep, Period]) -> Iterator[Due]:
    """All that is due on a day and not removed yet, but what is held back."""
    limits = {keep: before(as_at, periods[keep]) for keep in ASKED}
    limits[Keep.FINANCE] = _year_end(limits[Keep.FINANCE])
    for keep in ASKED:
        for table, columns in _tables(_kept_as(keep)).items():
            rows = _rows(keep, table, limits)
            emptied = {one.name: what_stays(one) for one in columns if tells(one, entries()[one])}
            if rows is None or not (emptied or table.name in GO_WHOLE):
                continue
            yield Due(keep, table, _free(rows, table, keep), emptied)


def _kept_as(keep: Keep) -> Keep:
    """The class under which the dictionary has the columns: an applicant's file is a file too."""
    return Keep.VOLUNTEER_FILE if keep is Keep.UNSUCCESSFUL else keep


@cache
def entries() -> dict[sa.Column[Any], Entry]:
    """What the dictionary says of every column."""
    return {column: entry for _, column, entry in everything()}


def _tables(keep: Keep) -> dict[sa.Table, list[sa.Column[Any]]]:
    found: dict[sa.Table, list[sa.Column[Any]]] = {}
    for column, entry in entries().items():
        if entry.keep is keep:
            found.setdefault(column.table, []).append(column)
    return found


# --- Whose rows, and since when ---------------------------------------------------------------


def _rows(keep: Keep, table: sa.Table, limits: Mapping[Keep, date]) -> sa.Select[Any] | None:
    """The numbers of a table's rows whose time is over."""
    of, limit = Base.metadata.tables, limits[keep]
    if table.name in SINCE:
        return _dated(table, limit)
    if keep is Keep.CHILD_PROTECTION:
        return belonging(table, CONCERN, _closed(limit))
    if keep is Keep.DBS_DETAIL:
        return sa.select(table.c.id).where(sa.or_(table.c.decided_on <= limit, _left(table, limit)))
    if keep is Keep.CARE_CONTENT:
        young = of[YOUNG]
        rows = belonging(table, YOUNG, sa.select(young.c.id).where(young.c.born_on <= limit))
        return _copied(rows) if rows is not None and table.name == "contact" else rows
    if keep is Keep.ACCOUNT:
        person, young = of[PEOPLE], of[YOUNG]
        grown = sa.select(young.c.person_id).where(young.c.born_on <= limits[Keep.CARE_CONTENT])
        over = sa.or_(person.c.left_on <= limit, person.c.id.in_(grown))
        return belonging(table, PEOPLE, sa.select(person.c.id).where(over))
    volunteer, clearance = of["volunteer"], of["clearance"]
    left = sa.select(volunteer.c.person_id).where(volunteer.c.left_on <= limit)
    if keep is Keep.UNSUCCESSFUL:
        left = left.where(~sa.exists().where(clearance.c.volunteer_id == volunteer.c.id))
    return belonging(table, PEOPLE, left)


def _left(table: sa.Table, limit: date) -> sa.ColumnElement[bool]:
    """What was never decided on: they left, or told anew of their record since."""
    volunteer = Base.metadata.tables["volunteer"]
    gone = sa.select(volunteer.c.person_id).where(volunteer.c.left_on <= limit)
    open_ = table.c.decided_on.is_(None)
    if "words" not in table.c:
        return sa.and_(open_, table.c.seen_on.is_not(None), table.c.person_id.in_(gone))
    newer = table.alias()
    anew = sa.exists().where(
        newer.c.person_id == table.c.person_id, newer.c.id > table.c.id, newer.c.made_on <= limit
    )
    told = table.c.words.is_not(None)
    return sa.and_(open_, told, sa.or_(table.c.person_id.in_(gone), anew))


def _dated(table: sa.Table, limit: date) -> sa.Select[Any] | None:
    """The rows whose time runs from a day, or from a moment of it."""
    name, column = SINCE[table.name].split(".")
    whole = Base.metadata.tables[name]
    over = _until(whole.c[column], limit)
    if name == "dbs_record":
        over |= _left(whole, limit)
    if name == "expense_claim":  # what was paid is of the year in which it was
        over &= sa.or_(whole.c.paid_on.is_(None), _until(whole.c.paid_on, limit))
    if name == "data_request":  # who asks no more was not answered: the trail says when it was
        entry = Base.metadata.tables["audit_entry"]
        over |= sa.exists().where(
            entry.c.record_type == name,
            entry.c.record_id == whole.c.id,
            entry.c.event == "data_request_withdrawn",
            _until(entry.c.at, limit),
        )
    return belonging(table, name, sa.select(whole.c.id).where(over))


def _until(column: sa.Column[Any], day: date) -> sa.ColumnElement[bool]:
    """On a day or before it."""
    if isinstance(column.type, sa.Date):
        return column <= day
    return column < datetime.combine(day + timedelta(days=1), time(), clock.LONDON)


def _closed(limit: date) -> sa.Select[Any]:
    """The concerns that were closed, and of which nothing was written since."""
    of = Base.metadata.tables
    concern, step, addendum = of[CONCERN], of["concern_step"], of["addendum"]
    later = step.alias()
    again = sa.exists().where(
        later.c.concern_id == step.c.concern_id,
        later.c.number > step.c.number,
        later.c.what.in_(AFTER),
    )
    closed = sa.exists().where(
        step.c.concern_id == concern.c.id, step.c.what == What.CLOSED, ~again
    )
    since = [
        sa.exists().where(one.c.concern_id == concern.c.id, ~_until(one.c.at, limit))
        for one in (step, addendum)
    ]
    return sa.select(concern.c.id).where(closed.correlate(concern), ~sa.or_(*since))


def belonging(table: sa.Table, root: str, of: sa.Select[Any]) -> sa.Select[Any] | None:
    """The rows of a table that belong to some people, through as many tables as it takes."""
    if table.name == root:
        return sa.select(table.c.id).where(table.c.id.in_(of))
    ways = [
        table.c[column].in_(rows)
        for column, parent in _owners(table)
        if (rows := belonging(parent, root, of)) is not None
    ]
    return sa.select(table.c.id).where(sa.or_(*ways)) if ways else None


@cache
def _owners(table: sa.Table) -> tuple[tuple[str, sa.Table], ...]:
    return tuple(
        (key.parent.name, key.column.table)
        for key in table.foreign_keys
        if key.column.name == "id"
        and key.parent.name == f"{key.column.table.name}_id"
        and key.column.table is not table
    )


def _copied(contacts: sa.Select[Any]) -> sa.Select[Any]:
    """Only contacts that the council's case record has since they were written down (R-DP-7)."""
    of = Base.metadata.tables
    contact, match = of["contact"], of["match"]
    taken = sa.exists().where(
        CaseRecordCopy.young_person_id == match.c.young_person_id,
        CaseRecordCopy.taken_on >= contact.c.logged_on,
    )
    whole = sa.select(match.c.id).where(match.c.id == contact.c.match_id, taken)
    return contacts.where(sa.exists(whole.correlate(contact)))


def waiting_for_copy(limit: date) -> sa.Select[Any]:
    """Young people past their time whose contact logs are not in the case record yet."""
    of = Base.metadata.tables
    young, match, contact = of[YOUNG], of["match"], of["contact"]
    taken = sa.exists().where(
        CaseRecordCopy.young_person_id == young.c.id, CaseRecordCopy.taken_on >= contact.c.logged_on
    )
    logged = sa.exists().where(
        match.c.young_person_id == young.c.id, contact.c.match_id == match.c.id, ~taken
    )
    return sa.select(young.c.reference).where(young.c.born_on <= limit, logged)


def _free(rows: sa.Select[Any], table: sa.Table, keep: Keep) -> sa.Select[Any]:
    """Without what is held, and without what is gone already."""
    stone = sa.select(Tombstone.row_number).where(
        Tombstone.in_table == table.name, Tombstone.keep == keep.name
    )
    rows = rows.where(table.c.id.not_in(stone))
    if table.name == "audit_reason":  # whose it is says a number alone: while any is held, all are
        return rows.where(*(~sa.exists(_held(root)) for root in (PEOPLE, YOUNG)))
    kept = Base.metadata.tables["kept_from"]
    held = {root: _held(root) for root in (PEOPLE, YOUNG)}
    # Whom a concern is about stands in it.
    held[CONCERN] = sa.select(kept.c.concern_id).where(kept.c.person_id.in_(held[PEOPLE]))
    for root, some in held.items():
        theirs = belonging(table, root, some)
        if theirs is not None:
            rows = rows.where(table.c.id.not_in(theirs))
    return rows


def _held(root: str) -> sa.Select[Any]:
    """Those who are held, and those who asked that their data be kept and not used, and got it."""
    of, column = Base.metadata.tables, f"{root}_id"
    hold, asked, limit = of["legal_hold"], of["data_request"], of["processing_limit"]
    who = Base.metadata.tables[root]
    whose = [hold.c[column] == who.c.id]
    if root == PEOPLE:  # a young person is held with their account
        young = of[YOUNG]
        account = sa.select(young.c.id).where(young.c.person_id == who.c.id)
        whose.append(hold.c.young_person_id.in_(account))
    held = sa.exists().where(sa.or_(*whose), hold.c.lifted_at.is_(None))
    limited = sa.exists().where(
        asked.c[column] == who.c.id,
        limit.c.data_request_id == asked.c.id,
        limit.c.until_on.is_(None),
    )
    return sa.select(who.c.id).where(held | limited)
