"""Pictures as people hand them in, drawn here: of nobody, and with all that a camera adds."""

import io

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


def pdf(said: bytes = b"", trailer: bytes = b"", pages: int = 1) -> bytes:
    """A PDF of some pages, with more said in its catalogue or in its trailer."""
    out, page = io.BytesIO(), Image.new("RGB", (60, 40), "red")
    page.save(out, "PDF", save_all=True, append_images=[page] * (pages - 1))
    before, end = out.getvalue().split(b"trailer\n<<")
    told = before.replace(b"/Type /Catalog", b"/Type /Catalog" + said)
    return told + b"trailer\n<<" + trailer + end


def made_photo() -> files.Photo:
    """A photo as it is kept."""
    return files.photo(picture())
