"""The invented council's expenses: a limit for all, and a claim at every step."""

import io
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa

from nolimits.activities.models import Place, PlaceState
from nolimits.contacts.models import Contact, ContactKind
from nolimits.expenses import asking, checking, operations, paying
from nolimits.expenses.kinds import About, ExpenseKind
from nolimits.expenses.models import ExpenseClaim
from nolimits.expenses.queries import print_of
from nolimits.kernel import clock, files
from nolimits.kernel.db import db
from nolimits.matching.models import Match, MatchState
from nolimits.seed import Council

K = ExpenseKind
SPENT = (
    (K.TICKETS, 11_40, "Swimming for the two of us"),
    (K.FOOD, 6_75, "Hot chocolate and cake"),
    (K.FARE, 4_00, "Day tickets for the bus"),
)


PLAN = (("pay", "approve"), ("submit", "draft"), ("query", "submit"), ("draft",))
"""How far the claim about each of a match's last meetings has come, match by match."""


def fill(council: Council) -> None:
    """Agree what may be claimed, and take claims about some matches and an activity some way on."""
    assert council.council_fund is not None  # noqa: S101  # it is opened before
    with clock.standing_at(council.ago(days=300)):
        terms = checking.Terms(20_00, 60_00, 400_00, 92, council.council_fund)
        checking.agree_limit(None, terms, clock.today(), by=council.coordinators[0])
        of_activities = replace(terms, visit_pence=30_00, match_pence=None)
        checking.agree_limit(
            About.ACTIVITIES, of_activities, clock.today(), by=council.coordinators[0]
        )
    going_on = Match.state.in_((MatchState.ACTIVE, MatchState.TRIAL))
    matches = db.session.scalars(sa.select(Match).where(going_on).order_by(Match.id)).all()
    for match, plans in zip(matches, PLAN, strict=False):
        held = [one for one in match.contacts if one.kind is ContactKind.ONE_TO_ONE][: len(plans)]
        for plan, meeting in zip(plans, reversed(held), strict=False):
            if 5 < (council.today - meeting.held_on).days < 90:
                with clock.standing_at(council.ago(days=5)):
                    claim = _begun(meeting)
                _take(council, claim, plan)
    if matches:
        day, person = council.today + timedelta(days=12), matches[0].volunteer.person
        what = "A day by the sea, with fish and chips"
        asking.ask_first(matches[0], day, 38_00, what, by=person)
    came = sa.select(Place).where(Place.state == PlaceState.ATTENDED).order_by(Place.id)
    if place := db.session.scalars(came).first():
        with clock.standing_at(council.ago(days=5)):
            claim = operations.begin(About.ACTIVITIES, by=place.offer.person)
            _spend(claim, place.offer.on, K.FOOD, 7_20, "Juice and bananas for all of us")
        _take(council, claim, "submit")


def _take(council: Council, claim: ExpenseClaim, plan: str) -> None:
    """Take a claim as far as it has come by today."""
    second, (first_officer, other_officer, *_) = council.coordinators[1], council.finance_officers
    if plan == "draft":
        return
    with clock.standing_at(council.ago(days=4)):
        operations.submit(claim, by=claim.person, papers=True)
    with clock.standing_at(council.ago(days=3)):
        if plan == "query":
            checking.query(claim, "The ticket is of the day before: which day was it?", by=second)
        if plan in ("approve", "pay"):
            checking.approve(claim, seen=print_of(claim), by=second)
        if plan == "pay":
            paying.make_file(by=first_officer)
    if plan == "pay":
        with clock.standing_at(council.ago(days=1)):
            paying.pay(claim, "BACS 5102", by=other_officer)


def _begun(meeting: Contact) -> ExpenseClaim:
    """What a volunteer spent at a meeting, and how far they drove."""
    match, day = meeting.match, meeting.held_on
    person = match.volunteer.person
    claim = operations.begin(match, by=person)
    _spend(claim, day, *SPENT[meeting.id % len(SPENT)])
    miles = 60 + 7 * (meeting.id % 9)
    operations.add_journey(claim, day, K.CAR, miles, "To meet and back", by=person)
    return claim


def _spend(claim: ExpenseClaim, day: date, kind: ExpenseKind, pence: int, what: str) -> None:
    said = day, kind, pence, what
    operations.add_cost(claim, *said, _receipt(day, pence, claim), by=claim.person)


def _receipt(day: date, pence: int, claim: ExpenseClaim) -> operations.Receipt:
    """A drawn receipt of no shop at all."""
    from PIL import Image, ImageDraw

    paper = Image.new("RGB", (360, 300), "white")
    words = f"AN INVENTED SHOP\n\n{day:%d/%m/%Y}\n\nTOTAL  {pence / 100:.2f}\n\n{claim.reference}"
    ImageDraw.Draw(paper).multiline_text((40, 40), words, fill="black", spacing=8)
    out = io.BytesIO()
    paper.save(out, "PNG")
    return operations.Receipt(files.receipt(out.getvalue()), out.getvalue())
