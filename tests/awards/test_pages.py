"""Pages of awards: a young person's yes, and finance's two steps."""

import pytest

from nolimits.awards import operations, queries
from nolimits.awards.models import Award, AwardState, HowGiven
from nolimits.grants import operations as grants
from nolimits.grants.models import ApplicationState
from nolimits.kernel import audit
from nolimits.kernel.mail import OutboxMessage
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.awards.test_awards import balances, everyone
from tests.factories.awards import AwardFactory
from tests.factories.grants import ApplicationFactory, scored
from tests.factories.people import coordinator, finance_officer, staff
from tests.factories.young_people import signed_in_young_person

A, S = ApplicationState, AwardState


def young(award):
    return award.application.young_person.person


def test_a_young_person_says_yes_and_chooses_how(sign_in):
    award = AwardFactory()
    somebody = sign_in(young(award))
    page = somebody.visit(f"/my-applications/{award.application.reference}")

    page = page.follow("Say yes and choose how").follow("Say yes")
    page = page.submit(how="Money in my own bank account")

    assert page.h1 == "You said yes"
    assert (award.state, award.how) == (S.ACCEPTED, HowGiven.BANK)


def test_nobody_reads_of_an_award_before_they_are_told(sign_in):
    award = Award.of(ApplicationFactory(state=ApplicationState.DECIDED_YES))
    somebody = sign_in(young(award))

    for page in ("", "/yes"):
        assert somebody.visit(f"/my-awards/{award.reference}{page}").status == 404


def test_got_it_is_one_press(sign_in):
    award = AwardFactory(state=S.PAID)

    page = sign_in(young(award)).visit(f"/my-awards/{award.reference}").press("Got it")

    assert page.h1 == "You've got it"
    assert award.state is S.CONFIRMED


def test_sums_of_awards_count_none_of_a_young_person_from_whom_the_reader_is_kept_apart(app):
    hidden, finance = AwardFactory(), finance_officer()
    shown, theirs = AwardFactory(), hidden.application.young_person
    ties.add_tie(theirs, finance, Tie.NOT_THIS_PERSON, by=theirs.worker)

    assert queries.totals(finance)[S.OFFERED] == (1, shown.pence)
    assert queries.totals(finance_officer())[S.OFFERED] == (2, hidden.pence + shown.pence)


@pytest.mark.parametrize("state", list(S))
def test_each_state_has_its_pages(sign_in, state):
    award = AwardFactory(state=state)

    assert sign_in(young(award)).visit(f"/my-awards/{award.reference}").status == 200
    page = sign_in(finance_officer()).visit("/awards").follow(award.reference)
    assert page.status == 200
    assert young(award).name not in page.text, "finance knows a code, no name"


def test_two_finance_officers_approve_and_pay(sign_in):
    award = AwardFactory(state=S.ACCEPTED)
    first, second = sign_in(finance_officer()), sign_in(finance_officer())
    page = first.visit(f"/awards/{award.reference}")
    assert "A finance officer's, to approve" in page.text

    page = page.follow("Approve").press("Approve it")
    assert "Another finance officer's, to pay" in page.text
    assert "You approved this, so somebody else does the next step" in page.text
    assert "Pay" not in page.links
    page = page.visit(f"/awards/{award.reference}/pay").submit(payment_reference="BACS 1")
    assert page.errors == ["You approved this, so somebody else must pay it"]

    second.visit(f"/awards/{award.reference}/pay")
    assert second.submit(payment_reference="").errors == [
        "Enter how the payment can be found again"
    ]
    page = second.submit(payment_reference="BACS 1")
    assert "in the ledger" in page.flash
    assert award.state is S.PAID


def test_no_page_lets_one_person_take_two_steps_to_a_payment(sign_in):
    """Case 15: each page is sent by everybody who had a hand in it before, whatever their roles."""
    checker, decider, approver, payer = (everyone() for _ in range(4))
    made = ApplicationFactory(state=A.WITH_PANEL, checker=checker)
    scored(made)
    award, before = None, []

    def step(path, done, did, **fields):
        for person in did:
            page = sign_in(person).visit(path).submit(**fields)
            assert (page.status, "somebody else must" in page.errors[0]) == (422, True), path
        assert story(made, award) == before
        return sign_in(done).visit(path).submit(**fields)

    said = {"outcome": "Yes, all of it", "reason": "Good", "next_step": "Wait"}
    before = story(made, award)
    step(f"/applications/{made.reference}/decide", decider, [checker], **said)
    grants.tell(made, by=coordinator())
    award = Award.of(made)
    operations.accept(award, HowGiven.BOUGHT, by=young(award))
    before, path = story(made, award), f"/awards/{award.reference}"
    step(f"{path}/approve", approver, [checker, decider])
    before, paid = story(made, award), {"payment_reference": "BACS 1"}
    step(f"{path}/pay", payer, [checker, decider, approver], **paid)

    assert (award.state, award.approved_by_id, award.paid_by_id) == (S.PAID, approver.id, payer.id)
    assert balances(award) == (88_000, 0, 88_000)


def story(made, award):
    """All that is written down of it, and every letter."""
    entries = [one.id for record in (made, award) if record for one in audit.timeline(record)]
    return (
        entries,
        made.state,
        award and (award.state, balances(award)),
        OutboxMessage.query.count(),
    )


def test_an_award_is_cancelled_with_a_reason(sign_in):
    award = AwardFactory()
    office = sign_in(coordinator())
    office.visit(f"/awards/{award.reference}").follow("Cancel this award")
    assert office.submit(reason="").errors == ["Say why"]

    page = office.submit(reason="They found one already")

    assert award.state is S.CANCELLED
    assert page.facts["Why"] == "They found one already"


def test_the_list_says_whose_turn_it_is(sign_in):
    waiting, done = AwardFactory(state=S.ACCEPTED), AwardFactory(state=S.CONFIRMED)
    finance = sign_in(finance_officer())

    rows = finance.visit("/awards").table("Awards")
    assert [row["Reference"] for row in rows] == [waiting.reference, done.reference]
    assert rows[0]["Whose turn it is"] == "A finance officer's, to approve"

    page = finance.visit("/awards?state=confirmed")
    assert [row["Reference"] for row in page.table("Awards")] == [done.reference]
    assert "None fits" in finance.visit("/awards?search=W-00000000").text


def test_awards_are_for_finance_and_the_office_and_for_whoever_asked(sign_in):
    award = AwardFactory()

    assert sign_in(staff()).visit("/awards").status == 403
    assert sign_in(staff()).visit(f"/awards/{award.reference}").status == 404
    assert sign_in(young(award)).visit(f"/awards/{award.reference}").status == 404
    other = signed_in_young_person().person
    assert sign_in(other).visit(f"/my-awards/{award.reference}").status == 404
    assert sign_in(coordinator()).visit(f"/awards/{award.reference}/pay").status == 404


def test_without_any_the_page_says_what_would_be_there(sign_in):
    assert "No awards yet" in sign_in(finance_officer()).visit("/awards").text
