"""Invented requests about one's own data, brought as far as `state` by the people who answer."""

from typing import Any

import factory

from nolimits.privacy import copying, operations
from nolimits.privacy.kinds import (
    Ground,
    ItemDecision,
    Outcome,
    RequestKind,
    RequestState,
    WithheldBecause,
)
from nolimits.privacy.models import DataRequest
from tests.factories.made import Made
from tests.factories.people import PersonFactory, data_protection_officer, safeguarding_lead

S = RequestState


def go_through(request: DataRequest, officer: Any, **otherwise: Any) -> None:
    """Decide about each thing of a copy: kept, or as `otherwise` says."""
    said = {"decision": ItemDecision.KEPT, "because": None, "reason": None, "hidden": []}
    for one in request.items:
        if one.is_undecided and not one.safeguarding:
            copying.decide_item(one, **(said | otherwise), by=officer)


def leave_out(request: DataRequest, officer: Any) -> None:
    """Leave out all that is not only theirs."""
    go_through(
        request,
        officer,
        decision=ItemDecision.WITHHELD,
        because=WithheldBecause.ANOTHER_PERSON,
        reason="It is about somebody else",
    )


class DataRequestFactory(Made):
    """Somebody asks about their own data; `state="released"` makes a copy that lies ready."""

    class Meta:
        model = DataRequest

    person = factory.SubFactory(PersonFactory)
    kind = RequestKind.COPY
    words = None
    state = S.ASKED

    @classmethod
    def _create(cls, model_class: type[DataRequest], *args: Any, **given: Any) -> DataRequest:
        person, state = given["person"], RequestState(given["state"])
        words = given["words"] or (None if given["kind"] is RequestKind.COPY else "My job title")
        made = operations.ask(given["kind"], words, by=person)
        if state is S.WITHDRAWN:
            operations.withdraw(made, by=person)
        elif state is S.ANSWERED:
            officer = data_protection_officer()
            operations.answer(
                made, Outcome.REFUSED, Ground.PUBLIC_TASK, "We need it to help you", by=officer
            )
        elif state is not S.ASKED:
            cls._copied(made, state)
        return made

    @staticmethod
    def _copied(made: DataRequest, state: RequestState) -> None:
        officer = data_protection_officer()
        copying.gather(made, by=officer)
        if state is S.GATHERED:
            return
        go_through(made, officer)
        copying.send_to_reader(made, by=officer)
        if state is S.RELEASED:
            copying.release(made, by=safeguarding_lead())
