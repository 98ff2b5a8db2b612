"""Referral, consent, preferences, ties, accounts, and the way into the pool."""

from datetime import timedelta

import pytest

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Role
from nolimits.kernel.errors import NotAllowed, NotVisible, Refused
from nolimits.matching.models import MatchState
from nolimits.young_people import accounts, lists, operations, queries, ties
from nolimits.young_people.models import (
    CareBasis,
    ConsentGiver,
    ConsentScope,
    Tie,
)
from nolimits.young_people.models import YoungPersonState as S
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, councillor, staff
from tests.factories.young_people import AreaFactory, YoungPersonFactory, agree, born

pytestmark = pytest.mark.usefixtures("app")
YOUNG, COUNCIL, PARENT = ConsentGiver.YOUNG_PERSON, ConsentGiver.COUNCIL, ConsentGiver.PARENT


def refer(by, **given):
    values = {"born_on": born(14), "area": AreaFactory(), "basis": CareBasis.CARE_ORDER, **given}
    return operations.refer("Quillon", "Nosuch", **values, by=by)


@pytest.mark.parametrize(
    ("age", "basis", "givers"),
    [
        (8, CareBasis.CARE_ORDER, {YOUNG, COUNCIL}),
        (15, CareBasis.CARE_ORDER, {YOUNG, COUNCIL}),
        (15, CareBasis.ACCOMMODATED, {YOUNG, PARENT}),
        (15, CareBasis.SPECIAL_GUARDIANSHIP, {YOUNG, PARENT}),
        (15, None, {YOUNG, PARENT}),
        (16, CareBasis.CARE_ORDER, {YOUNG}),
        (17, CareBasis.ACCOMMODATED, {YOUNG}),
        (18, None, {YOUNG}),
        (24, CareBasis.CARE_ORDER, {YOUNG}),
    ],
)
def test_whose_yes_is_needed_follows_from_age_and_basis_of_care_r_care_5(age, basis, givers):
    assert queries.required_consents(age, basis) == givers


def test_no_basis_of_care_lets_a_young_person_be_left_out_r_iv_3():
    for basis in (*CareBasis, None):
        for age in range(26):
            assert YOUNG in queries.required_consents(age, basis)


def test_a_worker_refers_a_young_person_and_is_tied_to_them():
    worker = staff()

    young_person = refer(worker)

    assert young_person.state is S.REFERRED
    assert young_person.worker is worker
    assert [(one.person, one.tie) for one in young_person.ties] == [(worker, Tie.WORKS_WITH)]


def test_the_name_is_in_no_trail_and_no_mail(mail_to):
    worker = staff()

    young_person = refer(coordinator(), worker=worker)

    [message] = mail_to(worker)
    trail = str([entry.detail for entry in audit.timeline(young_person)])
    told = message.subject + message.body + trail
    assert "Quillon" not in told
    assert "Nosuch" not in told
    assert young_person.reference in message.body


def test_a_councillor_refers_nobody():
    with pytest.raises(NotAllowed):
        refer(councillor())


@pytest.mark.parametrize("age", [7, 25])
def test_the_scheme_has_a_lowest_and_a_highest_age(age):
    with pytest.raises(Refused, match="from 8 to 24") as refusal:
        refer(staff(), born_on=born(age))

    assert refusal.value.field == "born_on"


def test_another_worker_does_not_learn_that_there_is_such_a_record():
    young_person = refer(staff())

    with pytest.raises(NotVisible):
        operations.seek_consent(young_person, by=staff())


def test_nobody_waits_before_everyone_asked_has_said_yes():
    young_person = YoungPersonFactory(state=S.CONSENT_SOUGHT)
    worker = young_person.worker
    for scope in (ConsentScope.TAKING_PART, ConsentScope.MATCHING):
        operations.give_consent(young_person, scope, YOUNG, by=worker)
    operations.take_preferences(young_person, ["music"], ["monday evening"], None, by=worker)

    with pytest.raises(Refused, match="taking part \\(council\\), matching \\(council\\)"):
        operations.mark_ready(young_person, by=worker)

    agree(young_person, by=worker)
    operations.mark_ready(young_person, by=worker)
    assert (young_person.state, young_person.ready_on) == (S.READY_TO_MATCH, clock.today())


def test_nothing_is_asked_of_somebody_who_did_not_agree_to_take_part():
    young_person = YoungPersonFactory(state=S.CONSENT_SOUGHT)
    operations.give_consent(young_person, ConsentScope.TAKING_PART, COUNCIL, by=young_person.worker)

    with pytest.raises(Refused, match="not agreed to take part"):
        operations.take_preferences(
            young_person, [], ["monday evening"], None, by=young_person.worker
        )


def test_a_consent_is_given_once():
    young_person = YoungPersonFactory()

    with pytest.raises(Refused, match="given already"):
        operations.give_consent(young_person, ConsentScope.MATCHING, YOUNG, by=young_person.worker)


def test_a_young_person_says_yes_for_nobody_else():
    young_person = YoungPersonFactory(state=S.CONSENT_SOUGHT, account=True)

    with pytest.raises(Refused, match="only say yes for yourself"):
        operations.give_consent(
            young_person, ConsentScope.MATCHING, COUNCIL, by=young_person.person
        )


