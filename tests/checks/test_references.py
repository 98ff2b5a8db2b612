"""References: two, from two parts of life, in the referee's own words (R-REC-2)."""

import pytest

from nolimits.backgrounds import operations as backgrounds
from nolimits.backgrounds.models import DisclosureDecision, OverseasWay
from nolimits.checks import operations, queries
from nolimits.checks.models import ReferenceContext, ReferenceState, Suitability
from nolimits.checks.referees import doubts, letterbox
from nolimits.dbs import operations as dbs
from nolimits.dbs.kinds import DbsDecision
from nolimits.kernel.actors import NOBODY, SYSTEM, Role
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.people import operations as people
from tests.factories import checks
from tests.factories.backgrounds import tell_background
from tests.factories.dbs import checked
from tests.factories.people import (
    PersonFactory,
    coordinator,
    safeguarding_lead,
    staff,
    support_mentor,
)
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def volunteer():
    """Somebody whose two referees were written to today."""
    dana = PersonFactory(name="Dana Pretend", email="dana@council.example")
    return VolunteerFactory(person=dana)


@pytest.fixture
def reference(volunteer):
    """The first of the two."""
    return queries.references(volunteer.person)[0]


def test_a_referee_answers_by_the_link_alone_and_once(visitor, reference, mail_to):
    token = checks._link_of(reference)
    page = visitor().visit(f"/references/{token}")
    assert "Dana Pretend" in page.text
    assert page.submit().errors[0] == "Say how you know them, and for how long"

    page = visitor().visit(f"/references/{token}").submit(**checks.ANSWERS)

    assert page.h1 == "Thank you for your reference"
    with pytest.raises(Refused, match="needs no answer any more"):
        operations.receive_reference(token, checks.ANSWERS, by=NOBODY)


def test_that_a_referee_is_worried_is_said_once_and_never_by_their_link_again(visitor, reference):
    path = f"/references/{checks._link_of(reference)}"
    worried = {**checks.ANSWERS, "worries": "yes", "phone": "01642 555 019"}
    browser = visitor()

    assert "safeguarding" in browser.visit(path).submit(**worried).text

    for other in (browser, visitor()):
        assert "safeguarding" not in other.visit(path).text
        assert "safeguarding" not in other.post(path, **worried).text


def test_a_link_that_is_not_known_says_so(visitor):
    assert visitor().visit("/references/made-up").h1 == "This link no longer works"


def test_the_letter_names_nobody_in_its_subject(reference, mail_to):
    (letter,) = mail_to(reference.email)

    assert "Dana" not in letter.subject
    assert "Dana Pretend" in letter.body


def test_a_referee_is_written_to_again_after_five_days_with_a_new_link(
    sign_in, reference, held_clock, mail_to
):
    old, visitor = checks._link_of(reference), sign_in(coordinator())
    path = f"/checks/references/{reference.reference}/chase"
    assert visitor.visit(path).press("Send it").errors == [
        "We have only just written to them. Give them 5 days"
    ]
    held_clock.move_on(days=5)

    page = sign_in(coordinator()).visit(path).press("Send it")

    assert page.flash == "We have written to them again"
    assert len(mail_to(reference.email)) == 2
    with pytest.raises(Refused, match="no longer works"):
        operations.receive_reference(old, checks.ANSWERS, by=NOBODY)


def test_a_coordinator_reads_and_accepts(sign_in, reference):
    checks.answer(reference)
    page = sign_in(coordinator()).visit(f"/checks/references/{reference.reference}")
    assert page.facts["Would you trust them with a child you love?"] == "Yes"
    assert page.press("Save my decision").errors == ["Say whether you accept it"]

    page = page.visit(f"/checks/references/{reference.reference}")
    page = page.press("Save my decision", decision="suitable")
    assert page.errors == ["Say how you checked that it is them"]
    page = page.press("Save my decision", decision="suitable", verified="met")

    assert page.flash == "Your decision is on record"
    assert reference.state == ReferenceState.ACCEPTED


def test_a_relatives_reference_is_not_accepted(reference):
    checks.answer(reference, related="yes")

    with pytest.raises(Refused, match="relative or partner"):
        operations.decide_reference(reference, Suitability.SUITABLE, by=coordinator())


def test_a_referee_who_knows_of_a_reason_for_worry_is_never_accepted(reference):
    checks.answer(reference, worries="yes", phone="01642 123456")

    with pytest.raises(Refused, match="reason for worry"):
        operations.decide_reference(reference, Suitability.SUITABLE, by=coordinator())


def test_a_referees_worry_reaches_the_safeguarding_lead_at_once(visitor, reference, mail_to):
    lead, path = safeguarding_lead(), f"/references/{checks._link_of(reference)}"
    said = {**checks.ANSWERS, "worries": "yes", "phone": ""}
    page = visitor().visit(path).submit(**said)
    assert page.errors == ["Enter your phone number, so that we can ring you"]

    page = page.submit(**{**said, "phone": "01642 555 123"})

    assert "rings you" in page.text
    (letter,) = mail_to(lead)
    assert letter.template == "something_needs_you"
    assert reference.answers["phone"] == "+441642555123"


def test_a_worry_about_a_safeguarding_lead_goes_to_another(volunteer, reference, mail_to):
    people.grant_role(volunteer.person, Role.SAFEGUARDING_LEAD, by=SYSTEM)
    other, before = safeguarding_lead(), len(mail_to(volunteer.person))

    checks.answer(reference, worries="yes")

    assert len(mail_to(other)) == 1
    assert len(mail_to(volunteer.person)) == before


