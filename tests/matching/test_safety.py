"""What the people of a match may know, and what nobody decides about themself."""

import pytest
import sqlalchemy as sa

from nolimits.contacts.models import Contact
from nolimits.grants import operations as grants
from nolimits.grants.models import ApplicationState
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.matching import operations, queries
from nolimits.matching.engine import Why
from nolimits.matching.models import EndReason, MatchState, Whose
from nolimits.people import operations as people
from nolimits.young_people import operations as young_people
from nolimits.young_people import ties
from nolimits.young_people.models import ConsentGiver, ConsentScope, Tie
from tests.crawl import crawl
from tests.databases import KINDS
from tests.factories.contacts import ContactFactory
from tests.factories.grants import ApplicationFactory, RoundFactory, on_panel
from tests.factories.matching import MatchFactory, ready_volunteer
from tests.factories.people import coordinator, safeguarding_lead
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")
M = MatchState


@pytest.mark.parametrize("state", [M.PROPOSED, M.ACTIVE])
def test_a_mentor_never_reads_the_whole_name(state, sign_in):
    match = MatchFactory(state=state)

    page = sign_in(match.volunteer.person).visit(
        f"/young-people/{match.young_person.reference}/name"
    )

    assert page.status == 404


def test_before_they_meet_a_volunteer_sees_only_the_times_that_both_share(sign_in):
    young_person = YoungPersonFactory(availability=("monday evening", "friday afternoon"))
    match = MatchFactory(state=M.PROPOSED, young_person=young_person)
    young_people.give_consent(
        young_person,
        ConsentScope.SHARING_PROFILE,
        ConsentGiver.YOUNG_PERSON,
        by=young_person.worker,
    )
    page = sign_in(match.volunteer.person).visit(f"/my-matches/{match.reference}")

    rows = {row[""]: row for row in page.table("When you are both free")}
    assert rows["Monday"]["Evening"] == "Both"
    assert rows["Friday"]["Afternoon"] == "Neither"


def test_a_message_on_a_young_persons_phone_says_nothing_to_a_passer_by(mail_to):
    match = MatchFactory(state=M.INTRODUCTION_ARRANGED)

    for message in mail_to(match.young_person.person):
        words = message.subject.lower()
        assert not [one for one in ("mentor", "match", "meeting", "care") if one in words]


@pytest.fixture
def own():
    """A match of a volunteer who is a coordinator and the safeguarding lead as well."""
    volunteer = ready_volunteer(person=coordinator())
    people.grant_role(volunteer.person, Role.SAFEGUARDING_LEAD, by=SYSTEM)
    match = MatchFactory(volunteer=volunteer, state=M.YOUNG_PERSON_AGREED)
    operations.record_yes(match, Whose.WORKER, by=match.young_person.worker)
    operations.record_yes(match, Whose.CARER, by=match.young_person.worker)
    return match


def test_nobody_confirms_a_match_of_their_own(own):
    with pytest.raises(NotVisible):
        operations.confirm_checks(own, by=own.volunteer.person)

    operations.confirm_checks(own, by=safeguarding_lead())


def test_nobody_lets_a_match_of_their_own_go_on_after_a_pause(own):
    operations.hold(own, "Something has to be talked over", by=coordinator())

    with pytest.raises(NotVisible):
        operations.resume(own, by=own.volunteer.person)


def test_nobody_chooses_a_young_person_for_themself():
    volunteer = ready_volunteer(person=coordinator())
    young_person = YoungPersonFactory(area=volunteer.area)

    with pytest.raises(Refused, match="somebody else must put you together"):
        operations.suggest(volunteer, young_person, by=volunteer.person)


def test_a_young_persons_front_page_says_that_somebody_waits_for_their_answer(sign_in):
    match = MatchFactory(state=M.VOLUNTEER_AGREED)
    visitor = sign_in(match.young_person.person)
    assert "Somebody would like to meet you" in visitor.visit("/me").text

    operations.young_person_agree(match, by=match.young_person.person)

    assert "Somebody would like to meet you" not in visitor.visit("/me").text
    assert match.taken_up_on == clock.today()


def test_the_history_of_a_match_has_the_young_person_by_code(sign_in):
    match = MatchFactory(state=M.YOUNG_PERSON_AGREED)

    page = sign_in(safeguarding_lead()).visit(f"/matches/{match.reference}")

    assert "Young person agreed" in page.text
    assert match.young_person.person.name not in page.text