@pytest.mark.parametrize(
    ("scope", "age"), [(ConsentScope.TAKING_PART, 14), (ConsentScope.STORY, 20)]
)
def test_nobody_says_their_own_yes_over_their_no(scope, age):
    young_person = YoungPersonFactory(account=True, age=age)
    if scope is ConsentScope.TAKING_PART:
        operations.withdraw_consent(young_person, scope, YOUNG, by=young_person.person)

    for by in (young_person.worker, coordinator()):
        with pytest.raises(Refused, match="say yes there themselves"):
            operations.give_consent(young_person, scope, YOUNG, by=by)

    assert scope not in queries.own_yeses(young_person)


def test_a_page_that_is_closed_signs_nobody_in_and_lets_meetings_go_on():
    match = MatchFactory()
    young = match.young_person
    with pytest.raises(NotVisible):
        accounts.close_page(young, by=match.volunteer.person)

    accounts.close_page(young, by=young.worker)

    assert not young.person.is_active
    assert match.state is MatchState.ACTIVE


def test_a_withdrawn_consent_ends_the_wait_and_stays_known():
    young_person = YoungPersonFactory(account=True)

    operations.withdraw_consent(young_person, ConsentScope.MATCHING, YOUNG, by=young_person.person)

    assert young_person.state is S.CONSENT_SOUGHT
    withdrawn = [one for one in young_person.consents if one.withdrawn_on]
    assert [(one.scope, one.giver) for one in withdrawn] == [(ConsentScope.MATCHING, YOUNG)]


def test_a_change_of_basis_asks_for_another_consent():
    young_person = YoungPersonFactory()

    operations.record_care_period(
        young_person, CareBasis.ACCOMMODATED, clock.today(), by=young_person.worker
    )

    missing = queries.missing_consents(young_person, on=clock.today())
    assert {giver for _, giver in missing} == {PARENT}
    assert young_person.state is S.CONSENT_SOUGHT


def test_care_is_on_one_basis_a_day():
    young_person = YoungPersonFactory()
    today = clock.today()
    operations.record_care_period(
        young_person, CareBasis.ACCOMMODATED, today, by=young_person.worker
    )

    assert young_person.basis_on(today) is CareBasis.ACCOMMODATED
    operations.record_care_period(young_person, None, today, by=young_person.worker)
    assert young_person.basis_on(today + timedelta(days=1)) is None


def test_a_tie_is_recorded_once_and_ended():
    young_person, uncle = YoungPersonFactory(), staff()
    worker = young_person.worker
    ties.add_tie(young_person, uncle, Tie.RELATED, by=worker)
    assert queries.are_tied(young_person, uncle.id)
    with pytest.raises(Refused, match="recorded already"):
        ties.add_tie(young_person, uncle, Tie.RELATED, by=worker)

    tie = queries.open_tie(young_person, uncle, Tie.RELATED)
    ties.end_tie(tie, by=worker)

    assert not queries.are_tied(young_person, uncle.id)


def test_a_worker_stays_tied():
    young_person = YoungPersonFactory()

    with pytest.raises(Refused, match="still the young person's worker"):
        ties.end_tie(young_person.ties[0], by=coordinator())


def test_an_account_has_the_name_that_they_chose(mail_to):
    young_person = YoungPersonFactory()

    person = accounts.give_account(
        young_person, "Comet", "comet@young.example", by=young_person.worker
    )

    assert (person.name, person.roles) == ("Comet", {Role.YOUNG_PERSON})
    [message] = mail_to(person)
    assert young_person.identity.given_name not in message.body
    with pytest.raises(Refused, match="account already"):
        accounts.give_account(young_person, "Star", None, by=young_person.worker)


def test_a_pause_ends_in_the_pool_only_with_every_consent():
    young_person = YoungPersonFactory(account=True)
    worker = young_person.worker
    operations.pause(young_person, by=young_person.person)
    operations.resume(young_person, by=worker)
    assert young_person.state is S.READY_TO_MATCH
    operations.pause(young_person, by=worker)
    operations.withdraw_consent(young_person, ConsentScope.MATCHING, YOUNG, by=worker)

    operations.resume(young_person, by=worker)

    assert young_person.state is S.CONSENT_SOUGHT


def test_a_worker_sees_their_own_and_a_coordinator_everyone():
    mine, other = YoungPersonFactory(), YoungPersonFactory()

    def seen(person):
        return set(queries.db.session.scalars(lists.young_people(person)))

    assert seen(mine.worker) == {mine}
    assert seen(coordinator()) == {mine, other}
    assert seen(staff()) == set()


@pytest.mark.parametrize(
    ("age", "band"), [(11, "Under 12"), (12, "12 to 15"), (17, "16 and 17"), (18, "18 and over")]
)
def test_an_age_band_holds_those_of_its_ages(age, band):
    young_person = YoungPersonFactory(age=age)
    by = coordinator()

    found = {
        name: list(queries.db.session.scalars(lists.young_people(by, age=name)))
        for name in lists.AGE_BANDS
    }

    assert young_person.age == age
    assert [name for name, some in found.items() if young_person in some] == [band]
