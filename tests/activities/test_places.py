"""Places on offers: the young person's own yes, every consent, a seat each, in order."""

from datetime import timedelta

import pytest

from nolimits.activities import operations, own, queries, steps
from nolimits.activities.models import HowItWas, OfferState, PlaceState
from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.people import operations as people
from nolimits.young_people import operations as young_people
from nolimits.young_people import queries as young_people_queries
from nolimits.young_people import ties
from nolimits.young_people.models import CareBasis, ConsentGiver, ConsentScope, Tie
from tests.factories.activities import OfferFactory, PlaceFactory, may_go, say_no, say_yes
from tests.factories.matching import refused
from tests.factories.people import coordinator
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")
P = PlaceState
OWN, COUNCIL = ConsentGiver.YOUNG_PERSON, ConsentGiver.COUNCIL


@pytest.fixture
def offer():
    return OfferFactory(oldest=24, seats=1)


def invited(offer, **given):
    return YoungPersonFactory(account=True, area=offer.area, **given)


# --- Consent ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "age", "givers"),
    [
        (CareBasis.CARE_ORDER, 12, {COUNCIL}),
        (CareBasis.ACCOMMODATED, 15, {ConsentGiver.PARENT}),
        (CareBasis.SPECIAL_GUARDIANSHIP, 12, {ConsentGiver.PARENT}),
        (CareBasis.CARE_ORDER, 16, set()),
        (CareBasis.ACCOMMODATED, 17, set()),
        (CareBasis.CARE_ORDER, 18, set()),
    ],
)
def test_who_must_agree_follows_from_care_and_age(offer, basis, age, givers):
    """R-CARE-5: under 16 whoever decides, and the worker says so; from 16 they say it alone."""
    young = invited(offer, basis=basis, age=age)

    place = say_yes(offer, young)

    assert place.state is (P.YES if givers else P.CONSENT_OK)
    for giver in givers:
        allow = lambda: operations.allow_place(place, by=young.worker)  # noqa: E731
        assert refused(allow).startswith("These consents are missing: activities (")
        young_people.give_consent(young, ConsentScope.ACTIVITIES, giver, by=young.worker)
        allow()
        assert place.state is P.CONSENT_OK


def test_a_worker_reads_whose_yes_is_missing_and_finds_it_on_the_record(offer, sign_in):
    young, grown = invited(offer), invited(offer, age=17)
    missing = (ConsentScope.ACTIVITIES, COUNCIL)

    page = sign_in(young.worker).visit(f"/places/{say_yes(offer, young).reference}/allow")

    assert "activities (council)" in page.text
    assert "write their yes down" in page.text
    rows = {(one.scope, one.giver): one.needed for one in young_people_queries.consent_rows(young)}
    assert rows[missing]
    assert not [o for o in young_people_queries.consent_rows(grown) if o.scope is missing[0]]


def test_their_own_yes_is_consent_and_nobody_says_it_for_them(offer, mail_to):
    young = invited(offer)
    assert "answer there" in refused(lambda: operations.say_yes(offer, young, by=young.worker))

    say_yes(offer, young)

    assert ConsentScope.ACTIVITIES in operations.own_yeses(young)
    assert mail_to(young.worker)[-1].template == "offer_answered"


def test_who_invites_never_lets_them_go_themselves(offer):
    people.grant_role(offer.person, Role.COORDINATOR, by=SYSTEM)
    place = say_yes(offer, may_go(invited(offer)))

    assert "somebody else" in refused(lambda: operations.allow_place(place, by=offer.person))
    with pytest.raises(NotVisible):
        operations.allow_place(place, by=YoungPersonFactory().worker)


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ((ConsentScope.ACTIVITIES, COUNCIL), P.YES),
        ((ConsentScope.TAKING_PART, COUNCIL), P.YES),
        ((ConsentScope.ACTIVITIES, OWN), P.NO),
        ((ConsentScope.TAKING_PART, OWN), P.NO),
    ],
)
def test_a_consent_that_is_withdrawn_takes_the_place_in_the_same_moment(changed, state):
    place = PlaceFactory()
    young = place.young_person
    by = young.person if changed[1] is OWN else young.worker

    young_people.withdraw_consent(young, *changed, by=by)

    assert (place.state, bool(place.seat)) == (state, state is P.YES)


def test_a_tie_a_pause_and_an_end_take_the_place_and_pass_it_on(offer, mail_to):
    for stop in (
        lambda one: ties.add_tie(one, offer.person, Tie.RELATED, by=one.worker),
        lambda one: young_people.pause(one, by=one.worker),
        lambda one: young_people.end(one, by=one.worker),
    ):
        place, waits = (
            say_yes(offer, invited(offer, age=17)),
            say_yes(offer, invited(offer, age=17)),
        )
        assert (place.seat, waits.seat, offer.state) == (1, None, OfferState.FULL)

        stop(place.young_person)

        assert (place.state, waits.state, waits.seat) == (P.NO, P.CONSENT_OK, 1)
        assert mail_to(waits.young_person.person)[-1].template == "offer_for_you"
        say_no(offer, waits.young_person)


