"""What somebody says of an ask."""

from typing import Any

from nolimits.asks.models import AskAnswer
from nolimits.asks.operations import Said
from nolimits.kernel import clock
from nolimits.kernel.forms import DateField, Form, RadioField, Required, TextAreaField, at_most

WILL, DONE, NOT = "will", "done", "not"


class AnswerForm(Form):
    """Whether they will, or have done it, and how."""

    said = RadioField(
        "What do you say?",
        [Required("Choose what you say")],
        choices=[(WILL, "We will"), (DONE, "It is done"), (NOT, "Neither")],
    )
    done_on = DateField("When was it done?", description="Today, if you leave it empty.")
    words = TextAreaField(
        "How?",
        [at_most(500, "This")],
        description="A few words, for whoever asks. Name no child and nobody else.",
    )

    def __init__(self, answer: AskAnswer | None, *, own: bool) -> None:
        kept = (
            {"said": answer.state, "done_on": answer.done_on, "words": answer.words}
            if answer
            else {}
        )
        super().__init__(data=kept)
        if own:
            words = [(WILL, "I will"), (DONE, "I have"), (NOT, "Neither, for now")]
            self.said.choices = words

    def told(self) -> Said | None:
        """What they say; None where they say nothing any more."""
        sent: Any = self.data
        if sent["said"] == NOT:
            return None
        done = (sent["done_on"] or clock.today()) if sent["said"] == DONE else None
        return Said(done, sent["words"] or "")
