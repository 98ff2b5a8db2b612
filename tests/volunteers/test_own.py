"""What a volunteer is told of themself, to the end and after it."""

import pytest

from nolimits.kernel.errors import Refused
from nolimits.volunteers import operations, queries
from nolimits.volunteers.models import LeavingReason
from tests.factories import checks
from tests.factories.people import coordinator
from tests.factories.pledges import TimePledgeFactory
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def test_nobody_stops_volunteering_twice_and_none_is_told_that_they_may_come_back(mail_to):
    volunteer = VolunteerFactory(ready=True)
    TimePledgeFactory(person=volunteer.person, state="active")
    operations.leave(volunteer, LeavingReason.OWN_CHOICE, by=volunteer.person)

    told = "".join(letter.body for letter in mail_to(volunteer.person))
    assert "Your promise has ended today" in told
    assert "welcome back" not in told
    with pytest.raises(Refused, match="has ended already"):
        operations.leave(volunteer, LeavingReason.OWN_CHOICE, by=coordinator())


def test_once_every_referee_has_answered_nobody_is_asked_to_remind_them():
    volunteer, by = VolunteerFactory(), coordinator()
    assert queries.awaits_referee(volunteer)

    checks.accept_all(volunteer.person, by)

    assert not queries.awaits_referee(volunteer)


def test_ones_own_pages_speak_to_oneself(sign_in):
    volunteer = VolunteerFactory(ready=True)
    visitor, path = sign_in(volunteer.person), f"/volunteers/{volunteer.reference}"
    assert visitor.visit(path).path == "/volunteering"
    assert {"My young people", "My volunteering", "My training"} <= set(visitor.page.links)

    page = visitor.visit(f"{path}/leave")
    assert "You stop being a volunteer today" in page.text
    page = page.press("Stop volunteering", reason="own_choice")

    assert page.path == "/volunteering"
    assert "Your volunteering ended on" in page.text
    assert "come back" not in page.text
    assert visitor.visit(f"{path}/leave").path == "/volunteering"
