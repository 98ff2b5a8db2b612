"""Promises: who may make them, how they change, and what stays known of them."""

from datetime import date, timedelta

import pytest

from nolimits.kernel import audit
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from nolimits.kernel.money import Pence
from nolimits.people import operations as people
from nolimits.pledges import operations, queries
from nolimits.pledges.models import (
    Channel,
    Frequency,
    MoneyPromise,
    Pledge,
    PledgeState,
    Route,
    TimePromise,
)
from tests.factories.people import coordinator, councillor, finance_officer, staff, young_person
from tests.factories.pledges import MoneyPledgeFactory, TimePledgeFactory

MONTHLY = MoneyPromise(Frequency.MONTHLY, Channel.BANK_TRANSFER, Pence(500))
TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.usefixtures("app")


def spans(pledge):
    return [(term.from_on, term.until_on) for term in pledge.terms]


@pytest.mark.parametrize("maker", [staff, councillor])
def test_staff_and_councillors_promise_money(maker, mail_to):
    person = maker()
    pledge = operations.make_money_pledge(person, MONTHLY, by=person)

    assert pledge.words == "£5 a month by bank transfer"
    assert pledge.state == PledgeState.AWAITING_SETUP
    assert pledge.reference.startswith("P-")
    letter = mail_to(person)[0]
    assert pledge.reference in letter.body
    assert letter.subject == "Thank you for your promise"


def test_time_is_promised_one_to_one_or_along(mail_to):
    person = staff()
    one = operations.make_time_pledge(person, TimePromise(Route.ONE_TO_ONE, 4), by=person)
    other = operations.make_time_pledge(
        person, TimePromise(Route.INVITE_ALONG, None, "Allotment"), by=person
    )

    assert one.words == "4 hours a month, one to one"
    assert other.words == "Time, inviting along"


def test_both_are_two_promises_of_one_breath_and_one_letter(mail_to):
    person = staff()
    first = operations.make_both(person, TimePromise(Route.ONE_TO_ONE, 1), MONTHLY, by=person)

    assert [one.words for one in queries.made_together(first)] == [
        "1 hour a month, one to one",
        "£5 a month by bank transfer",
    ]
    assert len(mail_to(person)) == 1


def test_when_one_of_both_is_refused_neither_is_made():
    person = staff()
    wrong = MoneyPromise(Frequency.ONCE, Channel.BANK_TRANSFER, Pence(99))

    with pytest.raises(Refused):
        operations.make_both(person, TimePromise(Route.ONE_TO_ONE, 4), wrong, by=person)

    assert queries.of(person) == []


@pytest.mark.parametrize("pence", [0, 1, 99, 100_001])
def test_a_promise_of_money_is_a_pound_or_more_and_not_a_slip_of_the_finger(pence):
    person = staff()
    with pytest.raises(Refused) as refusal:
        operations.make_money_pledge(
            person, MoneyPromise(Frequency.ONCE, Channel.BANK_TRANSFER, Pence(pence)), by=person
        )
    assert refusal.value.field == "pence"


def test_giving_from_pay_needs_a_pay_number():
    person = councillor()
    with pytest.raises(Refused, match="no pay number"):
        operations.make_money_pledge(
            person, MoneyPromise(Frequency.MONTHLY, Channel.TAKE_HOME_PAY, Pence(500)), by=person
        )


def test_inviting_along_says_to_what():
    person = staff()
    with pytest.raises(Refused) as refusal:
        operations.make_time_pledge(person, TimePromise(Route.INVITE_ALONG), by=person)
    assert refusal.value.field == "offer"


def test_the_same_promise_is_not_made_twice_while_it_runs():
    pledge = MoneyPledgeFactory()
    again = MoneyPromise(pledge.frequency, pledge.channel, Pence(1000))
    with pytest.raises(Refused, match="You promise this already"):
        operations.make_money_pledge(pledge.person, again, by=pledge.person)

    operations.end(pledge, by=pledge.person)
    assert operations.make_money_pledge(pledge.person, again, by=pledge.person)


def test_giving_once_can_be_promised_as_often_as_somebody_likes():
    first = MoneyPledgeFactory(frequency=Frequency.ONCE)
    second = MoneyPledgeFactory(frequency=Frequency.ONCE, person=first.person)
    assert first.reference != second.reference


@pytest.mark.committed
def test_the_same_promise_made_twice_at_once_is_made_once(together):
    person = staff()

    def make():
        found = db.session.get(type(person), person_id)
        return operations.make_money_pledge(found, MONTHLY, by=found)

    person_id = person.id
    results = together([make] * 4)

    assert sum(isinstance(one, Pledge) for one in results) == 1
    assert sum(isinstance(one, Refused) for one in results) == 3


def test_only_staff_and_councillors_promise():
    person = young_person()
    with pytest.raises(NotAllowed):
        operations.make_money_pledge(person, MONTHLY, by=person)


