"""Opens what people hand in in a process of its own, with an end to its memory and time.

A workbook of a few bytes can claim a cell in the last row and column there is, and whoever reads
it makes room for all those before. A PDF can hold programs, and faults that its reader trips over.
Here that ends one small process, which has no setting of ours, and not a page.
"""

import json
import subprocess
import sys

MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 20
MOST_PAGES = 5
WIDTH, TALLEST = 1200, 2400  # pixels of a page

# Each is run by itself, so that it loads nothing of ours and has nothing of ours to lose.
_SHUT_IN = """
import io, json, resource, sys
memory, seconds, *told = map(int, sys.argv[1:])
for what, most in (
    (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0)
):
    try:
        resource.setrlimit(what, (most, most))
    except (OSError, ValueError):
        pass  # not every system has each
handed_in = sys.stdin.buffer.read()
"""
_READER = """
from datetime import date, datetime
from python_calamine import CalamineWorkbook
def text(cell):
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()[:10]
    return str(cell)
rows = CalamineWorkbook.from_filelike(io.BytesIO(handed_in)).get_sheet_by_index(0)
rows = rows.to_python(nrows=told[0])
json.dump([[text(cell) for cell in row] for row in rows], sys.stdout)
"""
_DRAWER = """
from PIL import Image
from pypdfium2 import PdfDocument, PdfiumError
most, width, tallest = told
def drawn(page):
    wide, tall = page.get_size()
    return page.render(scale=min(width / wide, tallest / tall)).to_pil().convert("RGB")
try:
    document = PdfDocument(handed_in)
    if len(document) > most:
        sys.exit(4)
    pages = [drawn(page) for page in document]
except PdfiumError as error:
    sys.exit(3 if "password" in str(error).lower() else 1)
size = max(page.width for page in pages), sum(page.height for page in pages)
whole, top = Image.new("RGB", size, "white"), 0
for page in pages:
    whole.paste(page, (0, top))
    top += page.height
whole.save(out := io.BytesIO(), "JPEG", quality=80)
sys.stdout.buffer.write(out.getvalue())
"""
_WHY_NOT = {3: "This PDF is locked with a password", 4: f"This PDF has over {MOST_PAGES} pages"}


def _run(program: str, content: bytes, *told: int) -> bytes:
    command = [sys.executable, "-I", "-c", _SHUT_IN + program]
    return subprocess.run(  # noqa: S603  # our own program, and no word of anybody's in it
        [*command, *map(str, (MOST_MEMORY, MOST_SECONDS, *told))],
        input=content,
        capture_output=True,
        timeout=MOST_SECONDS * 2,
        env={},
        check=True,
    ).stdout


def workbook_rows(content: bytes, most: int) -> list[list[str]]:
    """The cells of a workbook's first sheet as text, of so many rows at most.

    Raises ValueError where it cannot be opened, or only with more memory or time than a list needs.
    """
    try:
        rows: list[list[str]] = json.loads(_run(_READER, content, most))
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise ValueError("this is not a workbook that can be opened") from error
    return rows


def pdf_picture(content: bytes) -> bytes:
    """The pages of a PDF below one another as a JPEG: nothing in it that acts is in that.

    Raises ValueError, with words for whoever handed it in, where there is no such picture.
    """
    try:
        return _run(_DRAWER, content, MOST_PAGES, WIDTH, TALLEST)
    except subprocess.CalledProcessError as error:
        why = _WHY_NOT.get(error.returncode, "This PDF cannot be read")
        raise ValueError(why) from error
    except subprocess.TimeoutExpired as error:
        raise ValueError("This PDF cannot be read") from error
