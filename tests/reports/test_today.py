"""What a coordinator reads first, and what everyone who gives reads of what it led to."""

from datetime import timedelta

from nolimits.campaigns.models import GiftState
from nolimits.grants import operations as grants
from nolimits.grants.models import ApplicationState
from nolimits.kernel import clock
from nolimits.reports.figures import FEW
from nolimits.reports.today import MOST
from tests.factories.campaigns import GiftFactory
from tests.factories.grants import ApplicationFactory
from tests.factories.people import coordinator, staff, young_person
from tests.factories.pledges import MoneyPledgeFactory
from tests.factories.reports import SeriesFactory
from tests.factories.young_people import YoungPersonFactory
from tests.reports.test_reports import LAST, frozen


def test_a_decision_waits_until_the_young_person_is_told(app, sign_in):
    application = ApplicationFactory(state=ApplicationState.DECIDED_YES)
    told_by = application.round.tell_by
    today = sign_in(coordinator())
    page = today.visit("/today")
    rows = page.table("Decisions to tell (1)")
    assert [row["What"] for row in rows] == [application.reference]
    assert page.follow(f"Tell them {application.reference}").status == 200

    grants.tell(application, by=coordinator())

    assert "Everyone knows what was decided" in today.visit("/today").text
    assert told_by >= clock.today()


def test_a_decision_that_is_told_late_says_so(app, sign_in, held_clock):
    application = ApplicationFactory(state=ApplicationState.DECIDED_NO)
    held_clock.move_to(application.round.tell_by + timedelta(days=1))

    row = sign_in(coordinator()).visit("/today").table("Decisions to tell (1)")[0]

    assert row["Why"].endswith(": late")


def test_whatever_there_is_more_of_has_a_page_of_all(app, sign_in):
    for _ in range(MOST + 1):
        MoneyPledgeFactory()

    page = sign_in(coordinator()).visit("/today")

    assert "And 1 more." in page.text
    assert page.follow("See all: Promises to set up").h1 == "Pledges"


def test_whoever_gives_reads_what_it_led_to_once_the_board_was_told(app, sign_in, held_clock):
    series, giver = SeriesFactory(), staff()
    held_clock.move_to(LAST)
    for _ in range(FEW):
        GiftFactory(state=GiftState.GIVEN)
    held_clock.move_to(LAST + timedelta(days=20))
    assert "What it led to" not in sign_in(giver).visit("/my").text

    frozen(series)

    told = sign_in(giver).visit("/my").text
    assert "What it led to" in told
    assert "Gifts given 5" in told
    assert "Hours given one to one" not in told  # there were none
    assert "What it led to" not in sign_in(young_person()).visit("/my").text


def test_what_so_few_had_that_it_tells_who_is_on_nobodys_page(app, sign_in, held_clock):
    series = SeriesFactory()
    held_clock.move_to(LAST)
    GiftFactory(state=GiftState.GIVEN)
    held_clock.move_to(LAST + timedelta(days=20))
    frozen(series)

    assert "What it led to" not in sign_in(staff()).visit("/my").text


def test_whoever_waits_for_a_mentor_is_one_click_from_their_proposal(app, sign_in):
    waiting = YoungPersonFactory()

    page = sign_in(coordinator()).visit("/today").follow(f"Look at proposals {waiting.reference}")

    assert page.h1 == "Matching"
    assert f'id="young-{waiting.reference}"' in page.html
