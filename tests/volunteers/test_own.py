"""What a volunteer is told of themself, to the end and after it."""

import pytest

from nolimits.config import Brand
from nolimits.kernel import clock
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import day
from nolimits.privacy import gathering
from nolimits.safeguarding.kinds import DbsReferral
from nolimits.volunteers import operations, queries
from nolimits.volunteers.leaving import DutyToRefer
from nolimits.volunteers.models import LeavingReason
from tests.factories import checks
from tests.factories.people import coordinator, safeguarding_lead
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


@pytest.mark.parametrize("harm", [False, True])
def test_the_page_and_the_copy_of_whoever_left_say_the_same_whether_harm_was_written_or_not(
    sign_in, harm
):
    """R-SAF-4: the one was thanked and the other not, and the days of a referral were told."""
    volunteer, by = VolunteerFactory(), coordinator()
    duty = DutyToRefer(DbsReferral.REFERRED, safeguarding_lead(), clock.today()) if harm else None
    operations.leave(volunteer, LeavingReason.OWN_CHOICE, by=by, harm=harm, duty=duty)

    text = sign_in(volunteer.person).visit("/volunteering").text
    ended = f"Volunteering one to one Your volunteering ended on {day(clock.today())}."
    assert text.split() == f"{ended} Questions? Write to {Brand.contact_email}.".split()
    held = gathering.about(volunteer.person_id, None)
    told = next(one.fields for one in held if one.source == "volunteer")
    assert [key for key, _ in told if "dbs" in key.lower() or "grounds" in key.lower()] == []


def test_whoever_left_signs_nothing_any_more():
    volunteer = VolunteerFactory()
    operations.leave(volunteer, LeavingReason.OWN_CHOICE, by=volunteer.person)

    with pytest.raises(Refused, match="has ended already"):
        operations.sign_agreement(volunteer, by=volunteer.person)


def test_a_volunteer_on_a_break_reads_so_and_not_that_somebody_is_about_to_choose_them(sign_in):
    volunteer = VolunteerFactory(ready=True)
    operations.put_on_hold(volunteer, "A new baby", by=coordinator())
    visitor = sign_in(volunteer.person)

    for path in ("/my-matches", "/volunteering"):
        text = visitor.visit(path).text
        assert "You are on a break" in text
        assert "You are ready" not in text
        assert "we ask you here first" not in text
