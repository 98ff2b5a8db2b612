"""Records of what people ask about their own data, for the matrix of who may see what."""

from nolimits.kernel.actors import Role
from nolimits.people.models import Person
from nolimits.privacy.models import CopyItem, DataRequest
from tests.factories.privacy import DataRequestFactory
from tests.factories.young_people import belonging_to
from tests.house.records import makes


@makes(DataRequest)
def data_request(person: Person) -> DataRequest:
    """A request is of whoever asked; a second reader has it before them."""
    if Role.YOUNG_PERSON in person.roles:
        belonging_to(person)
    made: DataRequest = DataRequestFactory(person=person, state="second_reading")
    return made


@makes(CopyItem)
def copy_item(person: Person) -> CopyItem:
    """One thing of the copy."""
    return data_request(person).items[0]
