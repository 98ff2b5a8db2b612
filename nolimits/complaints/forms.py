"""What anybody tells us, and what is written down about it."""

from nolimits.complaints.models import ComplaintKind
from nolimits.kernel.forms import (
    BooleanField,
    Form,
    RadioField,
    Required,
    StringField,
    TextAreaField,
    at_most,
    optional,
)

KINDS = {
    ComplaintKind.LEAK: "I saw or got something that I should not have",
    ComplaintKind.DATA: "How you treat my data",
    ComplaintKind.SCHEME: "Something else about the scheme",
}
SHORT = {
    ComplaintKind.LEAK: "Leak",
    ComplaintKind.DATA: "Data",
    ComplaintKind.SCHEME: "Scheme",
}


class ComplainForm(Form):
    """What is wrong."""

    kind = RadioField(
        "What is it about?",
        [Required("Choose what it is about")],
        choices=[(one.value, text) for one, text in KINDS.items()],
    )
    words = TextAreaField(
        "What happened?",
        [Required("Tell us what happened"), at_most(4000, "This")],
        description="If you got something by mistake: do not copy out what it says.",
    )
    contact = StringField(
        "How can we reach you?",
        [optional(), at_most(254, "This")],
        description="An email address or a telephone number.",
    )
    nameless = BooleanField(
        "Leave my name out",
        description="Then nothing is kept of who sent it. We can answer you only if you say above "
        "how to reach you.",
    )


class TellingForm(Form):
    """Whether the Information Commissioner was told."""

    told = RadioField(
        "Was the Information Commissioner told?",
        [Required("Choose yes or no")],
        choices=[("yes", "Yes"), ("no", "No, nobody is at risk from it")],
    )
    why = TextAreaField(
        "Why, what was done, and who else was told?",
        [Required("Say why"), at_most(1000, "This")],
    )


class OutcomeForm(Form):
    """What came of it."""

    outcome = TextAreaField(
        "What came of it?",
        [Required("Write what came of it"), at_most(2000, "This")],
        description="And when and how they were told, or why they could not be.",
    )
