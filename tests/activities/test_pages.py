"""The pages of activities: what each person does there, and what nobody reads."""

from datetime import timedelta

import pytest

from nolimits.activities import operations, queries
from nolimits.activities.models import OfferState, PlaceState, Risk
from nolimits.kernel import clock
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.activities import OfferFactory, PlaceFactory, invitation, may_go, say_yes
from tests.factories.people import coordinator, staff
from tests.factories.pledges import TimePledgeFactory
from tests.factories.services import ServiceOfferFactory
from tests.factories.young_people import AreaFactory, YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def test_nobody_is_asked_to_check_or_change_what_is_past_it_or_to_check_what_they_did_not_read(
    sign_in,
):
    offer, team = OfferFactory(state=OfferState.DRAFT), coordinator()
    answers = dict.fromkeys(Risk, "safe")
    page = sign_in(team).visit(f"/offers/{offer.reference}/check")
    operations.send_back(offer, "Who else is there?", by=team)
    operations.change_offer(offer, invitation(offer.area, what="We climb."), by=offer.person)
    page = page.submit(**answers)
    assert "Read it again" in page.errors[0]
    assert "We climb." in page.text
    assert page.submit(**answers).path == f"/offers/{offer.reference}"

    for reader, does in ((team, "check"), (offer.person, "change")):
        page = sign_in(reader).visit(f"/offers/{offer.reference}/{does}")
        assert page.path == f"/offers/{offer.reference}"
        assert "This is risk checked" in page.flash


def test_who_has_not_promised_reads_so_before_the_first_question(sign_in):
    page = sign_in(staff()).visit("/my-offers/new")

    assert page.path == "/my-offers"
    assert "First promise to invite along" in page.text


def test_only_a_worker_answers_with_whoever_has_no_page_of_their_own(sign_in):
    """A coordinator reads the same, and finds no button that would lead them nowhere."""
    offer, _ = OfferFactory(), ServiceOfferFactory()
    young = YoungPersonFactory(area=offer.area)
    for reader, answers in ((young.worker, True), (coordinator(), False)):
        page = sign_in(reader).visit(f"/young-people/{young.reference}/things-to-do")
        free = sign_in(reader).visit(f"/young-people/{young.reference}/free-things")
        assert ("They say yes" in page.text, "Ask for it" in free.text) == (answers, answers)
        assert "Park run" in page.text


def test_whoever_promised_says_what_they_do_and_the_team_looks_at_it(sign_in, mail_to):
    AreaFactory(name="Invented Quay")
    somebody, team = TimePledgeFactory(route="invite_along").person, coordinator()
    page = sign_in(somebody).visit("/my-offers").follow("Invite along")
    page = page.submit(kind="sport", title="Park run", what="We jog.")
    when = {"day-day": "1", "day-month": "3", "day-year": str(clock.today().year + 1)}
    page = page.submit(starts="14:00", ends="12:00", times=1, **when)
    assert page.errors == ["It must end later than it starts, on the same day"]
    page = page.submit(starts="10:00", ends="12:00", times=1, **when)
    page = page.submit(
        area="Invented Quay", place_kind="park", meeting_place="Bench", transport="meet_there"
    )
    page = page.submit(seats=2, youngest=11, oldest=17, within_miles=10)
    page = page.press("Continue").press("Send it to be checked")
    assert "looks at what could go wrong" in page.text
    assert mail_to(team)[-1].template == "offer_to_check"

    answers = dict.fromkeys(("public", "others", "suits", "travel", "reach"), "safe")
    page = sign_in(team).visit(f"{page.path}/check")
    page = page.submit(**answers, hazards="with")
    assert page.errors == ["Say what is done about it"]
    page = page.submit(**answers, hazards="with", mitigations="Bring coats")
    assert "cannot be published yet" in page.text
    assert "is not a ready volunteer" in page.text


