"""The one file in which somebody takes away their own copy: a page to read and data to reuse."""

import io
import json
import zipfile
from collections.abc import Sequence

from flask import Response, render_template

from nolimits.privacy import queries
from nolimits.privacy.models import CopyItem, DataRequest


def copy_of(request: DataRequest, items: Sequence[CopyItem]) -> Response:
    """A zip of a page and of JSON, which is made when it is fetched and kept nowhere."""
    parts = [(one.title, queries.as_given(one)) for one in items]
    told = {
        "request": request.reference,
        "asked_on": request.asked_on.isoformat(),
        "held": [{"what": title, "says": fields} for title, fields in parts],
    }
    page = render_template("privacy/copy.html", request_=request, parts=parts)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("your-data.html", page)
        file.writestr("your-data.json", json.dumps(told, indent=1, ensure_ascii=False))
    name = f'attachment; filename="your-data-{request.reference}.zip"'
    headers = {"Content-Disposition": name}
    return Response(held.getvalue(), mimetype="application/zip", headers=headers)
