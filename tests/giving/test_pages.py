"""Pages of giving: what is said, whose turn it is, who may."""

import csv
import io
from datetime import date

import pytest

from nolimits.giving import operations, queries
from nolimits.giving.models import BatchState
from nolimits.kernel.db import db
from nolimits.pledges.models import Channel
from tests.factories.funds import FundFactory
from tests.factories.giving import approved, import_bank, import_payroll, payroll_file
from tests.factories.people import coordinator, finance_officer, staff
from tests.factories.pledges import MoneyPledgeFactory
from tests.factories.strategy import make_action


@pytest.fixture
def office(sign_in):
    return sign_in(finance_officer())


def sent(content, fund, **changes):
    return {
        "kind": "payroll",
        "fund": fund.reference,
        "received_on": date(2026, 11, 20),
        "control_count": "2",
        "control_pence": "9",
        "file": ("november.csv", content),
        **changes,
    }


def test_finance_lands_on_giving(office):
    page = office.visit("/home")

    assert page.h1 == "Giving"
    assert "No file has come yet" in page.text


def test_a_file_is_imported_seen_and_approved_by_another(office, sign_in):
    fund, pledge = FundFactory(name="Sunny fund"), MoneyPledgeFactory(state="active")
    content = payroll_file((pledge.person.employee_number, 400), ("999999", 500))

    page = office.visit("/giving/batches").follow("Import the first file")
    page = page.submit(**sent(content, fund))

    assert page.flash == "The file is in. Somebody else in finance approves it next"
    assert "You imported this, so somebody else in finance approves it" in page.text
    assert "Approve this batch" not in page.links
    short, unknown = page.table("Lines")
    assert short["Promised by"] == pledge.person.name
    assert short["How it compares"] == "£1 less than promised"
    assert unknown["How it compares"] == "Not known whose"

    colleague = sign_in(finance_officer())
    page = colleague.visit("/giving/batches")
    assert page.table("Batches")[0]["Whose turn it is"] == "Yours: look at it and approve it"
    page = colleague.visit(page.links[page.table("Batches")[0]["Batch"]])
    page = page.follow("Approve this batch").press("Approve and post")

    assert page.flash == "The batch is approved and posted"
    assert "Find out who gave 1 payment: it waits in suspense" in page.text
    assert page.table("Lines")[1]["How it compares"].startswith("Not known whose Say whose it is")


def test_every_wrong_line_is_shown_and_nothing_is_taken_in(office):
    fund = FundFactory()
    content = b"Employee number,Amount taken,Reason not taken\n1,five,\n1,-2,\n,3,\n"

    page = office.visit("/giving/batches/import").submit(**sent(content, fund))

    assert page.errors == ["There are 3 problems in the file. Nothing of it was taken in"]
    assert [row["Line"] for row in page.table("What is wrong in the file")] == ["2", "3", "4"]
    assert office.visit("/giving/batches").text.count("No file has come yet")


def test_the_sender_s_total_must_agree(office):
    content, fund = payroll_file(("1", 400), ("2", 500)), FundFactory()

    page = office.visit("/giving/batches/import").submit(
        **sent(content, fund, control_pence="9.10")
    )

    assert page.errors == ["The file comes to £9, but you were told £9.10"]


def test_a_form_without_a_file_says_so(office):
    FundFactory()
    page = office.visit("/giving/batches/import").submit(control_count="none")

    assert page.errors == [
        "Choose what is in it",
        "Enter the day",
        "Enter a whole number, like 4",
        "Enter the total, as you were told it",
        "Choose the file",
    ]


def test_the_importer_is_told_that_another_approves(sign_in):
    importer = finance_officer()
    batch = import_payroll(("1", 500), by=importer)

    page = sign_in(importer).visit(f"/giving/batches/{batch.reference}/approve")
    page = page.press("Approve and post")

    assert page.errors == ["You imported this batch: somebody else approves it"]


def test_who_promised_and_is_not_in_the_file_is_named(office):
    pledge = MoneyPledgeFactory(state="active")
    batch = import_payroll(("1", 500))

    page = office.visit(f"/giving/batches/{batch.reference}")

    (row,) = page.table("Promised, but not in the file")
    assert (row["Name"], row["Promised"]) == (pledge.person.name, "£5")


def test_a_batch_is_turned_away_with_a_reason(office):
    batch = import_payroll(("1", 500))
    page = office.visit(f"/giving/batches/{batch.reference}").follow("Turn it away")

    page = page.submit(reason="")
    assert page.errors == ["Say what is wrong, so that it can be put right"]
    page = page.submit(reason="October, not November")

    assert page.flash == "The batch is turned away. Nothing of it was posted"
    assert "Turned away: October, not November" in page.text


