"""No Limits as the report to Stockton's Corporate Parenting Board of 16 June 2023 describes it.

The report's figures become records, made through operations on invented people: 5 pilot volunteers,
17 monthly givers whose amounts it does not state, about £7,000 of grants before the ledger, two
young people matched. What it leaves out stays out.
"""

import random
from collections.abc import Callable
from datetime import date

from nolimits.campaigns import operations as campaigns
from nolimits.campaigns.models import Cadence, CampaignKind
from nolimits.funds import operations as funds
from nolimits.funds.models import MOVES, Account, EntryKind, Holder
from nolimits.funds.operations import Line
from nolimits.kernel import clock
from nolimits.kernel.db import repeatable_references
from nolimits.kernel.money import Pence
from nolimits.pledges import operations as pledges
from nolimits.pledges.models import Channel, Frequency, MoneyPromise, Route, TimePromise
from nolimits.reports import catalogue
from nolimits.reports import operations as reports
from nolimits.seed import Council, handbook, people, strategy
from nolimits.seed.dbs import open_mentor
from nolimits.seed.matching import meet
from nolimits.seed.training import a_day, publish
from nolimits.seed.volunteers import Story, Way
from nolimits.seed.young_people import ready_young_person
from nolimits.training import operations as training

AS_AT = date(2023, 6, 16)
PILOT = "pilot"
VOLUNTEERS, GIVERS, MATCHED = 5, 17, 2


def fill(tell: Callable[[str], None] = lambda part: None) -> None:
    """Everything that the report states, as records, in the order in which it came about."""
    council = Council(today=AS_AT, dice=random.Random(2023))
    with repeatable_references(2023):
        tell("people and strategy")
        people.fill(council)
        strategy.fill(council)
        for part in (_funds, _training, _volunteers, _givers, _matches, _gifts, _series):
            tell(part.__name__.strip("_"))
            part(council)


def _funds(council: Council) -> None:
    """The foundation's fund with its grants of 2019 to 2021 (§22), and the council's account."""
    officer = council.finance_officers[0]
    with clock.standing_at(council.ago(days=400)):
        foundation = funds.open_fund(
            "No Limits fund", Holder.COMMUNITY_FOUNDATION, by=officer, purpose="Grants"
        )
        council.foundation_fund = foundation
        council.council_fund = funds.open_fund("No Limits account", Holder.COUNCIL, by=officer)
        given_before = next(m for m in MOVES[EntryKind.OPENING] if m.debit is Account.GRANTS)
        funds.post(
            EntryKind.OPENING,
            [Line(foundation, 7_000_00, move=given_before)],
            foundation,
            by=officer,
            narrative="Grants to young people before the ledger",
            occurred_on=date(2021, 12, 31),
            approximate=True,
            covers="2019-2021",
        )


def _training(council: Council) -> None:
    """Two days in work time, for volunteers and mentors (§26, §27c), and the draft handbook."""
    runner = council.coordinators[0]
    with clock.standing_at(council.ago(days=120)):
        council.training = training.add_programme(
            "No Limits pilot training", 2, True, 24, True, by=runner
        )
        publish(handbook.FIRST, title="The draft handbook", by=runner)
        days = [a_day(number, council.ago(days=70 - 7 * number)) for number in (1, 2)]
        training.plan_run(council.training, days, by=runner)
    for day in council.training.training_days:
        with clock.standing_at(day.held_on):
            training.take_register(
                day, dict.fromkeys(council.support_mentors, training.PRESENT), by=runner
            )


def _volunteers(council: Council) -> None:
    """Five members of staff, checked, trained and each with a mentor (§27)."""
    with clock.standing_at(council.ago(days=126)):
        open_mentor(council.coordinators[0], council.safeguarding_leads[0])
    busy = {*council.coordinators, *council.support_mentors, *council.workers}
    pilots = [person for person in council.staff[30:] if person not in busy][:VOLUNTEERS]
    for number, person in enumerate(pilots):
        with clock.standing_at(council.ago(days=125)):
            promise = TimePromise(Route.ONE_TO_ONE, hours_a_month=None)
            pledge = pledges.make_time_pledge(person, promise, by=person, cohort=PILOT)
            pledges.start(pledge, by=council.coordinators[0])
        story = Story(110 - number, 0, "clear")
        council.volunteers.append(Way(council, story, number, person).walk())


def _givers(council: Council) -> None:
    """Seventeen who give each month; how much, the report does not say (§28c)."""
    for person in council.staff[-GIVERS:]:
        with clock.standing_at(council.ago(days=90)):
            promise = MoneyPromise(Frequency.MONTHLY, Channel.TAKE_HOME_PAY, pence=None)
            pledge = pledges.make_money_pledge(person, promise, by=person, cohort=PILOT)
            pledges.start(pledge, by=council.coordinators[0])


def _matches(council: Council) -> None:
    """Two young people matched (§27d)."""
    for volunteer in council.volunteers[:MATCHED]:
        young_person = ready_young_person(council, council.ago(days=100))
        council.young_people.append(young_person)
        meet(council, volunteer, young_person, council.ago(days=30))


def _gifts(council: Council) -> None:
    """The Gift of Giving, every Christmas (§29)."""
    if council.council_fund is None:
        raise RuntimeError("the council's fund is opened before its campaign")
    with clock.standing_at(date(2022, 11, 14)):
        campaigns.open_campaign(
            "Gift of Giving 2022",
            CampaignKind.GIFT_OF_GIVING,
            council.council_fund,
            Pence(10_00),
            date(2022, 11, 14),
            date(2022, 12, 16),
            by=council.coordinators[0],
            cadence=Cadence.ANNUAL,
        )


def _series(council: Council) -> None:
    """A report every six months to the management team and the Board (§36g)."""
    writer = council.coordinators[0]
    with clock.standing_at(AS_AT):
        bodies = ["the council management team", "the Corporate Parenting Board"]
        reports.begin_series("The pilot", 6, bodies, catalogue.PILOT_KEYS, by=writer)
        reports.record_statement(
            "young_people_involved", "several", AS_AT, "Report of 16 June 2023, 27.d", by=writer
        )
