"""Rows of every kind, put in place before migrations are run down and up.

Each room adds a function that makes one or more of each of its records through its operations;
decorated, it is called in the order of this file.
"""

from collections.abc import Callable
from datetime import date

from nolimits.activities import calendars
from nolimits.activities import operations as activities
from nolimits.activities.models import PlaceState
from nolimits.awards.models import AwardState
from nolimits.backgrounds import operations as backgrounds
from nolimits.backgrounds.models import OverseasWay
from nolimits.campaigns.models import GiftState
from nolimits.complaints.models import ComplaintKind
from nolimits.contacts import operations as contacts
from nolimits.dbs import updates
from nolimits.dbs.kinds import DbsDecision, StatusAnswer
from nolimits.funds import operations as funds
from nolimits.funds.models import Holder
from nolimits.grants import operations as grants
from nolimits.grants.models import ApplicationState
from nolimits.kernel import clock, drafts
from nolimits.kernel.actors import NOBODY, SYSTEM, Role
from nolimits.kernel.dictionary import Keep
from nolimits.matching.models import MatchState
from nolimits.panel import operations as panel
from nolimits.people import operations as people
from nolimits.people.models import SuspensionReason
from nolimits.photos.operations import put_up
from nolimits.privacy import operations as privacy
from nolimits.privacy.kinds import Outcome, RequestKind, StopReason
from nolimits.proving import operations as proving
from nolimits.proving.models import Purpose
from nolimits.reads import operations as reads
from nolimits.reads.models import Verdict
from nolimits.reports import operations as reports
from nolimits.reports.models import ReviewKind
from nolimits.retention import operations as retention
from nolimits.retention.models import HOLDING
from nolimits.retention.sweeps import remove_what_is_due
from nolimits.safeguarding import operations as safeguarding
from nolimits.safeguarding.kinds import ConcernState
from nolimits.second_factors import operations as factors
from nolimits.sign_in import operations as sign_in
from nolimits.sign_in.accounts import sign_in_by_council
from nolimits.sign_in.council import Told
from nolimits.sign_in.models import Method
from nolimits.strategy import operations as strategy
from nolimits.strategy.document import SHIPPED
from nolimits.strategy.reader import load
from tests.factories.activities import PlaceFactory
from tests.factories.asks import answered, champion
from tests.factories.awards import AwardFactory
from tests.factories.backgrounds import tell_background
from tests.factories.campaigns import GiftFactory
from tests.factories.complaints import ComplaintFactory
from tests.factories.contacts import ContactFactory
from tests.factories.dbs import checked
from tests.factories.expenses import spent
from tests.factories.feedback import lived_through_training
from tests.factories.funds import FundFactory
from tests.factories.giving import BatchFactory, gift_of
from tests.factories.grants import ApplicationFactory, RoundFactory
from tests.factories.handbook import lived_through_handbook
from tests.factories.matching import MatchFactory
from tests.factories.partners import partners_at_work
from tests.factories.people import (
    PersonFactory,
    administrator,
    coordinator,
    data_protection_officer,
    finance_officer,
    safeguarding_lead,
)
from tests.factories.photos import made_photo
from tests.factories.privacy import DataRequestFactory
from tests.factories.reads import broken_glass
from tests.factories.reports import ReportFactory
from tests.factories.retention import proposed_removal
from tests.factories.safeguarding import ConcernFactory
from tests.factories.saved_views import view_of
from tests.factories.second_factors import (
    half_signed_in,
    with_app,
    with_passkey,
    with_recovery_codes,
)
from tests.factories.staff_list import StaffListFactory, applied
from tests.factories.support_mentors import caught_up, covered
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import YoungPersonFactory

SEEDS: list[Callable[[], None]] = []


def seed(function: Callable[[], None]) -> Callable[[], None]:
    """Have a function called before migrations are tested."""
    SEEDS.append(function)
    return function


def put_in_place() -> None:
    """Make rows of every kind."""
    for function in SEEDS:
        function()


