"""What people are asked about a promise, one question a page, and how they change it."""

from typing import Any

from nolimits.kernel.forms import (
    Form,
    IntegerField,
    MoneyField,
    RadioField,
    Required,
    SelectField,
    TextAreaField,
    ValidationError,
    at_most,
    optional,
    whole_number,
)
from nolimits.kernel.pages import current_person
from nolimits.pledges import queries
from nolimits.pledges.models import Channel, Frequency, Pledge, Route
from nolimits.strategy import queries as strategy

ANYWHERE, CHOSEN = "anywhere", "chosen"


class KindForm(Form):
    """Time, money, or both."""

    short = "You give"
    kind = RadioField(
        "What would you like to give?",
        [Required("Choose time, money or both")],
        choices=[("time", "Time"), ("money", "Money"), ("both", "Time and money")],
        hints={
            "time": "A few hours a month with a young person, or a place beside you",
            "money": "From £1, once or each month",
            "both": "Two promises, made in one go",
        },
    )


class RouteForm(Form):
    """One to one, or along to something."""

    short = "How you give time"
    route = RadioField(
        "How would you like to give time?",
        [Required("Choose how you would like to give time")],
        choices=[
            (Route.ONE_TO_ONE.value, "One to one, as a young person's mentor"),
            (Route.INVITE_ALONG.value, "By inviting young people along to something I do"),
        ],
        hints={
            Route.ONE_TO_ONE: "Checks, two days' training, then somebody who counts on you. "
            "Please stay a year",
            Route.INVITE_ALONG: "Sport, music, an allotment, a day at work. Lighter, and a good "
            "way to start",
        },
    )

    def validate_route(self, field: RadioField) -> None:
        """Say at once that this promise exists, and not at the end of the journey."""
        if any(one.route == field.data for one in queries.open_of(current_person())):
            raise ValidationError("You promise this already. Change that promise instead")


class HoursForm(Form):
    """How much time."""

    short = "Hours a month"
    hours_a_month = IntegerField(
        "How many hours a month could you give?",
        [
            Required("Enter a number of hours, like 4"),
            whole_number("Hours a month must be between 1 and 60", 1, 60),
        ],
        description="A rough number is fine. Most people start with 4. You can change it later.",
        render_kw={"inputmode": "numeric"},
    )


class OfferForm(Form):
    """What young people are invited along to."""

    short = "You would invite along to"
    offer = TextAreaField(
        "What would you invite a young person along to?",
        [Required("Tell us what you would invite a young person along to"), at_most(500, "It")],
        description="What it is, roughly where, and how often you do it.",
    )


class FrequencyForm(Form):
    """Once, or each month."""

    short = "How often"
    frequency = RadioField(
        "How often would you like to give money?",
        [Required("Choose each month or once")],
        choices=[(Frequency.MONTHLY.value, "Each month"), (Frequency.ONCE.value, "Once")],
    )


class ChannelForm(Form):
    """From pay, or by bank transfer."""

    short = "How it comes"
    channel = RadioField(
        "How would you like to give it?",
        [Required("Choose from your pay or by bank transfer")],
        choices=[
            (Channel.TAKE_HOME_PAY.value, "From my take-home pay"),
            (Channel.BANK_TRANSFER.value, "By bank transfer"),
        ],
        hints={
            Channel.TAKE_HOME_PAY: "Taken after tax. You do nothing more",
            Channel.BANK_TRANSFER: "You set it up with your bank. We send you the details",
        },
    )

    def validate_channel(self, field: RadioField) -> None:
        """Payroll finds people by their number."""
        person: Any = current_person()
        if field.data == Channel.TAKE_HOME_PAY and not person.employee_number:
            raise ValidationError("We have no pay number for you, so choose a bank transfer")


class AmountForm(Form):
    """How much money."""

    short = "How much"
    pence = MoneyField(
        "How much would you like to give?",
        [Required("Enter an amount in pounds, like 5")],
        description="From £1. £5 is what most people give. You can change it at any time.",
    )

    def validate_pence(self, field: MoneyField) -> None:
        """A pound is where it begins."""
        if field.data < 100:
            raise ValidationError("The least is £1")
        if field.data > 100_000:
            raise ValidationError("For more than £1,000, please talk to us first")


class AimForm(Form):
    """Which action of the council's strategy the promise serves."""

    aim = RadioField(
        "What should it help with?",
        [Required("Choose wherever it helps most, or something of the plan")],
        choices=[(ANYWHERE, "Wherever it helps most"), (CHOSEN, "Something in the council's plan")],
        description="Every promise serves something in the plan for children in care. You may "
        "leave the choice to the people who know what is needed.",
    )
    action = SelectField("Which action of the plan?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [one for group in strategy.action_choices() for one in group.actions]
        self.action.choices = [("", "Choose an action"), *choices]
        self.action.data = self.action.data or ""
        self.action.flags.required = True  # of whoever wants to choose: see validate_action

    def validate_action(self, field: SelectField) -> None:
        """Whoever wants to choose, chooses."""
        if self.aim.data == CHOSEN and not field.data:
            raise ValidationError("Choose an action of the plan")

    def summary(self) -> list[tuple[str, str]]:
        """One line: the action, or wherever."""
        (_, aim), (_, action) = super().summary()
        return [("It helps", action if self.aim.data == CHOSEN else aim)]


class ChangeForm(Form):
    """Another amount, of the promise's own kind."""

    pence = MoneyField("How much from today?", [Required("Enter an amount in pounds, like 5")])
    hours_a_month = IntegerField(
        "How many hours a month from today?", [Required("Enter a number of hours, like 4")]
    )

    def __init__(self, pledge: Pledge) -> None:
        super().__init__(
            data={"pence": pledge.term.pence, "hours_a_month": pledge.term.hours_a_month}
        )
        if pledge.channel:
            del self.hours_a_month
        else:
            del self.pence

    def amount(self) -> dict[str, Any]:
        """What was typed, as the operation takes it."""
        return self.answers()


class ReasonForm(Form):
    """Why, if somebody likes to say."""

    reason = TextAreaField(
        "Would you like to tell us why?",
        [optional(), at_most(300, "It")],
        description="You need not. It helps us to make this better for others. Please name nobody.",
        render_kw={"rows": "3"},
    )
