"""Invented promises, made through the operations that people use."""

from typing import Any

import factory

from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.money import Pence
from nolimits.pledges import operations
from nolimits.pledges.models import (
    Channel,
    Frequency,
    MoneyPromise,
    Pledge,
    PledgeState,
    Route,
    TimePromise,
)
from tests.factories.made import Made
from tests.factories.people import PersonFactory


def _brought_to(pledge: Pledge, state: str) -> Pledge:
    """Take the steps that lead to a state."""
    steps = {
        PledgeState.AWAITING_SETUP: (),
        PledgeState.ACTIVE: (operations.start,),
        PledgeState.PAUSED: (operations.start, operations.pause),
        PledgeState.ENDED: (operations.start, operations.end),
        PledgeState.FULFILLED: (operations.fulfil,),
    }
    for take in steps[PledgeState(state)]:
        take(pledge, by=SYSTEM)
    return pledge


class MoneyPledgeFactory(Made):
    """A promise of £5 a month from pay; `state="active"` and the rest are reached step by step."""

    class Meta:
        model = Pledge

    person = factory.SubFactory(
        PersonFactory, employee_number=factory.Sequence(lambda n: f"{500000 + n}")
    )
    frequency = Frequency.MONTHLY
    channel = Channel.TAKE_HOME_PAY
    pence = Pence(500)
    state = "awaiting_setup"
    action = None
    cohort = None

    @classmethod
    def _create(cls, model_class: type[Pledge], *args: Any, **kwargs: Any) -> Pledge:
        promise = MoneyPromise(kwargs["frequency"], kwargs["channel"], kwargs["pence"])
        pledge = operations.make_money_pledge(
            kwargs["person"],
            promise,
            by=kwargs["person"],
            action=kwargs["action"],
            cohort=kwargs["cohort"],
        )
        return _brought_to(pledge, kwargs["state"])


class TimePledgeFactory(Made):
    """A promise of four hours a month, one to one."""

    class Meta:
        model = Pledge

    person = factory.SubFactory(PersonFactory)
    route = Route.ONE_TO_ONE
    hours_a_month: int | None = 4
    offer = factory.LazyAttribute(
        lambda one: "Five-a-side on Tuesdays" if one.route == Route.INVITE_ALONG else None
    )
    state = "awaiting_setup"
    action = None
    cohort = None

    @classmethod
    def _create(cls, model_class: type[Pledge], *args: Any, **kwargs: Any) -> Pledge:
        promise = TimePromise(kwargs["route"], kwargs["hours_a_month"], kwargs["offer"])
        pledge = operations.make_time_pledge(
            kwargs["person"],
            promise,
            by=kwargs["person"],
            action=kwargs["action"],
            cohort=kwargs["cohort"],
        )
        return _brought_to(pledge, kwargs["state"])
