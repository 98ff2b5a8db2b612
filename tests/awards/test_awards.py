"""Awards: set aside with the decision, paid once, by four different people."""

import pytest

from nolimits.awards import operations, queries
from nolimits.awards.models import Award, AwardState, HowGiven
from nolimits.funds import queries as funds
from nolimits.funds.models import Account, EntryKind
from nolimits.grants import operations as grants
from nolimits.grants.models import ApplicationState
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role, Standing
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.panel import operations as panel
from nolimits.panel.models import Decision, Outcome
from nolimits.people import operations as people
from nolimits.people.models import Person
from nolimits.young_people.models import YoungPerson
from tests.factories.awards import AwardFactory
from tests.factories.funds import FundFactory
from tests.factories.grants import (
    ApplicationFactory,
    ProgrammeFactory,
    RoundFactory,
    decided,
    own_words,
    scored,
)
from tests.factories.people import coordinator, finance_officer
from tests.factories.strategy import make_action
from tests.factories.young_people import signed_in_young_person

A, S = ApplicationState, AwardState
pytestmark = pytest.mark.usefixtures("app")


def balances(award):
    """What the fund of an award comes to: (in the bank, promised in grants, left)."""
    now = funds.balances(award.fund)
    return now[Account.BANK], -now[Account.GRANTS_COMMITTED], now.available


@pytest.mark.parametrize(("state", "pence"), [(A.DECIDED_YES, 12_000), (A.DECIDED_PART, 6_000)])
def test_a_yes_sets_the_money_aside_at_once(state, pence):
    award = Award.of(ApplicationFactory(state=state))

    assert (award.state, award.pence, award.offered_on) == (S.OFFERED, pence, clock.today())
    assert balances(award) == (100_000, pence, 100_000 - pence)


@pytest.mark.parametrize("state", [A.DECIDED_NO, A.DEFERRED])
def test_any_other_answer_sets_nothing_aside(state):
    made = ApplicationFactory(state=state)

    assert Award.of(made) is None
    assert funds.available(made.programme.fund) == 100_000


def test_where_there_is_too_little_nothing_is_decided_at_all():
    fund = FundFactory(pence=10_000)
    made = ApplicationFactory(
        round=RoundFactory(programme=ProgrammeFactory(fund=fund)), state=A.WITH_PANEL
    )
    scored(made)

    with pytest.raises(Refused, match=f"There is £100 left in {fund.name}") as refused:
        decided(made, Outcome.YES, by=coordinator())

    assert refused.value.field == "pence"
    assert (made.state, made.decision, Award.of(made)) == (A.WITH_PANEL, None, None)
    assert db.session.query(Decision).count() == 0
    assert funds.available(fund) == 10_000


def test_paid_money_leaves_the_bank_and_is_promised_no_more(mail_to):
    award = AwardFactory(state=S.PAID)

    assert (award.payment_reference, award.paid_on) == ("BACS 4711", clock.today())
    assert balances(award) == (88_000, 0, 88_000)
    entry = funds.entry_of(EntryKind.GRANT_PAID, award)
    assert [line.action_id for line in entry.postings] == [award.application.programme.action_id]
    mail = mail_to(award.application.young_person.person)[-1]
    assert mail.subject == "Something is on its way"
    assert "120" not in mail.body


def test_what_is_paid_into_the_ledger_names_nobody():
    award = AwardFactory(state=S.PAID)
    young_person = award.application.young_person

    for kind in (EntryKind.GRANT_AWARDED, EntryKind.GRANT_PAID):
        narrative = funds.entry_of(kind, award).narrative
        assert young_person.reference not in narrative
        assert young_person.identity.given_name not in narrative


@pytest.mark.parametrize("state", [S.OFFERED, S.ACCEPTED, S.APPROVED_FINANCE])
def test_cancelled_money_can_be_promised_again(state):
    award = AwardFactory(state=state)

    operations.cancel(award, "They found one already", by=coordinator())

    assert (award.state, award.cancelled_on) == (S.CANCELLED, clock.today())
    assert balances(award) == (100_000, 0, 100_000)


def test_what_was_paid_is_not_cancelled():
    with pytest.raises(Refused, match="so it cannot become cancelled"):
        operations.cancel(AwardFactory(state=S.PAID), "Too late", by=finance_officer())


def test_who_stops_asking_before_they_are_told_gives_the_money_back():
    made = ApplicationFactory(state=A.DECIDED_YES)
    award = Award.of(made)

    grants.withdraw(made, by=made.young_person.person)

    assert (made.state, award.state) == (A.WITHDRAWN, S.CANCELLED)
    assert balances(award) == (100_000, 0, 100_000)