@seed
def people_and_directorates() -> None:
    """People of every role, a leaver, a champion with a view, a code, a session and a draft."""
    for role in Role:
        PersonFactory(role=role)
    known = champion(job_title="Librarian", employee_number="E1")[1]
    view_of(known)
    people.leave(PersonFactory(), on=date(2026, 12, 1), by=SYSTEM)
    sign_in.know_browser("an invented browser", by=known)
    people.suspend(PersonFactory(), SuspensionReason.LONG_LEAVE, by=SYSTEM)
    people.name_address(PersonFactory(), "new@council.example", by=SYSTEM)
    sign_in.begin(known, Method.CODE, by=NOBODY)
    sign_in.send_code(known.email or "", by=NOBODY)
    sign_in.sign_in("nobody@elsewhere.example", "000000", by=NOBODY)
    told = Told("tenant", "subject", "Ida Invented", None, frozenset(), strong=True)
    sign_in_by_council(told, by=NOBODY, here=known)
    people.add_area("Invented Town", 444_000, 519_000, by=SYSTEM)
    drafts.keep({"name": "Dana"}, by=known, journey="invented")


@seed
def funds_and_their_ledger() -> None:
    """Two funds with money moved, an entry that was reversed, and its reversal."""
    giver, taker = FundFactory(pence=10000), FundFactory(holder=Holder.COMMUNITY_FOUNDATION)
    moved = funds.transfer(giver, taker, 300, "For the winter campaign", by=SYSTEM)
    funds.reverse(moved, "Not this year", by=SYSTEM)


@seed
def training_and_the_handbook() -> None:
    """A pass, a place given up and one kept, somebody in line, and texts that were read."""
    lived_through_handbook(lived_through_training())


@seed
def gifts() -> None:
    """A gift in every state."""
    for state in GiftState:
        GiftFactory(state=state)


@seed
def the_strategy() -> None:
    """The shipped strategy has every kind of part."""
    strategy.import_strategies(load(SHIPPED), by=SYSTEM)


@seed
def grants_and_awards() -> None:
    """An application answered after a question, with a known reader, and an award that came."""
    round_ = RoundFactory()
    made = ApplicationFactory(round=round_, state=ApplicationState.MORE_INFO)
    grants.answer_more(made, "The one by the station", by=made.young_person.person)
    with_panel = ApplicationFactory(round=round_, state=ApplicationState.WITH_PANEL)
    panel.declare_conflict(with_panel, by=round_.panel[0].person)
    AwardFactory(state=AwardState.CONFIRMED)
    AwardFactory(state=AwardState.CANCELLED)


@seed
def money_that_came() -> None:
    """A batch that waits, money in suspense, a gift that was reversed, expenses that were paid."""
    spent()
    BatchFactory()
    BatchFactory(approve=True)
    funds.reverse(gift_of(PersonFactory()).entry, "Somebody else's", by=SYSTEM)


@seed
def volunteers_and_their_checks() -> None:
    """A ready volunteer, one on a break, and one whose time abroad was looked into."""
    check = checked(VolunteerFactory(ready=True, without="dbs").person, coordinator())
    updates.tell_of_update_service(check, True, True, by=check.person)
    updates.record_status(check, StatusAnswer.BLANK_NO_NEW_INFO, by=coordinator())
    risky = VolunteerFactory(ready=True, without="not_on_hold").person
    checked(risky, coordinator(), DbsDecision.CLEAR_AFTER_RISK_ASSESSMENT)
    abroad = VolunteerFactory().person
    tell_background(abroad, more_months=20)
    backgrounds.record_overseas(abroad, OverseasWay.CERTIFICATE, by=coordinator())
    covered(caught_up(PersonFactory(role=Role.SUPPORT_MENTOR)).volunteer)


@seed
def photos_of_volunteers() -> None:
    """A photo of a volunteer."""
    put_up(made_photo(), by=PersonFactory(role=Role.VOLUNTEER))


