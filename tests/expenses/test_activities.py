"""What it costs to invite along: claimed once somebody came, in its own limit, without a clue."""

from datetime import timedelta

import pytest

from nolimits.activities import operations as activities
from nolimits.expenses import agreed, asking, operations, queries
from nolimits.expenses.kinds import About, ExpenseState
from nolimits.expenses.models import ExpenseClaim
from nolimits.funds.models import EntryKind
from nolimits.funds.queries import entry_of
from nolimits.kernel import clock
from nolimits.kernel.db import db, transaction
from nolimits.kernel.permissions import Permission, can
from nolimits.young_people.models import AdultTie, Tie
from tests.databases import KINDS
from tests.factories.activities import PlaceFactory
from tests.factories.expenses import ClaimFactory, agreed_limit, came_along, cost
from tests.factories.funds import FundFactory
from tests.factories.matching import refused
from tests.factories.people import coordinator, finance_officer
from tests.factories.strategy import make_action

pytestmark = pytest.mark.usefixtures("app")
once = pytest.mark.parametrize("database", [KINDS[0]], indirect=True)
S = ExpenseState


def test_it_goes_to_finance_like_any_other_without_a_clue_to_a_child():
    """R-EXP-2."""
    fund, action = FundFactory(pence=100_00), make_action()
    agreed_limit(About.ACTIVITIES, fund=fund)
    claim = ClaimFactory(place=came_along(action=action), state=S.SENT_TO_FINANCE)

    (line,) = db.session.execute(queries.lines_of_file(finance_officer(), claim.file))
    who = claim.reference, claim.person.employee_number or "", claim.person.name
    assert queries.file_cells(line) == (*who, fund.name, "8.50", "")
    (posted,) = entry_of(EntryKind.EXPENSE_APPROVED, claim).postings
    assert posted.action_id == action.id


@once
def test_it_is_claimed_for_a_day_on_which_somebody_came_and_no_other():
    place = came_along()
    claim, yesterday = ClaimFactory(place=place), clock.today() - timedelta(days=1)

    assert claim.lines[0].offer == place.offer
    assert "come along" in refused(lambda: cost(claim, day=yesterday))
    activities.mark_place(place, False, by=place.offer.person)
    assert "come along" in refused(lambda: operations.submit(claim, by=claim.person))
    nobody = coordinator()
    assert "any more" in refused(lambda: operations.begin(About.ACTIVITIES, by=nobody))


@once
def test_its_own_limit_holds_before_that_of_all_with_a_day_and_a_month_and_no_sum():
    agreed_limit(visit=5_00)
    own = agreed_limit(About.ACTIVITIES, visit=9_00, month=12_00)
    claim = ClaimFactory(place=came_along(), pence=9_01)

    assert agreed.limit_on(About.TRAINING, clock.today()).visit_pence == 5_00
    assert agreed.caps(own, for_match=False).whole is None
    told = refused(lambda: operations.submit(claim, by=claim.person))
    assert "£9.01 on 20 November 2026 is more than the £9 agreed" in told
    operations.remove_line(claim.lines[0], by=claim.person)
    cost(claim, 9_00)
    operations.submit(claim, by=claim.person)
    more = operations.begin(About.ACTIVITIES, by=claim.person)
    cost(more, 4_00)
    assert "£13 on" in refused(lambda: operations.submit(more, by=claim.person))


@once
def test_words_about_it_name_nobody_who_came_and_tell_no_name_before_it_is_known(held_clock):
    place = came_along()
    claim, name = ClaimFactory(place=place), place.young_person.called
    assert "Leave their name out" in refused(lambda: cost(claim, what=f"A ticket for {name}"))

    coming = PlaceFactory()
    who, name = coming.offer.person, coming.young_person.called
    said = About.ACTIVITIES, coming.offer.on, 30_00, f"A ticket for {name}"
    assert asking.ask_first(*said, by=who).about is About.ACTIVITIES
    held_clock.move_on(days=9)
    assert "Leave their name out" in refused(lambda: asking.ask_first(*said, by=who))


def test_it_opens_to_nobody_kept_apart_from_who_came_but_stays_with_who_claims():
    """A claim of their own that is gone would tell whoever invited that somebody named them."""
    place, kept = came_along(), coordinator()
    claim = ClaimFactory(place=place, state=S.SUBMITTED)
    opens = (kept, Permission.CHECK_EXPENSE), (claim.person, Permission.CHANGE_OWN_EXPENSE)

    def seen():
        listed = [
            claim in db.session.scalars(queries.claims(kept)).unique().all(),
            claim in queries.mine(claim.person),
        ]
        db.session.expire_all()
        return listed, [can(*one, db.session.get(ExpenseClaim, claim.id)) for one in opens]

    @transaction
    def tied(*adults):
        for one in adults:
            tie = AdultTie(person=one, tie=Tie.NOT_THIS_PERSON, from_on=clock.today())
            place.young_person.ties.append(tie)

    assert seen() == ([True, True], [True, True])
    tied(kept, claim.person)

    assert seen() == ([False, True], [False, True])


@once
def test_it_is_claimed_and_its_limit_agreed_on_pages(sign_in):
    desk, place, fund = sign_in(coordinator()), came_along(), FundFactory()
    page = desk.visit("/expenses/agreed/activities").submit(
        visit_pence="20", month_pence="40", within_days="60", fund=fund.reference
    )
    assert page.table("Limits")[0]["For"] == "Activities"

    page = sign_in(place.offer.person).visit("/my-expenses").follow("Begin a claim")
    page = page.submit(about="activities")
    assert "Inviting along to an activity" in page.text
    claim = ClaimFactory(place=place, state=S.SUBMITTED)
    page = desk.visit(f"/expenses/{claim.reference}").follow(f"offer {place.offer.reference}")
    assert page.h1 == f"Offer {place.offer.reference}"
