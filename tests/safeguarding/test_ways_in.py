"""The ways in which a worry comes: young people, referees, mentors; and the mail that tells."""

import pytest
import sqlalchemy as sa

from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db
from nolimits.matching.models import MatchState
from nolimits.safeguarding import operations
from nolimits.safeguarding.kinds import Source, Worry
from nolimits.safeguarding.models import Concern
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, safeguarding_lead, staff
from tests.factories.safeguarding import ConcernFactory
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def the_concern():
    return db.session.scalars(sa.select(Concern)).one()


def test_a_young_person_tells_of_their_mentor_and_no_adult_of_theirs_is_told(sign_in, mail_to):
    lead, match = safeguarding_lead(), MatchFactory()
    mentor, worker = match.volunteer.person, match.young_person.worker
    before = len(mail_to(mentor)), len(mail_to(worker))
    page = sign_in(match.young_person.person).visit("/me").follow("Talk to somebody")
    assert page.h1 == "Your message"

    page = page.follow("Write").press("Send", words="He shouts", about="mentor", stop="no")

    made = the_concern()
    assert page.h1 == "We have got it"
    assert (made.source, made.worry, made.named) == (Source.YOUNG_PERSON, Worry.ADULT, [mentor])
    assert made.young_person == match.young_person
    assert (len(mail_to(mentor)), len(mail_to(worker))) == before
    assert mail_to(match.young_person.person)[-1].template != "something_needs_you"
    assert len(mail_to(lead)) == 1
    assert made.stops == []


def test_an_unfinished_message_of_a_young_person_is_not_shown_before_they_ask_for_it(sign_in):
    match = MatchFactory()
    visitor = sign_in(match.young_person.person)
    visitor.visit("/me/message/write").press("Send", words="y" * 5001)

    page = visitor.visit("/me/message")

    assert "yyy" not in page.text
    assert "yyy" in page.follow("Go on with your message").text
    page.visit("/me/message").press("Throw away what I wrote")
    assert "yyy" not in visitor.visit("/me/message/write").text


def test_a_referees_worry_is_a_concern_about_whoever_applied():
    from tests.factories import checks
    from tests.factories.volunteers import VolunteerFactory

    volunteer = VolunteerFactory()
    reference = checks.references(volunteer.person)[0]

    checks.answer(reference, worries="yes", phone="01642 555123")

    made = the_concern()
    assert (made.source, made.named) == (Source.REFEREE, [volunteer.person])
    assert "01642 555123" in made.contact


def test_a_mail_about_a_concern_has_no_detail_and_its_link_asks_to_sign_in(mail_to, visitor):
    """Case 70. R-SAF-6."""
    lead = safeguarding_lead()
    canary = "Zebrafinch"

    made = ConcernFactory(
        words=canary, who=canary, heard=canary, opinion=canary, contact=canary, happened=canary
    )
    operations.notice_overdue(made, 1, by=SYSTEM)

    for letter in mail_to(lead):
        text = letter.subject + letter.body
        for told in (canary, made.reference, made.raised_by.name, lead.name, "concern", "worr"):
            assert told not in text
        assert letter.body.count("http") == 1
    page = visitor().visit("/home")
    assert page.h1 == "Sign in"


def test_a_worry_from_a_match_page_takes_along_whom_it_is_about(sign_in):
    match, worried = MatchFactory(), coordinator()
    page = sign_in(worried).visit(f"/matches/{match.reference}").follow("Worried?")

    page.press("Send it to the safeguarding lead", worry="adult")

    made = the_concern()
    assert (made.young_person, made.named) == (match.young_person, [match.volunteer.person])
    assert made.came_from == match.reference


def test_a_mentor_who_worries_is_not_whom_it_is_about(sign_in):
    match = MatchFactory()
    page = sign_in(match.volunteer.person).visit(f"/my-matches/{match.reference}/contacts/new")
    day = {"held_on-day": "20", "held_on-month": "11", "held_on-year": "2026"}

    page = page.press("Send", kind="call", minutes="20", activity="Rang", worried=True, **day)
    assert page.h1 == "Your message"
    page.press("Send it to the safeguarding lead", heard="“I do not want to go home”")

    made = the_concern()
    assert (made.young_person, made.named) == (match.young_person, [])


def test_a_reference_that_nobody_has_tells_nothing_and_loses_nothing(sign_in):
    visitor = sign_in(staff())
    there = visitor.visit(f"/worried?came_from={YoungPersonFactory().reference}")
    absent = visitor.visit("/worried?came_from=Y-22222222")
    assert there.text == absent.text

    absent.press("Send it to the safeguarding lead", words="Still said")

    assert (the_concern().words, the_concern().came_from) == ("Still said", "Y-22222222")


def test_a_typed_code_does_not_tell_a_stranger_that_a_lead_is_kept_apart_from_a_young_person(
    sign_in,
):
    young_person, lead = YoungPersonFactory(), safeguarding_lead()
    ties.add_tie(young_person, lead, Tie.RELATED, by=young_person.worker)
    told = {}
    for one in (staff(), young_person.worker):
        page = sign_in(one).visit("/worried")
        told[one.id] = page.forge(words="Hm", came_from=young_person.reference).text
        assert lead.id in Concern.query.order_by(Concern.id.desc()).first().kept_from_ids

    assert ["No safeguarding lead can read it" in text for text in told.values()] == [False, True]


def test_a_reference_typed_by_somebody_who_may_not_open_it_stops_nobody(sign_in):
    match, sent = MatchFactory(), {"worry": "adult", "words": "Somebody should look"}
    stranger, worker = sign_in(staff()), sign_in(match.young_person.worker)

    stranger.visit("/worried").forge(**sent, came_from=match.reference)
    assert (match.state, the_concern().named) == (MatchState.ACTIVE, [match.volunteer.person])

    worker.visit("/worried").forge(**sent, came_from=match.reference)
    assert match.state is MatchState.ON_HOLD


def test_today_tells_a_coordinator_only_that_a_concern_waits_for_a_lead(sign_in):
    lead, runs_it = safeguarding_lead(), coordinator()
    made = ConcernFactory(not_for=[lead], words="A made up worry")

    page = sign_in(runs_it).visit("/today")

    assert "1 concern waits for a lead who can take it" in page.text
    assert made.reference not in page.text
    assert page.follow("See whom to ring").h1 == "Your message"


def test_a_young_person_who_wants_to_stop_stops_and_the_lead_sees_that_they_asked(sign_in):
    lead, match = safeguarding_lead(), MatchFactory()

    page = sign_in(match.young_person.person).visit("/me/message/write")
    page = page.press("Send", words="please stop it", stop="yes", about="me")

    assert "You do not meet for now" in page.text
    assert match.state is MatchState.ON_HOLD
    made = the_concern()
    read = sign_in(lead).visit(f"/concerns/{made.reference}").text
    assert "Yes, they asked for it" in read
    assert f"{match.volunteer.person.name}: tied to the young person. Meets nobody" in read


@pytest.mark.parametrize("worry", [Worry.UNSURE, Worry.ADULT])
def test_the_wish_to_stop_holds_whomever_the_rest_is_about(worry):
    match = MatchFactory()
    told = {"worry": worry, "young_person": match.young_person, "by": match.young_person.person}

    kept, made = ConcernFactory(**told, stop_contact=False), ConcernFactory(**told)
    assert (kept.stops, made.stops, match.state) == ([], [], MatchState.ACTIVE)
    made = ConcernFactory(**told, stop_contact=True)

    assert [one.person for one in made.stops] == [match.volunteer.person]
    assert (made.stop_contact, match.state) == (True, MatchState.ON_HOLD)
