"""What panel members type, and what is written down of their decision."""

from typing import Any

from nolimits.kernel.forms import (
    Form,
    MoneyField,
    RadioField,
    Required,
    SelectField,
    TextAreaField,
    at_most,
    optional,
)
from nolimits.panel.models import Outcome
from nolimits.people.models import Person

POINTS = {
    5: "5, yes, strongly",
    4: "4, yes",
    3: "3, rather yes",
    2: "2, rather no",
    1: "1, no",
    0: "0, not at all",
}
OUTCOMES = {
    Outcome.YES.value: "Yes, all of it",
    Outcome.PART.value: "A part of it",
    Outcome.NO.value: "Not this time",
    Outcome.DEFERRED.value: "Not yet: something is missing",
}


class ScoreForm(Form):
    """A score and why."""

    points = RadioField(
        "How much should we give this?",
        [Required("Choose a score from 0 to 5")],
        choices=[(str(points), words) for points, words in POINTS.items()],
    )
    reason = TextAreaField(
        "Why?", [Required("Say why you gave this score"), at_most(500, "Your reason")]
    )


class DecisionForm(Form):
    """The panel's decision, with what the young person reads."""

    outcome = RadioField(
        "What did the panel decide?",
        [Required("Choose what was decided")],
        choices=[*OUTCOMES.items()],
    )
    pence = MoneyField("How much of it?", [optional()])
    reason = TextAreaField(
        "Why?",
        [Required("Say why: nobody is answered without a reason"), at_most(500, "The reason")],
        description="They read this. Begin with what the panel liked. Short words.",
    )
    next_step = TextAreaField(
        "What can they do next?",
        [Required("Say what they can do next, whatever the answer is"), at_most(500, "This")],
        description="They read this too. Say what, when, and whom to ask.",
    )


class PanelMemberForm(Form):
    """Somebody for the panel."""

    person = SelectField("Person", [Required("Choose a person")])

    def __init__(self, people: list[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(person.reference, person.name) for person in people]
        self.person.choices = [("", "Choose a person"), *named]
