"""What finance types about funds and the ledger."""

import re

from nolimits.funds.models import Holder
from nolimits.funds.queries import FundFigures
from nolimits.kernel import money
from nolimits.kernel.db import new_reference
from nolimits.kernel.forms import (
    Form,
    HiddenField,
    MoneyField,
    RadioField,
    Required,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
    at_most,
    optional,
)

HOLDERS = [
    (Holder.COUNCIL.value, "The council"),
    (Holder.COMMUNITY_FOUNDATION.value, "The community foundation"),
]


def _made_by_us(form: Form, field: HiddenField) -> None:
    """The entry's name, given with the page so that a form sent twice is posted once."""
    if not re.fullmatch("J-[2-9A-HJ-NP-Z]{8}", field.data or ""):
        raise ValidationError("Start again: this page is too old")


class FundForm(Form):
    """A new fund."""

    name = StringField(
        "What is it called?", [Required("Enter the fund's name"), at_most(120, "The name")]
    )
    holder = RadioField(
        "Whose bank account is the money in?",
        [Required("Choose who holds the money")],
        choices=HOLDERS,
        description="Gift Aid can be claimed only on gifts to a charity, such as the foundation.",
    )
    purpose = TextAreaField(
        "What is the money for?",
        [optional(), at_most(300, "The purpose")],
        description="A sentence that everybody who gives would agree with.",
    )
    opening = MoneyField(
        "How much is in it today?",
        [optional()],
        description="Leave this empty if nothing is in it yet.",
    )


class TransferForm(Form):
    """Money from one fund to another."""

    giver = SelectField("From", [Required("Choose the fund that gives")])
    taker = SelectField("To", [Required("Choose the fund that takes")])
    pence = MoneyField("How much?", [Required("Enter an amount in pounds, like 5 or 5.50")])
    reason = StringField(
        "Why?",
        [Required("Say why the money moves"), at_most(200, "The reason")],
        description="Auditors will read this. Name no young person.",
    )
    reference = HiddenField(validators=[_made_by_us])

    def __init__(self, funds: list[FundFigures]) -> None:
        super().__init__(data={"reference": new_reference("J")})
        named = [(one.fund.reference, _with_what_is_left(one)) for one in funds]
        self.giver.choices = [("", "Choose a fund"), *named]
        self.taker.choices = [("", "Choose a fund"), *named]


class ReverseForm(Form):
    """Why an entry is undone."""

    reason = StringField(
        "Why is it wrong?",
        [Required("Say why the entry is wrong"), at_most(200, "The reason")],
        description="Auditors will read this. Name no young person.",
    )


class PaidForm(Form):
    """How a payment out of a fund can be found again."""

    payment_reference = StringField(
        "Payment reference",
        [Required("Enter how the payment can be found again"), at_most(40, "The reference")],
        description="The bank's, payroll's or the order's, or the voucher's number. No names.",
    )


def _with_what_is_left(one: FundFigures) -> str:
    return f"{one.fund.name}: {money.pounds(one.balances.available)} left"
