"""Pages of figures and reports: who sees how much, and where a figure comes from."""

from datetime import date

import pytest

from nolimits.kernel.actors import Role
from nolimits.kernel.permissions import TABLE
from nolimits.pledges import operations as pledges
from nolimits.pledges.models import Route, TimePromise
from nolimits.reports import catalogue, operations, scheme
from nolimits.reports.models import ReviewKind
from tests.factories.people import (
    PersonFactory,
    board_reader,
    coordinator,
    councillor,
    finance_officer,
    safeguarding_lead,
)
from tests.factories.reports import ReportFactory, SeriesFactory
from tests.factories.young_people import YoungPersonFactory
from tests.markup import of_class, text_of
from tests.reports.test_figures import promise_money


def frozen(series, *days):
    """A report of these days that was reviewed and frozen."""
    first, last = days
    return ReportFactory(series=series, from_on=first, as_at=last, frozen=True)


def figure_in(page, label):
    """What a page shows of one figure."""
    (card,) = [
        one
        for one in of_class(page.root, "app-figure")
        if text_of(of_class(one, "app-figure__label")[0]) == label
    ]
    return text_of(of_class(card, "app-figure__value")[0])


@pytest.fixture
def series(app):
    return SeriesFactory()


def test_a_coordinator_sees_a_small_number_and_opens_the_people_behind_it(app, sign_in):
    person = PersonFactory()
    pledges.make_time_pledge(person, TimePromise(Route.ONE_TO_ONE, 4), by=person)
    page = sign_in(coordinator()).visit("/totals")
    assert "fewer than 5" not in page.text.split("You see small numbers")[0]
    page = page.follow("People who promise time")
    assert page.h1 == "People who promise time"
    assert person.reference in page.text
    assert page.follow(person.reference).status == 200


@pytest.mark.parametrize("of", [board_reader, councillor])
def test_the_board_sees_fewer_than_five_and_no_way_to_the_records(series, sign_in, of):
    """Case 12."""
    person = PersonFactory()
    pledges.make_time_pledge(person, TimePromise(Route.ONE_TO_ONE, 4), by=person)
    frozen(series, date(2026, 5, 1), date(2026, 11, 20))
    reader = sign_in(of())
    page = reader.visit("/totals")
    assert "fewer than 5" in page.text.split("Numbers of people under five")[0]
    assert b"fewer than 5" in reader.visit("/totals.csv").body
    assert person.reference not in page.html
    assert reader.visit("/totals/people_pledging_time").status == 403


def test_a_young_person_cannot_open_totals(app, sign_in):
    assert sign_in(PersonFactory(roles={"young_person"})).visit("/totals").status == 403


def test_a_figure_that_is_not_there_is_not_found(app, sign_in):
    assert sign_in(coordinator()).visit("/totals/happiness").status == 404


def test_totals_can_be_asked_for_any_days(app, sign_in, held_clock):
    held_clock.move_to(date(2026, 4, 2))
    promise_money(PersonFactory())
    held_clock.move_to(date(2026, 11, 20))
    person = sign_in(coordinator())
    assert (
        "From 1 April 2026 to 30 April 2026"
        in person.visit("/totals?from_on=2026-04-01&as_at=2026-04-30").text
    )


def test_each_figure_stands_once_under_the_heading_of_its_part():
    nothing = [catalogue.Shown(figure, "0", False) for figure in catalogue.FIGURES.values()]
    parts = catalogue.in_parts(nothing)

    assert list(parts) == [*scheme.PARTS.values(), catalogue.PILOT_PART]
    assert [one for figures in parts.values() for one in figures] == nothing
    assert parts["Gift of Giving"][-1].figure.key == "children_without_gift"


