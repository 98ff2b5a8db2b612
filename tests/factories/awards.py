"""Awards in any state, each taken there by the people who would."""

from typing import Any

import factory

from nolimits.awards import operations
from nolimits.awards.models import Award, AwardState, HowGiven
from nolimits.grants.models import ApplicationState
from tests.factories.grants import ApplicationFactory
from tests.factories.made import Made
from tests.factories.people import finance_officer

S = AwardState
ORDER = [S.OFFERED, S.ACCEPTED, S.APPROVED_FINANCE, S.PAID, S.CONFIRMED]


class AwardFactory(Made):
    """An award of £120, of which the young person has been told, brought to `state`."""

    class Meta:
        model = Award

    application = factory.SubFactory(ApplicationFactory, state=ApplicationState.TOLD)
    approver = factory.LazyFunction(finance_officer)
    payer = factory.LazyFunction(finance_officer)
    state = S.OFFERED
    payment_reference = "BACS 4711"
    cancel_reason = "They found one already"

    @classmethod
    def _create(cls, model_class: type[Award], *args: Any, **given: Any) -> Award:
        award = Award.of(given["application"])
        assert award is not None, "the panel gave nothing"
        young = award.application.young_person.person
        steps = [
            lambda: operations.accept(award, HowGiven.BOUGHT, by=young),
            lambda: operations.approve(award, by=given["approver"]),
            lambda: operations.pay(award, given["payment_reference"], by=given["payer"]),
            lambda: operations.confirm(award, by=young),
        ]
        if given["state"] is S.CANCELLED:
            operations.cancel(award, given["cancel_reason"], by=given["approver"])
            return award
        for step in steps[: ORDER.index(given["state"])]:
            step()
        return award