def test_nobody_promises_for_somebody_else():
    with pytest.raises(Refused, match="somebody else"):
        operations.make_money_pledge(staff(), MONTHLY, by=staff())


def test_a_promise_runs_from_the_day_it_is_set_up(held_clock):
    pledge = MoneyPledgeFactory()
    held_clock.move_on(days=3)
    operations.start(pledge, by=coordinator())

    assert pledge.state == PledgeState.ACTIVE
    assert pledge.started_on == TODAY + timedelta(days=3)


def test_nobody_sets_up_their_own_promise():
    pledge = MoneyPledgeFactory()
    with pytest.raises(NotVisible):
        operations.start(pledge, by=pledge.person)


def test_another_amount_is_another_term_and_the_one_before_stays_known(held_clock):
    pledge = MoneyPledgeFactory(state="active")
    held_clock.move_on(days=10)
    operations.change_terms(pledge, pence=Pence(800), by=pledge.person)

    assert [
        (term.pence, *span) for term, span in zip(pledge.terms, spans(pledge), strict=True)
    ] == [
        (500, TODAY, TODAY + timedelta(days=10)),
        (800, TODAY + timedelta(days=10), None),
    ]


def test_the_amount_that_is_promised_already_is_no_change():
    pledge = MoneyPledgeFactory(state="active")
    with pytest.raises(Refused, match="what you promise now"):
        operations.change_terms(pledge, pence=Pence(500), by=pledge.person)


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_what_does_not_run_is_not_changed(state):
    pledge = MoneyPledgeFactory(state=state)
    with pytest.raises(Refused, match="running"):
        operations.change_terms(pledge, pence=Pence(800), by=pledge.person)


def test_somebody_pauses_and_takes_up_their_promise_by_themself(held_clock, mail_to):
    pledge = MoneyPledgeFactory(state="active")
    held_clock.move_on(days=5)
    operations.pause(pledge, by=pledge.person)
    held_clock.move_on(days=5)
    operations.resume(pledge, by=pledge.person)

    assert pledge.state == PledgeState.ACTIVE
    assert spans(pledge) == [
        (TODAY, TODAY + timedelta(days=5)),
        (TODAY + timedelta(days=10), None),
    ]
    assert [one.template for one in mail_to(pledge.person)][-2:] == [
        "pledge_paused",
        "pledge_resumed",
    ]


def test_what_is_given_once_is_fulfilled_and_not_paused():
    pledge = MoneyPledgeFactory(frequency=Frequency.ONCE, state="active")
    with pytest.raises(Refused, match="cannot be paused"):
        operations.pause(pledge, by=pledge.person)

    operations.fulfil(pledge, by=finance_officer())
    assert pledge.state == PledgeState.FULFILLED
    assert pledge.ended_on == TODAY


@pytest.mark.parametrize("factory", [MoneyPledgeFactory, TimePledgeFactory])
def test_what_goes_on_is_never_fulfilled(factory):
    pledge = factory(state="active")
    with pytest.raises(Refused, match="goes on until"):
        operations.fulfil(pledge, by=SYSTEM)


@pytest.mark.parametrize("state", ["awaiting_setup", "active", "paused"])
def test_a_promise_can_be_ended_from_everywhere_and_once(state):
    pledge = TimePledgeFactory(state=state)
    operations.end(pledge, by=pledge.person)

    assert pledge.ended_on == TODAY
    assert pledge.term.until_on == TODAY
    with pytest.raises(Refused, match="ended already"):
        operations.end(pledge, by=pledge.person)


def test_nobody_changes_the_promise_of_somebody_else():
    pledge = MoneyPledgeFactory(state="active")
    for change in (operations.pause, operations.end):
        with pytest.raises(NotVisible):
            change(pledge, by=staff())


def test_a_leavers_promises_end_on_their_last_day():
    pledge = MoneyPledgeFactory(state="active")
    people.leave(pledge.person, TODAY, by=SYSTEM)

    assert pledge.state == PledgeState.ENDED


def test_a_leaver_gives_until_their_last_day(held_clock):
    pledge = MoneyPledgeFactory(state="active")
    people.leave(pledge.person, TODAY + timedelta(days=5), by=SYSTEM)
    assert operations.end_those_of_leavers(by=SYSTEM) == 0

    held_clock.move_on(days=5)
    assert operations.end_those_of_leavers(by=SYSTEM) == 1
    assert pledge.state == PledgeState.ENDED


def test_the_trail_tells_who_did_what_and_names_nobody():
    pledge = MoneyPledgeFactory(state="active")
    operations.end(pledge, by=pledge.person, reason="moving house")

    entries = audit.timeline(pledge)
    assert [one.event for one in entries] == ["pledge_ended", "pledge_started", "pledged"]
    assert entries[0].reason == "moving house"
    assert not any(pledge.person.name in str(one.detail) for one in entries)
