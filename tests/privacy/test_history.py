"""A copy says what was done to somebody's records and what was sent to them, and no more."""

import io
import json
import zipfile

from nolimits.grants import operations as grants
from nolimits.grants.models import ApplicationState as S
from nolimits.panel import operations as panel
from nolimits.panel.models import Outcome
from nolimits.people import operations as people
from nolimits.people.models import SuspensionReason
from nolimits.privacy import copying, files, operations
from nolimits.privacy.kinds import RequestKind
from nolimits.privacy.models import CopyItem
from tests.factories import checks
from tests.factories.grants import ApplicationFactory, decided, scored
from tests.factories.people import (
    PersonFactory,
    administrator,
    coordinator,
    data_protection_officer,
)
from tests.factories.privacy import DataRequestFactory
from tests.factories.safeguarding import ConcernFactory
from tests.factories.volunteers import VolunteerFactory


def item_of(request, source):
    return next((one for one in request.items if one.source == source), None)


def test_a_copy_says_what_was_done_to_their_record_by_role_and_what_was_sent(app):
    person, admin = PersonFactory(), administrator()
    people.rename(person, "Ines Invented", by=admin)
    officer = data_protection_officer()
    request = operations.ask(RequestKind.COPY, None, by=person)

    copying.gather(request, by=officer)

    done = [what for _, what in item_of(request, "history").fields]
    assert "Person renamed: administrator" in done
    assert admin.name not in str(done)
    assert len(item_of(request, "messages").fields) == 1


def test_the_history_in_a_copy_tells_nothing_of_a_concern_or_of_a_pause_for_one(app):
    adult = VolunteerFactory(ready=True).person
    ConcernFactory(adult=adult)  # they meet nobody from now on
    request = operations.ask(RequestKind.COPY, None, by=adult)

    copying.gather(request, by=data_protection_officer())

    told_of = str(item_of(request, "history").fields).lower()
    assert "volunteer" in told_of
    assert [
        word
        for word in ("concern", "contact_", "stopped", "hold", "safeguarding")
        if word in told_of
    ] == []


def test_the_history_in_a_copy_tells_nothing_of_references_or_of_a_suspension(app):
    """R-SAF-4: the day of a decision tells which referee spoke against them, an hour who acted."""
    volunteer = VolunteerFactory()
    checks.answer(checks.references(volunteer.person)[0])
    people.suspend(volunteer.person, SuspensionReason.WORRY, by=administrator())
    people.bring_back(volunteer.person, by=administrator())
    request = operations.ask(RequestKind.COPY, None, by=volunteer.person)

    copying.gather(request, by=data_protection_officer())

    told_of = str(item_of(request, "history").fields).lower()
    assert "volunteer applied" in told_of
    assert [one for one in ("reference", "suspended", "brought back") if one in told_of] == []


def test_a_young_persons_copy_tells_of_their_grant_what_they_were_told_and_not_who_knows_them(app):
    """Before they are told, neither what was decided nor the money; a conflict never."""
    made = ApplicationFactory(state=S.WITH_PANEL)
    one, *_ = [each.person for each in made.round.panel]
    panel.declare_conflict(made, by=one)
    scored(made)
    decided(made, Outcome.YES, by=coordinator())
    asker, telling = made.young_person.person, {"award", "decision", "score", "conflict"}

    before = gathered(asker)
    held = [item.source for item in before.items]
    assert "application" in held
    assert telling.isdisjoint(held)
    said = str([item.fields for item in before.items]).lower()
    assert [word for word in ("decided", "conflict", "scored", "offered") if word in said] == []
    assert "['state', 'with the panel']" in said

    operations.withdraw(before, by=asker)
    grants.tell(made, by=coordinator())
    after = gathered(asker)
    assert telling & {item.source for item in after.items} == {"award", "decision", "score"}
    said = str(item_of(after, "history").fields).lower()
    assert "application decided" in said
    assert [word for word in ("conflict", "scored") if word in said] == []


def gathered(person):
    request = operations.ask(RequestKind.COPY, None, by=person)
    copying.gather(request, by=data_protection_officer())
    return request


def test_each_thing_of_one_minute_stands_in_the_data_to_reuse(app):
    request = DataRequestFactory(state="released")
    items = [CopyItem(title="History", fields=[["10am", "Named"], ["10am", "Renamed"]])]
    with app.test_request_context():
        made = files.copy_of(request, items)

    held = zipfile.ZipFile(io.BytesIO(made.get_data())).read("your-data.json")
    assert json.loads(held)["held"][0]["says"] == items[0].fields