@pytest.mark.parametrize(
    ("days", "error"),
    [
        ("as_at=2026-12-01", "The last day must be today or in the past"),
        ("from_on=2026-11-02&as_at=2026-11-01", "The last day must be the first day or later"),
        ("from_on=nonsense&as_at=2026-11-01", "Enter a real date, like 27 3 2026"),
        ("as_at=2026-13-45", "Enter a real date, like 27 3 2026"),
        ("as_at=0001-01-01", "Enter a real date, like 27 3 2026"),
        ("as_at-day=31&as_at-month=2&as_at-year=2026", "Enter a real date, like 27 3 2026"),
    ],
)
def test_days_that_cannot_be_are_refused_and_no_figure_is_shown_for_others(
    app, sign_in, days, error
):
    reader = sign_in(coordinator())
    page = reader.visit(f"/totals?{days}")
    assert page.errors == [error]
    assert "Promises made" not in page.text
    assert reader.visit(f"/totals.csv?{days}").status == 404
    assert reader.visit(f"/totals/pledges_made?{days}").status == 404


@pytest.mark.parametrize("reader", [board_reader, finance_officer, safeguarding_lead])
def test_whoever_may_not_know_small_numbers_asks_for_the_days_of_reports_alone(
    series, sign_in, held_clock, reader
):
    """Case 12: nor by asking for one day more, and one day less."""
    earlier = frozen(series, date(2026, 5, 1), date(2026, 10, 31))
    frozen(series, date(2026, 11, 1), date(2026, 11, 19))
    YoungPersonFactory.create_batch(6)
    browser = sign_in(reader())
    page = browser.visit("/totals")
    assert "From 1 November 2026 to 19 November 2026" in page.text
    assert figure_in(page, "Young people in the scheme") == "0"
    page = page.submit(report="Until 31 October 2026")
    assert "From 1 May 2026 to 31 October 2026" in page.text
    file = browser.visit(f"/totals.csv?report={earlier.reference}")
    assert file.body == browser.visit(f"/reports/{earlier.reference}.csv").body
    for days in ("from_on=2026-11-01&as_at=2026-11-20", "as_at-day=19", "report=BR-22222222"):
        page = browser.visit(f"/totals?{days}")
        assert page.errors[0].startswith(("Choose a report: you see", "Choose one of"))
        assert "Young people in the scheme" not in page.text
        assert browser.visit(f"/totals.csv?{days}").status == 404


def test_before_the_first_report_there_are_no_totals_for_whoever_may_not_know_small_numbers(
    app, sign_in
):
    """Case 12: what stands from day to day tells who came on which."""
    YoungPersonFactory()
    browser = sign_in(board_reader())
    page = browser.visit("/totals")
    assert "No totals yet" in page.text
    assert "Young people" not in page.text
    assert browser.visit("/totals.csv").body.count(b"\n") == 1


def test_a_correction_tells_nobody_of_the_few_records_that_came_late(series, sign_in):
    """Case 12: two reports of the same days are subtracted as well."""
    days, figure = (date(2026, 5, 1), date(2026, 11, 20)), "Young people in the scheme"
    for late, seen in ((6, "6"), (1, "not shown"), (9, "16"), (4, "not shown")):
        YoungPersonFactory.create_batch(late)
        path = f"/reports/{frozen(series, *days).reference}"
        assert figure_in(sign_in(board_reader()).visit(path), figure) == seen
    assert figure_in(sign_in(board_reader()).visit("/totals"), figure) == "not shown"
    assert figure_in(sign_in(coordinator()).visit(path), figure) == "20"


def test_finance_opens_the_records_of_money_and_of_nothing_else(series, sign_in):
    promise_money(PersonFactory())
    frozen(series, date(2026, 5, 1), date(2026, 11, 20))
    officer = sign_in(finance_officer())
    page = officer.visit("/totals").follow("Promised each month")
    assert page.h1 == "Promised each month"
    assert "£5" in page.text
    assert officer.visit("/totals/people_pledging_money").status == 404
    assert "People who promise money" not in officer.visit("/totals").links


