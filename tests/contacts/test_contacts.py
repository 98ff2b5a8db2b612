"""Each time that two people met is written down, without names, and read."""

from datetime import timedelta

import pytest

from nolimits.contacts import operations, queries
from nolimits.contacts.models import ContactKind, ContactState
from nolimits.kernel import clock, drafts
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.pages import day
from nolimits.matching import operations as matching
from nolimits.matching.models import MatchState
from tests.factories.contacts import ContactFactory
from tests.factories.matching import MatchFactory, ready_volunteer
from tests.factories.people import coordinator, staff, support_mentor


def log(match, **given):
    values = {"held_on": clock.today(), "kind": ContactKind.CALL, "minutes": 10, **given}
    return operations.log_contact(
        match, **{"activity": "A call", **values}, by=match.volunteer.person
    )


def today(**more):
    day = clock.today()
    return {"held_on-day": day.day, "held_on-month": day.month, "held_on-year": day.year, **more}


@pytest.mark.usefixtures("app")
def test_a_volunteer_writes_a_meeting_down_and_is_told_that_it_was_read():
    contact = ContactFactory()
    assert contact.state is ContactState.SUBMITTED

    operations.mark_seen(contact, by=coordinator())

    assert (contact.state, contact.seen_on) == (ContactState.SEEN, clock.today())


def test_who_presses_read_twice_is_told_so(sign_in):
    page = sign_in(coordinator()).visit(f"/contacts/{ContactFactory().reference}")
    page.press("Mark as read")

    assert "This is seen already" in page.press("Mark as read").text


@pytest.mark.usefixtures("app")
def test_the_same_meeting_is_written_down_once():
    match = MatchFactory()
    log(match)

    with pytest.raises(Refused, match="written this down already"):
        log(match)

    log(match, activity="Another call")
    assert queries.minutes_given(match.volunteer.person) == 20


@pytest.mark.usefixtures("app")
def test_what_was_before_a_pause_is_written_down_once_it_goes_on(held_clock):
    match, by = MatchFactory(), coordinator()
    matching.hold(match, "A pause", by=by)
    held_clock.move_on(days=3)
    before = clock.today() - timedelta(days=3)

    with pytest.raises(NotVisible):
        log(match, held_on=before)
    matching.resume(match, by=by)
    log(match, held_on=before)


@pytest.mark.usefixtures("app")
def test_who_never_met_is_told_before_they_write_anything(sign_in):
    match = MatchFactory(state=MatchState.CHECKS_CONFIRMED)
    page = sign_in(match.volunteer.person).visit(f"/my-matches/{match.reference}/contacts/new")

    assert "nothing to write down" in page.text
    assert "textarea" not in page.html
    with pytest.raises(Refused, match="not meeting now"):
        log(match)


@pytest.mark.usefixtures("app")
def test_nobody_else_writes_it_down():
    match = MatchFactory()

    for somebody in (coordinator(), staff(), match.young_person.person):
        with pytest.raises(NotVisible):
            operations.log_contact(match, clock.today(), ContactKind.CALL, 10, "A", by=somebody)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"held_on": lambda: clock.today() + timedelta(days=1)}, "held_on"),
        ({"held_on": lambda: clock.today() - timedelta(days=1)}, "held_on"),
        ({"minutes": lambda: 0}, "minutes"),
        ({"minutes": lambda: 1441}, "minutes"),
    ],
)
def test_a_meeting_has_a_day_and_a_length_that_can_be(given, field):
    match = MatchFactory()

    with pytest.raises(Refused) as refusal:
        log(match, **{name: value() for name, value in given.items()})

    assert refusal.value.field == field


@pytest.mark.usefixtures("app")
def test_what_they_are_called_stays_out_of_it_and_trying_names_tells_nothing():
    """A volunteer who writes many names learns of none that it is theirs; a coordinator is told."""
    match = MatchFactory()
    identity, team = match.young_person.identity, coordinator()
    with pytest.raises(Refused, match="Leave their name out"):
        log(match, notes="A walk with comet, in the rain")

    written = [
        log(match, activity=f"A walk with {name}")
        for name in ("Nobody", identity.given_name, identity.family_name.upper())
    ]

    assert queries.with_a_name(written, team) == {one.id for one in written[1:]}
    assert queries.with_a_name(written, match.volunteer.person) == set()
    operations.take_words_out(written[1], by=team)
    assert identity.given_name not in written[1].activity
    assert queries.with_a_name(written, team) == {written[2].id}


@pytest.mark.usefixtures("app")
def test_the_time_given_is_summed():
    match = MatchFactory()
    log(match, minutes=30)
    log(match, minutes=45)
    person = match.volunteer.person

    months = queries.months_until(clock.today())

    assert queries.minutes_given(person) == 75
    assert queries.minutes_by_month(person, months) == [0, 0, 0, 0, 0, 75]
    assert queries.months_until(clock.today(), 12)[0].isoformat() == "2025-12-01"


