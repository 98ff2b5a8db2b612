"""What people type about their second factors."""

from nolimits.kernel.forms import CodeField, Form, HiddenField, Required, StringField, at_most


class AppCodeForm(Form):
    """The first code that a new app shows."""

    code = CodeField(
        "What does the app show now?",
        [Required("Enter the 6 figures that the app shows")],
        description="6 figures, which change every half minute.",
    )


class PasskeyForm(Form):
    """A name for a passkey; the browser adds the rest."""

    name = StringField(
        "What shall we call it?",
        [Required("Give it a name, like Work laptop"), at_most(60, "The name")],
        description="So that you know it again, like Work laptop or My phone.",
    )
    credential = HiddenField()
