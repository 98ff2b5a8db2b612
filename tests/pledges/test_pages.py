"""My No Limits, the pages that change a promise, the coordinator's list and record."""

import pytest

from nolimits.kernel import my_page
from nolimits.kernel.money import Pence
from nolimits.kernel.my_page import Section, Task
from nolimits.pledges.models import Channel, Frequency, Route
from tests.factories.people import board_reader, coordinator, staff
from tests.factories.pledges import MoneyPledgeFactory, TimePledgeFactory


def test_staff_land_on_their_own_page_with_what_they_promised(sign_in):
    pledge = MoneyPledgeFactory(state="active")
    page = sign_in(pledge.person).visit("/home")

    assert page.h1 == "My No Limits"
    assert "You have promised £5 a month from pay" in page.text
    assert page.follow("Pause £5 a month from pay").h1 == "Pause this promise"


def test_whoever_promises_nothing_is_shown_how_to_begin(sign_in):
    page = sign_in(staff()).visit("/my")

    assert page.follow("Make a promise").h1 == "What would you like to give?"


def test_a_bank_transfer_is_something_left_to_do(sign_in):
    pledge = MoneyPledgeFactory(channel=Channel.BANK_TRANSFER)
    page = sign_in(pledge.person).visit("/my")

    assert "Set up your bank transfer" in page.text
    assert f"Put {pledge.reference} as its reference" in page.text


def test_other_rooms_add_to_the_page(sign_in, monkeypatch, held_clock):
    tasks = [
        Task("Log a visit", "Completed"),
        Task("Read the handbook", "Due soon", "/my", due_on=held_clock.now.date()),
    ]
    section = Section("components/empty_state.html", {})
    monkeypatch.setattr(my_page, "_tasks", [(1, lambda person: tasks)])
    monkeypatch.setattr(
        my_page, "_sections", {"my": [(1, lambda person: section), (2, lambda _: None)]}
    )
    page = sign_in(staff()).visit("/my")

    assert page.text.index("Read the handbook") < page.text.index("Log a visit")
    assert "By 20 November 2026, today" in page.text


@pytest.mark.parametrize(
    ("name", "sent", "said"),
    [
        ("change", {"pence": "8"}, "The promise has changed from today"),
        ("pause", {"reason": ""}, "The promise is paused"),
        ("end", {"reason": "Moving"}, "The promise has ended"),
    ],
)
def test_somebody_changes_their_own_promise_on_a_page_that_says_what_happens(
    sign_in, name, sent, said
):
    pledge = MoneyPledgeFactory(state="active")
    page = sign_in(pledge.person).visit(f"/pledges/{pledge.reference}/{name}").submit(**sent)

    assert page.flash == said
    assert page.path == f"/pledges/{pledge.reference}"


def test_a_resting_promise_is_taken_up_again(sign_in):
    pledge = TimePledgeFactory(state="paused")
    page = sign_in(pledge.person).visit(f"/pledges/{pledge.reference}").follow("Take up again")

    assert page.submit().flash == "The promise runs again"


def test_the_amount_that_is_promised_already_is_refused_beside_its_field(sign_in):
    pledge = MoneyPledgeFactory(state="active")
    page = sign_in(pledge.person).visit(f"/pledges/{pledge.reference}/change").submit(pence="5")

    assert page.errors == ["That is what you promise now"]


def test_what_is_over_cannot_be_paused(sign_in):
    pledge = MoneyPledgeFactory(state="ended")
    page = sign_in(pledge.person).visit(f"/pledges/{pledge.reference}/pause").submit()

    assert page.errors == ["This is ended, so it cannot become paused"]


@pytest.mark.parametrize("page", ["", "/thank-you", "/change", "/pause", "/resume", "/end"])
def test_nobody_opens_the_promise_of_somebody_else(sign_in, page):
    pledge = MoneyPledgeFactory(state="active")

    assert sign_in(staff()).visit(f"/pledges/{pledge.reference}{page}").status == 404


def test_a_coordinator_sets_a_promise_up(sign_in, mail_to):
    pledge = MoneyPledgeFactory()
    page = sign_in(coordinator()).visit(f"/pledges/{pledge.reference}").follow("Set up").submit()

    assert page.flash == "The promise runs from today"
    assert mail_to(pledge.person)[-1].subject == "Your promise is set up"


def test_a_coordinator_records_that_money_came(sign_in):
    pledge = MoneyPledgeFactory(frequency=Frequency.ONCE, channel=Channel.BANK_TRANSFER)
    page = sign_in(coordinator()).visit(f"/pledges/{pledge.reference}")

    assert page.follow("Record it as given").submit().flash == "Kept. Thank you"


@pytest.mark.parametrize("page", ["/start", "/fulfil"])
def test_nobody_sets_up_their_own_promise(sign_in, page):
    pledge = MoneyPledgeFactory()
    browser = sign_in(pledge.person)

    assert browser.visit(f"/pledges/{pledge.reference}{page}").status == 404
    assert "Set up" not in browser.visit(f"/pledges/{pledge.reference}").links


def test_pledges_are_found_by_reference_name_and_what_they_are(sign_in):
    pilot = MoneyPledgeFactory(
        cohort="pilot", state="active", person=staff(name="Amber Madeup", employee_number="123456")
    )
    time = TimePledgeFactory(person__name="Bryn Notreal", route=Route.INVITE_ALONG)
    browser = sign_in(coordinator())

    def found(**filters):
        query = "&".join(f"{name}={value}" for name, value in filters.items())
        page = browser.visit(f"/pledges?{query}")
        if "None to show" in page.text or "No pledge fits" in page.text:
            return []
        return [row["Reference"] for row in page.table("Pledges")]

    assert sorted(found()) == sorted([pilot.reference, time.reference])
    assert found(search="amber") == [pilot.reference]
    assert found(search=time.reference.lower()) == [time.reference]
    assert found(kind="time") == [time.reference]
    assert found(state="active") == [pilot.reference]
    assert found(cohort="pilot") == [pilot.reference]
    assert found(kind="time", cohort="pilot") == []


def test_the_list_says_what_is_promised_today(sign_in):
    MoneyPledgeFactory(state="active", pence=Pence(550))

    assert "£5.50 a month from 1 person" in sign_in(coordinator()).visit("/pledges").text


@pytest.mark.parametrize("maker", [staff, board_reader])
def test_only_a_coordinator_sees_all_pledges(sign_in, maker):
    assert sign_in(maker()).visit("/pledges").status == 403


def test_the_record_tells_everything_that_happened(sign_in):
    pledge = MoneyPledgeFactory(state="paused")
    page = sign_in(coordinator()).visit(f"/pledges/{pledge.reference}")

    assert page.h1 == "£5 a month from pay"
    for what in ("Promised", "Set up; runs from this day", "Paused", pledge.person.name):
        assert what in page.text
    assert len(page.table("What was promised, and when")) == 1


def test_an_emptied_amount_is_asked_for_again(sign_in):
    pledge = MoneyPledgeFactory(state="active")

    page = sign_in(pledge.person).visit(f"/pledges/{pledge.reference}/change").submit(pence="")

    assert page.errors == ["Enter an amount in pounds, like 5"]
