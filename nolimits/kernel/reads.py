"""Looks: whoever is shown a record about somebody to be protected leaves a line in the audit trail.

The guard of each page does it (`pages.requires`), so that no view can forget to: the line is kept
before the record reaches the view, and where it cannot be kept there is no page. A line says who,
whose record, which page and when; never a name, and never what was searched for.

A room says of a model that it is `Sensitive`. Where a page shows more than its record is, its
permission stands in `permissions.LOOKS`. A list that `pages.paged` shows is written down there;
a view that shows one otherwise calls `shown`. One's own record is nobody's to review: opening it
writes nothing.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, NamedTuple

from flask import current_app, request
from flask.typing import ResponseReturnValue

from nolimits.kernel import audit
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import aside
from nolimits.kernel.permissions import LOOKS, Permission

READING = ("GET", "HEAD")
NARROWING = frozenset({"page", "sort", "file"})  # what stands in an address and finds nobody
MANY = 0  # the number under which a look at a list is kept


class Sensitive:
    """A record about somebody to be protected: each look at it is written down.

    `looked_at` says whose record is looked at: its table, and where its number stands here.
    """

    looked_at: ClassVar[tuple[str, str]] = ("young_person", "young_person_id")

    @property
    def about_person_id(self) -> int | None:
        """The account of whoever it is about: their own look is not written down."""
        owner: int | None = self.person_id  # type: ignore[attr-defined]  # every such record's
        return owner

    @property
    def kept_apart_ids(self) -> set[int]:
        """The adults to whom it never opens: those kept apart from the young person it is about."""
        young_person = getattr(self, "young_person", None)
        return young_person.kept_apart_ids if young_person else set()


class Look(NamedTuple):
    """What is looked at: whose record it is, and the record that was opened."""

    table: str
    number: int
    on: str
    on_number: int


def of(record: Any, permission: Permission, by: Actor) -> Look | None:
    """The look that opening a record is; None where nothing is to be written down."""
    if isinstance(record, Sensitive):
        table, where = record.looked_at
        whose, number = record.about_person_id, getattr(record, where)
    elif permission in LOOKS:
        table, whose, number = "person", record.person_id, record.person_id
    else:
        return None
    return None if by.id is not None and whose == by.id else Look(table, number, *_names(record))


def _names(record: Any) -> tuple[str, int]:
    return record.__tablename__, record.id


def watched(look: Look, by: Actor, view: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Answer with a page about a record, once the look at it is kept.

    A form that was sent shows the record only where it was refused: then, before it is shown.
    """
    if request.method in READING:
        keep(look, by, request.endpoint or "")
        return view()
    answer = current_app.make_response(view())
    if not 300 <= answer.status_code < 400:
        keep(look, by, request.endpoint or "")
    return answer


def shown(records: Iterable[Any], by: Actor) -> None:
    """Write down a look at a list: the numbers of those whose records are shown, in one line.

    Takes rows as well, and lists of anything: what is not sensitive is passed over.
    """
    found = [one for row in records for one in _parts(row) if isinstance(one, Sensitive)]
    by_table: dict[str, list[tuple[Sensitive, int]]] = {}
    for one in found:
        table, where = one.looked_at
        if by.id is None or one.about_person_id != by.id:
            by_table.setdefault(table, []).append((one, getattr(one, where)))
    for table, ones in by_table.items():
        numbers = sorted({number for _, number in ones})
        on = ones[0][0].__tablename__  # type: ignore[attr-defined]  # it is a model too
        _keep_many(table, on, numbers, by, request.endpoint or "", searched())


def shown_codes(model: Any, codes: Iterable[str], by: Actor) -> None:
    """The same for a list that knows records of a model by their references alone."""
    kept = sorted(set(codes))
    if kept and isinstance(model, type) and issubclass(model, Sensitive):
        on = model.__tablename__  # type: ignore[attr-defined]  # it is a model too
        _keep_many(model.looked_at[0], on, kept, by, request.endpoint or "", searched())


def _parts(row: Any) -> Iterable[Any]:
    return row if isinstance(row, tuple) else (row,)


def searched() -> bool:
    """Whether the address narrows a list by something; by what, nobody needs to know."""
    return any(value for name, value in request.args.items() if name not in NARROWING)


@aside
def keep(look: Look, by: Actor, page: str) -> None:
    """Write one look down, in a transaction of its own."""
    audit.write(
        audit.Looks.LOOKED_AT,
        look.table,
        look.number,
        by=by,
        detail={"page": page, "on": look.on, "on_id": look.on_number},
    )


@aside
def _keep_many(
    table: str, on: str, numbers: list[Any], by: Actor, page: str, narrowed: bool
) -> None:
    detail = {"page": page, "on": on, "ids": numbers, "searched": narrowed}
    audit.write(audit.Looks.LOOKED_AT, table, MANY, by=by, detail=detail)
