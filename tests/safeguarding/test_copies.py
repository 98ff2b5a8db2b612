"""A copy of somebody's own data tells nobody of a concern that is kept from them (R-SAF-4)."""

import pytest

from nolimits.kernel.actors import SYSTEM
from nolimits.privacy import copying, gathering
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.models import LeavingReason
from tests.factories.people import data_protection_officer, safeguarding_lead
from tests.factories.privacy import DataRequestFactory, go_through
from tests.factories.safeguarding import ConcernFactory
from tests.factories.volunteers import VolunteerFactory
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


def test_whoever_a_concern_names_finds_no_trace_of_it_in_their_copy():
    volunteer = VolunteerFactory()
    ConcernFactory(adult=volunteer.person)
    volunteers.leave(volunteer, LeavingReason.OWN_CHOICE, by=SYSTEM)
    assert "kept_from" in {one.source for one in gathering.about(volunteer.person_id, None)}
    request = DataRequestFactory(person=volunteer.person, state="asked")

    copying.gather(request, by=data_protection_officer())

    told = {one.source for one in request.items}
    assert not told & {"kept_from", "contact_stop", "concern", "concern_step", "addendum"}
    assert "ooked into" not in str([one.fields for one in request.items])


def test_a_lead_from_whom_a_concern_is_kept_does_not_read_a_copy_in_which_it_stands(
    sign_in, mail_to
):
    about, other = safeguarding_lead(), safeguarding_lead()
    young = YoungPersonFactory(account=True)
    ConcernFactory(young_person=young, not_for=[about])
    request = DataRequestFactory(person=young.person, state="gathered")
    officer = data_protection_officer()
    go_through(request, officer)

    copying.send_to_reader(request, by=officer)

    path = f"/data-requests/{request.reference}"
    assert sign_in(about).visit(path).status == 404
    assert sign_in(other).visit(path).status == 200
    shown = [
        request.reference in sign_in(lead).visit("/data-requests").text for lead in (about, other)
    ]
    assert shown == [False, True]
    assert [bool(mail_to(lead)[-1:]) for lead in (about, other)] == [False, True]
