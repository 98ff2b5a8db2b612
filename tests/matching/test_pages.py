"""What coordinators, volunteers and young people see and do about matches."""

import pytest

from nolimits.kernel import clock
from nolimits.matching import operations
from nolimits.matching.models import MatchState, Whose
from nolimits.young_people import operations as young_people
from nolimits.young_people.models import ConsentGiver, ConsentScope
from tests.factories.matching import MatchFactory, ready_volunteer
from tests.factories.people import coordinator, safeguarding_lead, staff
from tests.factories.young_people import YoungPersonFactory

M = MatchState
SHARING = (ConsentScope.SHARING_PROFILE, ConsentGiver.YOUNG_PERSON)


def address(match, *parts):
    return "/".join(["/matches", match.reference, *parts])


def test_matching_shows_the_plan_side_by_side_and_puts_two_together(sign_in):
    volunteer = ready_volunteer(name="Vol Madeup")
    young_person = YoungPersonFactory(area=volunteer.area)
    page = sign_in(coordinator()).visit("/matching")
    assert "1 young person waits, 1 volunteer could be asked" in page.text
    assert "Both like cooking and music" in page.text
    assert "nobody else fits" in page.text

    page = page.press(f"Put them together {young_person.reference} and Vol Madeup")

    assert page.h1.startswith("Match M-")
    assert "Ask the volunteer" in page.links


def test_the_runner_up_is_shown_with_what_they_would_cost(sign_in):
    volunteer = ready_volunteer()
    ready_volunteer(area=volunteer.area)
    YoungPersonFactory(area=volunteer.area)

    page = sign_in(coordinator()).visit("/matching")

    assert "Choosing them instead would cost nothing" in page.text


def test_why_somebody_waits_longer_is_said(sign_in):
    ready_volunteer(without="dbs")
    YoungPersonFactory()

    page = sign_in(coordinator()).visit("/matching")

    assert "1 volunteer: not ready yet" in page.text


def test_an_empty_pool_teaches(sign_in):
    assert "Nobody waits for a mentor now" in sign_in(coordinator()).visit("/matching").text


def test_two_who_cannot_be_put_together_are_not(sign_in):
    match, by = MatchFactory(state=M.SUGGESTED), coordinator()
    page = sign_in(by).post(
        "/matching/suggest",
        volunteer=match.volunteer.reference,
        young_person=match.young_person.reference,
    )

    assert page.errors == ["These two have been put together already: look at the list of matches"]


def test_staff_do_not_see_matching(sign_in):
    visitor = sign_in(staff())

    assert visitor.visit("/matching").status == 403
    assert visitor.visit("/matches").status == 403


def test_matches_are_listed_and_narrowed(sign_in):
    match = MatchFactory(state=M.TRIAL)
    visitor = sign_in(coordinator())

    assert visitor.visit("/matches").table("Matches")[0]["Match"] == match.reference
    assert visitor.visit("/matches?group=Meeting").table("Matches")
    assert "No match fits" in visitor.visit("/matches?group=Ended").text


def test_the_record_says_what_must_happen_before_it_can_go_on(sign_in):
    match = MatchFactory(state=M.YOUNG_PERSON_AGREED)
    page = sign_in(safeguarding_lead()).visit(address(match))

    assert "There is no yes yet from the worker and the carer" in page.text
    assert "Confirm that they may meet" not in page.links


def test_a_match_is_taken_from_yes_to_meeting_by_those_who_may(sign_in):
    match = MatchFactory(state=M.YOUNG_PERSON_AGREED)
    worker = sign_in(match.young_person.worker)
    for whose in (Whose.WORKER, Whose.CARER):
        page = worker.visit(address(match, "record-yes")).submit(whose=whose.value)
        assert page.flash == "The yes is written down"
    page = sign_in(safeguarding_lead()).visit(address(match)).follow("Confirm that they may meet")
    page = page.submit()
    assert page.flash.startswith("Confirmed")

    page = sign_in(coordinator()).visit(address(match)).follow("Arrange the first meeting")
    today = clock.today()
    page = page.submit(**{"on-day": today.day, "on-month": today.month, "on-year": today.year})
    page = page.follow("Start the trial").submit()
    page = page.follow("Go on after the trial").submit()

    assert match.state is M.ACTIVE


def test_who_proposed_cannot_confirm_on_the_page(sign_in):
    by = coordinator()
    match = MatchFactory(state=M.YOUNG_PERSON_AGREED, by=by)
    for whose in (Whose.WORKER, Whose.CARER):
        operations.record_yes(match, whose, by=by)

    page = sign_in(by).visit(address(match, "confirm-checks")).submit()

    assert page.errors == ["You proposed this match, so somebody else must confirm it"]


def test_a_match_is_held_resumed_and_closed(sign_in):
    match = MatchFactory(state=M.ACTIVE)
    visitor = sign_in(coordinator())
    page = visitor.visit(address(match, "hold")).submit(reason="A pause")
    page = page.follow("Go on where they stood").submit()
    assert match.state is M.ACTIVE
    page = page.visit(address(match, "plan-end")).submit()
    today = clock.today()
    told = {"told_on-day": today.day, "told_on-month": today.month, "told_on-year": today.year}

    page = page.follow("Close the match").submit(reason="goals_met", **told)

    assert "The match is closed" in page.flash


@pytest.mark.parametrize("step", ["propose", "release", "hold", "close", "confirm-checks"])
def test_neither_of_the_two_runs_their_own_match(sign_in, step):
    match = MatchFactory(state=M.SUGGESTED)

    for person in (match.volunteer.person, match.young_person.person):
        assert sign_in(person).visit(address(match, step)).status == 404


# --- The volunteer ------------------------------------------------------------------------------


