"""A pause that a concern brings looks like every other pause (R-SAF-4)."""

import re

import pytest

from nolimits.kernel.errors import Refused
from nolimits.matching import operations as matching
from nolimits.matching.models import MatchState
from nolimits.safeguarding import operations
from nolimits.safeguarding.kinds import Worry
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.models import NEUTRAL
from nolimits.volunteers.readiness import Gate
from tests.factories.matching import MatchFactory
from tests.factories.people import coordinator, safeguarding_lead
from tests.factories.safeguarding import ConcernFactory

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def match():
    """Two who meet."""
    return MatchFactory()


def a_concern_about(match, **said):
    return ConcernFactory(adult=match.volunteer.person, young_person=match.young_person, **said)


def test_an_allegation_stops_every_meeting_of_the_adult_at_once(match):
    a_concern_about(match)

    assert match.state is MatchState.ON_HOLD
    assert [one.reason for one in match.volunteer.holds] == [NEUTRAL]


def test_a_worry_that_is_no_allegation_stops_nothing_until_the_lead_says_so(match):
    lead = safeguarding_lead()
    made = a_concern_about(match, worry=Worry.UNSURE)
    assert match.state is MatchState.ACTIVE

    operations.stop_contact(made, match.volunteer.person, by=lead)

    assert match.state is MatchState.ON_HOLD


def test_nobody_goes_on_before_the_lead_says_so_and_nothing_by_itself_then(match):
    lead, runs_it = safeguarding_lead(), coordinator()
    made = a_concern_about(match)
    with pytest.raises(Refused, match=f"^{NEUTRAL}$"):
        volunteers.return_from_hold(match.volunteer, by=runs_it)
    with pytest.raises(Refused, match="still needs"):
        matching.resume(match, by=runs_it)

    operations.free_contact(made, match.volunteer.person, by=lead)
    assert match.state is MatchState.ON_HOLD

    volunteers.return_from_hold(match.volunteer, by=runs_it)
    matching.resume(match, by=runs_it)
    assert match.state is MatchState.ACTIVE


def test_a_break_that_was_there_before_stays_after_the_lead_frees_them(match):
    lead, runs_it = safeguarding_lead(), coordinator()
    volunteers.put_on_hold(match.volunteer, "A new baby", by=runs_it)
    made = a_concern_about(match)

    operations.free_contact(made, match.volunteer.person, by=lead)

    assert [one.reason for one in match.volunteer.holds] == ["A new baby"]
    assert match.volunteer.holds[0].until_on is None


def test_somebody_stopped_before_they_are_cleared_is_not_cleared():
    from tests.factories.volunteers import VolunteerFactory

    volunteer = VolunteerFactory(ready=True, without=[Gate.CLEARANCE.value])
    ConcernFactory(adult=volunteer.person)

    with pytest.raises(Refused, match=NEUTRAL):
        volunteers.clear_volunteer(volunteer, by=coordinator())


def pages_of(match, sign_in):
    """What volunteer, young person and coordinator see of a match and of its volunteer."""
    volunteer, key = match.volunteer, match.reference
    seen = {
        "volunteer": (volunteer.person, ["/my-matches", "/volunteering", "/my"]),
        "own record": (volunteer.person, [f"/volunteers/{volunteer.reference}"]),
        "young person": (match.young_person.person, ["/me/mentor", "/me"]),
        "coordinator": (
            coordinator(),
            [f"/matches/{key}", f"/volunteers/{volunteer.reference}", "/today"],
        ),
    }
    return {
        who: [_alike(sign_in(person).visit(path).text, match) for path in paths]
        for who, (person, paths) in seen.items()
    }


def _alike(text, match):
    """A page with all that tells one match from another left out."""
    young, volunteer = match.young_person, match.volunteer
    for own in (
        volunteer.person.name,
        volunteer.area.name,
        volunteer.reference,
        match.reference,
        young.reference,
        young.worker.name,
        young.worker.name.split()[0],
        young.area.name,
    ):
        text = text.replace(own, "X")
    text = re.sub(r"[A-Z]-[0-9A-Z]{8}|\d+ at \d\d:\d\d|at \d\d:\d\d", "X", text)
    return re.sub(
        r"\b(\w+ (Madeup|Notreal|Pretend|Example|Invented|Storybook|Makebelieve) \d+)", "P", text
    )


def test_volunteer_young_person_and_coordinator_see_the_same_as_of_any_other_pause(
    sign_in, mail_to
):
    ordinary, concerning = MatchFactory(), MatchFactory()
    volunteers.put_on_hold(ordinary.volunteer, NEUTRAL, by=coordinator())
    plain = [(m.template, m.subject) for m in mail_to(ordinary.volunteer.person)]
    before = pages_of(ordinary, sign_in)
    volunteers.return_from_hold(ordinary.volunteer, by=coordinator())
    matching.resume(ordinary, by=coordinator())

    a_concern_about(concerning)

    told = [(m.template, m.subject) for m in mail_to(concerning.volunteer.person)]
    after = pages_of(concerning, sign_in)
    assert told == plain
    for who in ("volunteer", "own record", "young person"):
        assert after[who] == before[who]
    assert after["coordinator"][:2] == before["coordinator"][:2]