def test_nobody_decides_on_a_reference_that_they_wrote(volunteer):
    writer = coordinator(email="robin@council.example")
    first = queries.references(volunteer.person)[0]
    robin = checks.referee(1, email="robin+1@council.example", context=first.context)
    new = operations.replace_reference(first, robin, by=coordinator())
    checks.answer(new)

    with pytest.raises(Refused, match="you were asked for a reference"):
        operations.decide_reference(new, Suitability.SUITABLE, by=writer)


def test_a_referee_decides_nothing_else_about_them_under_any_spelling_of_their_address(volunteer):
    """What they told of their record, their time abroad, their DBS check."""
    by, person = coordinator(), volunteer.person
    writer = safeguarding_lead(email="robin@council.example")
    one = queries.references(person)[0]
    named = checks.referee(1, email="Robin+2@council.example", context=one.context)
    operations.replace_reference(one, named, by=by)
    told, undecided = ({"other": words} for words in ("One thing", "Another"))
    first = backgrounds.disclose(told, by=person)
    backgrounds.decide_disclosure(first, DisclosureDecision.MAY_GO_ON, met=True, by=by)
    tell_background(person, more_months=20)
    backgrounds.record_overseas(person, OverseasWay.CERTIFICATE, by=by)
    risk = checked(person, by, decision=DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT)
    decide = lambda: backgrounds.decide_disclosure(  # noqa: E731
        backgrounds.disclose(undecided, by=person),
        DisclosureDecision.NOT_SUITABLE,
        met=True,
        by=writer,
    )

    for step in (
        lambda: backgrounds.second_disclosure(first, by=writer),
        decide,
        lambda: backgrounds.approve_overseas(person, by=writer),
        lambda: dbs.second_dbs(risk, by=writer),
    ):
        with pytest.raises(Refused, match="you were asked for a reference"):
            step()


def test_who_interviewed_somebody_does_not_speak_for_them_too(volunteer, reference):
    first, second = coordinator(email="kim@council.example"), coordinator()
    checks.interview(volunteer.person, first, second)
    kim = checks.referee(3, email="kim+1@council.example", context=reference.context)

    with pytest.raises(Refused, match="interviewed them"):
        operations.replace_reference(reference, kim, by=second)


def test_another_referee_takes_the_place_of_one_who_does_not_answer(sign_in, reference):
    page = sign_in(coordinator()).visit(f"/checks/references/{reference.reference}/replace")
    page = page.submit(
        name="Kim Notreal", email="kim@home.example", context="personal", years_known=2
    )

    assert page.flash == "We have written to the new referee"
    assert reference.state == ReferenceState.REPLACED


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"years_known": 1}, "2 years or more"),
        ({"context": ReferenceContext.WORK}, "different parts of life"),
        ({"email": "referee1@home.example"}, "asked already"),
        ({"email": "Referee2+other@home.example"}, "asked already"),
        ({"email": "dana+me@council.example"}, "their own address"),
    ],
)
def test_what_makes_no_referee_is_refused(volunteer, reference, given, words):
    said = {"email": "new@home.example", "context": ReferenceContext.PERSONAL, **given}

    with pytest.raises(Refused, match=words):
        operations.replace_reference(reference, checks.referee(3, **said), by=coordinator())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robin.Madeup@gmail.com", "robinmadeup+dana@googlemail.com"),
        ("robin@home.example", " Robin+2@HOME.example"),
    ],
)
def test_many_spellings_of_an_address_are_one_letterbox(one, other):
    assert letterbox(one) == letterbox(other)
    assert letterbox("ro.bin@home.example") != letterbox("robin@home.example")


def test_what_makes_one_doubt_a_referee_is_told_to_who_decides(volunteer, reference):
    like = checks.referee(3, name="Kim Pretend", email="dana@gmail.com", context=reference.context)
    one = operations.replace_reference(reference, like, by=coordinator())
    other = queries.references(volunteer.person)[1]
    checks.answer(one)
    assert list(doubts(other, queries.references(volunteer.person))) == []
    checks.answer(other)

    told = " ".join(doubts(one, queries.references(volunteer.person)))

    for words in ("same surname", "volunteer's own", "same phone number"):
        assert words in told
    assert ("employer" in told) == (one.context is ReferenceContext.WORK)


def test_nobody_reads_their_own_references(sign_in, volunteer, reference):
    people.grant_role(volunteer.person, Role.COORDINATOR, by=SYSTEM)
    checks.answer(reference)
    path = f"/checks/references/{reference.reference}"

    assert sign_in(volunteer.person).visit(path).status == 404
    assert sign_in(staff()).visit(path).status == 404
    assert sign_in(safeguarding_lead()).visit(path).status == 200
    with pytest.raises(NotVisible):
        operations.decide_reference(reference, Suitability.SUITABLE, by=volunteer.person)


def test_neither_volunteer_nor_support_mentor_learns_what_came_of_a_reference(sign_in):
    mentor = support_mentor()
    volunteer = VolunteerFactory(support_mentor=mentor)
    checker = coordinator(name="Decider Madeup")
    against, other = checks.references(volunteer.person)
    checks.answer(against)
    operations.decide_reference(against, Suitability.NOT_SUITABLE, by=checker)
    operations.replace_reference(other, checks.referee(3, context=other.context), by=checker)
    path = f"/volunteers/{volunteer.reference}"

    mine = sign_in(volunteer.person).visit(path)
    theirs = sign_in(mentor).visit(path)

    assert mine.path == "/volunteering"
    assert [row["State"] for row in theirs.table("References")] == ["Answered", "Asked", "Asked"]
    assert against.referee_name not in theirs.text
    for page in (mine, theirs):
        told = ("Rejected", "Replaced", "Reference received", "Decided on", "Another referee")
        assert not [one for one in (*told, "Decider", "accepted") if one in page.text]
    assert "Rejected" in sign_in(checker).visit(path).text