@seed
def emergencies_and_a_week_of_looks() -> None:
    """A record opened in an emergency, a look marked, and a week that leads were reminded of."""
    glass, lead, monday = broken_glass(), safeguarding_lead(), date(2026, 11, 9)
    reads.mark(monday, glass.person, ("young_person", 1), Verdict.ASK, "Why?", by=lead)
    reads.remind(monday, by=SYSTEM)


@seed
def removals() -> None:
    """A removal that was done, a hold, a period and a copy in the case record."""
    run = proposed_removal()
    retention.agree(run, by=safeguarding_lead())
    with clock.standing_at(clock.now() + HOLDING):
        remove_what_is_due()
    retention.place_hold(PersonFactory(), "A claim", by=coordinator())
    retention.set_period(Keep.DBS_DETAIL, (1, 0, 0), date(2099, 1, 1), by=SYSTEM)
    retention.take_copy(YoungPersonFactory(), by=coordinator())


@seed
def reports_of_every_kind() -> None:
    """A series with a report that one reviewer has seen, and a quantity given in words."""
    report = ReportFactory()
    reports.review_report(report, ReviewKind.FINANCE, by=finance_officer())
    reports.record_statement("involved", "several", date(2026, 6, 1), "A report", by=coordinator())


@seed
def matches_and_contacts() -> None:
    """A match that is over with what was written down, and one that somebody is asked about."""
    contacts.mark_seen(ContactFactory(), by=coordinator())
    MatchFactory(state=MatchState.CLOSED)
    MatchFactory(state=MatchState.PROPOSED)


@seed
def offers_and_places() -> None:
    """A place that somebody came to, and one that is off."""
    calendars.make_link(by=PlaceFactory(state=PlaceState.ATTENDED).offer.person)
    activities.cancel(PlaceFactory().offer, by=coordinator())


@seed
def offers_of_services() -> None:
    """Something that was handed out; what a partner gives and reports."""
    partners_at_work()


@seed
def concerns_and_what_was_done() -> None:
    """One closed with all that may be said, with more added, and one that is overdue."""
    closed = ConcernFactory(adult=PersonFactory(), state=ConcernState.CLOSED)
    safeguarding.add_to(closed, "They have the coat again.", by=closed.raised_by)
    safeguarding.notice_overdue(ConcernFactory(), 1, by=SYSTEM)


@seed
def factors_of_every_kind() -> None:
    """Somebody who had everything and lost it, and somebody who was asked for proof."""
    person = coordinator()
    with_passkey(person)
    with_app(person)
    with_recovery_codes(person)
    proving.agree_reset(person, "Lost on a train", by=administrator())
    here = half_signed_in(coordinator())
    proving.mail_code(Purpose.CONFIRM, here, by=here.person)
    factors.ask_passkey("another browser", by=here.person)


@seed
def answers_to_asks() -> None:
    """What somebody says that they will do."""
    answered(PersonFactory())


@seed
def staff_lists() -> None:
    """A list that was applied, and one that waits."""
    applied(("300001", "Ivo Pretend", "", "Ranger", "Invented Parks"))
    StaffListFactory()


@seed
def roles_reviewed() -> None:
    """A role that was ended in a quarter's review."""
    with clock.standing_at(date(2026, 9, 14)):
        person, role = PersonFactory(role=Role.COORDINATOR), Role.COORDINATOR
    proving.end_reviewed_role(person, role, date(2026, 10, 1), "Left", by=safeguarding_lead())


@seed
def requests_about_data() -> None:
    """A copy that lies ready, one for which we wait, and a use that is limited."""
    DataRequestFactory(state="released")
    officer = data_protection_officer()
    waiting = DataRequestFactory()
    privacy.stop_clock(waiting, StopReason.CLARIFICATION, "Which years?", by=officer)
    limited = DataRequestFactory(kind=RequestKind.RESTRICTION)
    privacy.answer(limited, Outcome.GRANTED, None, "We keep it and do not use it", by=officer)
    ComplaintFactory(kind=ComplaintKind.LEAK)
