"""A receipt is kept as a picture, whatever came; what opens a file can do nothing else."""

import io

import pytest
from PIL import Image

from nolimits.kernel import apart, files
from nolimits.kernel.errors import Refused
from tests.databases import KINDS
from tests.factories.photos import from_camera, pdf

on_one = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
ACTS = b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
LOCK = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)


@on_one
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (pdf(trailer=LOCK), "locked"),
        (pdf(pages=6), "over 5 pages"),
        (pdf()[:200], "cannot be read"),
        (pdf() + b"%" + b"0" * 2 * files.MEGABYTE, "smaller than 2 MB"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "or a PDF"),
    ],
    ids=range(5),
)
def test_a_pdf_that_is_locked_too_long_or_broken_is_no_receipt(app, content, why):
    """Case 35."""
    with pytest.raises(Refused, match=why):
        files.receipt(content, "ticket.pdf")


@on_one
def test_of_a_pdf_only_a_picture_of_its_pages_is_kept(app):
    """Case 35."""
    kept = files.receipt(pdf(ACTS, pages=2), "ticket.pdf")

    with Image.open(io.BytesIO(kept)) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (1200, 1600))
        red, green, blue = drawn.getpixel((600, 1200))
        assert red > 200
        assert green + blue < 100


@on_one
def test_what_opens_a_file_knows_no_setting_and_can_write_nowhere(app, monkeypatch, tmp_path):
    monkeypatch.setenv("NOLIMITS_SEALING_KEYS", "canary")
    monkeypatch.setattr(apart, "_DRAWER", "import os; print(sorted(os.environ))")
    assert b"NOLIMITS" not in apart.pdf_picture(pdf())

    left = f"import pathlib; pathlib.Path({str(tmp_path / 'left')!r}).write_text('canary')"
    monkeypatch.setattr(apart, "_DRAWER", left)
    with pytest.raises(Refused, match="cannot be read"):
        files.receipt(pdf(), "ticket.pdf")


@on_one
def test_a_photo_of_a_receipt_is_made_anew(app):
    assert files.receipt(from_camera(), "photo.jpg") == files.photo(from_camera()).large
