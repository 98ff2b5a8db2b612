"""Anybody tells us what is wrong, and it is answered in time (R-DP-10, R-DP-13)."""

from datetime import date, datetime, timedelta

import pytest

from nolimits.complaints import operations
from nolimits.complaints.models import Complaint, ComplaintKind, ComplaintState
from nolimits.kernel import audit, clock
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotVisible, Overtaken, Refused
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.complaints import ComplaintFactory
from tests.factories.people import PersonFactory, administrator, data_protection_officer, staff
from tests.factories.young_people import signed_in_young_person

LEAK = ComplaintKind.LEAK


def test_somebody_without_an_account_reports_a_leak_from_any_page(app, visitor, mail_to):
    officer = data_protection_officer()
    page = visitor().visit("/accessibility").follow("Report a leak")

    page = page.submit(words="A letter for somebody else came to me")

    assert "Thank you for telling us" in page.text
    leak = db.session.query(Complaint).one()
    assert (leak.kind, leak.person_id) == (LEAK, None)
    assert leak.reference in page.text
    assert [one.template for one in mail_to(officer)] == ["leak_reported"]
    assert "letter" not in mail_to(officer)[0].body


def test_what_is_missing_is_said_beside_its_field(app, visitor):
    page = visitor().visit("/tell-us").submit(contact="me")

    assert page.errors == ["Choose what it is about", "Tell us what happened"]


def test_a_complaint_is_acknowledged_within_30_days_and_a_leak_told_within_72_hours(app):
    """Case 64: days by London's calendar, hours as they pass."""
    complaint = ComplaintFactory()
    with clock.standing_at(datetime(2026, 10, 24, 12, tzinfo=clock.LONDON)):
        leak = ComplaintFactory(kind=LEAK)

    assert complaint.acknowledge_by == date(2026, 12, 20)
    assert complaint.tell_by is None
    assert leak.tell_by == datetime(2026, 10, 27, 11, tzinfo=clock.LONDON), "clocks went back"
    with clock.standing_at(leak.tell_by):
        assert not leak.is_late
    with clock.standing_at(leak.tell_by + timedelta(seconds=1)):
        assert leak.is_late


def test_a_leak_is_not_done_with_before_it_is_decided_who_is_told_and_why(app):
    leak, officer = ComplaintFactory(kind=LEAK), data_protection_officer()
    operations.acknowledge(leak, by=officer)

    with pytest.raises(Refused, match="Decide first"):
        operations.answer(leak, "Nothing", by=officer)
    operations.decide_telling(leak, False, "It was destroyed unread", by=officer)
    with pytest.raises(Overtaken):
        operations.decide_telling(leak, True, "After all", by=officer)
    operations.answer(leak, "The address was put right", by=officer)

    assert (leak.state, leak.regulator_told) == (ComplaintState.ANSWERED, False)


def test_nobody_answers_their_own_complaint_or_reads_others(app, sign_in):
    officer = data_protection_officer()
    own, another = ComplaintFactory(person=officer), ComplaintFactory(person=PersonFactory())

    with pytest.raises(NotVisible):
        operations.acknowledge(own, by=officer)
    assert sign_in(staff()).visit(f"/complaints/{another.reference}").status == 404
    page = sign_in(officer).visit("/complaints")
    assert [one["Number"] for one in page.table("Complaints")] == [another.reference]


def test_what_a_young_person_tells_us_is_kept_from_an_officer_kept_apart_from_them(
    app, sign_in, mail_to
):
    young_person = signed_in_young_person()
    tied, other = data_protection_officer(), data_protection_officer()
    ties.add_tie(young_person, tied, Tie.RELATED, by=young_person.worker)

    told = ComplaintFactory(person=young_person.person)

    assert (mail_to(tied), len(mail_to(other))) == ([], 1)
    page = sign_in(tied).visit("/complaints")
    assert told.reference not in page.html
    assert sign_in(tied).visit(f"/complaints/{told.reference}").status == 404
    operations.acknowledge(told, by=other)


def test_where_no_officer_may_read_it_administrators_hear_that_another_is_needed(mail_to):
    young_person, boss = signed_in_young_person(), administrator()
    tied = data_protection_officer()
    ties.add_tie(young_person, tied, Tie.RELATED, by=young_person.worker)

    told = ComplaintFactory(person=young_person.person)

    assert mail_to(tied) == []
    letter = next(one for one in mail_to(boss) if one.template == "officer_needed")
    assert told.reference not in letter.body
    operations.acknowledge(told, by=data_protection_officer())


def test_an_officer_takes_a_leak_to_its_end_on_its_page(app, sign_in):
    leak = ComplaintFactory(kind=LEAK)
    page = sign_in(data_protection_officer()).visit("/complaints").follow(leak.reference)

    page = page.follow("Decide").submit(told="yes", why="A child was named")
    page = page.press("They know that it came").follow("Write down what came of it")
    page = page.submit(outcome="Everybody was told")

    assert page.facts["Commissioner told"] == "Yes"
    assert page.facts["What came of it"] == "Everybody was told"


def test_whoever_is_signed_in_can_leave_their_name_out_and_none_is_kept(app, sign_in):
    person = staff(name="Nell Unnamed")
    page = sign_in(person).visit("/tell-us")
    assert "your name goes along with it" in page.text

    page.submit(kind="scheme", words="It is slow", nameless=True)

    told = db.session.query(Complaint).one()
    assert told.person_id is None
    assert [one.actor_id for one in audit.timeline(told)] == [None]


def test_nobody_floods_the_officer_from_one_address(app, visitor, mail_to, held_clock):
    officer, browser = data_protection_officer(), visitor()

    told = [browser.post("/tell-us", kind="leak", words="Again").status for _ in range(6)]

    assert told == [200] * 5 + [429]
    assert len(mail_to(officer)) == 1, "one mail tells of many"
    held_clock.move_on(minutes=16)
    ComplaintFactory(kind=LEAK)
    assert len(mail_to(officer)) == 2


def test_whoever_sent_nothing_is_not_thanked(app, visitor):
    assert visitor().visit("/tell-us/thank-you").h1 == "Tell us what is wrong"
