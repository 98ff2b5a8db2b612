"""A copy says what was done to somebody's records and what was sent to them, and no more."""

from nolimits.people import operations as people
from nolimits.people.models import SuspensionReason
from nolimits.privacy import copying, operations
from nolimits.privacy.kinds import RequestKind
from tests.factories import checks
from tests.factories.people import PersonFactory, administrator, data_protection_officer
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