# --- Seats --------------------------------------------------------------------------------------


def test_seats_go_in_the_order_of_yeses_and_a_no_needs_no_reason(offer):
    first, second, third = (say_yes(offer, invited(offer, age=17)) for _ in range(3))
    assert [one.seat for one in (first, second, third)] == [1, None, None]

    say_no(offer, first.young_person)

    assert [one.seat for one in (first, second, third)] == [None, 1, None]
    assert second.state is P.CONSENT_OK
    say_no(offer, third.young_person)
    say_no(offer, second.young_person)
    assert offer.state is OfferState.PUBLISHED
    assert say_yes(offer, first.young_person).seat == 1


def test_a_young_person_is_in_one_place_at_a_time(offer):
    other, young = OfferFactory(area=offer.area), invited(offer)
    say_yes(offer, young)

    assert "something else at that time" in refused(lambda: say_yes(other, young))

    say_no(offer, young)
    assert say_yes(other, young).seat == 1


def test_nobody_answers_once_it_has_begun_or_is_off(offer):
    young, late = invited(offer), invited(offer)
    say_yes(offer, young)
    with clock.standing_at(offer.starts_at):
        for answer in (say_yes, say_no):
            assert "not on for you" in refused(lambda answer=answer: answer(offer, late))
    operations.cancel(offer, by=offer.person)
    assert "not on for you" in refused(lambda: say_no(offer, young))
    assert [one.offer for one in own.things_for(young).off] == [offer]


def test_whoever_calls_it_off_reads_first_who_is_told_and_not_how_many(offer):
    words = steps._who_is_told(offer)
    assert "each young person who said yes" in words
    say_yes(offer, invited(offer))
    assert steps._who_is_told(offer) == words


def test_to_whom_it_hides_who_comes_an_offer_is_as_if_nobody_had_that_seat(offer, sign_in):
    comes, waits = (invited(offer, age=17) for _ in range(2))
    for one in (comes, waits):
        say_yes(offer, one)
    tied, other = coordinator(), coordinator()
    ties.add_tie(comes, tied, Tie.RELATED, by=comes.worker)

    pages = [sign_in(one).visit(f"/offers/{offer.reference}") for one in (other, tied)]

    for told in ("Every place is taken", "Waits for a place"):
        assert [told in page.text for page in pages] == [True, False]
    assert [comes.reference in page.html for page in pages] == [True, False]
    assert waits.reference in pages[1].html
    lists = [sign_in(one).visit("/offers").table("Offers") for one in (other, tied)]
    assert lists[0] == lists[1]


def test_a_no_can_be_changed_and_whoever_is_not_invited_any_more_reads_so(offer, sign_in):
    no, tied = invited(offer, age=17), invited(offer, age=17)
    say_no(offer, no)
    page = sign_in(no.person).visit("/me/things-to-do").follow("Park run")
    assert "You are not going. Nobody minds." in page.text
    page.press("Yes, I want to come")
    assert queries.place_of(offer, no).seat == 1
    say_no(offer, no)

    say_yes(offer, tied)
    ties.add_tie(tied, offer.person, Tie.RELATED, by=tied.worker)

    page = sign_in(tied.person).visit("/me/things-to-do")
    assert "is not on for you now" in page.text
    page = page.visit(f"/me/things-to-do/{offer.reference}")
    assert "This is not on for you now." in page.text
    assert "You are not going" not in page.text
    assert "Yes, I want to come" not in page.text


# --- On the day ---------------------------------------------------------------------------------


def test_who_came_is_written_down_on_the_day_by_who_invited():
    place = PlaceFactory()
    offer = place.offer
    with pytest.raises(NotVisible):
        operations.mark_place(place, True, by=offer.person)
    assert "not begun" in refused(lambda: operations.mark_place(place, True, by=coordinator()))

    with clock.standing_at(offer.ends_at):
        operations.mark_place(place, False, by=offer.person)
        operations.mark_place(place, True, by=offer.person)
    operations.say_how_it_was(place, HowItWas.GOOD, by=place.young_person.person)

    assert (place.state, place.how_it_was) == (P.ATTENDED, HowItWas.GOOD)
    with clock.standing_at(offer.ends_at + timedelta(days=2)), pytest.raises(NotVisible):
        operations.mark_place(place, False, by=offer.person)


def test_only_whoever_came_says_how_it_was():
    place = PlaceFactory()

    with pytest.raises(Refused):
        operations.say_how_it_was(place, HowItWas.GOOD, by=place.young_person.person)
    with pytest.raises(NotVisible):
        operations.say_how_it_was(place, HowItWas.GOOD, by=place.offer.person)


def test_a_worker_finds_who_waits_for_their_word(offer):
    place = say_yes(offer, may_go(invited(offer)))
    worker = place.young_person.worker

    assert list(queries.to_allow(worker)) == [place]
    operations.allow_place(place, by=worker)
    assert list(queries.to_allow(worker)) == []
