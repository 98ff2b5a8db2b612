"""Lists as files: what a page shows, for a spreadsheet.

A file leaves the building, so it takes a permission of its own and proof that is fresh (asked by
`pages.requires`, wherever an address says `?file=`), it has an end, and it is written down.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask import Response, request
from flask import render_template as flask_render
from flask.typing import ResponseReturnValue

from nolimits.kernel import audit, limits, reads, tables
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import db, transaction
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.permissions import Permission, require

MOST_ROWS = 20_000
_ODD = re.compile(r"[^A-Za-z0-9_-]+")  # in the name of a file
FORMATS = {
    "csv": (tables.write_csv, "text/csv"),
    "xlsx": (
        tables.write_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@dataclass(frozen=True)
class File:
    """A list as a file: what it is called, its headings, and a line of it from a row."""

    name: str
    headings: Sequence[str]
    cells: Callable[[Any], Sequence[Any]]


class Event(StrEnum):
    """What people do here."""

    LIST_EXPORTED = "list_exported"


def wanted() -> bool:
    """Whether the address asks for a file, by `?file=csv` or `?file=xlsx`."""
    return "file" in request.args


def download(
    name: str,
    headings: Sequence[str],
    listed: sa.Select[Any],
    cells: Callable[[Any], Sequence[Any]],
    *,
    by: Actor,
) -> ResponseReturnValue:
    """All the rows of a list as the file that the address asks for; `name` has no ending.

    `cells` makes a line of the file from a row. A list of too many rows is not cut short, which
    nobody would notice: the page says how to ask for fewer.
    """
    kind = request.args.get("file", "")
    if kind not in FORMATS:
        raise NotVisible
    limits.count_of(limits.EXPORTS, by)
    rows = db.session.execute(listed.limit(MOST_ROWS + 1)).all()
    if len(rows) > MOST_ROWS:
        return flask_render("errors/too_many_rows.html", most=MOST_ROWS), 422
    reads.shown(rows, by)
    lines = [cells(row) for row in rows]
    _write_down(name, kind, len(lines), by=by)
    write, mimetype = FORMATS[kind]
    plain = _ODD.sub("-", name)
    headers = {"Content-Disposition": f'attachment; filename="{plain}.{kind}"'}
    return Response(write(headings, lines), mimetype=mimetype, headers=headers)


@transaction
def _write_down(name: str, kind: str, rows: int, *, by: Any) -> None:
    """Keep who took which list away, and how many rows of it."""
    require(by, Permission.EXPORT_LIST)
    audit.record(Event.LIST_EXPORTED, by, by=by, list=name, file=kind, rows=rows)
