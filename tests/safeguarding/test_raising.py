"""Raising a concern: by anybody, with whatever they have, kept from whomever it is about."""

import pytest
import sqlalchemy as sa

from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.people import operations as people
from nolimits.safeguarding import handling, operations, queries
from nolimits.safeguarding.kinds import Source, Why, Worry
from nolimits.safeguarding.models import Concern
from nolimits.young_people import operations as young_people
from nolimits.young_people.models import Tie
from tests.factories.matching import MatchFactory
from tests.factories.people import PersonFactory, coordinator, safeguarding_lead, staff
from tests.factories.safeguarding import ConcernFactory
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def the_concern():
    return db.session.scalars(sa.select(Concern)).one()


def test_pressing_the_button_alone_raises_a_concern(sign_in, mail_to):
    lead, worried = safeguarding_lead(), staff()

    page = sign_in(worried).visit("/worried").press("Send it to the safeguarding lead")

    made = the_concern()
    assert (page.h1, made.words, made.raised_by) == ("Your message is sent", None, worried)
    assert made.reference in page.text
    assert [one.subject for one in mail_to(lead)] == ["Something needs you in No Limits"]


def test_words_heard_stand_apart_from_what_the_writer_thinks(sign_in):
    young_person = YoungPersonFactory()
    page = sign_in(staff()).visit(f"/worried?came_from={young_person.reference}")

    page.press(
        "Send it to the safeguarding lead",
        words="A bruise",
        heard="“I fell”",
        opinion="It did not look like a fall",
        place="school_or_work",
    )

    made = the_concern()
    assert (made.words, made.heard, made.opinion) == (
        "A bruise",
        "“I fell”",
        "It did not look like a fall",
    )
    assert made.young_person == young_person


def test_words_of_a_concern_cannot_be_read_in_the_database():
    ConcernFactory(words="A plainly invented worry")

    kept = db.session.scalar(sa.text("SELECT words FROM concern"))
    assert "invented" not in kept


def test_what_was_typed_is_kept_when_it_is_refused_and_when_they_leave(sign_in):
    visitor = sign_in(staff())
    page = visitor.visit("/worried")

    page = page.press("Send it to the safeguarding lead", words="x" * 5001, happened="Tuesday")

    assert page.errors == ["What you write here must be 5,000 characters or fewer"]
    assert visitor.visit("/worried").form().filled({})["happened"] == ["Tuesday"]
    assert db.session.scalars(sa.select(Concern)).all() == []


def test_whoever_raised_it_can_add_and_never_reads_what_the_lead_writes(sign_in):
    lead, made = safeguarding_lead(), ConcernFactory()
    page = sign_in(made.raised_by).visit(f"/worried/{made.reference}")

    page = page.press("Add it", words="They have told their aunt")
    handling.acknowledge(made, by=lead)
    operations.add_to(made, "Rang the school", by=lead)

    page = page.visit(f"/worried/{made.reference}")
    assert [one.words for one in made.addenda] == ["They have told their aunt", "Rang the school"]
    assert "A safeguarding lead has it" in page.text
    assert "school" not in page.text
    assert lead.name not in page.text


