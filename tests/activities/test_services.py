"""What services keep for young people: asked for by those whom it is for, one each, counted."""

from datetime import timedelta

import pytest

from nolimits.kernel import clock
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.services import operations, queries
from nolimits.services.models import TakeUpState
from nolimits.young_people import operations as young_people
from nolimits.young_people import ties
from nolimits.young_people.models import ConsentGiver, ConsentScope, Tie
from tests.factories.matching import refused
from tests.factories.people import coordinator
from tests.factories.services import ServiceOfferFactory, TakeUpFactory, asked_for
from tests.factories.strategy import make_action
from tests.factories.young_people import YoungPersonFactory
from tests.matching.test_races import called

pytestmark = pytest.mark.usefixtures("app")


def test_it_is_shown_to_those_whom_it_is_for_while_it_is_on():
    offer, young = ServiceOfferFactory(youngest=16), YoungPersonFactory(age=17)
    child = YoungPersonFactory(age=14)
    ServiceOfferFactory(from_on=clock.today() + timedelta(days=1))

    assert queries.offered_to(young) == [offer]
    assert queries.offered_to(child) == []
    assert "not for you" in refused(lambda: asked_for(offer, child))

    operations.close_service(offer, by=coordinator())
    assert queries.offered_to(young) == []


def test_who_takes_no_part_is_asked_first(sign_in):
    offer, young = ServiceOfferFactory(), YoungPersonFactory(account=True)
    own = (ConsentScope.TAKING_PART, ConsentGiver.YOUNG_PERSON)
    young_people.withdraw_consent(young, *own, by=young.person)

    assert "First say yes" in refused(lambda: asked_for(offer, young))
    page = sign_in(young.person).visit("/me/free-things")
    assert "First tell us that you want to be part of this." in page.text


def test_an_action_leads_to_what_serves_it_alone_and_all_are_counted_at_once(sign_in, statements):
    serves = make_action(key="stockton")
    asked_for(ServiceOfferFactory(title="Swim", action=serves, stock=2), YoungPersonFactory())
    ServiceOfferFactory(title="Dance", stock=1)

    page = sign_in(coordinator()).visit(f"/service-offers?action={serves.reference}")

    assert "Swim" in page.text
    assert "Dance" not in page.text
    statements.clear()
    assert sorted(queries.left_of(queries.all_offers()).values()) == [1, 1]
    assert len(statements) == 2


def test_nobody_gets_more_than_there_is_and_what_is_given_back_is_there_again():
    offer = ServiceOfferFactory(stock=1)
    first, second = YoungPersonFactory(account=True), YoungPersonFactory()
    mine = asked_for(offer, first)
    assert refused(lambda: asked_for(offer, second)) == "There is none left just now"

    operations.take_back(mine, by=first.person)

    assert queries.left(offer) == 1
    assert asked_for(offer, second).state is TakeUpState.ASKED


def test_what_is_handed_out_counts_for_its_directorate(mail_to):
    made = TakeUpFactory(given=True)
    other = TakeUpFactory(service_offer=made.service_offer)
    operations.not_give(other, by=coordinator())

    [counted] = queries.by_directorate(coordinator())
    assert counted[1:] == (2, 1)
    assert mail_to(made.young_person.person)[-1].template == "service_news"
    with pytest.raises(NotVisible):
        operations.hand_out(TakeUpFactory(), by=made.young_person.worker)


def test_no_count_tells_of_whom_somebody_is_kept_from(sign_in):
    offer = ServiceOfferFactory(stock=4)
    hidden, shown = YoungPersonFactory(), YoungPersonFactory()
    for one in (hidden, shown):
        asked_for(offer, one)
    tied, other = coordinator(), coordinator()
    ties.add_tie(hidden, tied, Tie.RELATED, by=hidden.worker)

    for by, left, asked in ((other, 2, 2), (tied, 3, 1)):
        assert f"{left} of 4" in sign_in(by).visit(f"/service-offers/{offer.reference}").text
        assert queries.left_of([offer], told=by) == {offer.id: left}
        assert [one[1] for one in queries.by_directorate(by)] == [asked]
    assert queries.left(offer) == 2


