"""The pages of expenses: on a volunteer's phone, in the team's queue, at finance."""

import pytest
import sqlalchemy as sa

from nolimits.expenses import agreed
from nolimits.expenses.kinds import ExpenseState
from nolimits.kernel import audit, clock, downloads
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.audit import AuditEntry, Looks
from nolimits.kernel.db import db
from nolimits.people import operations as people
from tests.databases import KINDS
from tests.factories.expenses import ClaimFactory, agreed_limit, asked_first
from tests.factories.funds import FundFactory
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, finance_officer, staff
from tests.factories.photos import from_camera, pdf
from tests.factories.training import ProgrammeFactory, attend

pytestmark = [
    pytest.mark.usefixtures("app"),
    pytest.mark.parametrize("database", [KINDS[0]], indirect=True),  # they are the same on both
]
S = ExpenseState
TODAY = {"day-day": "20", "day-month": "11", "day-year": "2026"}
TICKET = {**TODAY, "kind": "fare", "pence": "2.40", "what": "The bus there and back"}


def test_somebody_claims_a_fare_with_its_receipt_and_sends_it(sign_in):
    person = staff()
    attend(person, ProgrammeFactory(), 1)
    agreed_limit()
    page = sign_in(person).visit("/my-expenses").follow("Begin a claim").submit(about="training")
    page = page.follow("Add what you paid for")

    page = page.submit(**TICKET, receipt=("receipt.svg", b"<svg/>"))
    assert page.errors == ["Choose a photo (JPEG, PNG or WebP) or a PDF"]
    assert 'value="The bus there and back"' in page.html
    page = page.submit(receipt=("receipt.jpg", from_camera(size=(40, 30))))
    assert "£2.40" in page.text
    assert page.visitor.visit(page.links["Receipt of £2.40 on 20 November 2026"]).body[:2] == (
        b"\xff\xd8"
    )
    page = page.follow("Send it").submit()

    assert page.flash == "Sent. We write to you when it is paid, or if something has to be mended"
    assert "Somebody of the team looks at it next" in page.text


def test_of_a_ticket_that_came_as_a_pdf_a_picture_is_kept_and_sealed(sign_in):
    claim = ClaimFactory()
    page = sign_in(claim.person).visit(f"/my-expenses/{claim.reference}/add/cost")

    page = page.submit(**TICKET, receipt=("ticket.pdf", pdf(pages=6)))
    assert page.errors == ["This PDF has over 5 pages. Take a photo of it instead"]
    page = page.submit(receipt=("ticket.pdf", pdf()))
    page = page.visitor.visit(page.links["Receipt of £2.40 on 20 November 2026"])

    assert (page.headers["Content-Type"], page.body[:2]) == ("image/jpeg", b"\xff\xd8")
    held = sa.select(sa.literal_column("receipt")).select_from(sa.text("expense_line"))
    assert {one[:5] for one in db.session.scalars(held)} == {"gAAAA"}


def test_what_was_typed_of_a_journey_is_kept_and_its_miles_are_read(sign_in):
    claim = ClaimFactory()
    page = sign_in(claim.person).visit(f"/my-expenses/{claim.reference}/add/journey")
    page.visitor.post(f"{page.path}/save", what="To the")
    assert 'value="To the"' in page.visit(page.path).html

    page = page.submit(**TODAY, kind="car", miles="12.44", what="To the pool")
    assert page.errors == ["Enter miles, like 12 or 12.4"]
    assert 'value="To the pool"' in page.visit(page.path).html
    page = page.submit(miles="12.4")

    assert [one.tenths for one in claim.lines] == [None, 124]
    page = page.follow("Send it").submit()
    assert page.errors == ["Say that your licence, insurance and MOT were in order"]


def test_a_coordinator_checks_a_claim_and_finance_pays_it_from_a_file(sign_in):
    claim = ClaimFactory(person=staff(name="=1+1"), state=S.SUBMITTED)
    page = sign_in(coordinator()).visit("/today").follow(f"Check the claim {claim.person.name}")
    assert "The register says they were there" in page.text
    page.visit(page.links["Receipt of £8.50 on 20 November 2026"])
    looks = sa.select(AuditEntry.record_id).where(AuditEntry.event == Looks.LOOKED_AT)
    whose = looks.where(AuditEntry.record_type == "person")
    assert db.session.scalars(whose).all() == [claim.person_id]  # a picture can tell where
    page = page.follow("Approve").submit()
    assert page.flash == "Approved. Finance pays it next"

    officer = finance_officer()
    office = sign_in(officer)
    page = office.visit("/expenses/to-pay").follow("Put them into a file").submit()
    file = office.visit(f"{page.path}?file=csv").body.decode()
    assert f"{claim.reference},,'=1+1," in file
    taken = [one for one in audit.timeline(officer) if one.event == downloads.Event.LIST_EXPORTED]
    assert taken[0].detail["list"] == f"expenses-{claim.file.reference}"
    page = page.follow("All of it is paid").submit(payment_reference="BACS 5")

    assert (claim.state, claim.payment_reference) == (S.PAID, "BACS 5")
    assert page.table("Claims")[0]["Reference"] == "BACS 5"


def test_finance_reads_what_is_paid_and_not_what_for(sign_in):
    claim = ClaimFactory(match=MatchFactory(), state=S.APPROVED)
    page = sign_in(finance_officer()).visit(f"/expenses/{claim.reference}/payment")

    assert claim.person.name in page.text
    assert claim.match.reference not in page.html
    assert claim.lines[0].what not in page.html


def test_a_limit_is_agreed_for_a_match_and_a_day_is_asked_for_first(sign_in):
    match, by = MatchFactory(), coordinator()
    fund = FundFactory()
    page = sign_in(by).visit(f"/matches/{match.reference}/expense-limit")
    sums = {"visit_pence": "20", "month_pence": "10", "match_pence": "90", "within_days": "60"}

    page = page.submit(**sums, fund=fund.reference)
    assert page.errors == ["A month cannot have less than a day"]
    page.submit(month_pence="40")
    assert agreed.limit_on(match, clock.today()).agreed_by_id == by.id

    ask = asked_first(match)
    page = sign_in(by).visit(f"/expense-asks/{ask.reference}").submit(agree="yes")
    assert page.flash == "They have been told"
    assert "Agreed" in sign_in(match.volunteer.person).visit("/my-expenses").text


def test_a_rate_above_what_is_free_of_tax_is_refused_beside_its_field(sign_in):
    page = sign_in(finance_officer()).visit("/expenses/agreed").follow("Set a rate")
    day = {"from_on-day": "1", "from_on-month": "1", "from_on-year": "2027"}

    page = page.submit(vehicle="passenger", **day, pence="6", ceiling_pence="5")
    assert page.errors == ["Pay no more than what is free of tax"]
    page = page.submit(pence="4")

    row = page.table("Miles")[-2]
    assert (row["From"], row["Pence a mile"]) == ("1 January 2027", "4p")


def test_a_claim_that_came_back_is_a_task_on_my_page(sign_in):
    claim = ClaimFactory(state=S.QUERIED, reason="Which day was it?")
    people.grant_role(claim.person, Role.VOLUNTEER, by=SYSTEM)
    page = sign_in(claim.person).visit("/my").follow("Mend your expenses")

    assert "Which day was it?" in page.text