@pytest.mark.parametrize("table", ["concern", "addendum", "concern_step", "overdue_notice"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_what_was_said_and_done(table, verb):
    made, lead = ConcernFactory(), safeguarding_lead()
    handling.acknowledge(made, by=lead)
    operations.add_to(made, "More", by=lead)
    operations.notice_overdue(made, 1, by=SYSTEM)

    with pytest.raises(sa.exc.DBAPIError, match="never changed or removed"):
        db.session.execute(sa.text(verb.format(table)))
    db.session.rollback()


# --- From whom it is kept -----------------------------------------------------------------------


@pytest.fixture
def lead():
    """One lead whom a concern is about."""
    return safeguarding_lead(name="Ledra Notreal")


@pytest.fixture
def other():
    """Another, whom it is not about."""
    return safeguarding_lead(name="Otto Pretend")


def kept_from(concern):
    return {one.person.name: one.why for one in concern.kept}


def test_a_lead_whom_it_is_about_learns_nothing_of_it_and_another_does(
    lead, other, mail_to, sign_in
):
    made = ConcernFactory(adult=lead)

    assert (mail_to(lead), len(mail_to(other))) == ([], 1)
    assert (queries.open_concerns(lead), queries.open_concerns(other)) == ([], [made])
    visitor = sign_in(lead)
    there = visitor.visit(f"/concerns/{made.reference}")
    absent = visitor.visit("/concerns/C-22222222")
    assert there.status == absent.status == 404
    assert there.text == absent.text
    assert made.reference not in visitor.visit("/concerns").text
    with pytest.raises(NotVisible):
        handling.acknowledge(made, by=lead)


def test_a_lead_is_kept_away_by_the_wish_of_whoever_raises_it(lead, other):
    made = ConcernFactory(not_for=[lead])

    assert queries.takers(made) == [other]


def test_a_lead_whose_name_stands_in_it_is_kept_away_until_another_lets_them_in(lead, other):
    made = ConcernFactory(words="Ledra was there and laughed")
    assert queries.takers(made) == [other]

    operations.let_in(made, lead, by=other)

    assert queries.takers(made) == [lead, other]


def test_a_lead_whom_it_is_about_is_never_let_in(lead, other):
    made = ConcernFactory(adult=lead)

    with pytest.raises(Refused, match="another reason"):
        operations.let_in(made, lead, by=other)


def test_a_lead_who_is_related_to_the_young_person_is_kept_away(lead, other):
    young_person = YoungPersonFactory()
    young_people.add_tie(young_person, lead, Tie.RELATED, by=young_person.worker)

    made = ConcernFactory(young_person=young_person)

    assert kept_from(made) == {lead.name: Why.RELATED}


def test_a_lead_named_later_is_out_at_once(lead, other, sign_in):
    made, page = ConcernFactory(), None
    assert sign_in(lead).visit(f"/concerns/{made.reference}").status == 200

    operations.name_adult(made, lead, by=other)

    page = sign_in(lead).visit(f"/concerns/{made.reference}")
    assert page.status == 404


def test_somebody_it_is_about_who_becomes_a_lead_does_not_find_it(other):
    subject = PersonFactory()
    made = ConcernFactory(adult=subject)

    people.grant_role(subject, Role.SAFEGUARDING_LEAD, by=SYSTEM)

    assert queries.open_concerns(subject) == []
    assert queries.takers(made) == [other]


def test_where_no_lead_may_have_it_a_coordinator_learns_that_much_and_no_more(
    lead, mail_to, sign_in
):
    subject, runs_it = coordinator(), coordinator()
    people.grant_role(subject, Role.SAFEGUARDING_LEAD, by=SYSTEM)

    made = ConcernFactory(adult=subject, not_for=[lead], words="Said something unkind")

    assert [one.template for one in mail_to(runs_it)] == ["something_needs_you"]
    assert mail_to(subject) == mail_to(lead) == []
    assert (queries.without_lead(runs_it), queries.without_lead(subject)) == (1, 0)
    assert sign_in(runs_it).visit(f"/concerns/{made.reference}").status == 404


def test_a_lead_who_is_too_close_leaves_it_to_another_and_not_to_nobody(lead, other):
    made = ConcernFactory()

    operations.stand_back(made, by=lead)

    assert queries.takers(made) == [other]
    with pytest.raises(Refused, match="no other lead"):
        operations.stand_back(made, by=other)


# --- Young people and referees ------------------------------------------------------------------


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


def test_today_tells_a_coordinator_only_that_a_concern_waits_for_a_lead(sign_in):
    lead, runs_it = safeguarding_lead(), coordinator()
    made = ConcernFactory(not_for=[lead], words="A plainly invented worry")

    page = sign_in(runs_it).visit("/today")

    assert "1 concern waits for a lead who can take it" in page.text
    assert made.reference not in page.text
    assert page.follow("See whom to ring").h1 == "Your message"
