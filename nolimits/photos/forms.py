"""The form of a photo."""

from nolimits.kernel import files
from nolimits.kernel.forms import FileField, Form, HiddenField, RadioField, Required


class LookForm(Form):
    """What somebody thinks of a photo that they look at."""

    fits = RadioField(
        "May young people see it?",
        [Required("Say whether young people may see it")],
        choices=[("yes", "Yes"), ("no", "No")],
        description="Their face, and nobody else. No words, number or address, and nothing that "
        "tells where they live.",
    )
    seen = HiddenField()


class PhotoForm(Form):
    """One photo."""

    photo = FileField(
        "Your photo",
        [Required("Choose a photo")],
        description="A JPEG, PNG or WebP of up to 8 MB in which your face can be seen.",
        render_kw={"accept": "image/jpeg,image/png,image/webp"},
    )

    def made(self) -> files.Photo:
        """The photo made anew; raise Refused where it is none."""
        sent = self.photo.data
        return files.photo(sent.read(), sent.filename or "")
