"""What a volunteer writes down of one time."""

from nolimits.contacts.models import ContactKind
from nolimits.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    RadioField,
    Required,
    StringField,
    TextAreaField,
    at_most,
    optional,
    whole_number,
)

KINDS = {
    ContactKind.ONE_TO_ONE: "We met, the two of us",
    ContactKind.INVITED_ALONG: "They came along to something",
    ContactKind.CALL: "A call",
    ContactKind.MESSAGE: "A message",
    ContactKind.LETTER: "A letter",
}
MINUTES = "Enter the time in minutes, from 1 to 1,440"


class ContactForm(Form):
    """One time of being in touch."""

    held_on = DateField("Which day was it?", [Required("Enter the day")])
    kind = RadioField(
        "How were you in touch?",
        [Required("Choose how you were in touch")],
        choices=[(one.value, text) for one, text in KINDS.items()],
    )
    minutes = IntegerField(
        "How many minutes?",
        [Required(MINUTES), whole_number(MINUTES, 1, 1440)],
        description="Without your way there and back. Two hours are 120.",
    )
    activity = StringField(
        "What did you do?", [Required("Say what you did"), at_most(200, "What you did")]
    )
    notes = TextAreaField(
        "How was it?",
        [optional(), at_most(2000, "Your notes")],
        description="Do not write names, schools or addresses. The young person may read this "
        "one day.",
    )
    in_work_time = BooleanField("It was in my work time")
    worried = BooleanField(
        "Something worried me",
        description="When you send this, you can tell the safeguarding lead. Nobody else reads it.",
    )