def test_payroll_s_money_is_said_to_be_in_the_bank(office):
    batch = approved(import_payroll(("1", 500)))
    page = office.visit(f"/giving/batches/{batch.reference}").follow("The money is in the bank")

    page = page.submit(remitted_on=date(2026, 11, 20))

    assert page.flash == "The money is in the bank"
    assert page.facts["In the bank"] == "20 November 2026"


def test_an_unknown_payment_finds_its_giver(office):
    pledge = MoneyPledgeFactory(channel=Channel.BANK_TRANSFER, state="active")
    approved(import_bank((date(2026, 11, 2), "A FRIEND", 500)))
    page = office.visit("/giving/suspense").follow("Say whose it is")

    page = page.submit(words="nobody@council.example")
    assert page.errors == ["Nobody of that reference, number or address promised money"]
    page = page.submit(words=pledge.person.email)
    assert f"{pledge.person.name} promised £5 a month" in page.text
    assert queries.suspense_count() == 1
    page = page.press("Yes, it is theirs")

    assert page.flash == "It is theirs now, from the day that it came"
    assert f"Found {pledge.person.name}" in page.text
    assert "Every payment has its giver" in office.visit("/giving/suspense").text


def test_gifts_are_listed_narrowed_added_up_and_taken_along(office):
    one, other = MoneyPledgeFactory.create_batch(2, state="active")
    lines = [(who.person.employee_number, pence) for who, pence in ((one, 500), (other, 700))]
    approved(import_payroll(*lines))

    page = office.visit("/giving")
    assert len(page.table("Gifts")) == 2
    assert "Given £12" in page.text
    page = page.visit(f"/giving?search={one.person.name}&period=2026-11")
    assert "Given £5" in page.text
    rows = list(csv.DictReader(io.StringIO(page.follow("as CSV").body.decode("utf-8-sig"))))
    assert [(row["Giver"], row["Amount"]) for row in rows] == [(one.person.name, "5.00")]
    assert "No such gift" in office.visit("/giving?channel=bank_transfer").text


def test_a_gift_leads_to_its_entry_and_back(office):
    pledge = MoneyPledgeFactory(state="active")
    batch = approved(import_payroll((pledge.person.employee_number, 500)))

    page = office.visit("/giving").follow("C-").follow("Entry J-")

    assert page.follow(f"Line {batch.reference}-2").h1 == f"Batch {batch.reference}"


def test_a_giver_sees_their_own_gift_and_nobody_else_s(sign_in):
    pledge = MoneyPledgeFactory(state="active")
    approved(import_payroll((pledge.person.employee_number, 500)))
    (gift,) = db.session.execute(queries.contributions(finance_officer()))

    assert sign_in(pledge.person).visit(f"/giving/{gift.reference}").facts["Given by"]
    assert sign_in(staff()).visit(f"/giving/{gift.reference}").status == 404


def test_what_a_person_gave_is_on_their_own_page(sign_in):
    pledge = MoneyPledgeFactory(state="active")
    visitor = sign_in(pledge.person)
    assert "Nothing has reached a fund yet" in visitor.visit("/my").text

    approved(import_payroll((pledge.person.employee_number, 500)))

    page = visitor.visit("/my")
    assert page.table("Money I gave, by month") == [{"Month": "November 2026", "Given": "£5"}]


def test_an_actions_page_counts_the_gifts_that_serve_it_and_leads_finance_to_them(sign_in):
    action = make_action()
    pledge, other = MoneyPledgeFactory(state="active", action=action), MoneyPledgeFactory()
    approved(import_payroll(*[(one.person.employee_number, 500) for one in (pledge, other)]))

    path = f"/strategy/actions/{action.reference}"
    page = sign_in(finance_officer()).visit(path)
    assert {"What": "Gifts of money", "How many": "1"} in page.table("What serves this action")
    (gift,) = page.follow("Gifts of money").table("Gifts")
    assert gift["Giver"] == pledge.person.name
    assert "Gifts of money" not in sign_in(staff()).visit(path).text


@pytest.mark.parametrize("path", ["/giving", "/giving/batches", "/giving/batches/import"])
def test_nobody_but_finance_sees_giving(sign_in, path):
    assert sign_in(coordinator()).visit(path).status == 403


def test_a_batch_is_not_there_for_others(sign_in):
    batch = import_payroll(("1", 500))
    visitor = sign_in(coordinator())

    assert visitor.visit(f"/giving/batches/{batch.reference}").status == 404
    assert visitor.visit(f"/giving/lines/{batch.lines[0].reference}/identify").status == 404


def test_a_rejected_batch_is_over(sign_in, office):
    batch = import_payroll(("1", 500))
    operations.reject(batch, "No", by=finance_officer())

    page = office.visit(f"/giving/batches/{batch.reference}/approve").press("Approve and post")

    assert page.errors == ["This is rejected, so it cannot become posted"]
    assert batch.state is BatchState.REJECTED
