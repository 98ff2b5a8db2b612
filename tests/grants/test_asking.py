"""Asking for a grant: in an open round, one at a time, no more than there may be."""

from datetime import timedelta

import pytest

from nolimits.grants import operations
from nolimits.grants.models import Application, ApplicationState, Programme
from nolimits.kernel import clock, drafts
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from nolimits.people import operations as people
from nolimits.people.models import Person
from tests.factories.grants import (
    ANSWERS,
    ApplicationFactory,
    RoundFactory,
    on_panel,
    young_panel_member,
)
from tests.factories.people import staff
from tests.factories.people import young_person as young_account
from tests.factories.young_people import signed_in_young_person

S = ApplicationState
pytestmark = pytest.mark.usefixtures("app")


def ask(young_person, programme, **answers):
    return operations.submit_application({**ANSWERS, **answers}, programme, by=young_person.person)


def test_what_a_young_person_asks_for_is_theirs_and_mailed_without_a_word_of_it(mail_to):
    young_person = signed_in_young_person()

    made = ask(young_person, RoundFactory().programme)

    assert (made.state, made.asked_pence) == (S.SUBMITTED, 12_000)
    assert made.what == "A second-hand keyboard"
    assert made.person_id == young_person.person_id
    mail = mail_to(young_person.person)[-1]
    assert mail.subject == "We've got it"
    assert "keyboard" not in mail.body
    assert "grant" not in mail.body


def test_nobody_asks_for_the_same_twice_at_once():
    young_person, round_ = signed_in_young_person(), RoundFactory()
    ask(young_person, round_.programme)

    with pytest.raises(Refused, match="asked for this already"):
        ask(young_person, round_.programme)


def test_they_may_ask_for_something_of_another_programme():
    young_person = signed_in_young_person()
    ask(young_person, RoundFactory().programme)

    assert ask(young_person, RoundFactory().programme).state is S.SUBMITTED


@pytest.mark.parametrize("state", [S.TOLD, S.WITHDRAWN])
def test_once_one_is_over_they_may_ask_again_with_what_they_wrote(state):
    over = ApplicationFactory(state=state)
    young = over.young_person.person

    operations.ask_again(over, by=young)

    draft = drafts.of(young, operations.JOURNEY, over.programme.reference)
    assert draft.answers["what"] == "A second-hand keyboard"
    assert ask(over.young_person, over.programme).state is S.SUBMITTED


def test_before_the_answer_there_is_nothing_to_ask_again():
    waiting = ApplicationFactory()

    with pytest.raises(Refused, match="when you have the answer"):
        operations.ask_again(waiting, by=waiting.young_person.person)


def test_nobody_asks_for_more_than_the_most():
    with pytest.raises(Refused, match="The most you can ask for is £300") as refused:
        ask(signed_in_young_person(), RoundFactory().programme, pence=30_001)

    assert refused.value.field == "pence"


@pytest.mark.parametrize(("opens", "closes"), [(1, 9), (-9, -1)])
def test_nobody_asks_outside_a_round(opens, closes):
    today = clock.today()
    round_ = RoundFactory(
        opens_on=today + timedelta(days=opens), closes_on=today + timedelta(days=closes)
    )

    with pytest.raises(Refused, match="closed just now"):
        ask(signed_in_young_person(), round_.programme)


def test_the_first_and_the_last_day_count():
    today = clock.today()
    round_ = RoundFactory(opens_on=today, closes_on=today)

    assert ask(signed_in_young_person(), round_.programme).round is round_


def test_nobody_asks_in_a_round_whose_panel_they_are_on():
    young_person, round_ = signed_in_young_person(), RoundFactory(panel=False)
    people.grant_role(young_person.person, Role.PANEL_MEMBER, by=SYSTEM)
    on_panel(round_, young_person.person)

    with pytest.raises(Refused, match="You are on this panel"):
        ask(young_person, round_.programme)


def test_nobody_joins_the_panel_of_a_round_in_which_they_ask():
    young_person, round_ = signed_in_young_person(), RoundFactory(panel=False)
    people.grant_role(young_person.person, Role.PANEL_MEMBER, by=SYSTEM)
    ask(young_person, round_.programme)

    with pytest.raises(Refused, match="They ask for a grant in this round"):
        on_panel(round_, young_person.person)


def test_a_panel_needs_people_of_that_role_and_knows_who_is_young():
    round_ = RoundFactory(panel=False)
    member = on_panel(round_, young_panel_member())

    assert round_.young_panel_ids == {member.id}
    with pytest.raises(Refused, match="on this panel already"):
        on_panel(round_, member)
    with pytest.raises(Refused, match="do not hold the role"):
        on_panel(round_, staff())


def test_an_account_that_is_no_young_persons_asks_for_nothing():
    with pytest.raises(Refused, match="Ask your worker"):
        operations.submit_application(ANSWERS, RoundFactory().programme, by=young_account())


def test_only_young_people_ask():
    with pytest.raises(NotAllowed):
        operations.submit_application(ANSWERS, RoundFactory().programme, by=staff())


def test_they_stop_asking_at_any_time_before_the_answer():
    waiting = ApplicationFactory(state=S.WITH_PANEL)

    operations.withdraw(waiting, by=waiting.young_person.person)

    assert (waiting.state, waiting.withdrawn_on) == (S.WITHDRAWN, clock.today())
    assert waiting.panel_reader_ids == set()


def test_nobody_stops_what_another_asked_for():
    with pytest.raises(NotVisible):
        operations.withdraw(ApplicationFactory(), by=signed_in_young_person().person)


@pytest.mark.committed
def test_asked_twice_at_the_same_moment_it_is_asked_once(together):
    young, programme = signed_in_young_person().person_id, RoundFactory().programme_id

    def call():
        asker, asked = db.session.get(Person, young), db.session.get(Programme, programme)
        return operations.submit_application(ANSWERS, asked, by=asker).id

    results = together([call, call, call])

    assert len([one for one in results if isinstance(one, int)]) == 1
    assert len([one for one in results if isinstance(one, Refused)]) == 2
    assert db.session.query(Application).count() == 1
