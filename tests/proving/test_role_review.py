"""Each quarter every role that lets somebody see or do much is kept or ended, by somebody else."""

from datetime import date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.db import db, transaction
from nolimits.kernel.errors import NotAllowed, Refused
from nolimits.people import operations as people
from nolimits.people.models import SuspensionReason
from nolimits.proving import operations, queries
from tests.factories.people import (
    administrator,
    coordinator,
    finance_officer,
    safeguarding_lead,
    staff,
)
from tests.factories.second_factors import with_app

AUTUMN, WINTER = date(2026, 10, 1), date(2027, 1, 1)
PAGE = "/role-reviews/2026-10-01"


@pytest.fixture
def council(app, held_clock):
    """An administrator, a lead, a coordinator and a finance officer, all since September."""
    held_clock.move_to(date(2026, 9, 14))
    made = administrator(), safeguarding_lead(), coordinator(name="Cora"), finance_officer()
    staff()
    held_clock.move_to(date(2026, 10, 5))
    return made


def keep_all(council):
    """Keep every role of this quarter: the administrator's by the lead, the rest by them."""
    boss, lead, *_ = council
    for one in queries.this_review().waiting:
        by = lead if one.person.id == boss.id else boss
        operations.keep_role(one.person, one.role, queries.this_review().quarter, by=by)


def test_every_role_with_duties_that_was_held_when_the_quarter_began_is_reviewed(council):
    """R-SEC-5."""
    finance_officer()  # since today: next quarter's

    waiting = queries.this_review().waiting

    assert {one.key for one in waiting} == {
        (person.id, role)
        for person, role in zip(
            council,
            (
                Role.ADMINISTRATOR,
                Role.SAFEGUARDING_LEAD,
                Role.COORDINATOR,
                Role.FINANCE_OFFICER,
            ),
            strict=True,
        )
    }


def test_the_review_closes_once_all_are_decided_and_the_next_opens_by_itself(council, held_clock):
    keep_all(council)
    assert not queries.this_review().waiting

    held_clock.move_to(WINTER)

    now, before = queries.reviews()
    assert (now.quarter, len(now.waiting), now.is_current) == (WINTER, 4, True)
    assert (before.quarter, before.waiting, before.is_current) == (AUTUMN, [], False)


def test_a_quarter_begins_at_midnight_in_london(council, held_clock):
    held_clock.move_to(datetime(2026, 12, 31, 23, 59, tzinfo=clock.LONDON))
    assert queries.this_review().quarter == AUTUMN
    held_clock.move_to(datetime(2027, 1, 1, tzinfo=clock.LONDON))
    assert queries.this_review().quarter == WINTER
    held_clock.move_to(datetime(2027, 7, 1, tzinfo=clock.LONDON))  # Greenwich says June still
    assert queries.this_review().quarter == date(2027, 7, 1)


def test_it_is_overdue_after_thirty_days(council, held_clock):
    held_clock.move_to(date(2026, 10, 31))
    assert not queries.this_review().is_overdue
    held_clock.move_to(date(2026, 11, 1))
    assert queries.this_review().is_overdue
    keep_all(council)
    assert not queries.this_review().is_overdue


def test_what_nobody_decided_in_its_quarter_stays_undecided(council, held_clock):
    _, lead, someone, _ = council
    operations.keep_role(someone, Role.COORDINATOR, AUTUMN, by=lead)
    held_clock.move_to(WINTER)

    with pytest.raises(Refused, match="is over"):
        operations.keep_role(council[3], Role.FINANCE_OFFICER, AUTUMN, by=lead)
    assert len(queries.reviews()[1].waiting) == 3


def test_nobody_decides_on_their_own_roles(council):
    boss, lead, *_ = council
    with pytest.raises(Refused, match="Somebody else"):
        operations.keep_role(boss, Role.ADMINISTRATOR, AUTUMN, by=boss)
    with pytest.raises(Refused, match="Somebody else"):
        operations.end_reviewed_role(lead, Role.SAFEGUARDING_LEAD, AUTUMN, "Left", by=lead)

    operations.keep_role(boss, Role.ADMINISTRATOR, AUTUMN, by=lead)


@pytest.mark.parametrize("place", [2, 3])
def test_none_but_administrators_and_leads_decide(council, place):
    with pytest.raises(NotAllowed):
        operations.keep_role(council[0], Role.ADMINISTRATOR, AUTUMN, by=council[place])
    with pytest.raises(NotAllowed):
        operations.end_reviewed_role(
            council[0], Role.ADMINISTRATOR, AUTUMN, "No", by=council[place]
        )


