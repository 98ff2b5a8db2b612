"""A report is drafted, reviewed by two others, frozen for good, and corrected by a new one."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from nolimits.kernel import audit
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.reports import catalogue, operations, queries
from nolimits.reports.models import Event, Report, ReportState, ReviewKind
from tests.factories.people import PersonFactory, coordinator, finance_officer, safeguarding_lead
from tests.factories.reports import SeriesFactory
from tests.reports.test_figures import promise_money

FIRST, LAST = date(2026, 5, 1), date(2026, 10, 31)


@pytest.fixture
def series(app):
    return SeriesFactory()


def drafted(series, by=None):
    return operations.draft_report(series, FIRST, LAST, by=by or coordinator())


def frozen(series):
    writer = coordinator()
    report = drafted(series, writer)
    operations.review_report(report, ReviewKind.FINANCE, by=finance_officer())
    operations.review_report(report, ReviewKind.SAFEGUARDING, by=safeguarding_lead())
    operations.freeze_report(report, by=writer)
    return report


def test_a_draft_holds_every_figure_of_its_series(series):
    report = drafted(series)
    assert [one["key"] for one in report.figures] == series.figure_keys
    assert report.state is ReportState.DRAFT


def test_a_report_is_frozen_after_both_reviews_and_not_before(series):
    report = drafted(series)
    with pytest.raises(Refused):
        operations.freeze_report(report, by=coordinator())
    operations.review_report(report, ReviewKind.FINANCE, by=finance_officer())
    with pytest.raises(Refused):
        operations.freeze_report(report, by=coordinator())
    operations.review_report(report, ReviewKind.SAFEGUARDING, by=safeguarding_lead())
    operations.freeze_report(report, by=coordinator())
    assert report.state is ReportState.FROZEN
    assert queries.intact(report)


def test_nobody_reviews_twice_even_with_both_roles(series):
    both = PersonFactory(roles={"finance_officer", "safeguarding_lead"})
    report = drafted(series)
    operations.review_report(report, ReviewKind.FINANCE, by=both)
    with pytest.raises(Refused):
        operations.review_report(report, ReviewKind.SAFEGUARDING, by=both)


def test_finance_cannot_do_the_safeguarding_review(series):
    with pytest.raises(Refused):
        operations.review_report(drafted(series), ReviewKind.SAFEGUARDING, by=finance_officer())


def test_a_reviewer_cannot_draft_and_a_writer_cannot_review(series):
    writer = coordinator()
    report = drafted(series, writer)
    with pytest.raises(NotVisible):
        operations.review_report(report, ReviewKind.FINANCE, by=writer)


def test_what_happens_later_does_not_reach_a_frozen_report(series):
    report = frozen(series)
    before = list(report.figures)
    promise_money(PersonFactory())
    db.session.refresh(report)
    assert report.figures == before
    assert queries.intact(report)


def test_a_changed_figure_breaks_the_fingerprint(series):
    report = frozen(series)
    report.figures = [{**report.figures[0], "value": 99}, *report.figures[1:]]
    assert not queries.intact(report)
    db.session.rollback()


def test_the_database_keeps_no_frozen_report_without_its_fingerprint(series):
    report = frozen(series)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(sa.update(Report).where(Report.id == report.id).values(hash=None))


def test_a_late_record_is_a_correction_that_says_what_changed(series, held_clock):
    first = frozen(series)
    held_clock.move_to(date(2026, 10, 30))
    promise_money(PersonFactory())
    held_clock.move_to(date(2026, 11, 20))
    second = drafted(series)
    assert second.supersedes_id == first.id
    assert ("Promises made", 0, 1) in queries.differences(second)
    assert first.state is ReportState.FROZEN


def test_the_next_report_opens_on_the_day_after_the_last_closed(series):
    assert queries.next_period(series, date(2026, 11, 20))[0] == series.begun_on
    frozen(series)
    assert queries.next_period(series, date(2026, 11, 20)) == (
        date(2026, 11, 1),
        date(2026, 11, 20),
    )
    assert queries.next_period(series, date(2027, 9, 1))[1] == date(2027, 4, 30)


@pytest.mark.parametrize(
    ("first", "last"), [(FIRST, date(2026, 10, 30)), (date(2026, 5, 2), LAST), (LAST, LAST)]
)
def test_days_that_were_reported_in_part_are_not_reported_again(series, first, last):
    """Case 12: of days within other days, one total less the other could tell of somebody."""
    early = operations.draft_report(series, first, last, by=coordinator())
    frozen(series)
    with pytest.raises(Refused, match="in the report from 1 May 2026 to 31 October 2026"):
        operations.draft_report(series, first, last, by=coordinator())
    operations.review_report(early, ReviewKind.FINANCE, by=finance_officer())
    operations.review_report(early, ReviewKind.SAFEGUARDING, by=safeguarding_lead())
    with pytest.raises(Refused, match="Report later days"):
        operations.freeze_report(early, by=coordinator())


def test_a_report_of_days_to_come_is_refused(series):
    with pytest.raises(Refused):
        operations.draft_report(series, FIRST, date(2026, 11, 21), by=coordinator())


def test_a_series_of_unknown_figures_is_refused(app):
    with pytest.raises(Refused, match="happiness"):
        operations.begin_series("Wishes", 6, ["the Board"], ["happiness"], by=coordinator())


def test_each_step_is_in_the_audit_trail(series):
    report = frozen(series)
    events = [entry.event for entry in reversed(audit.timeline(report))]
    assert events == [
        Event.REPORT_DRAFTED,
        Event.REPORT_REVIEWED,
        Event.REPORT_REVIEWED,
        Event.REPORT_FROZEN,
    ]


def test_a_change_since_last_time_is_said_in_words(app):
    now = [{"key": "pledges_made", "value": 9, "unit": "pledges", "qualifier": "exact"}]
    then = [{**now[0], "value": 4}]
    assert catalogue.shown(now, whole=True, before=then)[0].change == "5 more than last time"
    assert catalogue.shown(then, whole=True, before=now)[0].change == "5 fewer than last time"
    assert catalogue.shown(now, whole=True, before=now)[0].change == "the same as last time"


def test_how_a_figure_moved_is_not_told_where_a_correction_hides_what_it_moved_from(app):
    """Case 12: 11, then a correction that nobody is shown, then "5 more than last time" than 12."""

    def of(value):
        people = {"key": "young_people_in_scheme", "unit": "young people", "qualifier": "exact"}
        return [{**people, "value": value}]

    told = catalogue.shown(of(17), whole=False, before=of(12), before_corrected=[of(11)])

    assert (told[0].words, told[0].change) == ("17", "")


def test_whoever_reads_a_fingerprint_cannot_guess_the_figures_from_it(series):
    """Case 12: two reports of the same figures have nothing in common that is shown."""
    report = frozen(series)

    assert queries.fingerprint(report, "") != report.hash
    assert queries.fingerprint(report, report.salt) == report.hash
