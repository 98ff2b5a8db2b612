"""What young people choose, and what finance writes down."""

from nolimits.grants.forms import HOW
from nolimits.kernel.forms import Form, RadioField, Required, TextAreaField, at_most


class AcceptForm(Form):
    """How it should come."""

    how = RadioField(
        "How would you like to have it?",
        [Required("Choose how you would like to have it")],
        choices=[*HOW.items()],
    )


class GiveBackForm(Form):
    """Why the money came back."""

    reason = TextAreaField(
        "Why did it come back?",
        [Required("Say why it came back"), at_most(300, "The reason")],
        description="Like: the bank refused it, or it was not needed. No names.",
    )


class CancelForm(Form):
    """Why the money is not needed."""

    reason = TextAreaField(
        "Why is it not needed?",
        [Required("Say why"), at_most(300, "The reason")],
        description="No names. Kept with the award.",
    )
