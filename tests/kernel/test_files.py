"""What people hand in is what it says it is, or is not taken; of a photo the picture is kept."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from PIL import Image

from nolimits.kernel import apart, files, tables
from nolimits.kernel.errors import Refused
from nolimits.kernel.tables import Column
from tests.databases import KINDS
from tests.factories.photos import GPS, LATITUDE, MAKER, from_camera, picture

on_one = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
NAME = [Column("name", "Name")]


def opened(content):
    return Image.open(io.BytesIO(content))


def png_of(width, height):
    """A PNG of few bytes that claims to be large."""

    def part(kind, data):
        return (
            struct.pack("!L", len(data)) + kind + data + struct.pack("!L", zlib.crc32(kind + data))
        )

    header = part(b"IHDR", struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + part(b"IDAT", zlib.compress(b"")) + part(b"IEND", b"")


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as workbook:
        for name, content in parts.items():
            workbook.writestr(name, content)
    return out.getvalue()


@on_one
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_made_anew_in_two_sizes(app, kind):
    made = files.photo(picture(kind, (3000, 1500)), "me.jpg")

    assert opened(made.large).size == (2000, 1000)
    assert opened(made.small).size == (320, 160)
    assert {opened(one).format for one in (made.large, made.small)} == {"JPEG"}


@on_one
def test_where_a_photo_was_taken_is_gone_and_it_stands_the_right_way_up(app):
    """Case 37."""
    handed_in = from_camera()
    before = opened(handed_in).getexif()
    assert before.get_ifd(GPS)[LATITUDE] == (54.0, 33.0, 51.0)
    assert before[MAKER] == "Canary Cameras"

    made = files.photo(handed_in)

    for one in (made.large, made.small):
        kept = opened(one)
        assert kept.size[0] < kept.size[1]
        assert dict(kept.getexif()) == {}
        assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"Canary" not in one
    top, bottom = (opened(made.large).getpixel((240, y)) for y in (20, 620))
    assert top[0] > 200 > 60 > top[2]
    assert bottom[2] > 200 > 60 > bottom[0]


@on_one
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "me.svg"),
        (SVG, "me.jpg"),
        (HTML, "me.html"),
        (HTML, "me.png"),
        (b"", "me.jpg"),
        (b"GIF89a" + HTML, "me.jpg"),
        (b"\xff\xd8\xff\xe0" + HTML, "me.jpg"),
        (b"\x89PNG\r\n\x1a\n" + SVG, "me.png"),
        (picture()[:400], "me.jpg"),
        (b"%PDF-1.7 " + picture(), "me.jpg"),
        (packed(me=picture()), "me.jpg"),
        (picture(), "../../static/me.jpg"),
        (picture(), "/etc/me.jpg"),
        (picture(), "C:\\me.jpg"),
        (picture(), "me.jpg\x00.html"),
        (picture(), ".htaccess"),
    ],
    ids=lambda one: repr(one)[:24],
)
def test_what_is_no_photo_whatever_it_says_is_refused(app, content, name):
    """Case 35."""
    with pytest.raises(Refused, match="Choose a photo that is a JPEG, PNG or WebP"):
        files.photo(content, name)


@on_one
@pytest.mark.parametrize("behind", [HTML, SVG, packed(evil=HTML)], ids=["html", "svg", "zip"])
def test_nothing_that_hides_behind_a_photo_is_kept(app, behind):
    """Case 35: a file that is two things at once is one afterwards."""
    made = files.photo(picture() + behind)

    assert behind[:20] not in made.large + made.small
    assert b"script" not in made.large + made.small


@on_one
def test_one_byte_too_many_of_a_photo_is_refused(app):
    """Case 36."""
    fits = picture() + b"\0" * (files.MOST_OF_PHOTO - len(picture()))
    assert files.photo(fits)

    with pytest.raises(Refused, match="smaller than 8 MB"):
        files.photo(fits + b"\0")


@on_one
def test_a_photo_of_too_many_pixels_is_refused_before_room_is_made_for_it(app):
    """Case 36."""
    bomb = png_of(30_000, 30_000)
    tracemalloc.start()
    with pytest.raises(Refused, match="too many pixels"):
        files.photo(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(bomb) < 100
    assert most < 8 * files.MEGABYTE


@on_one
@pytest.mark.parametrize("kind", ["swollen", "many parts"])
def test_a_workbook_that_swells_when_unpacked_is_refused_with_little_memory(app, kind):
    """Case 36."""
    many = {f"part{n}": b"" for n in range(files.MOST_PARTS + 1)}
    large = {"sheet": b"\0" * (files.MOST_OF_WORKBOOK + 1)}
    content = packed(**(large if kind == "swollen" else many))
    tracemalloc.start()
    with pytest.raises(Refused, match=r"too large once unpacked|too many parts"):
        files.spreadsheet(content)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 8 * files.MEGABYTE


def lying():
    """A packed file whose directory claims that its part is small."""
    content = packed(sheet=b"\0" * 1_000_000)
    told = struct.pack("<L", 1_000_000)
    return content.replace(told, struct.pack("<L", 10))


@on_one
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lying(), "not a spreadsheet"),
        (b"PK\x03\x04 nonsense", "not a spreadsheet"),
        (HTML, "Choose a CSV file"),
        (SVG, "Choose a CSV file"),
        (b"%PDF-1.7", "Choose a CSV file"),
        (b"\x7fELF\x02", "Choose a CSV file"),
        (b"Name\0,Amount", "Choose a CSV file"),
    ],
    ids=lambda one: repr(one)[:24],
)
def test_what_is_no_spreadsheet_is_refused(app, content, words):
    with pytest.raises(Refused, match=words):
        files.spreadsheet(content)


@on_one
def test_real_spreadsheets_are_taken_as_they_are(app):
    for content in (
        tables.write_csv(["Name"], [["Siân"]] * 50),
        tables.write_xlsx(["Name"], [["Siân"]] * 5000),
        b"",
    ):
        assert files.spreadsheet(content) == content


def far_cell():
    """A workbook of few bytes with a cell in the last row and column there is."""
    made = zipfile.ZipFile(io.BytesIO(tables.write_xlsx(["Name"], [["Dana"]])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as workbook:
        for name in made.namelist():
            content = made.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"A2", b"XFD1048576").replace(b'r="2"', b'r="1048576"')
            workbook.writestr(name, content)
    return out.getvalue()


def test_a_cell_in_the_last_row_and_column_takes_no_memory_of_ours(monkeypatch):
    """Case 36."""
    sheet = tables.read(far_cell(), NAME)

    assert [str(one) for one in sheet.errors] == [
        "line 1, the file: this is not a workbook that can be opened"
    ]


def test_a_workbook_that_takes_for_ever_is_let_go(monkeypatch):
    monkeypatch.setattr(apart, "MOST_SECONDS", 1)
    monkeypatch.setattr(apart, "_READER", "while True: pass")

    with pytest.raises(ValueError, match="not a workbook"):
        apart.workbook_rows(b"", 1)


@pytest.mark.parametrize("write", [tables.write_csv, tables.write_xlsx])
def test_twenty_thousand_lines_are_read_and_one_more_is_told_so(write):
    lines = [["Dana"]] * tables.MOST_LINES

    assert len(tables.read(write(["Name"], lines), NAME).rows) == 20_000
    assert [str(one) for one in tables.read(write(["Name"], [*lines, ["x"]]), NAME).errors] == [
        "line 1, the file: it has more than 20,000 lines: hand it in in parts"
    ]


@on_one
def test_a_kept_photo_has_a_random_name_out_of_everyones_reach(app):
    """Case 35."""
    made = files.photo(picture(), "me.jpg")
    first, second = files.keep_photo(made), files.keep_photo(made)

    folder = app.config["SETTINGS"].instance / "photos"
    kept = [path for path in folder.iterdir() if path.name.startswith((first, second))]
    assert first != second
    assert len(kept) == 4
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.is_relative_to(app.config["SETTINGS"].root / "static")
    assert files.read_photo(first) == made.large
    files.remove_photo(first)
    assert files.read_photo(first) is None
    assert files.read_photo(second, small=True) == made.small


@on_one
@pytest.mark.parametrize("name", ["../secret-key", "/etc/passwd", "a" * 31, "A" * 32, "", "x\0"])
def test_only_names_that_we_gave_lead_to_a_file(app, name):
    with pytest.raises(ValueError, match="not the name"):
        files.read_photo(name)
