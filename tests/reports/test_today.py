"""What a coordinator reads first, and what everyone who gives reads of what it led to."""

from datetime import timedelta

from nolimits.campaigns.models import GiftState
from nolimits.grants import operations as grants
from nolimits.grants.models import ApplicationState
from nolimits.kernel import clock, pages
from nolimits.reports.figures import FEW
from nolimits.reports.today import MOST
from nolimits.volunteers import pipeline
from tests.factories.campaigns import GiftFactory
from tests.factories.grants import ApplicationFactory
from tests.factories.people import coordinator, staff, young_person
from tests.factories.pledges import MoneyPledgeFactory
from tests.factories.reports import SeriesFactory
from tests.factories.volunteers import VolunteerFactory
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


def test_today_tells_how_long_young_people_wait_and_how_long_volunteers_stand_at_a_stage(
    sign_in, held_clock
):
    by, young = coordinator(), YoungPersonFactory()
    VolunteerFactory()
    held_clock.move_on(days=30)
    VolunteerFactory()
    YoungPersonFactory()

    page = sign_in(by).visit("/today")

    waits = {row["For how long"]: row["Young people"] for row in page.table("Young people waiting")}
    assert waits == {"Less than 4 weeks": "1", "4 to 12 weeks": "1", "12 weeks or more": "0"}
    assert f"the longest since {pages.day(young.ready_on)}" in page.text
    applied = page.table("Volunteers by stage")[0]
    assert applied["Longest"] == "30 days"
    assert applied["Over target"].startswith("1")
    over = page.follow("1 over the target of the stage applied")
    assert len(over.table("Volunteers")) == 1


def test_today_asks_the_database_as_often_for_many_as_for_few(sign_in, statements):
    by = coordinator()

    def asked():
        visitor = sign_in(by)
        statements.clear()
        assert visitor.visit("/today").status == 200
        return len(statements)

    def one_of_each():
        VolunteerFactory()
        YoungPersonFactory()
        MoneyPledgeFactory()

    one_of_each()
    few = asked()
    for _ in range(2):
        one_of_each()

    assert asked() == few


def test_of_thousands_the_time_at_a_stage_is_told_by_their_list_alone(sign_in, monkeypatch):
    monkeypatch.setattr(pipeline, "MOST_TIMED", 0)
    VolunteerFactory()

    applied = sign_in(coordinator()).visit("/today").table("Volunteers by stage")[0]

    assert (applied["Volunteers"], applied["Longest"], applied["Over target"]) == ("1", "", "")
