"""What is asked when a record is opened in an emergency, and when a look is reviewed."""

from nolimits.kernel.forms import (
    Form,
    RadioField,
    Required,
    StringField,
    TextAreaField,
    at_most,
    optional,
)
from nolimits.reads.models import Verdict

LONGEST = 1000


class GlassForm(Form):
    """Whose record, and why."""

    code = StringField("Their code", [Required("Enter the young person's code")])
    reason = TextAreaField(
        "Why do you need to open it now?",
        [Required("Write why you need to open this record"), at_most(LONGEST, "Your reason")],
    )

    @property
    def key(self) -> str:
        """The code as it is kept, however it was typed: "y 7k2qwm4d" is Y-7K2QWM4D."""
        letters = (self.code.data or "").upper().replace(" ", "").replace("-", "")
        return f"Y-{letters.removeprefix('Y')}"


class MarkForm(Form):
    """What a lead makes of somebody's looks."""

    verdict = RadioField(
        "What do you make of it?",
        choices=[(Verdict.RIGHT.value, "It looked right"), (Verdict.ASK.value, "Ask them")],
        validators=[Required("Choose what you make of it")],
    )
    note = TextAreaField("Note (optional)", [optional(), at_most(LONGEST, "The note")])
