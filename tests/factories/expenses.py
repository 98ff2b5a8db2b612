"""Invented expenses, each brought as far as `state` by the people who would."""

from datetime import time, timedelta
from itertools import count
from typing import Any

import factory

from nolimits.activities import operations as activities
from nolimits.activities.models import Place
from nolimits.expenses import agreed, asking, checking, operations, paying
from nolimits.expenses.kinds import About, ExpenseKind, ExpenseState
from nolimits.expenses.models import ExpenseClaim, ExpenseLimit, PreApproval
from nolimits.expenses.queries import print_of
from nolimits.funds.models import Fund
from nolimits.kernel import clock, files
from nolimits.matching.models import Match
from nolimits.people.models import Person
from tests.factories.activities import OfferFactory, PlaceFactory
from tests.factories.funds import FundFactory
from tests.factories.made import Made
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, finance_officer, staff
from tests.factories.photos import picture
from tests.factories.training import ProgrammeFactory, attend

S = ExpenseState
ORDER = [S.DRAFT, S.SUBMITTED, S.APPROVED, S.SENT_TO_FINANCE, S.PAID]
_photos = count(1)


def receipt() -> operations.Receipt:
    """A photo of a receipt, unlike every other."""
    content = picture(size=(20, 20), comment=str(next(_photos)).encode())
    return operations.Receipt(files.receipt(content), content)


def agreed_limit(
    subject: Match | About | None = None,
    *,
    visit: int = 20_00,
    month: int = 60_00,
    whole: int = 300_00,
    fund: Fund | None = None,
    by: Person | None = None,
) -> ExpenseLimit:
    """What may be claimed, from a year ago on."""
    most = None if subject is About.ACTIVITIES else whole
    terms = checking.Terms(visit, month, most, 92, fund or FundFactory(pence=500_00))
    from_on = clock.today().replace(year=clock.today().year - 1)
    return checking.agree_limit(subject, terms, from_on, by=by or coordinator())


def cost(claim: ExpenseClaim, pence: int = 8_50, **given: Any) -> Any:
    """One thing that was paid for today."""
    said = {"day": clock.today(), "kind": ExpenseKind.TICKETS, "what": "Swimming for two"}
    more = {"receipt": receipt(), "pence": pence, **said, **given}
    return operations.add_cost(claim, **more, by=claim.person)


class ClaimFactory(Made):
    """A claim of £8.50 about training; about a match with `match=`, an activity with `place=`."""

    class Meta:
        model = ExpenseClaim

    match = None
    place = None
    person = None
    state = S.DRAFT
    pence = 8_50
    what = "Swimming for two"
    checker = factory.LazyFunction(coordinator)
    officer = factory.LazyFunction(finance_officer)
    payment_reference = "BACS 5151"
    reason = "The date on the receipt is another"

    @classmethod
    def _create(cls, model_class: type[ExpenseClaim], *args: Any, **given: Any) -> ExpenseClaim:
        match, place, state = given["match"], given["place"], given["state"]
        subject = match or (About.ACTIVITIES if place else About.TRAINING)
        person = match.volunteer.person if match else given["person"] or staff()
        if place:
            person = place.offer.person
        elif match is None:
            attend(person, ProgrammeFactory(), 1)
        if agreed.limit_on(subject, clock.today()) is None:
            agreed_limit(match)
        claim = operations.begin(subject, by=person)
        cost(claim, given["pence"], what=given["what"])
        told = {"checker", "officer", "payment_reference", "reason"}
        return brought(claim, state, **{name: given[name] for name in told})


def brought(claim: ExpenseClaim, state: ExpenseState, **given: Any) -> ExpenseClaim:
    """A claim taken on to a state."""
    checker = given.get("checker") or coordinator()
    officer = given.get("officer") or finance_officer()
    wrong = {S.QUERIED: checking.query, S.REJECTED: checking.reject}
    steps = [
        lambda: operations.submit(claim, by=claim.person, papers=True),
        lambda: checking.approve(claim, seen=print_of(claim), by=checker),
        lambda: paying.make_file(by=officer),
        lambda: paying.pay(claim, given.get("payment_reference", "BACS 5151"), by=officer),
    ]
    for step in steps[: ORDER.index(S.SUBMITTED if state in wrong else state)]:
        step()
    if state in wrong:
        wrong[state](claim, given.get("reason", "Another date"), by=checker)
    return claim


def came_along(**given: Any) -> Place:
    """Somebody came along today to what a ready volunteer invited to, and it is over."""
    now = clock.now()
    with clock.standing_at(now - timedelta(hours=4)):
        offer = OfferFactory(day=clock.london_day(now), starts=time(7), ends=time(8), **given)
        place = PlaceFactory(offer=offer)
    activities.mark_place(place, True, by=offer.person)
    return place


def asked_first(match: Match | None = None, by: Person | None = None, **given: Any) -> PreApproval:
    """Something that somebody would like to spend today."""
    said = {"planned_on": clock.today(), "pence": 45_00, "what": "A day at the seaside", **given}
    person = match.volunteer.person if match else by or staff()
    return asking.ask_first(match or About.TRAINING, **said, by=person)


def spent() -> None:
    """A claim with miles that was paid, one of an activity, one of training, one asked first."""
    claim = ClaimFactory(match=MatchFactory())
    operations.add_journey(
        claim, clock.today(), ExpenseKind.CAR, 124, "To the pool and back", by=claim.person
    )
    asking.tell_other_miles(2026, 40, by=claim.person)
    checking.answer_ask(asked_first(claim.match), True, by=coordinator())
    brought(claim, S.PAID)
    ClaimFactory(person=claim.person, state=S.QUERIED)
    agreed_limit(About.ACTIVITIES)
    ClaimFactory(place=came_along())
