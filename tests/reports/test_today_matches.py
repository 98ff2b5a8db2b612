"""What of matches waits for a coordinator today."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from nolimits.dbs.models import DbsRecord
from nolimits.kernel import audit, clock, pages
from nolimits.kernel.db import change, db, transaction
from nolimits.matching import operations
from nolimits.matching.models import MatchState
from nolimits.volunteers import operations as volunteers
from tests.factories.contacts import ContactFactory
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")
M = MatchState
TITLE = "Matches to move on (1)"


@pytest.mark.parametrize(
    ("state", "days"),
    [
        (M.SUGGESTED, 0),
        (M.PROPOSED, 14),
        (M.VOLUNTEER_AGREED, 28),
        (M.YOUNG_PERSON_AGREED, 0),
        (M.CHECKS_CONFIRMED, 0),
        (M.INTRODUCTION_ARRANGED, 1),
        (M.TRIAL, 42),
        (M.ENDING, 0),
        (M.ON_HOLD, 0),
    ],
)
def test_a_match_whose_next_step_is_late_waits_for_the_coordinator(
    state, days, sign_in, held_clock
):
    match, by = MatchFactory(state=state), coordinator()
    if days:
        held_clock.move_on(days=days - 1)
        assert TITLE not in sign_in(by).visit("/today").text
        held_clock.move_on(days=1)

    page = sign_in(by).visit("/today")

    assert page.table(TITLE)[0]["What"] == f"Match {match.reference}"


def test_a_young_person_who_wants_to_stop_is_the_coordinators_business_at_once(sign_in):
    match = MatchFactory(state=M.ACTIVE)
    operations.stop_as_young_person(match, by=match.young_person.person)

    assert sign_in(coordinator()).visit("/today").table(TITLE)[0]["Why"] == "is ending"


def test_a_pause_is_dated_by_its_own_day(sign_in, held_clock):
    match, by = MatchFactory(state=M.ACTIVE), coordinator()
    held_clock.move_on(days=3)
    operations.hold(match, "A pause", by=by)

    [row] = sign_in(by).visit("/today").table(TITLE)
    assert pages.day(clock.today()) in " ".join(row.values())


def test_of_whom_somebody_is_asked_does_not_wait_for_a_proposal(sign_in):
    waiting = YoungPersonFactory()
    MatchFactory(state=M.PROPOSED)

    page = sign_in(coordinator()).visit("/today")

    assert [row["What"] for row in page.table("Waiting for a mentor (1)")] == [waiting.reference]


def test_a_contact_log_waits_until_somebody_reads_it(sign_in):
    contact = ContactFactory(held_on=clock.today())
    visitor = sign_in(coordinator())
    page = visitor.visit("/today").follow(f"Read Contact {contact.reference}")

    page.press("Mark as read")

    assert "Every contact log is read." in visitor.visit("/today").text


def test_a_check_that_runs_out_overnight_stops_the_match_and_stands_first_before_the_coordinator(
    sign_in, held_clock, mail_to
):
    """Case 11: at midnight in London, which in summer is an hour before that of UTC."""
    match, desk = MatchFactory(state=M.ACTIVE), coordinator()
    volunteer = match.volunteer
    check = db.session.scalars(sa.select(DbsRecord).filter_by(person_id=volunteer.person_id)).one()
    transaction(lambda: change(check, where=sa.true(), recheck_on=date(2027, 7, 1)))()

    held_clock.move_to(datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC))
    assert "Every matched volunteer is ready" in sign_in(desk).visit("/today").text
    assert volunteers._notice_lapses() == 0
    held_clock.move_on(seconds=1)

    (row,) = sign_in(desk).visit("/today").table("A gate has lapsed (1)")
    assert (row["What"], row["Why"]) == (volunteer.person.name, "needs a DBS check")
    assert volunteers._notice_lapses() == 1
    assert match.state is M.ON_HOLD
    assert next(one.event for one in audit.timeline(volunteer)) == "gate_lapsed"
    assert {one.template for one in mail_to(volunteer.person)} >= {"gate_lapsed", "match_on_hold"}
