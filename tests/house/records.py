"""Records of every kind that an address can name, for the matrix of who may see what.

A room adds one function, under `@makes(Model)`, for each model that `requires(on=Model)` names.
It returns a record that is the person's own in every way that their role allows (a volunteer's
match, a worker's young person), or simply a record, where nobody owns records of that kind.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from nolimits.activities.models import Offer, Place
from nolimits.asks.models import AskAnswer
from nolimits.awards.models import Award
from nolimits.campaigns.models import Campaign, GiftNeed
from nolimits.checks.models import ReferenceRequest
from nolimits.checks.queries import references
from nolimits.contacts.models import Contact
from nolimits.funds.models import Fund, JournalEntry
from nolimits.giving.models import Batch, BatchLine, Contribution
from nolimits.grants.models import Application, ApplicationState, Round
from nolimits.grants.models import Programme as GrantProgramme
from nolimits.handbook.models import Handbook
from nolimits.kernel import clock
from nolimits.kernel.actors import EVERYONE, NOBODY, WITHOUT_DUTIES, Role
from nolimits.kernel.permissions import Permission, can
from nolimits.matching.models import Match
from nolimits.people.models import Directorate, Person
from nolimits.pledges.models import Pledge
from nolimits.reads.models import BrokenGlass
from nolimits.reports.models import Report
from nolimits.safeguarding.models import Concern
from nolimits.second_factors.models import Passkey
from nolimits.services.models import ServiceOffer, TakeUp
from nolimits.sign_in import operations
from nolimits.sign_in.models import Method, SignInSession
from nolimits.strategy.models import Action, Strategy
from nolimits.support_mentors.models import CatchUp
from nolimits.training import models as training
from nolimits.volunteers import supporting
from nolimits.volunteers.models import Volunteer
from nolimits.young_people.models import YoungPerson
from tests.factories import training as trained
from tests.factories.activities import OfferFactory, PlaceFactory
from tests.factories.asks import first_answer, served_by
from tests.factories.awards import AwardFactory
from tests.factories.campaigns import CampaignFactory, GiftFactory
from tests.factories.contacts import ContactFactory
from tests.factories.funds import FundFactory, award
from tests.factories.giving import BatchFactory, gift_of
from tests.factories.grants import ApplicationFactory, RoundFactory, on_panel
from tests.factories.grants import ProgrammeFactory as GrantProgrammeFactory
from tests.factories.handbook import HandbookFactory
from tests.factories.matching import MatchFactory, made_ready, match_of
from tests.factories.people import PersonFactory, coordinator, staff
from tests.factories.pledges import TimePledgeFactory
from tests.factories.reads import broken_glass
from tests.factories.reports import ReportFactory
from tests.factories.retention import REMOVALS
from tests.factories.safeguarding import ConcernFactory
from tests.factories.second_factors import passkey_of
from tests.factories.services import ServiceOfferFactory, TakeUpFactory
from tests.factories.strategy import make_action, make_strategy
from tests.factories.support_mentors import caught_up
from tests.factories.volunteers import VolunteerFactory, volunteer_of
from tests.factories.young_people import YoungPersonFactory, belonging_to, signed_in_young_person

Maker = Callable[[Person], Any]
RECORDS: dict[type[Any], Maker] = {
    Directorate: served_by,
    Passkey: passkey_of,
    training.TrainingWait: trained.wait_of,
    **REMOVALS,
}
IN_A_MATCH = (Role.VOLUNTEER, Role.YOUNG_PERSON, Role.STAFF)
OWNERS: dict[type[Any], frozenset[Role]] = defaultdict(lambda: EVERYONE)  # who can have one
APPLYING = EVERYONE - {
    Role.STAFF
}  # whoever applies is a volunteer too, and one role is staff alone


def makes(model: type[Any], *, of: Iterable[Role] = EVERYONE) -> Callable[[Maker], Maker]:
    """Have a function make the records of a model, which people of some roles can have."""

    def keep(maker: Maker) -> Maker:
        RECORDS[model], OWNERS[model] = maker, frozenset(of)
        return maker

    return keep


# These are nobody's own.
for model, factory in {
    training.TrainingProgramme: trained.ProgrammeFactory,
    training.TrainingRun: lambda: trained.TrainingDayFactory().run,
    Handbook: HandbookFactory,
    Campaign: CampaignFactory,
    GrantProgramme: GrantProgrammeFactory,
    Batch: BatchFactory,
    Strategy: make_strategy,
    Action: make_action,
    ServiceOffer: ServiceOfferFactory,
    TakeUp: TakeUpFactory,
}.items():
    makes(model, of=())(lambda person, factory=factory: factory())


@makes(Person)
def person_themself(person: Person) -> Person:
    """A person's own record is theirs."""
    return person


