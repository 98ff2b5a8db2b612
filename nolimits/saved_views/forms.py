"""What is asked to keep a view."""

from nolimits.kernel.forms import Form, Required, StringField, at_most


class ViewForm(Form):
    """What to call it."""

    name = StringField(
        "What do you call this view?",
        [Required("Enter a name for this view"), at_most(60, "The name")],
        description="Only you see it. Name no child.",
    )
