"""What somebody says of a training day."""

from nolimits.kernel.forms import Form, RadioField, Required, TextAreaField, at_most

USEFUL = [
    ("5", "5, very useful"),
    ("4", "4"),
    ("3", "3"),
    ("2", "2"),
    ("1", "1, not useful"),
]


class FeedbackForm(Form):
    """Three questions."""

    useful = RadioField(
        "How useful was it?", [Required("Say how useful it was, from 1 to 5")], choices=USEFUL
    )
    keep = TextAreaField("What should we keep?", [at_most(500, "What we should keep")])
    change = TextAreaField(
        "What should we change?",
        [at_most(500, "What we should change")],
        description="Name nobody, and no child. Say nothing that tells who you are.",
    )
