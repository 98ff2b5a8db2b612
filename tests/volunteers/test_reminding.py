"""Several volunteers are reminded at once, each by a letter of their own, and seldom."""

import pytest

from nolimits.checks.chasing import want_another
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.errors import NotAllowed, Refused
from nolimits.people import operations as people
from nolimits.volunteers import reminding
from nolimits.volunteers.pipeline import Wanted
from tests.factories.checks import references
from tests.factories.people import coordinator, safeguarding_lead
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


def reminders_to(mail_to, volunteer):
    return [one for one in mail_to(volunteer.person) if one.template == "volunteer_reminded"]


def test_who_is_chosen_reads_of_their_own_steps_and_of_nobody_else(sign_in, mail_to):
    ada = VolunteerFactory(name="Ada Slow", ready=True, without=("agreement", "clearance"))
    bo = VolunteerFactory(name="Bo Slow", ready=True, without=("dbs", "clearance"))
    cy = VolunteerFactory(name="Cy Slow")
    page = sign_in(coordinator()).visit(
        f"/volunteers/remind?chosen={ada.reference}&chosen={bo.reference}"
    )

    assert page.h1 == "Remind 1 volunteer"
    (line,) = page.table("Who is written to")
    assert (line["Name"], line["What the letter says"]) == ("Ada Slow", "Sign the agreement")
    assert page.table("Who is not written to")[0]["Why not"] == "Nothing waits for them"
    page = page.press("Write to 1 volunteer")

    assert page.flash == "We have written to 1 volunteer"
    (letter,) = reminders_to(mail_to, ada)
    assert "- Sign the agreement" in letter.body
    assert "Slow" not in letter.subject
    assert not reminders_to(mail_to, bo) + reminders_to(mail_to, cy)


def test_nobody_is_reminded_twice_within_seven_days(held_clock, mail_to):
    ada, bo, by = VolunteerFactory(), VolunteerFactory(), coordinator()
    assert reminding.remind([ada], by=by) == 1

    held_clock.move_on(days=6)
    assert reminding.remind([ada, bo], by=by) == 1, "one of them only"
    with pytest.raises(Refused, match="Nobody whom you chose"):
        reminding.remind([ada, bo], by=by)
    held_clock.move_on(days=1)
    assert reminding.remind([ada], by=by) == 1
    assert len(reminders_to(mail_to, ada)) == 2


def test_nobody_is_reminded_who_pauses_or_left_and_nobody_reminds_themself():
    VolunteerFactory(ready=True, without="not_left")
    VolunteerFactory(ready=True, without="not_on_hold")
    waiting, own = VolunteerFactory(), VolunteerFactory()
    people.grant_role(own.person, Role.COORDINATOR, by=SYSTEM)

    found = reminding.reminders(reminding.chosen(Wanted(), own.person, None))

    assert [one.volunteer for one in found if not one.why_not] == [waiting]
    assert reminding.chosen(Wanted(), own.person, [own.reference]) == []
    with pytest.raises(Refused, match="Nobody whom you chose"):
        reminding.remind([own], by=own.person)


def test_who_is_to_name_another_referee_is_reminded_of_that_and_reads_of_no_decision(mail_to):
    volunteer, by = VolunteerFactory(), coordinator()
    want_another(references(volunteer.person)[0], by=by)

    reminding.remind([volunteer], by=by)

    (letter,) = reminders_to(mail_to, volunteer)
    assert "- Name another referee" in letter.body
    assert "decide" not in letter.body


def test_all_of_a_list_are_reminded_with_as_many_statements_for_few_as_for_many(statements):
    def asked():
        statements.clear()
        reminding.reminders(reminding.chosen(Wanted(missing="agreement"), by, None))
        return len(statements)

    by = coordinator()
    VolunteerFactory()
    few = asked()
    for _ in range(3):
        VolunteerFactory()

    assert asked() == few


def test_a_list_longer_than_what_is_sent_at_once_goes_on_after_those_reminded(monkeypatch):
    monkeypatch.setattr(reminding, "MOST", 1)
    VolunteerFactory(name="Al Ready", ready=True)
    waiting, by = [VolunteerFactory(), VolunteerFactory()], coordinator()

    for one in waiting:
        found = reminding.chosen(Wanted(), by, None)
        assert (found, reminding.remind(found, by=by)) == ([one], 1)
    assert reminding.chosen(Wanted(), by, None) == []


def test_the_list_leads_to_the_letters_and_without_a_choice_to_none(sign_in):
    VolunteerFactory(name="Ada Slow")
    visitor = sign_in(coordinator())

    page = visitor.visit("/volunteers?stage=applied").follow("Remind everybody on this list")

    assert [row["Name"] for row in page.table("Who is written to")] == ["Ada Slow"]
    page = visitor.visit("/volunteers/remind")
    assert "Choose on the list whom you want to remind" in page.text
    assert page.h1 == "Nobody to remind"


def test_only_coordinators_remind(sign_in):
    lead = safeguarding_lead()
    assert "Remind those chosen" not in sign_in(lead).visit("/volunteers").text
    with pytest.raises(NotAllowed):
        reminding.remind([], by=lead)
