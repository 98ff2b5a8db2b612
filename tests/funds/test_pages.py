"""Pages of the funds: who reads them, what they say, what they refuse."""

import csv
import io
from datetime import date

import pytest

from nolimits.funds import operations, queries
from nolimits.funds.models import EntryKind
from nolimits.funds.operations import Line
from nolimits.kernel.actors import SYSTEM
from tests.factories.funds import FundFactory, award
from tests.factories.people import board_reader, coordinator, finance_officer, staff


@pytest.fixture
def officer(app):
    return finance_officer(name="Farah Invented")


@pytest.fixture
def office(sign_in, officer):
    return sign_in(officer)


def give(fund, pence, on, source):
    return operations.post(
        EntryKind.CONTRIBUTION,
        [Line(fund, pence)],
        source,
        narrative="Given",
        occurred_on=on,
        by=SYSTEM,
    )


def test_funds_are_shown_with_what_is_left(office):
    fund = FundFactory(name="Sunny fund", pence=50000)
    award(fund, 12345, fund)

    (row,) = office.visit("/funds").table("Funds")

    assert row == {
        "Fund": "Sunny fund",
        "Held by": "The council",
        "Held": "£500",
        "Promised": "£123.45",
        "Left": "£376.55",
    }


def test_a_coordinator_sees_figures_but_not_the_ledger(sign_in):
    fund = FundFactory(name="Sunny fund", pence=50000)
    visitor = sign_in(coordinator())

    assert "Sunny fund" not in visitor.visit("/funds").links
    assert visitor.visit(f"/funds/{fund.reference}").status == 404
    assert visitor.visit("/funds/transfer").status == 403


@pytest.mark.parametrize("who", [staff, board_reader])
def test_who_may_not_know_small_numbers_sees_no_fund_as_it_stands_today(sign_in, who):
    """Case 12: from one day to the next, what is promised moves by one child's grant or gift."""
    assert sign_in(who()).visit("/funds").status == 403


def test_the_first_fund_is_opened_from_the_empty_list(office):
    page = office.visit("/funds").follow("Open the first fund")

    page = page.submit(name="Sunny fund", holder="council", purpose="For trips", opening="1,200")

    assert page.flash == "Sunny fund is open"
    assert page.table("Funds")[0]["Left"] == "£1,200"


def test_two_funds_never_have_one_name(office):
    FundFactory(name="Sunny fund")

    page = office.visit("/funds/new").submit(name="Sunny fund", holder="council")

    assert page.errors == ["There is already a fund of this name"]


def test_a_statement_runs_from_an_opening_to_a_closing(office, app):
    fund, other = FundFactory(name="Sunny fund"), FundFactory()
    give(fund, 1000, date(2026, 3, 31), fund)
    give(fund, 500, date(2026, 4, 1), other)
    award(fund, 700, fund)

    page = office.visit(f"/funds/{fund.reference}?period=2026-year")

    assert "£10 was left at the start, £8 at the end" in page.text
    awarded, given = page.table("Statement")
    assert (given["Day"], given["In or out"], given["Left after it"]) == (
        "1 April 2026",
        "£5",
        "£15",
    )
    assert (awarded["In or out"], awarded["Promised"], awarded["Left after it"]) == (
        "",
        "£7",
        "£8",
    )
    only = office.visit(f"/funds/{fund.reference}?period=2026-year&kind=grant_awarded")
    assert [row["Left after it"] for row in only.table("Statement")] == ["£8"]


def test_a_statement_is_taken_along_as_a_file_of_what_is_shown(office):
    fund, other = FundFactory(), FundFactory()
    give(fund, 1000, date(2026, 3, 31), fund)
    give(fund, 550, date(2026, 4, 1), other)

    page = office.visit(f"/funds/{fund.reference}?period=2026-year").follow("as CSV")

    rows = list(csv.DictReader(io.StringIO(page.body.decode("utf-8-sig"))))
    assert [(row["Date"], row["Amount"], row["Left after it"]) for row in rows] == [
        ("2026-04-01", "5.50", "15.50")
    ]
    assert office.visit(f"/funds/{fund.reference}?file=xlsx").body.startswith(b"PK")
    assert office.visit(f"/funds/{fund.reference}?file=exe").status == 404


@pytest.mark.parametrize("period", ["2026-13", "year", "9999-year", "2026-07", "2025-year", "🙂"])
def test_any_period_in_the_address_gives_a_page(office, period):
    fund = FundFactory(pence=500)

    assert office.visit(f"/funds/{fund.reference}?period={period}").status == 200


def test_an_entry_shows_its_lines_its_source_and_who_posted_it(office, officer):
    fund = FundFactory(name="Sunny fund", pence=50000)
    entry = award(fund, 5000, fund, by=officer)

    page = office.visit(f"/entries/{entry.reference}")

    debit, credit = page.table("Lines")
    assert (debit["Account"], debit["Debit"], debit["Credit"]) == ("Grants", "£50", "")
    assert (credit["Account"], credit["Debit"], credit["Credit"]) == ("Grants promised", "", "£50")
    assert page.facts["Tells of"] == f"Fund {fund.reference}"
    assert page.facts["Posted"] == "20 November 2026 at 10:00 by Farah Invented"
    assert "Reverse this entry" not in page.links


def test_an_entry_is_reversed_once_it_is_said_why(office):
    giver, taker = FundFactory(pence=50000), FundFactory()
    entry = operations.transfer(giver, taker, 300, "Meant for another", by=SYSTEM)
    page = office.visit(f"/entries/{entry.reference}").follow("Reverse this entry")

    page = page.submit(reason="")
    assert page.errors == ["Say why the entry is wrong"]
    page = page.submit(reason="The other fund was meant")

    assert page.flash == "The entry is reversed"
    assert "The other fund was meant" in page.text
    assert queries.available(giver) == 50000


def test_a_grants_entry_is_refused_at_the_page_too(office):
    fund = FundFactory(pence=50000)
    entry = award(fund, 5000, fund)

    page = office.visit(f"/entries/{entry.reference}/reverse").submit(reason="Wrong")

    assert page.errors == [
        "Undo this where the grant, gift or claim is, so that it and the ledger agree"
    ]


def test_nobody_but_finance_reverses(sign_in):
    fund = FundFactory(pence=50000)
    entry = award(fund, 5000, fund)

    assert sign_in(coordinator()).visit(f"/entries/{entry.reference}/reverse").status == 404


def test_money_is_moved_and_sent_twice_moves_once(office):
    giver, taker = FundFactory(name="Sunny", pence=50000), FundFactory(name="Windy")
    form = office.visit("/funds/transfer")
    sent = {
        "giver": giver.reference,
        "taker": taker.reference,
        "pence": "20",
        "reason": "For winter",
    }

    page, again = form.submit(**sent), form.submit(**sent)

    assert page.flash == "£20 has moved"
    assert again.errors == ["This was posted already"]
    assert queries.available(taker) == 2000


def test_no_more_is_moved_than_is_left(office):
    giver, taker = FundFactory(name="Sunny", pence=500), FundFactory(name="Windy")

    page = office.visit("/funds/transfer").submit(
        giver=giver.reference, taker=taker.reference, pence="20", reason="For winter"
    )

    assert page.errors == ["There is £5 left in Sunny"]


def test_a_forged_name_of_an_entry_is_not_taken(office):
    FundFactory(pence=500)
    FundFactory()

    page = office.visit("/funds/transfer").forge(reference="mine")

    assert "Start again: this page is too old" in page.errors
