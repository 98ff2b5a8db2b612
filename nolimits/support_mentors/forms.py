"""What support mentors say: how many volunteers they can support, and how a catch-up went."""

from nolimits.kernel import clock
from nolimits.kernel.forms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    Required,
    SelectField,
    TextAreaField,
    at_most,
    optional,
    whole_number,
)
from nolimits.volunteers.forms import SupportMentorForm
from nolimits.volunteers.supporting import MOST

NUMBER = f"Enter a number from 0 to {MOST}"


class CapacityForm(Form):
    """How many volunteers somebody can support."""

    most = IntegerField("How many?", [Required(NUMBER), whole_number(NUMBER, 0, MOST)])


class HandOverForm(SupportMentorForm):
    """Who takes over all whom somebody supports."""

    mentor = SelectField("Who takes over?", [Required("Choose who takes over")])


class CoverForm(SupportMentorForm):
    """Who stands in for somebody, and when."""

    mentor = SelectField("Who covers for them?", [Required("Choose who covers")])
    reason = None
    from_on = DateField("First day away", [Required("Enter the first day away")])
    until_on = DateField("Back on", [Required("Enter the day on which they are back")])


class CatchUpForm(Form):
    """How it goes, as a volunteer told their support mentor."""

    held_on = DateField(
        "Which day was it?", [Required("Enter the day")], default=lambda: clock.today()
    )
    words = TextAreaField(
        "How is it going?",
        [Required("Say how it is going"), at_most(2000, "How it is going")],
        description="What goes well, what they need from us. No names of young people. You and the "
        "coordinators read it. The volunteer may ask for a copy.",
    )
    next_on = DateField("When do you speak next, if you agreed on a day?", [optional()])
    worried = BooleanField(
        "Something worried me",
        description="When you send this, you can tell the safeguarding lead. Nobody else reads it.",
    )