def test_a_volunteer_says_yes_without_learning_who_it_is(sign_in):
    match = MatchFactory(state=M.PROPOSED)
    identity, code = match.young_person.identity, match.young_person.reference
    page = (
        sign_in(match.volunteer.person)
        .visit("/my-matches")
        .follow("A young person, 14 to 15 years old")
    )
    for told in (identity.given_name, identity.family_name, code, "Comet"):
        assert told not in page.html

    page = page.follow("Say yes").submit()

    assert "Thank you" in page.flash
    assert match.state is M.VOLUNTEER_AGREED


def test_a_volunteer_sees_what_they_like_only_if_they_agreed_to_show_it(sign_in):
    match = MatchFactory(state=M.PROPOSED)
    visitor, path = sign_in(match.volunteer.person), f"/my-matches/{match.reference}"
    assert visitor.visit(path).facts["Likes"] == "They would rather tell you themselves"
    own = match.young_person.person
    young_people.give_consent(match.young_person, *SHARING, by=own)
    assert visitor.visit(path).facts["Likes"] == "Music and cooking"
    young_people.withdraw_consent(match.young_person, *SHARING, by=own)
    assert "Wants" not in visitor.visit(path).facts


def test_a_volunteer_may_say_no(sign_in):
    match = MatchFactory(state=M.PROPOSED)
    page = sign_in(match.volunteer.person).visit(f"/my-matches/{match.reference}")

    page = page.follow("Say no").submit()

    assert match.state is M.DECLINED_BY_VOLUNTEER
    assert "Nobody yet" in page.text


def test_a_volunteer_knows_what_they_are_called_only_while_they_meet(sign_in):
    match = MatchFactory(state=M.CHECKS_CONFIRMED)
    visitor, path = sign_in(match.volunteer.person), f"/my-matches/{match.reference}"
    assert "Comet" not in visitor.visit(path).html
    operations.arrange_introduction(match, clock.today(), by=coordinator())
    page = visitor.visit(path)
    assert "You know them as Comet." in page.text
    assert "Comet" not in page.title
    assert match.young_person.identity.family_name not in page.html
    operations.hold(match, "A pause", by=coordinator())
    assert "Comet" not in visitor.visit(path).html


def test_a_match_that_ended_is_gone_for_its_volunteer_at_once(sign_in):
    match = MatchFactory(state=M.CLOSED)

    visitor = sign_in(match.volunteer.person)

    assert visitor.visit(f"/my-matches/{match.reference}").status == 404
    assert visitor.visit(f"/young-people/{match.young_person.reference}/name").status == 404


def test_another_volunteer_finds_nothing(sign_in):
    match = MatchFactory(state=M.PROPOSED)

    assert sign_in(ready_volunteer().person).visit(f"/my-matches/{match.reference}").status == 404


# --- The young person ---------------------------------------------------------------------------


def test_a_young_person_looks_at_a_profile_and_says_yes(sign_in):
    match = MatchFactory(state=M.VOLUNTEER_AGREED)
    page = sign_in(match.young_person.person).visit("/me/mentor")
    assert "Somebody would like to meet you. You choose." in page.text
    page = page.follow("See more about")
    assert match.volunteer.profile in page.text
    assert match.volunteer.person.name not in page.text

    page = page.follow("Yes").submit()

    assert page.path == "/me/mentor"
    assert match.state is M.YOUNG_PERSON_AGREED


def test_a_young_person_says_no_and_is_asked_nothing(sign_in):
    match = MatchFactory(state=M.VOLUNTEER_AGREED)
    page = sign_in(match.young_person.person).visit(f"/me/mentor/{match.reference}/no")
    assert [name for name in page.form().fields if name != "csrf_token"] == []

    page = page.submit()

    assert "look for somebody else" in page.flash
    assert "We are looking for somebody" in page.text


def test_a_young_person_may_think_about_it(sign_in):
    match = MatchFactory(state=M.VOLUNTEER_AGREED)
    page = sign_in(match.young_person.person).visit(f"/me/mentor/{match.reference}")

    page.follow("I want to think about it")

    assert match.state is M.VOLUNTEER_AGREED


def test_a_young_person_stops_when_they_like(sign_in):
    match = MatchFactory(state=M.ACTIVE)
    page = sign_in(match.young_person.person).visit("/me/mentor")
    assert "Have fun" in page.text

    page = page.follow("I want to stop").submit()

    assert match.state is M.ENDING


def test_a_young_person_is_not_shown_a_volunteer_who_has_not_said_yes(sign_in):
    match = MatchFactory(state=M.PROPOSED)
    visitor = sign_in(match.young_person.person)

    assert match.volunteer.person.name.split()[0] not in visitor.visit("/me/mentor").text
    assert visitor.visit(f"/me/mentor/{match.reference}").status == 404


def test_a_worker_answers_beside_somebody_without_an_account(sign_in):
    volunteer = ready_volunteer()
    alone = YoungPersonFactory(area=volunteer.area)
    match = MatchFactory(volunteer=volunteer, young_person=alone, state=M.VOLUNTEER_AGREED)
    page = sign_in(alone.worker).visit(address(match)).follow("Look at the profile together")

    page = page.follow("Yes").submit()

    assert page.path == address(match)
    assert match.state is M.YOUNG_PERSON_AGREED


def test_after_the_first_meeting_both_are_asked_how_it_was(sign_in, held_clock):
    match = MatchFactory(state=M.INTRODUCTION_ARRANGED)
    own, mine = f"/my-matches/{match.reference}", "/me/mentor"
    assert "Your first meeting is on 20 November" in sign_in(match.volunteer.person).visit(own).text

    held_clock.move_on(days=1)

    assert "You have met" in sign_in(match.volunteer.person).visit(own).text
    assert "You have met" in sign_in(match.young_person.person).visit(mine).text
