"""Reads a workbook in a process of its own, with an end to its memory and time.

A workbook of a few bytes can claim a cell in the last row and column there is, and whoever reads
it makes room for all those before. Here that ends one small process, and not a page.
"""

import json
import subprocess
import sys

MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 20

# Run by itself, so that it loads nothing of ours and has nothing of ours to lose.
_READER = """
import io, json, resource, sys
from datetime import date, datetime
memory, seconds = int(sys.argv[1]), int(sys.argv[2])
for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
    try:
        resource.setrlimit(what, (most, most))
    except (OSError, ValueError):
        pass  # not every system has each
from python_calamine import CalamineWorkbook
def text(cell):
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()[:10]
    return str(cell)
most = int(sys.argv[3])
rows = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())).get_sheet_by_index(0)
rows = rows.to_python(nrows=most)
json.dump([[text(cell) for cell in row] for row in rows], sys.stdout)
"""


def workbook_rows(content: bytes, most: int) -> list[list[str]]:
    """The cells of a workbook's first sheet as text, of so many rows at most.

    Raises ValueError where it cannot be opened, or only with more memory or time than a list needs.
    """
    command = [sys.executable, "-I", "-c", _READER, str(MOST_MEMORY), str(MOST_SECONDS), str(most)]
    try:
        done = subprocess.run(  # noqa: S603  # our own program, and no word of anybody's in it
            command, input=content, capture_output=True, timeout=MOST_SECONDS * 2, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise ValueError("this is not a workbook that can be opened") from error
    rows: list[list[str]] = json.loads(done.stdout)
    return rows
