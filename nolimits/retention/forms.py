"""What is asked when somebody is held back."""

from nolimits.kernel.forms import Form, Required, StringField, TextAreaField, at_most


class HoldForm(Form):
    """About whom nothing is removed, and why."""

    who = StringField(
        "Their code or email address",
        [Required("Enter a young person's code, or an adult's email address")],
    )
    reason = TextAreaField(
        "Why is everything about them kept?",
        [Required("Write why everything is kept"), at_most(1000, "The reason")],
    )
