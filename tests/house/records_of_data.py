"""Records of requests about data, a staff list, what is told, what a role asks, expenses."""

import sqlalchemy as sa

from nolimits.backgrounds.models import SelfDisclosure
from nolimits.backgrounds.operations import disclose
from nolimits.complaints.models import Complaint
from nolimits.dbs.models import RoleVersion
from nolimits.expenses.kinds import ExpenseState
from nolimits.expenses.models import ExpenseClaim, ExpenseFile, ExpenseLine, PreApproval
from nolimits.feedback.models import FeedbackAsk
from nolimits.handbook.models import HandbookComment
from nolimits.kernel.actors import EVERYONE, Role
from nolimits.kernel.db import db
from nolimits.people.models import Person
from nolimits.privacy import copying
from nolimits.privacy.models import CopyItem, DataRequest
from nolimits.saved_views.models import SavedView
from nolimits.staff_list.models import StaffList
from nolimits.training.kinds import LEARNERS
from tests.factories.complaints import ComplaintFactory
from tests.factories.dbs import proposed_by
from tests.factories.expenses import ClaimFactory, asked_first
from tests.factories.feedback import ask_of
from tests.factories.handbook import comment_of
from tests.factories.matching import MatchFactory, made_ready, match_of
from tests.factories.people import data_protection_officer, staff
from tests.factories.privacy import DataRequestFactory
from tests.factories.saved_views import view_of
from tests.factories.staff_list import waiting_list
from tests.factories.young_people import belonging_to
from tests.house.records import APPLYING, makes, reference_request

makes(FeedbackAsk, of=LEARNERS)(ask_of)
makes(RoleVersion, of=(Role.COORDINATOR,))(proposed_by)
makes(SavedView, of=EVERYONE - {Role.YOUNG_PERSON, Role.PARTNER})(view_of)

makes(HandbookComment, of=())(lambda person: comment_of(staff()))

CLAIMING = (Role.VOLUNTEER, Role.COORDINATOR)
READERS = (Role.DATA_PROTECTION_OFFICER, Role.SAFEGUARDING_LEAD)


@makes(SelfDisclosure, of=APPLYING)
def self_disclosure(person: Person) -> SelfDisclosure:
    """What somebody told of their record is about whoever applied."""
    return disclose({}, by=reference_request(person).person)


@makes(Complaint)
def complaint(person: Person) -> Complaint:
    """A complaint is of whoever told us."""
    made: Complaint = ComplaintFactory(person=person)
    return made


@makes(DataRequest)
def data_request(person: Person) -> DataRequest:
    """A request is of whoever asked; a second reader has it before them."""
    if Role.YOUNG_PERSON in person.roles:
        belonging_to(person)
    asked = sa.select(DataRequest).where(DataRequest.person_id == person.id)
    if known := db.session.scalar(asked):
        return known
    state = "second_reading" if person.roles & {*READERS, Role.STAFF} else "asked"
    made: DataRequest = DataRequestFactory(person=person, state=state)
    return made


@makes(CopyItem, of=READERS)
def copy_item(person: Person) -> CopyItem:
    """One thing of the copy, which is gathered where it is not yet."""
    request = data_request(person)
    if not request.items:
        copying.gather(request, by=data_protection_officer())
    return request.items[0]


@makes(StaffList, of=())
def staff_list(person: Person) -> StaffList:
    """The one staff list that waits is nobody's own."""
    return waiting_list()


@makes(ExpenseClaim, of=CLAIMING)
def expense_claim(person: Person) -> ExpenseClaim:
    """A claim is of whoever spent something with the young person whom they meet."""
    claims = Role.VOLUNTEER in person.roles
    theirs = match_of(person) or MatchFactory(volunteer=made_ready(person)) if claims else None
    made: ExpenseClaim = ClaimFactory(match=theirs or MatchFactory(), state=ExpenseState.APPROVED)
    return made


@makes(ExpenseLine, of=CLAIMING)
def expense_line(person: Person) -> ExpenseLine:
    """One thing of a claim."""
    return expense_claim(person).lines[0]


@makes(PreApproval, of=())
def pre_approval(person: Person) -> PreApproval:
    """What somebody asks about their match; a coordinator answers it."""
    return asked_first(MatchFactory())


@makes(ExpenseFile, of=())
def expense_file(person: Person) -> ExpenseFile:
    """A file is finance's."""
    made: ExpenseClaim = ClaimFactory(match=MatchFactory(), state=ExpenseState.PAID)
    assert made.file is not None
    return made.file
