"""The invented council's expenses: a limit for all, and a claim at every step."""

import io
from datetime import date, timedelta

import sqlalchemy as sa

from nolimits.contacts.models import Contact, ContactKind
from nolimits.expenses import checking, operations, paying
from nolimits.expenses.kinds import ExpenseKind
from nolimits.expenses.models import ExpenseClaim
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


def fill(council: Council) -> None:
    """Agree what may be claimed, and take one claim of each match some way on."""
    first, second = council.coordinators[:2]
    assert council.council_fund is not None  # noqa: S101  # it is opened before
    with clock.standing_at(council.ago(days=300)):
        terms = checking.Terms(20_00, 60_00, 400_00, 92, council.council_fund)
        checking.agree_limit(None, terms, clock.today(), by=first)
    met = sa.select(Match).where(Match.state.in_((MatchState.ACTIVE, MatchState.TRIAL)))
    claims = [one for match in db.session.scalars(met.order_by(Match.id)) if (one := _begun(match))]
    if len(claims) < 4:
        return
    paid, approved, submitted, queried, *_ = claims
    for days, claim in ((9, paid), (4, approved), (2, submitted), (5, queried)):
        with clock.standing_at(council.ago(days=days)):
            operations.submit(claim, by=claim.person, papers=True)
    with clock.standing_at(council.ago(days=3)):
        checking.approve(paid, by=second)
        paying.make_file(by=council.finance_officers[0])
        checking.approve(approved, by=second)
        why = "The bus ticket is of the day before: which day was it?"
        checking.query(queried, why, by=second)
    with clock.standing_at(council.ago(days=1)):
        paying.pay(paid, "BACS 5102", by=council.finance_officers[1])
    sea = ("A day by the sea, with fish and chips", council.today + timedelta(days=12))
    operations.ask_first(submitted.match, sea[1], 38_00, sea[0], by=submitted.person)


def _begun(match: Match) -> ExpenseClaim | None:
    """What a volunteer spent at their last meeting, and how far they drove."""
    held = sa.select(Contact).where(
        Contact.match_id == match.id, Contact.kind == ContactKind.ONE_TO_ONE
    )
    last = db.session.scalars(held.order_by(Contact.held_on.desc())).first()
    if last is None or (clock.today() - last.held_on).days > 60:
        return None
    person = match.volunteer.person
    claim = operations.begin(match, by=person)
    kind, pence, what = SPENT[match.id % len(SPENT)]
    operations.add_cost(
        claim, last.held_on, kind, pence, what, _receipt(last.held_on, pence, claim), by=person
    )
    miles = (last.held_on, K.CAR, 60 + 7 * (match.id % 9), "To meet and back")
    operations.add_journey(claim, *miles, by=person)
    return claim


def _receipt(day: date, pence: int, claim: ExpenseClaim) -> operations.Receipt:
    """A drawn receipt of no shop at all."""
    from PIL import Image, ImageDraw

    paper = Image.new("RGB", (360, 300), "white")
    words = f"AN INVENTED SHOP\n\n{day:%d/%m/%Y}\n\nTOTAL  {pence / 100:.2f}\n\n{claim.reference}"
    ImageDraw.Draw(paper).multiline_text((40, 40), words, fill="black", spacing=8)
    out = io.BytesIO()
    paper.save(out, "PNG")
    return operations.Receipt(files.photo(out.getvalue()), out.getvalue())