def test_the_board_reads_frozen_reports_alone(series, sign_in):
    days = (date(2026, 5, 1), date(2026, 10, 31))
    report = operations.draft_report(series, *days, by=coordinator())
    board = sign_in(board_reader())
    assert "No report yet" in board.visit("/reports").text
    for ending in ("", ".csv"):
        assert board.visit(f"/reports/{report.reference}{ending}").status == 404
    assert "1 May 2026" in sign_in(finance_officer()).visit("/reports").text


def test_totals_download_as_a_file_with_the_same_words(app, sign_in):
    page = sign_in(coordinator()).visit("/totals.csv")
    assert page.status == 200
    assert b"Promises made" in page.body


def test_a_report_goes_from_draft_to_frozen_through_its_pages(series, sign_in):
    writer = sign_in(coordinator())
    page = writer.visit("/reports/new").submit(
        **{"from_on-day": "1", "from_on-month": "5", "from_on-year": "2026"},
        **{"as_at-day": "31", "as_at-month": "10", "as_at-year": "2026"},
    )
    assert page.h1 == "No Limits from 1 May 2026 to 31 October 2026"
    address = page.path
    for reviewer, button in (
        (finance_officer(), "Record the finance review"),
        (safeguarding_lead(), "Record the safeguarding review"),
    ):
        page = sign_in(reviewer).visit(address).follow(button).submit()
        assert page.path == address
    page = writer.visit(address).follow("Freeze this report").submit()
    assert "Frozen on 20 November 2026" in page.text


def test_a_report_with_its_days_the_wrong_way_round_is_refused_beside_the_field(series, sign_in):
    page = (
        sign_in(coordinator())
        .visit("/reports/new")
        .submit(
            **{"from_on-day": "1", "from_on-month": "5", "from_on-year": "2026"},
            **{"as_at-day": "31", "as_at-month": "4", "as_at-year": "2026"},
        )
    )
    assert page.errors
    assert page.status == 422


def test_the_board_reads_a_report_and_downloads_it(series, sign_in):
    report = frozen(series, date(2026, 5, 1), date(2026, 10, 31))
    reader = sign_in(board_reader())
    assert reader.visit(f"/reports/{report.reference}").status == 200
    assert reader.visit(f"/reports/{report.reference}.csv").status == 200
    assert reader.visit(f"/reports/{report.reference}/freeze").status == 404


def test_finance_is_not_asked_for_the_safeguarding_review(series, sign_in):
    report = operations.draft_report(series, date(2026, 5, 1), date(2026, 10, 31), by=coordinator())
    page = sign_in(finance_officer()).visit(f"/reports/{report.reference}")
    assert "Record the safeguarding review" not in page.text
    page = sign_in(finance_officer()).visit(f"/reports/{report.reference}/review/safeguarding")
    page = page.submit()
    assert page.errors
    assert not [one for one in report.reviews if one.kind is ReviewKind.SAFEGUARDING]


def test_no_report_yet_teaches_what_one_is(app, sign_in):
    assert "No report yet" in sign_in(board_reader()).visit("/reports").text


def test_a_council_that_never_reported_first_says_how_it_does(app, sign_in):
    page = sign_in(coordinator()).visit("/reports").follow("Draft the first report")
    assert page.h1 == "How do you report to the Board?"
    page = page.submit(name="No Limits", every_months="0", bodies="the Board")
    assert page.errors == ["Enter 1 to 12 months"]
    page = page.submit(name="No Limits", every_months="6", bodies="the Board\nthe management team")
    assert page.h1 == "Which days is the report about?"


@pytest.mark.parametrize("key", [key for key, one in catalogue.FIGURES.items() if one.opens])
def test_a_figure_opens_pages_that_are_there_for_a_coordinator_or_finance(app, key):
    view = app.view_functions[catalogue.FIGURES[key].opens]
    assert view.about is not None
    admitted = {Role.COORDINATOR, Role.FINANCE_OFFICER}
    assert any(rule.roles & admitted for rule in TABLE[view.permission])
