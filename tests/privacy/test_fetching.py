"""A copy of one's own data is fetched by them alone, for 14 days, and is not kept twice."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM
from nolimits.kernel.errors import Refused
from nolimits.privacy import copying, operations, queries
from nolimits.privacy.kinds import AskedBy, RequestKind, RequestState
from nolimits.young_people import ties
from nolimits.young_people.models import Tie
from tests.factories.people import PersonFactory, data_protection_officer, safeguarding_lead
from tests.factories.privacy import DataRequestFactory, go_through
from tests.factories.young_people import YoungPersonFactory

S = RequestState


def test_the_file_is_a_page_to_read_and_data_to_reuse(app):
    from nolimits.privacy import files

    request = DataRequestFactory(state="released")
    with app.test_request_context():
        made = files.copy_of(request, copying.fetch(request, by=request.person))

    held = zipfile.ZipFile(io.BytesIO(made.get_data()))
    assert held.namelist() == ["your-data.html", "your-data.json"]
    assert request.person.name in held.read("your-data.html").decode()
    said = json.loads(held.read("your-data.json"))
    assert ["Name", request.person.name] in said["held"][0]["says"]
    assert made.headers["Content-Disposition"].startswith("attachment")


def test_who_was_named_as_not_this_person_never_learns_it_from_their_copy_and_the_child_does(app):
    young, officer = YoungPersonFactory(account=True), data_protection_officer()
    adult = PersonFactory()
    ties.add_tie(young, adult, Tie.NOT_THIS_PERSON, by=young.worker)
    held = []
    for person in (adult, young.person):
        request = operations.ask(RequestKind.COPY, None, by=person)
        copying.gather(request, by=officer)
        held.append("adult_tie" in {one.source for one in request.items})

    assert held == [False, True]


def test_after_14_days_nobody_can_fetch_it_and_it_is_not_kept_twice(app):
    request = DataRequestFactory(state="released")
    copying.empty_old_copies(by=SYSTEM)
    assert queries.can_be_fetched(request)

    with clock.standing_at(clock.now() + timedelta(days=14)):
        assert not queries.can_be_fetched(request)
        with pytest.raises(Refused, match="no copy"):
            copying.fetch(request, by=request.person)
        copying.empty_old_copies(by=SYSTEM)
        copying.empty_old_copies(by=SYSTEM)

    assert {one.fields for one in request.items} == {None}
    assert request.state is S.RELEASED


def test_somebody_without_an_account_gets_one_before_their_copy_is_released(app):
    young, officer = YoungPersonFactory(), data_protection_officer()
    asked = operations.record_request(
        young, RequestKind.COPY, AskedBy.THEMSELF, clock.today(), None, by=officer
    )
    operations.confirm_identity(asked, by=officer)
    copying.gather(asked, by=officer)
    go_through(asked, officer)
    copying.send_to_reader(asked, by=officer)

    with pytest.raises(Refused, match="They have no account"):
        copying.release(asked, by=safeguarding_lead())
