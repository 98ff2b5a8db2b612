"""Campaigns and gifts, made through the operations that people use."""

from datetime import timedelta
from typing import Any

import factory

from nolimits.campaigns import operations
from nolimits.campaigns.models import Campaign, CampaignKind, GiftItem, GiftNeed, GiftState
from nolimits.kernel import clock
from nolimits.people.models import Person
from tests.factories.funds import FundFactory
from tests.factories.made import Made
from tests.factories.people import coordinator, finance_officer, staff
from tests.factories.young_people import YoungPersonFactory


class CampaignFactory(Made):
    """A Gift of Giving that runs for a month, of £10 each, from a fund with £500."""

    class Meta:
        model = Campaign

    name = factory.Sequence(lambda n: f"Gift of Giving {n + 1}")
    kind = CampaignKind.GIFT_OF_GIVING
    fund = factory.SubFactory(FundFactory, pence=50000)
    gift_pence = 1000
    opens_on = factory.LazyFunction(clock.today)
    closes_on = factory.LazyAttribute(lambda one: one.opens_on + timedelta(days=30))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Campaign:
        by = kwargs.pop("by", None) or coordinator()
        return operations.open_campaign(**kwargs, by=by)


class GiftFactory(Made):
    """A gift by code, brought as far as `state`; `donor=` for who took it on."""

    class Meta:
        model = GiftNeed

    campaign = factory.SubFactory(CampaignFactory)
    young_person = factory.SubFactory(YoungPersonFactory)
    item = GiftItem.BOOK
    state = GiftState.AVAILABLE
    donor = None

    @classmethod
    def _create(
        cls,
        model_class: Any,
        *args: Any,
        state: GiftState,
        donor: Person | None,
        **kwargs: Any,
    ) -> GiftNeed:
        gift = operations.add_gift_need(**kwargs, by=coordinator())
        reached = list(GiftState).index(state)
        if donor or state is GiftState.RESERVED:
            donor = donor or staff()
            operations.reserve(gift, by=donor)
        if reached >= 2 and donor:
            operations.promise_payment(gift, by=donor)
        if state is GiftState.WITHDRAWN:
            operations.withdraw(gift, "Asked for twice", by=coordinator())
            return gift
        if reached >= 2:
            operations.fund_gift(gift, by=finance_officer())
        if reached >= 3:
            operations.buy(gift, by=coordinator())
        if reached >= 4:
            operations.give(gift, by=coordinator())
        return gift
