"""A record opened in an emergency: with a reason, for an hour, and those whose it is are told."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from nolimits.kernel import audit, clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db
from nolimits.kernel.errors import NotAllowed, Refused
from nolimits.kernel.permissions import Permission, can
from nolimits.people import operations as people
from nolimits.reads import operations
from nolimits.reads.models import Event
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.people import (
    coordinator,
    councillor,
    safeguarding_lead,
    staff,
)
from tests.factories.reads import WHY, broken_glass
from tests.factories.young_people import YoungPersonFactory
from tests.looks import looks_at

pytestmark = pytest.mark.usefixtures("app")
BLANK = ["", "  \n "]


def worker():
    """Somebody who works with a young person of their own."""
    return YoungPersonFactory(worker=staff()).worker


@pytest.mark.parametrize("reason", BLANK)
def test_without_a_reason_nothing_opens(reason):
    """Case 16."""
    one, by = YoungPersonFactory(), worker()

    with pytest.raises(Refused, match="why"):
        operations.break_glass(one, reason, by=by)

    assert not can(by, Permission.SEE_YOUNG_PERSON, one)


def test_with_a_reason_it_opens_for_an_hour_by_the_clock(held_clock):
    """Case 16."""
    one, by = YoungPersonFactory(), worker()

    operations.break_glass(one, WHY, by=by)

    assert can(by, Permission.SEE_YOUNG_PERSON, one)
    assert can(by, Permission.SEE_YOUNG_PERSON_NAME, one)
    assert not can(by, Permission.CHANGE_YOUNG_PERSON, one)
    assert not can(worker(), Permission.SEE_YOUNG_PERSON, one)
    held_clock.move_to(clock.now() + timedelta(minutes=59, seconds=59))
    assert can(by, Permission.SEE_YOUNG_PERSON, one)
    held_clock.move_to(clock.now() + timedelta(seconds=1))
    assert not can(by, Permission.SEE_YOUNG_PERSON, one)


def test_the_next_request_after_the_hour_finds_nothing(sign_in, held_clock):
    """Case 16."""
    one, by = YoungPersonFactory(), worker()
    operations.break_glass(one, WHY, by=by)
    visitor, path = sign_in(by), f"/young-people/{one.reference}"
    assert visitor.visit(path).status == 200
    assert looks_at(one) == [(by.id, "young_people.young_person")]

    held_clock.move_to(clock.now() + timedelta(hours=1))

    assert sign_in(by).visit(path).status == 404


def test_the_worker_and_the_leads_are_told_at_once_and_the_mail_says_nothing(mail_to):
    """Case 16."""
    lead, by = safeguarding_lead(), worker()
    one = YoungPersonFactory(given_name="Zephyrine")

    operations.break_glass(one, "Zephyrine is missing", by=by)

    for told in (lead, one.worker):
        [message] = [m for m in mail_to(told) if m.template == "glass_broken"]
        said = message.subject + message.body
        assert one.reference not in said
        assert by.name not in said
        assert "Zephyrine" not in said
    assert "glass_broken" not in [one.template for one in mail_to(by)]


def test_why_is_sealed_and_never_in_the_trail():
    glass = broken_glass(reason="Their carer rang")

    [entry] = [e for e in audit.timeline(glass) if e.event == Event.GLASS_BROKEN]
    kept = db.session.scalar(
        sa.text("SELECT reason FROM broken_glass WHERE id = :id"), {"id": glass.id}
    )

    assert "carer" not in f"{entry.reason}{entry.detail}{kept}"


def test_whoever_works_with_nobody_has_no_such_emergency():
    one = YoungPersonFactory()

    with pytest.raises(Refused, match="Only those who work with young people"):
        operations.break_glass(one, WHY, by=staff())
    with pytest.raises(NotAllowed):
        operations.break_glass(one, WHY, by=councillor())


@pytest.mark.parametrize("tie", [Tie.RELATED, Tie.NOT_THIS_PERSON])
def test_a_relative_is_answered_as_if_there_were_no_such_young_person(tie):
    one, by = YoungPersonFactory(), worker()
    ties.add_tie(one, by, tie, by=coordinator())

    with pytest.raises(Refused) as theirs:
        operations.break_glass(one, WHY, by=by)
    with pytest.raises(Refused) as nobodys:
        operations.break_glass(None, WHY, by=by)

    assert (theirs.value.message, theirs.value.field) == (
        nobodys.value.message,
        nobodys.value.field,
    )


def test_whoever_may_see_it_anyway_breaks_nothing():
    one = YoungPersonFactory()

    with pytest.raises(Refused, match="already"):
        operations.break_glass(one, WHY, by=one.worker)


def test_a_lost_role_closes_it_at_once():
    one, by = YoungPersonFactory(), safeguarding_lead()
    operations.break_glass(one, WHY, by=by)

    people.end_role(by, Role.SAFEGUARDING_LEAD, by=SYSTEM)

    assert not can(by, Permission.SEE_YOUNG_PERSON, one)


def test_it_is_asked_for_on_a_page_and_closed_there(sign_in):
    one, by = YoungPersonFactory(), worker()
    page = sign_in(by).visit("/emergencies")

    page = page.submit(code=one.reference)
    assert page.errors == ["Write why you need to open this record"]
    page = page.submit(code="Y-22222222", reason=WHY)
    assert page.errors == [operations.NO_RECORD]
    typed = one.reference.lower().replace("-", " ")
    page = page.submit(code=typed, reason=WHY)

    assert page.path == f"/young-people/{one.reference}"
    assert "Their worker and the leads were told" in page.flash
    page = page.visit("/emergencies").press(f"Close it now {one.reference}")
    assert page.visit(f"/young-people/{one.reference}").status == 404


def test_a_worker_who_coordinates_and_a_lead_find_it_where_they_land(sign_in):
    one = YoungPersonFactory()
    people.grant_role(one.worker, Role.COORDINATOR, by=SYSTEM)
    glass = broken_glass(young_person=one)

    row = sign_in(one.worker).visit("/today").table("Opened in an emergency (1)")[0]
    assert row["What"] == f"Record {glass.reference}"
    assert "Opened in an emergency" not in sign_in(coordinator()).visit("/today").text
    page = sign_in(safeguarding_lead()).visit("/concerns").follow("20 November 2026 at 10:00")
    assert page.facts["Why"] == WHY


def test_the_worker_reads_who_and_why_and_a_stranger_does_not(sign_in):
    glass = broken_glass()
    page = sign_in(glass.young_person.worker).visit("/my")

    page = page.follow("Read why a record was opened in an emergency")

    assert page.facts["Why"] == WHY
    assert page.facts["Who opened it"] == glass.person.name
    assert sign_in(worker()).visit(page.path).status == 404