def test_a_volunteer_logs_on_the_page_and_is_told_what_happens_next(sign_in):
    match = MatchFactory()
    visitor = sign_in(match.volunteer.person)
    page = visitor.visit(f"/my-matches/{match.reference}").follow("Write down a meeting")

    page = page.submit(**today(kind="one_to_one", minutes=90, activity="Went bowling", notes=""))

    assert page.h1 == "Thank you for your time"
    assert "within two weeks" in page.text
    assert "Went bowling" in visitor.visit(f"/my-matches/{match.reference}").text


def test_what_is_wrong_is_said_beside_its_field(sign_in):
    match = MatchFactory()
    page = sign_in(match.volunteer.person).visit(f"/my-matches/{match.reference}/contacts/new")

    page = page.submit(**today(kind="call", minutes=20, activity="Rang Comet", notes=""))

    assert page.errors == ["Leave their name out: write “we” or “they”"]


def test_what_is_being_written_is_kept(sign_in):
    match = MatchFactory()
    visitor = sign_in(match.volunteer.person)
    path = f"/my-matches/{match.reference}/contacts"
    visitor.visit(f"{path}/new")
    visitor.post(f"{path}/save", activity="Half a sentence")

    page = visitor.visit(f"{path}/new")

    assert page.form().fields["activity"] == "Half a sentence"
    page.submit(**today(kind="call", minutes=20, activity="A whole one"))
    assert drafts.of(match.volunteer.person, queries.DRAFT, match.reference) is None


def test_what_was_refused_is_kept_when_they_leave_the_page(sign_in):
    match = MatchFactory()
    visitor, path = sign_in(match.volunteer.person), f"/my-matches/{match.reference}/contacts/new"
    assert visitor.visit(path).submit(activity="Half a sentence").errors

    assert visitor.visit(path).form().fields["activity"] == "Half a sentence"


def test_a_volunteer_is_asked_to_write_only_when_it_has_been_quiet(sign_in, held_clock):
    contact = ContactFactory()
    visitor = sign_in(contact.match.volunteer.person)
    assert "Write down your meetings" not in visitor.visit("/my").text

    held_clock.move_on(days=14)

    page = sign_in(contact.match.volunteer.person).visit("/my")
    assert "Nothing is written down since" in page.text


def test_nobody_else_opens_the_form(sign_in):
    match = MatchFactory()

    assert sign_in(coordinator()).visit(f"/my-matches/{match.reference}/contacts/new").status == 404


def test_a_match_that_ended_takes_no_more(sign_in):
    match = MatchFactory(state=MatchState.CLOSED)
    visitor = sign_in(match.volunteer.person)

    assert visitor.visit(f"/my-matches/{match.reference}/contacts/new").status == 404


def test_the_team_reads_and_marks_what_was_written(sign_in):
    contact = ContactFactory(activity="Made pancakes")
    visitor = sign_in(coordinator())
    page = visitor.visit("/contacts")
    assert page.table("Contact logs")[0]["What they did"] == "Made pancakes"
    page = visitor.visit(f"/contacts/{contact.reference}")

    page = page.press("Mark as read")

    assert page.flash.startswith("Marked as read")
    assert "No contact log fits" in visitor.visit("/contacts?state=submitted").text


def test_staff_do_not_read_contact_logs(sign_in):
    contact = ContactFactory()
    visitor = sign_in(staff())

    assert visitor.visit("/contacts").status == 403
    assert visitor.visit(f"/contacts/{contact.reference}").status == 404


def test_a_volunteer_sees_the_time_they_gave_on_their_own_page(sign_in):
    contact = ContactFactory(minutes=90)

    page = sign_in(contact.match.volunteer.person).visit("/my")

    assert "1.5 hours with a young person so far" in page.text


def test_a_support_mentor_reads_what_their_volunteers_wrote_and_nobody_elses(app, sign_in):
    others = ContactFactory(activity="A film")
    behind = support_mentor()
    match = MatchFactory(volunteer=ready_volunteer(support_mentor=behind))
    theirs = ContactFactory(match=match, activity="A walk")
    reading = sign_in(behind)
    page = reading.visit("/contacts")

    assert "A walk" in page.text
    assert "A film" not in page.text
    assert page.follow(day(theirs.held_on)).status == 200
    assert reading.visit(f"/contacts/{others.reference}").status == 404


def test_a_volunteer_finds_their_young_people_before_anything_is_written_down(app, sign_in):
    page = sign_in(MatchFactory().volunteer.person).visit("/my")

    assert page.follow("My young people").h1 == "My young people"