def test_a_young_person_says_yes_and_reads_the_place_once_everyone_agreed(sign_in):
    offer = OfferFactory()
    young = may_go(YoungPersonFactory(account=True, area=offer.area))
    page = sign_in(young.person).visit("/me/things-to-do")
    assert "Park run" not in page.follow("Quiet").text
    page = page.follow("Park run")
    assert "bandstand" not in page.text
    page = page.press("Yes, I want to come").follow("Park run")
    assert "bandstand" not in page.text

    worker = sign_in(young.worker).visit(f"/young-people/{young.reference}/things-to-do")
    worker.follow("Say that they may go").press("They may go")

    page = sign_in(young.person).visit(f"/me/things-to-do/{offer.reference}")
    assert "bandstand" in page.text
    page = page.press("I changed my mind")
    assert queries.place_of(offer, young).state is PlaceState.NO


def test_a_young_person_never_learns_who_else_comes_or_of_what_is_not_for_them(sign_in):
    """Neither a code nor how many there are."""
    place = PlaceFactory()
    other = YoungPersonFactory(account=True, area=place.offer.area)
    too_old = YoungPersonFactory(account=True, area=place.offer.area, age=19)
    page = sign_in(other.person).visit(f"/me/things-to-do/{place.offer.reference}")
    assert place.young_person.called not in page.text
    assert place.young_person.reference not in page.html

    away = sign_in(too_old.person).visit(f"/me/things-to-do/{place.offer.reference}")
    nothing = sign_in(too_old.person).visit("/me/things-to-do/O-22222222")

    assert (away.path, away.text) == (nothing.path, nothing.text)
    assert away.path == "/me/things-to-do"


def test_who_invites_reads_what_they_are_called_about_the_day_and_never_their_code(sign_in):
    place = PlaceFactory()
    path = f"/offers/{place.offer.reference}"
    before = sign_in(place.offer.person).visit(path)
    assert "A young person, 14 to 15 years old" in before.text
    assert place.young_person.called not in before.text
    with clock.standing_at(place.offer.starts_at):
        page = sign_in(place.offer.person).visit(path)
        assert place.young_person.called in page.text
        assert place.young_person.reference not in page.html
        page = page.press("Came")
        worried = page.follow("Worried about them? Tell the safeguarding lead")
    with clock.standing_at(place.offer.ends_at + timedelta(days=3)):
        assert "a day before" not in sign_in(place.offer.person).visit(path).text
    assert place.state is PlaceState.ATTENDED
    assert worried.status == 200
    assert sign_in(staff()).visit(path).status == 404


def test_who_invited_reads_of_what_is_over_how_many_came_and_a_tie_takes_nobody_from_it(sign_in):
    place = PlaceFactory(state=PlaceState.ATTENDED)
    path, person = f"/offers/{place.offer.reference}", place.offer.person
    with clock.standing_at(place.offer.ends_at + timedelta(days=3)):
        before = sign_in(person).visit(path).text
        ties.add_tie(place.young_person, person, Tie.NOT_THIS_PERSON, by=place.young_person.worker)
        assert sign_in(person).visit(path).text == before
    assert "1 young person came." in before
    assert "years old Attended" not in before


def test_calling_it_off_says_first_who_is_told(sign_in):
    place = say_yes(OfferFactory(), YoungPersonFactory(account=True, area=AreaFactory()))
    page = sign_in(place.offer.person).visit(f"/offers/{place.offer.reference}/cancel")
    assert "We write to each young person who said yes" in page.text

    page.press("Call it off")

    assert place.offer.state is OfferState.CANCELLED
    mine = sign_in(place.young_person.person).visit("/me/things-to-do")
    assert "is off. It is not because of you." in mine.text
    for reader in (place.offer.person, coordinator()):
        off = sign_in(reader).visit(f"/offers/{place.offer.reference}")
        assert "Nobody: it is off." in off.text
        assert place.young_person.reference not in off.html
