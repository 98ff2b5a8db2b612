"""Lists as files: what a page shows, for a spreadsheet."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, request

from nolimits.kernel import tables
from nolimits.kernel.errors import NotVisible

FORMATS = {
    "csv": (tables.write_csv, "text/csv"),
    "xlsx": (
        tables.write_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


def wanted() -> bool:
    """Whether the address asks for a file, by `?file=csv` or `?file=xlsx`."""
    return "file" in request.args


def download(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """All the rows of a list as the file that the address asks for; `name` has no ending."""
    kind = request.args.get("file", "csv")
    if kind not in FORMATS:
        raise NotVisible
    write, mimetype = FORMATS[kind]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(write(headings, rows), mimetype=mimetype, headers=headers)