def test_nobody_accepts_before_they_are_told():
    made = ApplicationFactory(state=A.DECIDED_YES)

    with pytest.raises(NotVisible):
        operations.accept(Award.of(made), HowGiven.BANK, by=made.young_person.person)


def test_they_choose_how_it_comes_and_say_that_it_came():
    award = AwardFactory()
    young = award.application.young_person.person

    operations.accept(award, HowGiven.VOUCHER, by=young)
    assert (award.state, award.how) == (S.ACCEPTED, HowGiven.VOUCHER)

    operations.approve(award, by=finance_officer())
    operations.pay(award, "VOUCHER 12", by=finance_officer())
    operations.confirm(award, by=young)
    assert (award.state, award.confirmed_on) == (S.CONFIRMED, clock.today())


def test_nobody_answers_for_another():
    award, other = AwardFactory(), signed_in_young_person().person

    with pytest.raises(NotVisible):
        operations.accept(award, HowGiven.BANK, by=other)


@pytest.mark.parametrize("state", [S.OFFERED, S.ACCEPTED])
def test_nothing_is_paid_before_it_is_approved(state):
    with pytest.raises(Refused, match="so it cannot become paid"):
        operations.pay(AwardFactory(state=state), "BACS 1", by=finance_officer())


def test_only_finance_approves_and_pays():
    with pytest.raises(NotVisible):
        operations.approve(AwardFactory(state=S.ACCEPTED), by=coordinator())
    with pytest.raises(NotVisible):
        operations.pay(AwardFactory(state=S.APPROVED_FINANCE), "BACS 1", by=coordinator())


# --- R-FIN-7: one asks, another checks, another decides, another approves, another pays ---------

HANDS = ("applicant", "checker", "decider", "approver", "payer")
PAIRS = [(one, two) for i, one in enumerate(HANDS) for two in HANDS[i + 1 :]]


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_no_two_steps_to_a_payment_are_one_persons_whatever_their_roles(one, two):
    """Case 15. R-FIN-7: by person, whatever their roles, be it some a young person never holds."""
    young_person = signed_in_young_person()
    applicant = Standing(young_person.person.id, "person", frozenset(Role))
    both = applicant if one == "applicant" else everyone()
    people_of = {hand: both if hand in (one, two) else everyone() for hand in HANDS}

    with pytest.raises(Refused, match="so somebody else must"):
        take_all_steps(young_person, people_of)


def test_five_people_take_it_all_the_way():
    young_person = signed_in_young_person()
    people_of = {hand: everyone() for hand in HANDS}

    award = take_all_steps(young_person, people_of)

    assert award.state is S.PAID
    assert len({award.approved_by_id, award.paid_by_id, *award.application.hands}) == 5


def everyone() -> Person:
    """Somebody with each role that has a hand in it."""
    person = coordinator()
    add_roles(person)
    return person


def add_roles(person: Person) -> None:
    for role in (Role.COORDINATOR, Role.FINANCE_OFFICER, Role.ADMINISTRATOR, Role.PANEL_MEMBER):
        if role not in person.roles:
            people.grant_role(person, role, by=SYSTEM)


def take_all_steps(young_person: YoungPerson, by: dict[str, Person]) -> Award:
    made = ApplicationFactory(
        young_person=young_person,
        checker=by["checker"],
        decider=by["decider"],
        state=A.TOLD,
    )
    award = Award.of(made)
    operations.accept(award, HowGiven.BOUGHT, by=young_person.person)
    operations.approve(award, by=by["approver"])
    operations.pay(award, "BACS 4711", by=by["payer"])
    return award


def test_who_only_took_it_up_may_not_decide_it_either():
    first = coordinator()
    made = ApplicationFactory(state=A.CHECKING, checker=first)
    grants.mark_ready(made, own_words(made), by=coordinator())
    grants.send_to_panel(made, by=first)
    scored(made)

    with pytest.raises(Refused, match="You checked this"):
        panel.decide(made, Outcome.YES, "Good", "Wait", by=first)


def test_an_action_of_the_strategy_counts_the_grants_that_serve_it():
    action = make_action()
    round_ = RoundFactory(programme=ProgrammeFactory(action=action))
    serving = [ApplicationFactory(round=round_, state=A.TOLD) for _ in range(2)]
    AwardFactory(application=serving[0], state=S.CANCELLED)
    AwardFactory()

    assert queries.count_serving(action) == 1
    found = db.session.scalars(queries.awards(coordinator(), action=action.reference)).all()
    assert [one.application_id for one in found] == [serving[1].id]
    entry = funds.entry_of(EntryKind.GRANT_AWARDED, found[0])
    assert [line.action_id for line in entry.postings] == [action.id]
