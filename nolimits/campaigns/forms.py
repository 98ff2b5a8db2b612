"""What people type about campaigns and gifts."""

from collections.abc import Sequence
from typing import Any

from nolimits.campaigns.models import Cadence, CampaignKind, GiftItem, GiftNeed
from nolimits.funds.models import Fund
from nolimits.kernel.forms import (
    CheckboxesField,
    DateField,
    Form,
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
from nolimits.kernel.pages import current_person
from nolimits.kernel.rules import keeps_apart
from nolimits.kernel.states import words
from nolimits.strategy.models import Action
from nolimits.young_people.models import YoungPerson

KINDS = [
    (CampaignKind.GIFT_OF_GIVING.value, "Gift of Giving: a gift for every young person"),
    (CampaignKind.STARTER_PACKS.value, "Starter packs: for a big change in somebody's life"),
]
CADENCES = [(Cadence.ANNUAL.value, "Every year"), (Cadence.ONCE.value, "Once")]
ITEMS = [(item.value, words(item).capitalize()) for item in GiftItem]


class CampaignForm(Form):
    """A new season of giving."""

    name = StringField(
        "What is it called?",
        [Required("Enter a name"), at_most(120, "Name")],
        description="With its year, like Gift of Giving 2026.",
    )
    kind = RadioField("What is it?", [Required("Choose what it is")], choices=KINDS)
    cadence = RadioField(
        "How often does it come round?", [Required("Choose how often")], choices=CADENCES
    )
    fund = SelectField("Which fund pays?", [Required("Choose a fund")])
    gift_pence = MoneyField("What may one gift cost?", [Required("Enter an amount")])
    opens_on = DateField("When does it open?", [Required("Enter the day it opens")])
    closes_on = DateField("When does it close?", [Required("Enter the day it closes")])
    action = SelectField("Which action of the strategy does it serve?", [optional()])

    def __init__(self, funds: Sequence[Fund], actions: Sequence[Action]) -> None:
        super().__init__()
        self.funds = {fund.reference: fund for fund in funds}
        self.actions = {action.reference: action for action in actions}
        self.fund.choices = [(key, fund.name) for key, fund in self.funds.items()]
        served = [(key, action.text) for key, action in self.actions.items()]
        self.action.choices = [("", "No action in particular"), *served]

    def values(self) -> dict[str, Any]:
        """The answers, as the campaign keeps them."""
        plain = ("name", "gift_pence", "opens_on", "closes_on")
        return {
            **{name: self[name].data for name in plain},
            "kind": CampaignKind(self.kind.data),
            "cadence": Cadence(self.cadence.data),
            "fund": self.funds[self.fund.data],
            "action": self.actions.get(self.action.data),
        }


class ItemForm(Form):
    """What everyone gets."""

    item = RadioField(
        "What does each of them get?", [Required("Choose what they get")], choices=ITEMS[:2]
    )


class NeedForm(Form):
    """One gift for one young person."""

    young_person = StringField(
        "Whom is it for?",
        [Required("Enter a young person's code")],
        description="Their code, like Y-7K2QWM4D. Only coordinators can see it here.",
    )
    found: YoungPerson | None = None
    item = RadioField("What do they get?", [Required("Choose what they get")], choices=ITEMS)

    def validate_young_person(self, field: StringField) -> None:
        """Is there somebody of this code?"""
        self.found = YoungPerson.by_key(field.data.upper())
        if self.found is None or keeps_apart(current_person(), self.found):
            raise ValidationError("No young person has this code. Check it")


class GiftsForm(Form):
    """Several gifts, ticked by code."""

    chosen = CheckboxesField("Gifts")

    def __init__(self, gifts: Sequence[GiftNeed]) -> None:
        super().__init__()
        self.by_reference = {gift.reference: gift for gift in gifts}
        self.chosen.choices = [(key, key) for key in self.by_reference]

    @property
    def gifts(self) -> list[GiftNeed]:
        """The gifts that were ticked."""
        return [self.by_reference[key] for key in self.chosen.data or ()]


class WithdrawForm(Form):
    """Why a gift leaves its campaign."""

    reason = TextAreaField(
        "Why is it withdrawn?",
        [Required("Say why the gift is withdrawn"), at_most(200, "Reason")],
        description="Write nothing here that tells who it is for.",
    )