@makes(SignInSession)
def sign_in_session(person: Person) -> SignInSession:
    """A sign-in is of whoever signed in."""
    made: SignInSession = operations.begin(person, Method.CODE, by=NOBODY).sign_in_session
    return made


@makes(Pledge)
def pledge(person: Person) -> Pledge:
    """A promise is of whoever made it; where somebody cannot, it is another's."""
    theirs = {"person": person} if can(person, Permission.MAKE_PLEDGE) else {}
    made: Pledge = TimePledgeFactory(**theirs, state="active")
    return made


@makes(Fund, of=())
def fund(person: Person) -> Fund:
    """A fund is nobody's own."""
    made: Fund = FundFactory(pence=1000)
    return made


@makes(JournalEntry, of=())
def journal_entry(person: Person) -> JournalEntry:
    """What happened to a fund's money."""
    made = FundFactory(pence=1000)
    return award(made, 100, made)


@makes(GiftNeed)
def gift(person: Person) -> GiftNeed:
    """A gift is of whoever took it on; where somebody cannot, nobody has."""
    donor = person if can(person, Permission.RESERVE_GIFT) else None
    made: GiftNeed = GiftFactory(donor=donor)
    return made


def application_of(person: Person, state: ApplicationState) -> Application:
    """Theirs if they are a young person; before them if they are on panels."""
    round_ = grant_round(person)
    asker = belonging_to(person) if Role.YOUNG_PERSON in person.roles else signed_in_young_person()
    made: Application = ApplicationFactory(round=round_, young_person=asker, state=state)
    return made


@makes(Round, of=(Role.PANEL_MEMBER,))
def grant_round(person: Person) -> Round:
    """A round is of those on its panel."""
    made: Round = RoundFactory()
    if Role.PANEL_MEMBER in person.roles:
        on_panel(made, person)
    return made


@makes(Application, of=(Role.YOUNG_PERSON, Role.PANEL_MEMBER))
def application(person: Person) -> Application:
    """An application is of whoever asks, and of the panel that reads it."""
    return application_of(person, ApplicationState.WITH_PANEL)


@makes(Award, of=(Role.YOUNG_PERSON,))
def grant_award(person: Person) -> Award:
    """An award is of whoever asked."""
    made: Award = AwardFactory(application=application_of(person, ApplicationState.TOLD))
    return made


@makes(Report, of=())
def report(person: Person) -> Report:
    """A report is the Board's once it is frozen."""
    made: Report = ReportFactory(frozen=True)
    return made


@makes(BatchLine, of=())
def batch_line(person: Person) -> BatchLine:
    """A payment that nobody has been found for."""
    made: Batch = BatchFactory(approve=True)
    return made.lines[0]


@makes(Contribution)
def contribution(person: Person) -> Contribution:
    """What a person gave, if they are one of those who can promise."""
    return gift_of(person if can(person, Permission.MAKE_PLEDGE) else PersonFactory())


@makes(Volunteer, of=APPLYING)
def volunteer(person: Person) -> Volunteer:
    """Whoever applied; a support mentor's is somebody behind whom they stand."""
    if Role.SUPPORT_MENTOR in person.roles:
        supported: Volunteer = VolunteerFactory(support_mentor=person)
        return supported
    return volunteer_of(_who_may_volunteer(person))


@makes(ReferenceRequest, of=APPLYING)
def reference_request(person: Person) -> ReferenceRequest:
    """A reference is about whoever applied."""
    return references(volunteer_of(_who_may_volunteer(person)).person)[0]


