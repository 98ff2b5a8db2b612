"""What young people are asked when they ask for a grant, and what the office types."""

from typing import Any

from nolimits.funds.models import Fund
from nolimits.grants.models import HowGiven
from nolimits.kernel import money
from nolimits.kernel.forms import (
    DateField,
    Form,
    IntegerField,
    MoneyField,
    RadioField,
    Required,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
    at_most,
    optional,
    whole_number,
)
from nolimits.strategy.forms import action_field

WHEN = {
    "soon": "As soon as I can have it",
    "month": "In the next month",
    "quarter": "In the next three months",
    "later": "It can wait",
}
ASKED = {"no": "No", "yes": "Yes"}
HOW = {
    HowGiven.BOUGHT.value: "You buy it and it comes to me",
    HowGiven.VOUCHER.value: "A voucher for the shop",
    HowGiven.BANK.value: "Money in my own bank account",
}


class WhatForm(Form):
    """What they would like."""

    what = StringField(
        "What would you like?",
        [Required("Say what you would like"), at_most(200, "What you would like")],
        description="One thing, or things that go together. Like: a second-hand laptop.",
    )


class CostForm(Form):
    """What it costs; no more than the programme gives."""

    pence = MoneyField(
        "How much does it cost?", [Required("Say how much it costs, like 45 or 45.50")]
    )

    def validate_pence(self, field: Any) -> None:
        """Between nothing and the most."""
        if field.data <= 0:
            raise ValidationError("Say how much it costs, like 45 or 45.50")
        if self.about is not None and field.data > self.about.most_pence:
            most = money.pounds(self.about.most_pence)
            raise ValidationError(f"The most you can ask for is {most}")


class SeenForm(Form):
    """Where the price was seen."""

    seen = StringField(
        "Where did you see the price?",
        [optional(), at_most(300, "Where you saw it")],
        description="A shop or a link. Leave it empty if you do not know.",
    )


class DifferenceForm(Form):
    """What it would change."""

    difference = TextAreaField(
        "What difference would it make to you?",
        [Required("Say what difference it would make"), at_most(500, "This")],
        description="Write it as you would say it. There is no wrong answer.",
    )


class WhenForm(Form):
    """How soon it is needed."""

    when = RadioField(
        "When do you need it?", [Required("Choose when you need it")], choices=[*WHEN.items()]
    )


class AskedForm(Form):
    """Whether somebody else was asked."""

    asked = RadioField(
        "Have you asked anyone else for it?",
        [Required("Choose yes or no")],
        choices=[*ASKED.items()],
    )
    asked_words = TextAreaField(
        "Who did you ask, and what did they say?", [optional(), at_most(300, "This")]
    )


class HowForm(Form):
    """How it should come."""

    how = RadioField(
        "How would you like it?", [Required("Choose how you would like it")], choices=[*HOW.items()]
    )


class BackerForm(Form):
    """Somebody who can say more; the panel never sees this."""

    backer = StringField(
        "Who can tell us more about it?",
        [optional(), at_most(120, "This")],
        description="Like your worker, a teacher or a coach. The panel does not see their name.",
    )


class AnswerForm(Form):
    """An answer to what the office asked."""

    answer = TextAreaField("Your answer", [Required("Write your answer"), at_most(1000, "This")])


class AskMoreForm(Form):
    """What is missing."""

    question = TextAreaField(
        "What do you need to know?",
        [Required("Write your question"), at_most(500, "Your question")],
        description="They read this as you write it. Short words, one question.",
    )


class PackForm(Form):
    """The panel's copy: the young person's own words without what tells who they are."""

    what = StringField("What they would like", [Required("Say what it is"), at_most(200, "This")])
    seen = StringField("Where they saw the price", [optional(), at_most(300, "This")])
    difference = TextAreaField(
        "What difference it would make", [Required("Say what difference"), at_most(600, "This")]
    )
    asked_words = TextAreaField("Whom else they asked", [optional(), at_most(300, "This")])
    more = TextAreaField("What they told us later", [optional(), at_most(1000, "This")])


class ProgrammeForm(Form):
    """A programme to open."""

    name = StringField(
        "What is it called?", [Required("Name the programme"), at_most(120, "The name")]
    )
    purpose = TextAreaField(
        "What is it for?",
        [Required("Say what it is for"), at_most(500, "This")],
        description="Young people read this. Short words.",
    )
    fund = SelectField("Which fund pays?", [Required("Choose a fund")])
    most_pence = MoneyField(
        "What is the most that one person can ask for?", [Required("Enter an amount, like 300")]
    )

    action = action_field()

    def __init__(self, funds: list[Fund], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fund.choices = [("", "Choose a fund"), *((one.reference, one.name) for one in funds)]


class RoundForm(Form):
    """The days of a round."""

    opens_on = DateField("First day to ask", [Required("Enter the first day")])
    closes_on = DateField("Last day to ask", [Required("Enter the last day")])
    panel_on = DateField("Day the panel meets", [Required("Enter the day the panel meets")])
    tell_by = DateField("Day by which everyone is told", [Required("Enter the day")])
    scores_needed = IntegerField(
        "How many people must score before the panel decides?",
        [whole_number("Enter a number from 1 to 9", 1, 9)],
        default=3,
        description="One of them is always a young person.",
    )
