"""Files that people hand in: looked at before anything is made of them, kept where nobody asks.

What a file is counts by what is in it, never by its name. A photo is made anew, so that nothing
else that was in it is kept: not where it was taken, nor anything hidden behind it. What is kept
has a random name in a folder that no page serves by itself.
"""

import io
import os
import re
import secrets
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from nolimits.kernel import apart, clamd, tables
from nolimits.kernel.db import after_commit, db
from nolimits.kernel.errors import Refused
from nolimits.kernel.settings import settings

if TYPE_CHECKING:
    from PIL.Image import Image

MEGABYTE = 1024 * 1024
MOST_OF_PHOTO = 8 * MEGABYTE
MOST_OF_PDF = 2 * MEGABYTE
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 20_000_000, "WEBP": 20_000_000}  # as decoding costs
PHOTOS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
LARGEST, SMALL = 2000, 320  # pixels of a side
QUALITY = 85

OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # how both begin
MOST_OF_WORKBOOK = 64 * MEGABYTE  # once it is unpacked
MOST_PARTS = 1_000
MOST_TIMES = 200  # as large as it is packed; text of a real workbook packs to a tenth

_NAME = re.compile(r"^[0-9a-f]{32}(-small)?\.jpg$")
_ODD_NAME = re.compile(r"[\x00-\x1f/\\]|^\.")
NOT_A_PHOTO = "Choose a photo that is a JPEG, PNG or WebP file"
NOT_A_RECEIPT = "Choose a photo (JPEG, PNG or WebP) or a PDF"


@dataclass(frozen=True)
class Photo:
    """A photo made anew, in two sizes, as JPEG."""

    large: bytes
    small: bytes


def photo(
    content: bytes, name: str = "", *, field: str = "photo", wanted: str = NOT_A_PHOTO
) -> Photo:
    """A photo made anew from what was handed in; raise Refused with words where it is none."""
    import filetype

    if len(content) > MOST_OF_PHOTO:
        raise Refused(f"The photo must be smaller than {MOST_OF_PHOTO // MEGABYTE} MB", field)
    kind = PHOTOS.get(filetype.guess_mime(content) or "")
    if kind is None or _ODD_NAME.search(name):
        raise Refused(wanted, field)
    clamd.refuse_harmful(content, field)
    return _made_anew(content, kind, field, wanted)


def _made_anew(content: bytes, kind: str, field: str, wanted: str) -> Photo:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as image:
            if image.width * image.height > MOST_PIXELS[kind]:
                raise Refused("The photo has too many pixels. Make it smaller first", field)
            image.draft("RGB", (LARGEST, LARGEST))  # a JPEG is decoded no larger than is needed
            plain = _plain(image)
            return Photo(_as_jpeg(plain, LARGEST), _as_jpeg(plain, SMALL))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused(wanted, field) from error
    except Image.DecompressionBombError as error:
        raise Refused("The photo has too many pixels. Make it smaller first", field) from error


def _plain(image: "Image") -> "Image":
    """Only its dots, the right way up, on white where they were see-through."""
    from PIL import Image, ImageOps

    image.thumbnail((LARGEST, LARGEST))
    upright: Any = ImageOps.exif_transpose(image)
    dots = upright.convert("RGBA")
    plain = Image.new("RGB", dots.size, "white")
    plain.paste(dots, mask=dots.getchannel("A"))
    return plain


def _as_jpeg(plain: "Image", side: int) -> bytes:
    out = io.BytesIO()
    sized = plain.copy()
    sized.thumbnail((side, side))
    sized.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def receipt(content: bytes, name: str = "", field: str = "receipt") -> bytes:
    """A receipt as it is kept: a photo made anew, or a picture of the pages of a PDF."""
    if not content.startswith(b"%PDF-"):
        return photo(content, name, field=field, wanted=NOT_A_RECEIPT).large
    if len(content) > MOST_OF_PDF:
        raise Refused(f"The PDF must be smaller than {MOST_OF_PDF // MEGABYTE} MB", field)
    if _ODD_NAME.search(name):
        raise Refused(NOT_A_RECEIPT, field)
    clamd.refuse_harmful(content, field)
    try:
        return apart.pdf_picture(content)
    except ValueError as error:
        raise Refused(f"{error}. Take a photo of it instead", field) from error