def test_whoever_is_named_as_not_this_person_reads_the_same_as_of_any_other_pause(sign_in):
    named, paused = MatchFactory(), MatchFactory()
    contacts = [ContactFactory(match=one).reference for one in (named, paused)]
    young = named.young_person
    ties.add_tie(young, named.volunteer.person, Tie.NOT_THIS_PERSON, by=young.worker)
    operations.hold(paused, "A pause", by=coordinator())
    pages = [sign_in(one.volunteer.person).visit("/my-matches") for one in (named, paused)]

    told = [
        page.text.replace(one.volunteer.person.name, "X")
        for page, one in zip(pages, (named, paused), strict=True)
    ]

    assert told[0] == told[1]
    assert "Please do not be in touch" in told[0]
    assert not any("/my-matches/" in page.html for page in pages)
    for one, contact in zip((named, paused), contacts, strict=True):
        browser, own = sign_in(one.volunteer.person), f"/my-matches/{one.reference}"
        for path in (own, f"{own}/contacts/new", f"{own}/stop", f"/my-contacts/{contact}"):
            assert browser.visit(path).status == 404


@pytest.mark.parametrize("database", [KINDS[0]], indirect=True)  # pages are the same on both
def test_when_a_match_ends_nothing_of_it_is_left_at_the_volunteers_next_request(sign_in):
    """Case 8: in a browser that is signed in all the while, with its form still open."""
    volunteer = ready_volunteer()
    young_person = YoungPersonFactory(account=True, given_name="Zephyrine", area=volunteer.area)
    match = MatchFactory(volunteer=volunteer, young_person=young_person)
    contact, by = ContactFactory(match=match), coordinator()
    told = (match.reference, contact.reference, young_person.reference, "Zephyrine", "Comet")
    browser = sign_in(volunteer.person)
    of_it = [
        found.url for found in crawl(browser) if any(one in browser.open_page.html for one in told)
    ]
    assert {url.partition(match.reference)[0] for url in of_it} >= {"/my-matches/", "/my-matches"}
    open_form = browser.visit(f"/my-matches/{match.reference}/contacts/new")

    operations.plan_end(match, by=by)
    operations.close(match, EndReason.MOVED, clock.today(), by=by)

    ended = audit.timeline(match)
    assert open_form.submit(minutes="10", activity="A call").status == 404
    for url in of_it:
        page = browser.visit(url)
        assert page.status == (404 if any(one in url for one in told) else 200), url
        assert [one for one in told if one in page.html] == [], url
    assert [one.id for one in audit.timeline(match)] == [one.id for one in ended]
    assert db.session.scalar(sa.select(sa.func.count(Contact.id))) == 1


def test_a_code_of_whom_a_coordinator_is_kept_apart_from_is_answered_as_nobodys(sign_in):
    young_person, by = YoungPersonFactory(), coordinator()
    ties.add_tie(young_person, by, Tie.RELATED, by=young_person.worker)
    visitor, volunteer = sign_in(by), ready_volunteer().reference

    pages = [
        visitor.post("/matching/suggest", volunteer=volunteer, young_person=code)
        for code in ("Y-NO-SUCH", young_person.reference)
    ]

    assert pages[0].text == pages[1].text
    assert [one.status for one in pages] == [200, 200]


def test_whoever_may_not_know_a_name_learns_none_by_writing_many_into_a_reason():
    """Nor does anybody try one where nothing would be written down of it."""
    match = MatchFactory(state=M.ACTIVE)
    names = f"{match.young_person.called} {match.young_person.identity.given_name}"

    operations.hold(match, names, by=safeguarding_lead())

    for by in (safeguarding_lead(), coordinator()):
        with pytest.raises(Refused, match="on hold already"):
            operations.hold(match, names, by=by)


def test_nobody_is_proposed_to_whom_they_read_for_a_panel_without_knowing_it():
    match = MatchFactory(state=M.SUGGESTED)
    reader = match.volunteer.person
    people.grant_role(reader, Role.PANEL_MEMBER, by=SYSTEM)
    round_ = RoundFactory()
    on_panel(round_, reader)
    made = ApplicationFactory(
        round=round_, young_person=match.young_person, state=ApplicationState.WITH_PANEL
    )

    with pytest.raises(Refused, match="is on the panel that answers"):
        operations.propose(match, by=coordinator())
    assert reader.id in made.panel_reader_ids
    operations.release(match, by=coordinator())
    assert [one.ruled_out for one in queries.pool().plan.waiting] == [((Why.PANEL, 1),)]
    with pytest.raises(Refused, match="is on the panel that answers"):
        operations.suggest(match.volunteer, match.young_person, by=coordinator())

    grants.withdraw(made, by=match.young_person.person)
    operations.suggest(match.volunteer, match.young_person, by=coordinator())
