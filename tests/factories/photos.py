"""Pictures as people hand them in, drawn here: of nobody, and with all that a camera adds."""

import io
import zlib

from PIL import Image

from nolimits.kernel import files

GPS, ORIENTATION, LATITUDE, MAKER = 0x8825, 0x0112, 2, 0x010F


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **more: object) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    out = io.BytesIO()
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    image.save(out, kind, **more)
    return out.getvalue()


def from_camera(**size: tuple[int, int]) -> bytes:
    """A picture that says where it was taken and which way up the camera was."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn it a quarter to the right
    exif[MAKER] = "Canary Cameras"
    exif.get_ifd(GPS)[LATITUDE] = (54.0, 33.0, 51.0)
    return picture(exif=exif, comment=b"Canary Street 5", **size)


def pdf(
    said: bytes = b"", packed: bytes = b"BT (One day ticket) Tj ET", more: bytes = b""
) -> bytes:
    """A PDF of one page, with more said in its catalogue, something packed, and more after it."""
    stream = zlib.compress(packed)
    head = b"/Type/ObjStm/N 1/First 4" if b"/Type/Action" in packed else b""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R" + said + b">>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R>>\nendobj\n"
        b"4 0 obj\n<<" + head + b"/Filter/FlateDecode/Length "
        b"%d>>\nstream\n" % len(stream) + stream + b"\nendstream\nendobj\n" + more + b"\n%%EOF\n"
    )


def made_photo() -> files.Photo:
    """A photo as it is kept."""
    return files.photo(picture())
