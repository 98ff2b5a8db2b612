"""Invented programmes, rounds with their panels, and applications brought to any state."""

from datetime import timedelta
from typing import Any

import factory

from nolimits.grants import operations, pack
from nolimits.grants.models import Application, ApplicationState, HowGiven, Programme, Round
from nolimits.kernel import clock
from nolimits.kernel.actors import Role
from nolimits.panel import operations as panel
from nolimits.panel.models import Outcome
from nolimits.people.models import Person
from tests.factories.funds import FundFactory
from tests.factories.made import Made
from tests.factories.people import PersonFactory, coordinator, panel_member
from tests.factories.young_people import signed_in_young_person

S = ApplicationState
OUTCOMES = {
    S.DECIDED_YES: Outcome.YES,
    S.DECIDED_PART: Outcome.PART,
    S.DECIDED_NO: Outcome.NO,
    S.DEFERRED: Outcome.DEFERRED,
}


class ProgrammeFactory(Made):
    """Grants of up to £300 from a fund that holds £1,000."""

    class Meta:
        model = Programme

    name = factory.Sequence(lambda n: f"Invented grants {n + 1}")
    purpose = "Something that helps you to do what you want to do"
    fund = factory.SubFactory(FundFactory, pence=100_000)
    most_pence = 30_000

    @classmethod
    def _create(cls, model_class: type[Programme], *args: Any, **kwargs: Any) -> Programme:
        return operations.open_programme(**kwargs, by=coordinator())


class RoundFactory(Made):
    """A round that is open today; with `panel`, three adults and a young person are on it."""

    class Meta:
        model = Round

    programme = factory.SubFactory(ProgrammeFactory)
    opens_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=14))
    closes_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=14))
    panel_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=21))
    tell_by = factory.LazyFunction(lambda: clock.today() + timedelta(days=28))
    panel = True

    @classmethod
    def _create(cls, model_class: type[Round], *args: Any, panel: bool, **kwargs: Any) -> Round:
        by = coordinator()
        round_ = operations.open_round(**kwargs, by=by)
        if panel:
            for member in (panel_member(), panel_member(), panel_member(), young_panel_member()):
                on_panel(round_, member)
        return round_


def young_panel_member(**kwargs: Any) -> Person:
    """A young person who is on panels, and asks for nothing themself."""
    roles = {Role.YOUNG_PERSON, Role.PANEL_MEMBER}
    made: Person = PersonFactory(roles=roles, **kwargs)
    return made


def on_panel(round_: Round, member: Person) -> Person:
    """Put somebody on a panel."""
    panel.name_panel_member(round_, member, by=coordinator())
    return member


ANSWERS = {
    "what": "A second-hand keyboard",
    "pence": 12_000,
    "seen": "Music shop in town",
    "difference": "I could play at home and not only at school",
    "when": "month",
    "asked": "no",
    "asked_words": None,
    "how": HowGiven.BOUGHT.value,
    "backer": "My music teacher",
}


class ApplicationFactory(Made):
    """An application in `state`; `outcome` says what a told one was told."""

    class Meta:
        model = Application

    round = factory.SubFactory(RoundFactory)
    young_person = factory.LazyFunction(signed_in_young_person)
    pence = 12_000
    checker = factory.LazyFunction(coordinator)
    decider = factory.LazyFunction(coordinator)
    state = S.SUBMITTED
    outcome = Outcome.YES

    @classmethod
    def _create(
        cls,
        model_class: type[Application],
        *args: Any,
        round: Round,
        state: ApplicationState,
        outcome: Outcome,
        **given: Any,
    ) -> Application:
        answers = {**ANSWERS, "pence": given["pence"]}
        young = given["young_person"].person
        made = operations.submit_application(answers, round.programme, by=young)
        if state is S.WITHDRAWN:
            operations.withdraw(made, by=young)
        elif state is not S.SUBMITTED:
            operations.start_checking(made, by=given["checker"])
            _go_on(made, state, OUTCOMES.get(state, outcome), given)
        return made


def _go_on(made: Application, state: ApplicationState, outcome: Outcome, given: Any) -> None:
    if state is S.MORE_INFO:
        operations.ask_more(made, "Which shop is it in?", by=given["checker"])
    if state in (S.CHECKING, S.MORE_INFO):
        return
    operations.mark_ready(made, own_words(made), by=given["checker"])
    if state is S.READY_FOR_PANEL:
        return
    operations.send_to_panel(made, by=given["checker"])
    if state is S.WITH_PANEL:
        return
    scored(made)
    decided(made, outcome, by=given["decider"])
    if state is S.TOLD:
        operations.tell(made, by=given["checker"])


def own_words(application: Application) -> dict[str, str | None]:
    """The young person's own words, as they wrote them."""
    return {name: application.answers.get(name) for name in pack.OWN_WORDS}


def scored(
    application: Application,
    *,
    but: tuple[Person, ...] = (),
    reason: str = "It would be used each day",
) -> None:
    """Everyone on the panel who may scores it, but for some."""
    for member in application.round.panel:
        if member.person_id in application.panel_reader_ids and member.person not in but:
            panel.score(application, 4, reason, by=member.person)


def decided(
    application: Application,
    outcome: Outcome,
    *,
    by: Person,
    reason: str = "It is a good idea",
    next_step: str = "Wait for it",
) -> None:
    """The panel's decision is written down; a part is half."""
    pence = application.asked_pence // 2 if outcome is Outcome.PART else None
    panel.decide(application, outcome, reason, next_step, by=by, pence=pence)