def spreadsheet(content: bytes, field: str = "file") -> bytes:
    """The content of a CSV file or workbook, once it was looked at; raise Refused otherwise."""
    if content.startswith(b"PK"):
        _refuse_swollen(content, field)
    elif content.startswith(OLD_OR_LOCKED):
        raise Refused(
            "This spreadsheet is locked with a password, or of an old kind (XLS). "
            "Save it as XLSX without a password",
            field,
        )
    elif content.startswith(tables.UTF_16):
        pass  # text, in which every other sign is empty
    elif b"\x00" in content or content.lstrip()[:1] in (b"<", b"%", b"\x7f"):
        raise Refused("Choose a CSV file or a spreadsheet (XLSX)", field)
    clamd.refuse_harmful(content, field)
    return content


def _refuse_swollen(content: bytes, field: str) -> None:
    """Unpack a workbook piece by piece, and keep none of it: what it claims may be untrue."""
    left = min(MOST_OF_WORKBOOK, MOST_TIMES * max(len(content), MEGABYTE // 4))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            parts = workbook.infolist()
            if len(parts) > MOST_PARTS:
                raise Refused("The spreadsheet has too many parts to be one", field)
            for part in parts:
                with workbook.open(part) as unpacked:
                    while piece := unpacked.read(MEGABYTE // 4):
                        left -= len(piece)
                        if left < 0:
                            raise Refused("The spreadsheet is too large once unpacked", field)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused("This is not a spreadsheet that can be opened", field) from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma"):  # what packs them has errors of its own
            raise Refused("This is not a spreadsheet that can be opened", field) from error
        raise


# --- Keeping ----------------------------------------------------------------------------------


def keep_photo(made: Photo) -> str:
    """Keep a photo under a random name, readable to this program alone; the name."""
    name = secrets.token_hex(16)
    try:
        _write(f"{name}.jpg", made.large)
        _write(f"{name}-small.jpg", made.small)
    except OSError as error:
        remove_photo(name)
        raise Refused("There is no room to keep a photo just now. Try again later") from error
    return name


def read_photo(name: str, *, small: bool = False) -> bytes | None:
    """A kept photo; None where it is not there."""
    path = _path(f"{name}-small.jpg" if small else f"{name}.jpg")
    return path.read_bytes() if path.is_file() else None


def remove_photo(name: str) -> None:
    """Let go of a photo in both sizes; what is gone already is no mistake."""
    for ending in (".jpg", "-small.jpg"):
        _path(name + ending).unlink(missing_ok=True)


def remove_once_kept(name: str) -> None:
    """Let go of a photo when this transaction is safely kept, and not if it is undone."""
    db.session.info.setdefault("photos_to_remove", []).append(name)


@after_commit
def _remove_now() -> None:
    for name in db.session.info.pop("photos_to_remove", []):
        remove_photo(name)


@sa.event.listens_for(db.session.session_factory, "after_rollback")
def _remove_nothing(session: Any) -> None:
    session.info.pop("photos_to_remove", None)


def kept_photos() -> dict[str, float]:
    """The name of every photo in the folder, and when it was put there, as the system counts."""
    folder = _folder()
    return {
        path.stem: path.stat().st_mtime for path in folder.glob("*.jpg") if "-" not in path.stem
    }


def _folder() -> Path:
    folder = settings().instance / "photos"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(name: str) -> Path:
    if not _NAME.match(name):
        raise ValueError("not the name of a file that we keep")
    return _folder() / name


def _write(name: str, content: bytes) -> None:
    """Write a file whole or not at all, out of others' reach from its first byte."""
    path = _path(name)
    unfinished = path.with_suffix(".part")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