def test_a_role_that_is_ended_is_ended_at_once_and_its_holder_is_out(council, sign_in):
    """Case 9."""
    _, lead, someone, _ = council
    theirs = sign_in(someone)
    assert theirs.visit("/today").h1 == "Today"

    operations.end_reviewed_role(someone, Role.COORDINATOR, AUTUMN, "Works elsewhere", by=lead)

    assert theirs.visit("/today").h1 == "Sign in"
    with pytest.raises(Refused, match="do not hold"):
        operations.keep_role(someone, Role.COORDINATOR, AUTUMN, by=lead)


def test_a_role_is_decided_once_but_what_was_kept_can_be_ended_still(council):
    boss, lead, someone, _ = council
    operations.keep_role(someone, Role.COORDINATOR, AUTUMN, by=lead)
    with pytest.raises(Refused, match="already"):
        operations.keep_role(someone, Role.COORDINATOR, AUTUMN, by=boss)

    operations.end_reviewed_role(someone, Role.COORDINATOR, AUTUMN, "A mistake", by=boss)

    assert queries.this_review().of(someone, Role.COORDINATOR).decision.decision == "ended"


def test_a_role_lost_since_then_needs_no_decision_but_one_that_waits_does(council):
    _, _, someone, other = council
    people.end_role(someone, Role.COORDINATOR, by=SYSTEM)
    people.suspend(other, SuspensionReason.LONG_LEAVE, by=SYSTEM)

    assert not queries.this_review().of(someone, Role.COORDINATOR).waits
    assert queries.this_review().of(other, Role.FINANCE_OFFICER).waits


def test_the_database_keeps_every_decision_as_it_was_made(council):
    _, lead, someone, _ = council
    row = operations.keep_role(someone, Role.COORDINATOR, AUTUMN, by=lead)

    @transaction
    def change(statement):
        db.session.execute(sa.text(statement))

    for statement in ("UPDATE role_decision SET role = 'staff'", "DELETE FROM role_decision"):
        with pytest.raises(DBAPIError):
            change(statement)
    assert row.decided_by == lead


def test_the_page_tells_what_whoever_decides_has_to_know(council, sign_in, held_clock):
    boss, lead, someone, finance = council
    with_app(finance)
    operations.keep_role(boss, Role.ADMINISTRATOR, AUTUMN, by=lead)
    people.grant_role(finance, Role.COORDINATOR, by=boss)
    sign_in(someone)
    held_clock.move_to(date(2027, 1, 4))

    rows = {
        (row["Whose"], row["Role"]): row
        for row in sign_in(lead)
        .visit("/role-reviews/2027-01-01")
        .table("Roles held on 1 January 2027")
    }

    unused = rows[finance.name, "Finance officer"]
    assert "Not for 90 days" in unused["Last signed in"]
    assert unused["Second step"] == "Set up"
    assert unused["Given"] == "14 September 2026, by hand, on the server"
    assert rows[finance.name, "Coordinator"]["Given"].endswith(f"by hand, by {boss.name}")
    assert rows["Cora", "Coordinator"]["Last signed in"].startswith("5 October 2026")
    assert rows[lead.name, "Safeguarding lead"]["Decision"] == "Somebody else decides"
    past = sign_in(lead).visit(PAGE).table("Roles held on 1 October 2026")
    assert "Last signed in" not in past[0]
    undecided = {row["Decision"] for row in past if row["Whose"] != boss.name}
    assert undecided == {"Not decided"}


def test_a_lead_goes_through_the_review(council, sign_in, held_clock):
    boss, lead, _, _ = council
    held_clock.move_to(date(2026, 11, 20))
    page = sign_in(lead).visit("/my")
    assert "Overdue" in page.text
    page = page.follow("Review who may do what")

    page = page.press("Keep administrator: " + boss.name)
    assert page.flash == f"{boss.name} keeps the role administrator"
    page = page.follow("End the role coordinator: Cora").submit()
    assert page.errors == ["Say why the role is ended"]
    page = page.submit(reason="Works elsewhere")

    assert page.flash == "Cora is no longer coordinator"
    rows = {row["Whose"]: row["Decision"] for row in page.table("Roles held on 1 October 2026")}
    assert rows["Cora"] == f"Ended 20 November 2026, by {lead.name}: Works elsewhere"
    assert page.follow("Role reviews").table("Role reviews")[0]["State"] == "Overdue"


def test_an_end_asks_for_proof_and_others_find_no_review(council, sign_in, held_clock):
    _, lead, someone, _ = council
    end = f"{PAGE}/people/{someone.reference}/coordinator/end"
    visitor = sign_in(lead)
    held_clock.move_on(minutes=11)
    assert visitor.visit(end).path == "/sign-in/again"
    assert visitor.visit(PAGE).status == 200

    other = sign_in(someone)
    assert other.visit(PAGE).status == 403
    assert other.visit(end).status == 404
    assert sign_in(lead).visit("/role-reviews/2026-10-02").status == 404
