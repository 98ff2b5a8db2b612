"""Figures are the sum of the records that they show."""

from datetime import date

import pytest

from nolimits.kernel import clock
from nolimits.kernel.db import db
from nolimits.pledges import operations as pledges
from nolimits.pledges.models import Channel, Frequency, MoneyPromise, Route, TimePromise
from nolimits.reports import catalogue, records
from nolimits.reports.figures import Period
from tests.factories.people import PersonFactory

TODAY = date(2026, 11, 20)
OF_RECORDS = [key for key, figure in catalogue.FIGURES.items() if figure.rows]


def promise_money(person, pence=500):
    monthly = MoneyPromise(Frequency.MONTHLY, Channel.BANK_TRANSFER, pence)
    return pledges.make_money_pledge(person, monthly, by=person)


def value(key, as_at=TODAY, from_on=None):
    return catalogue.FIGURES[key].value(Period(as_at, from_on)).amount


@pytest.mark.parametrize("key", OF_RECORDS)
def test_an_empty_council_has_nought_and_no_records(app, key):
    figure = catalogue.FIGURES[key]
    rows = db.session.execute(figure.rows(Period(TODAY))).all()
    assert rows == []


@pytest.mark.parametrize(
    "key", [k for k, f in catalogue.FIGURES.items() if f.rows and not f.answer]
)
def test_every_figure_of_records_has_their_four_columns(app, key):
    names = [column.key for column in catalogue.FIGURES[key].rows(Period(TODAY)).selected_columns]
    assert names == ["reference", "what", "day", "amount"]


def test_a_figure_is_the_sum_of_the_records_behind_it(app):
    for pence in (500, 1250, 100):
        promise_money(PersonFactory(), pence)
    rows = db.session.execute(records.promised_monthly(Period(TODAY))).all()
    assert sorted(row.amount for row in rows) == [100, 500, 1250]
    assert value("promised_monthly") == 1850


def test_a_promise_counts_until_the_day_before_it_ends(app, held_clock):
    person = PersonFactory()
    pledge = promise_money(person)
    held_clock.move_to(date(2026, 11, 25))
    pledges.end(pledge, by=person)
    assert value("people_pledging_money", date(2026, 11, 24)) == 1
    assert value("people_pledging_money", date(2026, 11, 25)) == 0


def test_somebody_with_two_promises_is_one_person(app):
    person = PersonFactory()
    pledges.make_time_pledge(person, TimePromise(Route.ONE_TO_ONE, 4), by=person)
    pledges.make_time_pledge(person, TimePromise(Route.INVITE_ALONG, None, "Choir"), by=person)
    assert value("people_pledging_time") == 1
    assert value("pledges_made") == 2


def test_a_period_holds_its_first_and_its_last_day(app, held_clock):
    for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 9, 30), date(2026, 10, 1)):
        held_clock.move_to(day)
        promise_money(PersonFactory())
    assert value("pledges_made", date(2026, 9, 30), date(2026, 4, 1)) == 2


def test_an_amount_that_was_not_stated_makes_the_monthly_total_not_reported(app):
    promise_money(PersonFactory(), 500)
    assert value("monthly_contribution_amount") == 500
    promise_money(PersonFactory(), None)
    line = catalogue.lines(["monthly_contribution_amount"], Period(TODAY))[0]
    assert (line["value"], line["qualifier"]) == (None, "not_reported")


def test_a_figure_never_said_is_not_reported_and_not_nought(app):
    lines = catalogue.lines(["young_people_involved", "launch", "grants_period"], Period(TODAY))
    assert {one["qualifier"] for one in lines} == {"not_reported"}


def test_pounds_leave_the_ledger_as_pounds(app):
    promise_money(PersonFactory(), 550)
    promise_money(PersonFactory(), 550)
    assert catalogue.lines(["promised_monthly"], Period(TODAY))[0]["value"] == 11
    promise_money(PersonFactory(), 125)
    assert catalogue.lines(["promised_monthly"], Period(TODAY))[0]["value"] == 12.25


def test_each_figure_has_words_and_an_own_key():
    for key, figure in catalogue.FIGURES.items():
        assert figure.key == key
        assert figure.label
        assert figure.definition.endswith(".")
        assert figure.rows or figure.answer


def test_the_last_day_is_today_in_london(app):
    assert clock.today() == TODAY
