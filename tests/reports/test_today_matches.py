"""What of matches waits for a coordinator today."""

import pytest

from nolimits.kernel import clock
from nolimits.matching import operations
from nolimits.matching.models import MatchState
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
    operations.plan_end(match, by=match.young_person.person)

    assert sign_in(coordinator()).visit("/today").table(TITLE)[0]["Why"] == "is ending"


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