@makes(Concern)
def concern(person: Person) -> Concern:
    """A concern is of whoever raised it, to add to; a lead from whom it is not kept reads it."""
    made: Concern = ConcernFactory(by=person)
    return made


@makes(YoungPerson, of=(Role.YOUNG_PERSON, Role.VOLUNTEER, Role.STAFF, Role.SAFEGUARDING_LEAD))
def young_person(person: Person) -> YoungPerson:
    """A young person is their own, or their worker's; a volunteer's while the two meet."""
    if Role.YOUNG_PERSON in person.roles:
        return belonging_to(person)
    if Role.VOLUNTEER in person.roles and Role.SAFEGUARDING_LEAD not in person.roles:
        return match(person).young_person
    made: YoungPerson = YoungPersonFactory(worker=_worker(person))
    if Role.SAFEGUARDING_LEAD in person.roles:
        broken_glass(person, made)
    return made


@makes(BrokenGlass, of=(Role.STAFF, Role.SAFEGUARDING_LEAD))
def opened_in_an_emergency(person: Person) -> BrokenGlass:
    """Somebody's who may open one; a worker's young person is opened by a lead."""
    if Role.SAFEGUARDING_LEAD in person.roles:
        return broken_glass(person)
    young: YoungPerson = YoungPersonFactory(worker=_worker(person))
    return broken_glass(young_person=young)


@makes(Match, of=(*IN_A_MATCH, Role.COORDINATOR, Role.SAFEGUARDING_LEAD))
def match(person: Person) -> Match:
    """A match is of the two people in it, and of the young person's worker."""
    own = match_of(person) if Role.VOLUNTEER in person.roles else None
    if own is not None or Role.VOLUNTEER in person.roles:
        return own or MatchFactory(volunteer=made_ready(person), young_person=YoungPersonFactory())
    young = belonging_to(person) if Role.YOUNG_PERSON in person.roles else None
    young = young or YoungPersonFactory(worker=_worker(person))
    return match_of(young) or MatchFactory(young_person=young)


@makes(Contact, of=(Role.VOLUNTEER, Role.SUPPORT_MENTOR, Role.COORDINATOR))
def contact(person: Person) -> Contact:
    """A contact is of whoever wrote it, and of the support mentor behind them."""
    supports = Role.SUPPORT_MENTOR in person.roles
    made: Contact = ContactFactory(match=MatchFactory() if supports else match(person))
    if supports and made.support_mentor_id != person.id:
        supporting.assign_support_mentor(made.match.volunteer, person, by=coordinator())
    return made


makes(CatchUp, of=(Role.SUPPORT_MENTOR,))(caught_up)
makes(AskAnswer, of=(Role.STAFF, Role.COUNCILLOR))(first_answer)
makes(training.TrainingPlace, of=(Role.STAFF,))(trained.place_of)
makes(training.TrainingDay, of=(Role.SUPPORT_MENTOR, Role.COORDINATOR))(trained.day_led_by)


@makes(Offer, of=APPLYING)
def offer(person: Person) -> Offer:
    """An offer is of whoever invites along."""
    made: Offer = OfferFactory(volunteer=made_ready(_who_may_volunteer(person)))
    return made


@makes(Place, of=IN_A_MATCH)
def place(person: Person) -> Place:
    """A place is of the young person's worker, and on the day of whoever invites."""
    if Role.VOLUNTEER in person.roles:
        tomorrow = clock.today() + timedelta(days=1)
        theirs: Place = PlaceFactory(offer=OfferFactory(volunteer=made_ready(person), day=tomorrow))
        return theirs
    made: Place = PlaceFactory(young_person=YoungPersonFactory(worker=_worker(person)))
    return made


def _who_may_volunteer(person: Person) -> Person:
    """Whoever applied: this person, but for whoever has no such duty."""
    return staff() if person.roles & set(WITHOUT_DUTIES) else person


def _worker(person: Person) -> Person:
    """Who works with a young person: this person if they may, a volunteer never."""
    own = Role.STAFF in person.roles and Role.VOLUNTEER not in person.roles
    return person if own else staff()
