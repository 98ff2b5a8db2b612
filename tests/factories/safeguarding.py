"""Invented concerns, with no horrors in them, brought as far as `state` by a lead."""

from typing import Any

import factory

from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.people.models import Person
from nolimits.safeguarding import handling, operations
from nolimits.safeguarding.kinds import (
    ConcernState,
    DbsReferral,
    Harm,
    Level,
    Outcome,
    Recipient,
    Source,
    Worry,
)
from nolimits.safeguarding.models import Concern
from nolimits.safeguarding.operations import Said
from tests.factories.made import Made
from tests.factories.people import safeguarding_lead, staff


class ConcernFactory(Made):
    """What worried somebody: `adult=` names whom it is about, `state=` has a lead deal with it."""

    class Meta:
        model = Concern

    by = factory.LazyFunction(staff)
    words = "They came home without their coat, and would not say why."
    worry = factory.LazyAttribute(lambda one: Worry.ADULT if one.adult else Worry.UNSURE)
    adult: Any = None
    source = factory.LazyAttribute(
        lambda one: Source.YOUNG_PERSON if Role.YOUNG_PERSON in one.by.roles else Source.COLLEAGUE
    )
    state = ConcernState.RAISED
    lead: Any = None

    @classmethod
    def _create(
        cls,
        model_class: type[Concern],
        *args: Any,
        by: Person,
        source: Source,
        state: ConcernState,
        lead: Person | None,
        **said: Any,
    ) -> Concern:
        made = operations.raise_concern(Said(**said), by=by, source=source)
        if state is not ConcernState.RAISED:
            handle(made, state, lead or safeguarding_lead())
        return made


def handle(concern: Concern, state: ConcernState, lead: Person) -> None:
    """Have a lead take a concern as far as a state."""
    allegation = concern.is_allegation
    handling.triage(concern, Harm.NEGLECT, Level.LOW_LEVEL, allegation, by=lead)
    if state is ConcernState.ADVICE_GIVEN:
        handling.give_advice(concern, "Talked it over with their worker.", by=lead)
    if state in (ConcernState.REFERRED, ConcernState.CLOSED):
        officer = Recipient.DESIGNATED_OFFICER
        handling.refer(concern, officer, clock.now(), "LA-1", by=lead)
    if state is ConcernState.CLOSED:
        today = clock.today()
        handling.close(
            concern, Outcome.ACTED_ON, "All well.", DbsReferral.NOT_NEEDED, today, by=lead
        )
