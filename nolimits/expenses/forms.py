"""What people write about expenses."""

import re
from collections.abc import Sequence
from typing import Any

from nolimits.expenses import operations
from nolimits.expenses.checking import Terms
from nolimits.expenses.kinds import About, ExpenseKind, Vehicle
from nolimits.expenses.models import ExpenseClaim
from nolimits.expenses.wording import ABOUT, JOURNEYS, KINDS, NO_NAMES
from nolimits.funds.models import Fund
from nolimits.kernel import files
from nolimits.kernel.actors import Actor
from nolimits.kernel.forms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    IntegerField,
    MoneyField,
    RadioField,
    Required,
    SelectField,
    StringField,
    TextAreaField,
    at_most,
    optional,
    whole_number,
)
from nolimits.matching.models import Match

DAYS = "Enter days from 1 to 366"


class AboutForm(Form):
    """Which match, or what kind of thing."""

    about = RadioField("What is it about?", [Required("Choose what it is about")])

    def __init__(self, subjects: Sequence[Match | About], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._subjects = {
            one.reference if isinstance(one, Match) else one.value: one for one in subjects
        }
        self.about.choices = [
            (key, f"{ABOUT[About.MATCH]}, {key}" if isinstance(one, Match) else ABOUT[one])
            for key, one in self._subjects.items()
        ]

    def subject(self) -> Match | About:
        """What was chosen."""
        return self._subjects[self.about.data]


class AskFirstForm(AboutForm):
    """What somebody would like to spend."""

    planned_on = DateField("On which day?", [Required("Enter the day")])
    pence = MoneyField("How much will it be?", [Required("Enter the amount")])
    what = TextAreaField(
        "What for?",
        [Required("Say what it is for"), at_most(300, "What it is for")],
        description=NO_NAMES,
    )


class CostForm(Form):
    """One thing that was paid for."""

    day = DateField("Which day was it?", [Required("Enter the day")])
    kind = RadioField(
        "What was it?",
        [Required("Choose what it was")],
        choices=[(one.value, text) for one, text in KINDS.items()],
    )
    pence = MoneyField(
        "How much do you claim?",
        [Required("Enter the amount")],
        description="What the receipt says, or less.",
    )
    what = StringField(
        "What was it for?",
        [Required("Say what it was for"), at_most(200, "What it was for")],
        description=NO_NAMES,
    )
    receipt = FileField(
        "The receipt",
        [Required("Choose the receipt")],
        description="A photo of up to 8 MB, or a PDF of up to 2 MB. Cover or fold away what tells "
        "where. If a PDF tells where, take a photo of the part with the day and the price instead.",
        render_kw={"accept": "image/jpeg,image/png,image/webp,application/pdf"},
    )

    def add(self, claim: ExpenseClaim, *, by: Actor) -> None:
        """Write it down, with the receipt as it is kept."""
        sent, content = self.receipt.data, self.receipt.data.read()
        said = ExpenseKind(self.kind.data), self.pence.data, self.what.data
        receipt = operations.Receipt(files.receipt(content, sent.filename or ""), content)
        operations.add_cost(claim, self.day.data, *said, receipt, by=by)


class MilesField(StringField):
    """Miles as typed, with one figure after the point; its data is tenths of a mile."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed and not re.fullmatch(r"[0-9]{1,4}(\.[0-9])?", typed):
            raise ValueError("Enter miles, like 12 or 12.4")
        if typed:
            self.data = round(float(typed) * 10)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data / 10:g}"


class JourneyForm(Form):
    """How far somebody went."""

    day = DateField("Which day was it?", [Required("Enter the day")])
    kind = RadioField(
        "How did you travel?",
        [Required("Choose how you travelled")],
        choices=[(one.value, text) for one, text in JOURNEYS.items()],
        hints={ExpenseKind.PASSENGER: "A line of its own, beside your own miles"},
    )
    miles = MilesField(
        "How many miles, there and back?",
        [Required("Enter how many miles")],
        description="Do not write from where to where.",
    )
    what = StringField(
        "What was it for?",
        [Required("Say what it was for"), at_most(200, "What it was for")],
        description=NO_NAMES,
    )

    def add(self, claim: ExpenseClaim, *, by: Actor) -> None:
        """Write it down."""
        said = ExpenseKind(self.kind.data), self.miles.data, self.what.data
        operations.add_journey(claim, self.day.data, *said, by=by)


LINES: dict[str, type[CostForm | JourneyForm]] = {"cost": CostForm, "journey": JourneyForm}


class SendForm(Form):
    """What has to be true where somebody drove."""

    papers = BooleanField(
        "On these days I had a licence, an MOT in date, and insurance that knows I volunteer",
    )


class OtherMilesForm(Form):
    """Miles for others."""

    year = RadioField("Which tax year?", [Required("Choose the tax year")])
    miles = IntegerField(
        "How many miles did you claim from others in it, so far?",
        [
            Required("Enter how many miles"),
            whole_number("Enter miles from 0 to 100,000", 0, 100_000),
        ],
        description="From other charities or groups for which you volunteer.",
    )

    def __init__(self, years: list[int], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        words = [(str(one), f"6 April {one} to 5 April {one + 1}") for one in years]
        self.year.choices = words


class ReasonForm(Form):
    """What is wrong with a claim."""

    reason = TextAreaField(
        "What is wrong with it?",
        [Required("Say what is wrong"), at_most(500, "What is wrong")],
        description="No names of young people.",
    )


class AnswerForm(Form):
    """Yes or no to what somebody asks."""

    agree = RadioField(
        "May they spend it?",
        [Required("Say yes or no")],
        choices=[("yes", "Yes"), ("no", "No")],
    )


class LimitForm(Form):
    """What is agreed."""

    visit_pence = MoneyField("The most for one day", [Required("Enter an amount")])
    month_pence = MoneyField("The most for one month", [Required("Enter an amount")])
    match_pence = MoneyField("The most for one match in all", [Required("Enter an amount")])
    within_days = IntegerField(
        "Within how many days do they claim?", [Required(DAYS), whole_number(DAYS, 1, 366)]
    )
    fund = SelectField("Which fund pays?", [Required("Choose the fund")])
    from_on = DateField("From which day?", [Required("Enter the day")])

    def __init__(self, funds: list[Fund], *, whole: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not whole:
            del self.match_pence
        self._funds = {one.reference: one for one in funds}
        self.fund.choices = [("", "Choose"), *((one.reference, one.name) for one in funds)]

    def terms(self) -> Terms:
        """The same for the operation."""
        return Terms(
            self.visit_pence.data,
            self.month_pence.data,
            self.match_pence.data if "match_pence" in self else None,
            self.within_days.data,
            self._funds[self.fund.data],
        )


RATE = "Enter whole pence, like 55"


class RateForm(Form):
    """What a mile is paid with."""

    vehicle = RadioField(
        "What is it for?",
        [Required("Choose what it is for")],
        choices=[(Vehicle.CAR.value, "A car"), (Vehicle.PASSENGER.value, "A passenger")],
    )
    from_on = DateField("From which day?", [Required("Enter the day")])
    pence = IntegerField("Pence a mile", [Required(RATE), whole_number(RATE, 0, 200)])
    ceiling_pence = IntegerField(
        "The most that is free of tax, in pence a mile",
        [Required(RATE), whole_number(RATE, 1, 200)],
        description="HMRC's approved rate on that day. The council may pay less.",
    )
    after_miles = IntegerField(
        "After how many miles of a tax year does it change?",
        [optional(), whole_number("Enter miles from 1 to 100,000", 1, 100_000)],
        description="10,000 for a car. Empty for a passenger.",
    )
    after_pence = IntegerField("Pence a mile after that", [optional(), whole_number(RATE, 0, 200)])
    after_ceiling_pence = IntegerField(
        "The most that is free of tax after that", [optional(), whole_number(RATE, 0, 200)]
    )
