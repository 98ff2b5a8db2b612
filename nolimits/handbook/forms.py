"""What is typed about the handbook and the guidance of roles."""

from typing import Any

from nolimits.kernel.forms import Form, HiddenField, Required, StringField, TextAreaField, at_most


class HandbookForm(Form):
    """A version of the handbook; sent twice, the second time to say that it may go out."""

    title = StringField("Title", [Required("Enter a title"), at_most(120, "Title")])
    text = TextAreaField(
        "Text",
        [Required("Enter the text of the handbook")],
        description="Start a heading with # and each line of a list with -. "
        "Every other line is a paragraph.",
        render_kw={"rows": 20},
    )
    changes = TextAreaField(
        "What changed since the last version?",
        description="This goes into the mail to everyone who read an earlier version.",
        render_kw={"rows": 3},
    )
    confirmed = HiddenField()

    def values(self) -> dict[str, Any]:
        """The answers, as the handbook keeps them."""
        return {name: self[name].data or "" for name in ("title", "text", "changes")}