def test_nothing_is_handed_out_without_the_yes_of_whoever_decides(mail_to, sign_in):
    """R-CARE-5, as with activities: asked when it is handed out too."""
    child, grown = (YoungPersonFactory(account=True, age=age) for age in (12, 17))
    whoever_decides = (ConsentScope.TAKING_PART, ConsentGiver.COUNCIL)
    young_people.withdraw_consent(child, *whoever_decides, by=child.worker)
    wanted, other = TakeUpFactory(young_person=child), TakeUpFactory(young_person=grown)
    assert mail_to(child.worker)[-1].template == "service_wanted"
    team = sign_in(coordinator()).visit(f"/service-offers/{wanted.service_offer.reference}")
    assert "taking part (council)" in team.text
    assert "It is handed out" not in team.text
    their = sign_in(child.worker).visit(f"/young-people/{child.reference}/free-things")
    assert "taking part (council)" in their.text

    assert refused(lambda: operations.hand_out(wanted, by=coordinator())) == (
        "These consents are missing: taking part (council)"
    )
    young_people.give_consent(child, *whoever_decides, by=child.worker)
    operations.hand_out(wanted, by=coordinator())
    assert wanted.state is TakeUpState.GIVEN

    mine = (ConsentScope.TAKING_PART, ConsentGiver.YOUNG_PERSON)
    young_people.withdraw_consent(grown, *mine, by=grown.person)
    assert "no part" in refused(lambda: operations.hand_out(other, by=coordinator()))


def test_nobody_kept_apart_is_told_that_somebody_asked(mail_to):
    young, apart, by = YoungPersonFactory(account=True), coordinator(), coordinator()
    ties.add_tie(young, apart, Tie.RELATED, by=young.worker)

    TakeUpFactory(young_person=young)

    assert "service_asked" in [one.template for one in mail_to(by)]
    assert "service_asked" not in [one.template for one in mail_to(apart)]


def test_a_worker_neither_asks_nor_takes_back_for_whoever_has_a_page_of_their_own():
    mine, worked = TakeUpFactory(), YoungPersonFactory()
    worker = mine.young_person.worker
    for attempt in (
        lambda: operations.ask_for(ServiceOfferFactory(), mine.young_person, by=worker),
        lambda: operations.take_back(mine, by=worker),
    ):
        assert "page of their own" in refused(attempt)

    without = asked_for(mine.service_offer, worked)
    operations.take_back(without, by=worked.worker)
    assert (mine.state, without.state) == (TakeUpState.ASKED, TakeUpState.TAKEN_BACK)


@pytest.mark.committed
def test_the_last_one_goes_to_one_of_two_who_ask_at_once(together):
    offer = ServiceOfferFactory(stock=1)
    two = [YoungPersonFactory(account=True) for _ in range(2)]

    results = together([called(operations.ask_for, offer, one, by=one.person) for one in two])

    failed = [one for one in results if isinstance(one, Exception)]
    assert [type(one) for one in failed] == [Refused], results


def test_a_young_person_asks_on_their_page_and_the_team_hands_it_out(sign_in):
    offer, young = ServiceOfferFactory(), YoungPersonFactory(account=True)
    page = sign_in(young.person).visit("/me/free-things").press("I would like this")
    assert "You asked for it" in page.text

    team = sign_in(coordinator()).visit(f"/service-offers/{offer.reference}")
    team = team.press("It is handed out")

    assert "given" in team.text.lower()
    assert "blue card" in sign_in(young.person).visit("/me/free-things").text
    assert sign_in(young.worker).visit(f"/service-offers/{offer.reference}").status in (403, 404)


def test_an_offer_that_makes_no_sense_is_kept_as_typed(sign_in):
    offer = ServiceOfferFactory()
    page = sign_in(coordinator()).visit("/service-offers/new")

    page = page.submit(
        directorate=offer.directorate.name,
        kind="tickets",
        title="Matinee",
        what="Two seats at the front.",
        youngest=17,
        oldest=12,
        **{"from_on-day": 1, "from_on-month": 12, "from_on-year": 2026},
        **{"until_on-day": 31, "until_on-month": 12, "until_on-year": 2026},
    )

    assert page.errors == ["Enter ages from 8 to 24, the younger one first"]
    assert 'value="Matinee"' in page.html
