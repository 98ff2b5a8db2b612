"""Each week of looks is gone through and signed off once; nobody signs off their own alone."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.db import db, transaction
from nolimits.kernel.errors import NotAllowed, Overtaken, Refused
from nolimits.reads import operations, queries
from nolimits.reads.models import LookMark, Verdict
from tests.factories.people import coordinator, safeguarding_lead, staff
from tests.factories.reads import broken_glass
from tests.factories.young_people import YoungPersonFactory

MONDAY, NEXT = date(2026, 11, 16), date(2026, 11, 23)


def path(one):
    return f"/young-people/{one.reference}"


@pytest.fixture
def looked(sign_in, held_clock):
    """A coordinator looked, a lead broke glass and looked; the week is over."""
    glass, reader = broken_glass(), coordinator()
    sign_in(glass.person).visit(path(glass.young_person))
    sign_in(reader).visit(path(glass.young_person))
    held_clock.move_to(NEXT)
    return glass, reader


def test_an_emergency_stands_first(looked):
    glass, reader = looked

    first, second = queries.week(MONDAY)

    assert (first.by_id, first.unusual) == (glass.person_id, ["glass", "outside"])
    assert (second.by_id, second.unusual) == (reader.id, [])
    assert first.about == glass.young_person.reference


def test_a_week_is_signed_off_once_and_not_before_the_unusual_is_marked(looked):
    glass, lead = looked[0], safeguarding_lead()
    with pytest.raises(Refused, match="every unusual line"):
        operations.sign_off(MONDAY, by=lead)
    [first, _] = queries.week(MONDAY)
    operations.mark(MONDAY, glass.person, first.whose, Verdict.ASK, "Why that night?", by=lead)

    operations.sign_off(MONDAY, by=lead)

    with pytest.raises(Overtaken):
        operations.sign_off(MONDAY, by=safeguarding_lead())


def test_nobody_marks_or_signs_off_their_own(looked):
    glass, other = looked[0], safeguarding_lead()
    [first, second] = queries.week(MONDAY)
    with pytest.raises(Refused, match="Another safeguarding lead"):
        operations.mark(MONDAY, glass.person, first.whose, Verdict.RIGHT, "", by=glass.person)
    with pytest.raises(Refused, match="what you looked at yourself"):
        operations.sign_off(MONDAY, by=glass.person)
    operations.mark(MONDAY, second.by, second.whose, Verdict.RIGHT, "", by=other)
    operations.mark(MONDAY, glass.person, first.whose, Verdict.RIGHT, "", by=other)

    operations.sign_off(MONDAY, by=glass.person)


def test_the_database_refuses_a_mark_on_ones_own(looked):
    glass = looked[0]

    @transaction
    def mark_own():
        values = {"begins_on": MONDAY, "whose": "young_person", "whose_number": 1}
        who = {"looker_id": glass.person_id, "marked_by_id": glass.person_id}
        moment = {"verdict": Verdict.RIGHT, "marked_at": glass.opened_at}
        db.session.add(LookMark(**values, **who, **moment))

    with pytest.raises(IntegrityError):
        mark_own()


def test_the_rest_of_a_persons_looks_are_marked_together_but_never_the_gravest(looked):
    glass, reader = looked
    lead = safeguarding_lead()

    assert operations.mark_rest(MONDAY, reader, by=lead) == 1
    assert operations.mark_rest(MONDAY, glass.person, by=lead) == 0
    with pytest.raises(Refused, match="Another"):
        operations.mark(MONDAY, lead, ("young_person", 1), Verdict.RIGHT, "", by=lead)


def test_a_week_that_runs_is_not_signed_off(app):
    with pytest.raises(Refused, match="not over"):
        operations.sign_off(MONDAY, by=safeguarding_lead())
    with pytest.raises(NotAllowed):
        operations.sign_off(MONDAY, by=coordinator())


def test_the_leads_are_reminded_of_a_week_once(looked, mail_to):
    lead = safeguarding_lead()

    operations.remind(MONDAY, by=SYSTEM)
    operations.remind(MONDAY, by=SYSTEM)

    assert [one.template for one in mail_to(lead)] == ["looks_to_review"]


def test_the_lead_goes_through_a_week(looked, sign_in):
    glass, lead = looked[0], safeguarding_lead()
    page = sign_in(lead).visit("/my").follow("Review who looked in the week of 16 November 2026")
    rows = page.table("Looks")
    assert rows[0]["What is unusual"].startswith("Opened in an emergency")
    assert glass.person.name in rows[0]["Who looked"]

    page = page.visit(f"{page.path}/lines/{queries.week(MONDAY)[0].key}").submit(verdict="ask")
    assert page.errors == ["Write what to ask them"]
    page = page.submit(verdict="right", note="They rang me")
    page = page.press("Sign off this week")

    assert page.flash == "The week is signed off"
    file = page.visit("/looks/2026-11-16.csv").body.decode()
    assert "opened in an emergency" in file
    assert glass.young_person.reference in file


@pytest.mark.parametrize("day", ["2026-11-17", "2027-11-15", "never", "9999-99-99"])
def test_what_is_no_monday_is_no_week(sign_in, day):
    assert sign_in(safeguarding_lead()).visit(f"/looks/{day}").status == 404


def test_whoever_is_no_lead_sees_no_looks(looked, sign_in):
    assert sign_in(coordinator()).visit("/looks").status == 403
    assert sign_in(staff()).visit("/looks/2026-11-16").status == 403


def test_reviewing_is_not_reviewed(looked, sign_in):
    sign_in(safeguarding_lead()).visit("/looks/2026-11-16")

    assert len(queries.week(MONDAY)) == 2
    assert queries.week(NEXT) == []


def test_a_young_person_reads_who_looked_in_plain_words(sign_in, held_clock):
    one = YoungPersonFactory(account=True)
    sign_in(one.worker).visit(path(one))
    sign_in(coordinator()).visit(path(one))
    sign_in(one.person).visit(path(one))
    held_clock.move_on(days=3)

    page = sign_in(one.person).visit("/who-looked")

    assert "Your worker looked on Friday" in page.text
    assert "Someone from the No Limits team looked on Friday" in page.text
    assert page.text.count(" looked on ") == 2
    assert one.worker.name not in page.text


def test_what_a_lead_opens_warns_nobody(sign_in):
    glass = broken_glass(young_person=YoungPersonFactory(account=True))
    sign_in(glass.person).visit(path(glass.young_person))

    page = sign_in(glass.young_person.person).visit("/who-looked")

    assert " looked " not in page.text.replace("Nobody has looked", "").replace("Who looked", "")
