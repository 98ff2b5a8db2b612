"""Working days of England: when a concern must be acknowledged, and the designated officer told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nolimits.kernel import clock, jobs
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.errors import Refused
from nolimits.safeguarding import deadlines, handling, operations, queries
from nolimits.safeguarding.kinds import Harm, Level, Recipient
from tests.factories.people import PersonFactory, coordinator, safeguarding_lead
from tests.factories.safeguarding import ConcernFactory

LONDON = clock.LONDON


def at(text):
    """A moment by London's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        ("2026-11-18 10:00", "2026-11-19 17:00"),  # a Wednesday
        ("2026-11-20 23:59", "2026-11-23 17:00"),  # Friday night: Monday
        ("2026-11-21 00:01", "2026-11-23 17:00"),  # Saturday: Monday is the one working day
        ("2026-11-22 21:00", "2026-11-23 17:00"),
        ("2026-03-27 16:00", "2026-03-30 17:00"),  # over the Sunday on which clocks go forward
        ("2026-03-29 01:30", "2026-03-30 17:00"),  # in the hour that is not there
        ("2026-10-23 16:00", "2026-10-26 17:00"),  # over the Sunday on which they go back
        ("2026-10-25 01:30", "2026-10-26 17:00"),  # in the hour that is there twice
        ("2026-04-02 18:00", "2026-04-07 17:00"),  # before Good Friday: after Easter Monday
        ("2026-04-06 09:00", "2026-04-07 17:00"),  # Easter Monday itself
        ("2026-12-24 20:00", "2026-12-29 17:00"),  # Boxing Day is a Saturday: its Monday counts
        ("2027-12-24 20:00", "2027-12-29 17:00"),  # both are on a weekend: Monday and Tuesday
        ("2026-12-31 22:00", "2027-01-04 17:00"),  # New Year's Day is a Friday
        ("2027-12-31 22:00", "2028-01-04 17:00"),  # it is a Saturday: its Monday counts
        ("2026-08-28 12:00", "2026-09-01 17:00"),  # the late summer holiday
        ("2028-02-28 12:00", "2028-02-29 17:00"),  # a day that comes every four years
    ],
)
def test_one_working_day_ends_when_the_table_says(raised, due):
    """Case 64. R-SAF-2, R-SAF-3."""
    assert deadlines.acknowledge_by(at(raised)) == at(due)
    assert deadlines.officer_by(at(raised)) == at(due)


def test_the_day_on_which_it_was_raised_is_londons():
    """In summer it is Friday in London half an hour before it is in UTC."""
    thursday = datetime(2026, 7, 2, 22, 30, tzinfo=UTC)

    assert clock.london_day(thursday) == date(2026, 7, 2)
    assert deadlines.acknowledge_by(thursday + timedelta(hours=1)) == at("2026-07-06 17:00")
    assert deadlines.acknowledge_by(thursday) == at("2026-07-03 17:00")


def test_a_new_limit_leaves_old_deadlines_as_they_were(monkeypatch):
    new = deadlines.Limits(
        date(2027, 1, 1), 2, 3, deadlines.LIMITS[0].day_ends, deadlines.LIMITS[0].repeat_after
    )
    monkeypatch.setattr(deadlines, "LIMITS", (*deadlines.LIMITS, new))

    assert deadlines.acknowledge_by(at("2026-11-18 10:00")) == at("2026-11-19 17:00")
    assert deadlines.acknowledge_by(at("2027-02-03 10:00")) == at("2027-02-05 17:00")
    assert deadlines.officer_by(at("2027-02-03 10:00")) == at("2027-02-08 17:00")


# --- What is overdue ----------------------------------------------------------------------------


@pytest.fixture
def lead(app):
    """The lead who has it."""
    return safeguarding_lead()


def minute(held_clock, text):
    """What the job of a minute finds."""
    held_clock.move_to(at(text))
    return jobs._jobs["concerns_overdue"]()


def test_an_overdue_concern_is_told_of_once_a_day_to_every_lead_however_often_the_job_runs(
    lead, held_clock, mail_to
):
    """Case 65."""
    other, runs_it = safeguarding_lead(), coordinator()
    ConcernFactory()  # on a Friday
    told = len(mail_to(other))

    assert minute(held_clock, "2026-11-23 16:59") == 0
    assert minute(held_clock, "2026-11-23 17:01") == 1
    assert minute(held_clock, "2026-11-23 17:01") == 0
    assert minute(held_clock, "2026-11-24 17:00") == 0
    assert minute(held_clock, "2026-11-24 17:02") == 1
    assert minute(held_clock, "2026-11-27 09:00") == 1  # days were skipped: one notice, not three

    assert len(mail_to(lead)) == len(mail_to(other)) == told + 3
    assert mail_to(runs_it) == []


def test_the_same_notice_cannot_be_given_twice(lead):
    made = ConcernFactory()
    operations.notice_overdue(made, 1, by=SYSTEM)

    with pytest.raises(Refused, match="told of this already"):
        operations.notice_overdue(made, 1, by=SYSTEM)


def test_whom_it_is_about_is_not_told_that_it_is_overdue(lead, held_clock, mail_to):
    about = safeguarding_lead()
    ConcernFactory(adult=about)

    minute(held_clock, "2026-11-24 10:00")

    assert mail_to(about) == []
    assert len(mail_to(lead)) == 2


def test_acknowledging_ends_the_first_clock_and_telling_the_officer_the_second(lead, held_clock):
    made = ConcernFactory(adult=PersonFactory())
    handling.acknowledge(made, by=lead)
    assert made.due_at == made.officer_by == at("2026-11-23 17:00")
    assert minute(held_clock, "2026-11-23 18:00") == 1

    handling.triage(made, Harm.CONDUCT, Level.SERIOUS, True, by=lead)
    handling.refer(made, Recipient.DESIGNATED_OFFICER, clock.now(), by=lead)

    assert made.due_at is None
    assert minute(held_clock, "2026-11-25 18:00") == 0


def test_what_a_lead_says_is_no_allegation_needs_no_officer(lead):
    made = ConcernFactory(adult=PersonFactory())

    handling.triage(made, Harm.OTHER, Level.NO_CONCERN, False, by=lead)

    assert made.officer_by is None


def test_what_is_due_first_stands_first(lead, held_clock):
    later = ConcernFactory()
    handling.acknowledge(later, by=lead)
    held_clock.move_to(at("2026-11-23 12:00"))
    second = ConcernFactory()
    first = ConcernFactory(adult=PersonFactory())
    handling.acknowledge(first, by=lead)
    held_clock.move_to(at("2026-11-23 13:00"))
    third = ConcernFactory()

    assert queries.open_concerns(lead) == [second, first, third, later]
